import type { DataAnswer } from '../answer.ts';
import { BbxError } from '../errors.ts';
import { sanitizeForTerminal } from '../output/sanitize.ts';
import type { Deletion } from './journal.ts';
import type { Restored, RestoreReport } from './restore-branches.ts';

/** What can be brought back, the latest first. */
export function restorableAnswer(repository: string, deletions: readonly Deletion[]): DataAnswer {
  const values = deletions.map(({ name, hash, time, state }) => ({
    ...{ name, hash, deleted_on: time },
    state: state === 'unsure' ? 'perhaps deleted' : state,
  }));
  return {
    kind: 'data',
    data: { values, size: values.length },
    text: async (screen) => {
      if (values.length === 0) {
        return `Nothing to bring back: bbx has deleted no branches of ${repository} from this machine, or they are back.`;
      }
      const { table } = await import('../output/table.ts');
      return `${await table(values, screen)}\n\nbbx branches restore NAME... brings branches back, --last all of the last prune.`;
    },
  };
}

/** What a restore would do, with the problem where the journal does not know a name. */
export function restorePreview(
  repository: string,
  deletions: readonly Deletion[],
  unknown: readonly string[],
): DataAnswer {
  const branches = deletions.map(({ name, hash }) => ({ name, hash, status: 'restore' }));
  const rows = [...branches, ...unknownRows(unknown)];
  const problem =
    unknown.length === 0
      ? undefined
      : new BbxError('NOT_FOUND', `The journal has no deletion of ${unknown.join(', ')}.`, {
          hint: 'bbx branches restore lists what can be brought back. The journal is on the machine that pruned.',
        });
  return { kind: 'data', data: { repository, restore: branches.length, branches: rows }, problem };
}

const unknownRows = (names: readonly string[]) =>
  names.map((name) => ({
    ...{ name, hash: null, status: 'unknown' },
    why: 'the journal of this machine has no deletion of it',
  }));

/** What a restore has done, a line for each branch, with the problem where there was one. */
export function restoreAnswer(
  repository: string,
  { outcomes, stopped }: RestoreReport,
  unknown: readonly string[],
): DataAnswer {
  const missing = unknownRows(unknown);
  const count = (status: Restored['status']) =>
    outcomes.filter((one) => one.status === status).length;
  const [restored, there] = [count('restored'), count('there')];
  const bad = outcomes.length + missing.length - restored - there - count('remaining');
  const rows = [...outcomes, ...missing];
  return {
    kind: 'data',
    data: { repository, restored, there, branches: rows },
    text: async () => {
      const lines = rows.map(
        ({ name, status, why }) => `${status}  ${name}${why === '' ? '' : `: ${why}`}`,
      );
      const sum = `Restored ${restored} of ${rows.length} branches of ${repository}.`;
      return sanitizeForTerminal([...lines, sum].join('\n'));
    },
    problem: problemOf(repository, { restored, bad, remaining: count('remaining') }, stopped),
  };
}

function problemOf(
  repository: string,
  { restored, bad, remaining }: { restored: number; bad: number; remaining: number },
  stopped: BbxError | undefined,
): BbxError | undefined {
  const done = `${restored} of ${repository} restored, ${remaining} left.`;
  if (stopped) {
    const { code, message, hint = '', status, server, retryAfter } = stopped;
    return new BbxError(code, `${message} ${done}`, {
      hint: `${hint} The same command goes on with the rest.`.trim(),
      ...{ status, server, retryAfter, cause: stopped },
    });
  }
  if (bad === 0) return undefined;
  return new BbxError('CONFLICT', `${bad} could not be restored. ${done}`, {
    hint: 'The list says why for each. A commit that the server has dropped may be in a clone: git push origin HASH:refs/heads/NAME.',
  });
}
