import type { Place } from '../../core/bitbucket/threads.ts';

/** A place as people write one: "src/a.ts:12", "src/a.ts:10-12", "src/a.ts:7 (old)", "src/a.ts". */
export function placeText({ path, side, line, startLine }: Place): string {
  if (line === undefined) return path;
  const range = startLine === undefined || startLine === line ? line : `${startLine}-${line}`;
  return `${path}:${range}${side === 'old' ? ' (old)' : ''}`;
}
