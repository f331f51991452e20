/** The number in "answer:3", as which a model names a kept answer; undefined for any other path. */
export function keptNumber(path: unknown): number | undefined {
  const [, number] =
    (typeof path === 'string' && /^\/?answer:(\d{1,9})\/?$/.exec(path.trim())) || [];
  return number === undefined ? undefined : Number(number);
}
