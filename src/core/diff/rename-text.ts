/** A rename as git's --stat shows it: what both paths share stands once, `src/{a => b}/c.ts`. */
export function renameText(from: string, to: string): string {
  const old = from.split('/');
  const now = to.split('/');
  const folders = Math.min(old.length, now.length) - 1;
  let head = 0;
  while (head < folders && old[head] === now[head]) head++;
  let tail = 0;
  // As in git, a folder in between may be shared by both ends: a/b => a/b/b gives a/{ => b}/b.
  while (tail < folders - head + (head > 0 ? 1 : 0) && old.at(-1 - tail) === now.at(-1 - tail))
    tail++;
  const middle = (path: readonly string[]) => path.slice(head, path.length - tail).join('/');
  if (head + tail === 0) return `${from} => ${to}`;
  const start = old.slice(0, head).map((name) => `${name}/`);
  const end = tail === 0 ? [] : old.slice(-tail).map((name) => `/${name}`);
  return `${start.join('')}{${middle(old)} => ${middle(now)}}${end.join('')}`;
}
