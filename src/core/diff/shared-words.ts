/** The product of two lengths from which on it takes too long to look for what is in common. */
const MOST_CELLS = 40_000;

/**
 * The words that two lines have in common, in order: as many as possible where what differs is
 * short, else only those at both ends.
 * @returns for each list, by index, whether the word is in the other one too
 */
export function sharedWords(
  old: readonly string[],
  now: readonly string[],
): { readonly old: boolean[]; readonly now: boolean[] } {
  const kept = { old: old.map(() => false), now: now.map(() => false) };
  const keep = (i: number, j: number) => {
    kept.old[i] = true;
    kept.now[j] = true;
  };
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) {
    keep(head, head);
    head++;
  }
  let tail = 0;
  while (head + tail < shorter && old.at(-1 - tail) === now.at(-1 - tail)) {
    tail++;
    keep(old.length - tail, now.length - tail);
  }
  const middle = {
    old: old.slice(head, old.length - tail),
    now: now.slice(head, now.length - tail),
  };
  if (middle.old.length * middle.now.length <= MOST_CELLS) {
    for (const [i, j] of longestCommon(middle.old, middle.now)) keep(head + i, head + j);
  }
  return kept;
}

/** A longest common subsequence, as pairs of indexes. */
function* longestCommon(old: readonly string[], now: readonly string[]) {
  const columns = now.length + 1;
  const lengths = new Uint16Array((old.length + 1) * columns);
  const length = (i: number, j: number) => lengths[i * columns + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      lengths[i * columns + j] =
        old[i] === now[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  for (let i = 0, j = 0; i < old.length && j < now.length; ) {
    if (old[i] === now[j]) yield [i++, j++] as const;
    else if (length(i + 1, j) >= length(i, j + 1)) i++;
    else j++;
  }
}
