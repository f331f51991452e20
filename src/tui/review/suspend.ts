/** What has the terminal, and gives it to the shell meanwhile. */
interface Holder {
  readonly giveAway: () => void;
  readonly takeBack: () => void;
}

/** Stops the process as ^Z does, and takes the terminal back when the shell lets it go on. */
export function suspend({ giveAway, takeBack }: Holder): void {
  if (process.platform === 'win32') return;
  giveAway();
  // Nothing else is waited for meanwhile: without this the process could end before it hears.
  const alive = setInterval(() => undefined, 60_000);
  process.once('SIGCONT', () => {
    clearInterval(alive);
    takeBack();
  });
  process.kill(process.pid, 'SIGTSTP');
}
