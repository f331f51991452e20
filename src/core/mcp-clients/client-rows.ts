import type { DataAnswer } from '../answer.ts';
import { BbxError } from '../errors.ts';
import { sanitizeForTerminal } from '../output/sanitize.ts';
import type { Client, Scope } from './client.ts';

/** What was done with one file, as people and programs read it. */
export interface ClientRow {
  readonly client: string;
  readonly scope: Scope;
  readonly server: string;
  /** added, updated, unchanged, removed, not there, left alone; "would be added" in a dry run. */
  readonly result: string;
  readonly file: string;
  /** What a person does next, or has to know. */
  readonly notes: readonly string[];
  /** The program and its arguments. */
  readonly command?: readonly string[];
  /** What a dry run would put into the file. */
  readonly written?: string;
  /** What was found to be in the way. */
  readonly error?: string;
}

/** A row, with the error that it stands for. */
export interface Done {
  readonly row: ClientRow;
  readonly error?: BbxError;
}

/** What names a row. */
export interface Target {
  readonly client: Client;
  readonly scope: Scope;
  readonly path: string;
  /** The folder of the project whose file it is. */
  readonly folder?: string;
}

/** Does work on each file after the other, so that one that is in the way stops none of the others. */
export async function eachTarget(
  targets: readonly Target[],
  name: string,
  work: (target: Target) => Promise<Pick<ClientRow, 'result' | 'notes' | 'command' | 'written'>>,
): Promise<Done[]> {
  const done: Done[] = [];
  for (const target of targets) {
    const { client, scope, path } = target;
    const head = { client: client.id, scope, server: name, file: path };
    try {
      done.push({ row: { ...head, ...(await work(target)) } });
    } catch (caught) {
      const error = caught instanceof BbxError ? caught : fault(caught, path);
      const notes = error.hint === undefined ? [] : [error.hint];
      done.push({ row: { ...head, result: 'left alone', notes, error: error.message }, error });
    }
  }
  return done;
}

/** What nobody thought of; its own words could quote the file, and are left out. */
function fault(cause: unknown, path: string): BbxError {
  const name = cause instanceof Error ? cause.name : 'error';
  return new BbxError('INTERNAL', `bbx has a fault with ${path} (${name}).`, {
    hint: 'It was left as it is. Change it by hand, and report this, please.',
    cause,
  });
}

/** "added" as it is said of something that was not done. */
export const inDryRun = (result: string, dryRun: boolean): string =>
  dryRun && /ed$/.test(result) && result !== 'unchanged' ? `would be ${result}` : result;

/** The rows as an answer, with what went wrong as its problem. */
export function rowsAnswer(done: readonly Done[]): DataAnswer {
  const data = done.map(({ row }) => row);
  const columns = ['client', 'result', 'file'];
  const problem = problemOf(done.flatMap(({ error }) => error ?? []));
  return { kind: 'data', data, columns, problem, text: async () => textOf(data) };
}

function problemOf(errors: readonly BbxError[]): BbxError | undefined {
  const [first, ...others] = errors;
  if (first === undefined || others.length === 0) return first;
  return new BbxError(first.code, `${errors.length} files were left as they are.`, {
    hint: 'What is in the way, and what to do, stands above for each of them.',
  });
}

/** The file stands in the line above. */
const withoutPath = (error: string, file: string) =>
  error.startsWith(`${file} `) ? `It${error.slice(file.length)}` : error;

function textOf(rows: readonly ClientRow[]): string {
  const width = Math.max(0, ...rows.map(({ client }) => client.length));
  const results = Math.max(0, ...rows.map(({ result }) => result.length));
  const lines = rows.flatMap(({ client, result, file, notes, error, written }) => {
    const added = written?.split(/\r?\n/).map((line) => `+ ${line}`) ?? [];
    const more = [...(error === undefined ? [] : [withoutPath(error, file)]), ...notes, ...added];
    const indent = ' '.repeat(width + 2);
    return [
      `${client.padEnd(width)}  ${result.padEnd(results)}  ${file}`,
      ...more.map((note) => indent + note),
    ];
  });
  return sanitizeForTerminal(`${lines.join('\n')}\n`);
}
