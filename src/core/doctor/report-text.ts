import { oneLine } from '../output/table-cell.ts';
import type { Finding } from './finding.ts';

const MARKS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const;

/** The findings as lines, a remedy below each that is not as it should be. */
export const reportText = (findings: readonly Finding[]): string =>
  findings.map((finding) => `${line(finding)}\n`).join('');

function line({ state, what, detail, remedy }: Finding): string {
  const first = `${MARKS[state]}  ${oneLine(what)}  — ${oneLine(detail)}`;
  return remedy ? `${first}\n      → ${oneLine(remedy)}` : first;
}
