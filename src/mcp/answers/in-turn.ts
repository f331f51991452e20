/** What may run at the same time. */
const AT_ONCE = 2;

const waiting: (() => void)[] = [];
let running = 0;

/** Does what takes a processor for itself: two at a time, the others in the order in which they came. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  // Whoever ends hands its place on, so nobody slips in between.
  if (running < AT_ONCE) running += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
