/** Waits for ^C, SIGTERM or SIGHUP. */
export async function untilInterrupted(): Promise<void> {
  // A pending promise keeps no process alive, a timer does.
  const alive = setInterval(() => undefined, 2 ** 30);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve());
  });
  clearInterval(alive);
}
