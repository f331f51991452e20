import type { Config } from '../core/config.ts';
import { createContext } from '../core/create-context.ts';
import { currentFolder } from '../core/current-folder.ts';
import { BbxError } from '../core/errors.ts';
import { loadConfig } from '../core/load-config.ts';
import type { Operation } from '../core/operation.ts';
import { type Format, render } from '../core/output/renderer.ts';
import { sanitizeForTerminal } from '../core/output/sanitize.ts';
import { leave, leaveWithReader, openTerminal, writeError } from '../core/output/terminal.ts';
import { asksForJson } from './asks-for-json.ts';
import { type Arguments, readCommandLine } from './command-line.ts';
import { type ComposeOption, composed, showComposed } from './composed.ts';
import { type ChooseParts, type Confirm, decide } from './decide.ts';
import { grammarOf } from './grammar.ts';
import { holdInterrupt, interruptSignal } from './interrupt.ts';
import { progressLine } from './progress-line.ts';
import { readInput } from './read-input.ts';
import { reportError } from './report-error.ts';
import { type Outlet, type ScreenOption, wantsScreen } from './screen-option.ts';

type Values = Arguments['values'];

interface Options {
  readonly confirm?: Confirm | undefined;
  readonly choose?: ChooseParts | undefined;
  readonly screen?: ScreenOption | undefined;
  readonly compose?: ComposeOption | undefined;
}

/** Runs an operation for a command line: reads it, asks, runs, renders, reports, and ends the process. */
export async function runOperation(
  operation: Operation,
  argv: readonly string[],
  options: Options,
): Promise<void> {
  leaveWithReader();
  const interrupt = interruptSignal();
  const over = new AbortController();
  let values: Values = {};
  try {
    const given = readCommandLine(argv, grammarOf(operation));
    values = given.values;
    const signal = AbortSignal.any([interrupt, over.signal]);
    await perform(operation, given, signal, options);
  } catch (error) {
    const cancelled = interrupt.aborted && !(error instanceof BbxError);
    await reportError(cancelled ? interrupt.reason : error, {
      json: values.output === 'json' || asksForJson(argv),
      debug: values.debug === true,
    });
  } finally {
    // An answer that nobody read to its end would keep its connection, and so the process.
    over.abort();
  }
  await leave();
}

async function perform(
  operation: Operation,
  given: Arguments,
  signal: AbortSignal,
  { confirm, choose, screen, compose }: Options,
) {
  const { values } = given;
  const filter = text(values.jq);
  if (filter !== undefined) {
    const { checkFilter } = await import('../core/output/filter.ts');
    await checkFilter(filter);
  }
  const cwd = currentFolder();
  const config = {
    ...(await loadConfig({ cwd, profile: text(values.profile) })),
    repository: text(values.repo),
    timeout: typeof values.timeout === 'number' ? values.timeout : undefined,
  };
  const terminal = openTerminal(config);
  const progress = progressLine(terminal.watched, terminal.width);
  const outlet: Outlet = {
    progress: progress.show,
    note: (note) => {
      progress.end();
      // What the server said may be quoted in it.
      writeError(`${sanitizeForTerminal(note)}\n`);
    },
    end: progress.end,
  };
  const context = createContext({
    config,
    cwd,
    signal,
    progress: (step) => outlet.progress(step),
    note: (note) => outlet.note(note),
    hold: holdInterrupt,
    trace: await traceFor(values, config),
  });
  let unsent: Readonly<Record<string, unknown>> | undefined;
  try {
    const read = await readInput(operation, given, context);
    if (screen && wantsScreen(screen, read, given, terminal)) {
      progress.begin();
      return await screen.open(read, context, outlet);
    }
    const input = compose ? await composed(compose, read, terminal, config) : read;
    unsent = input === read ? undefined : input;
    const { save } = output(values, config);
    if (save !== undefined) await checkSave(save);
    const work = { operation, input, context, terminal, confirm, choose };
    progress.begin();
    const doIt = await decide(work, given.values, progress.end);
    progress.begin();
    const answer = await doIt();
    unsent = undefined;
    progress.end();
    await render(answer, {
      ...output(values, config),
      filter,
      done: operation.effect !== 'read' && values['dry-run'] !== true,
      terminal,
      now: Date.now(),
      progress: progress.show,
    });
    if (answer.kind === 'data' && answer.problem) throw answer.problem;
  } finally {
    progress.end(signal.aborted);
    if (compose && unsent) showComposed(compose, unsent);
  }
}

/** Before anything is sent: a write whose answer has no place to go has happened all the same. */
async function checkSave(path: string): Promise<void> {
  const { checkSaveable } = await import('../core/output/save-file.ts');
  await checkSaveable(path);
}

/** Loaded under --debug alone. */
async function traceFor(
  values: Values,
  config: Config,
): Promise<((line: string) => void) | undefined> {
  if (values.debug !== true) return undefined;
  const { openTrace } = await import('./trace.ts');
  return await openTrace(config);
}

const output = (values: Values, config: Config) => ({
  format: [values.output, config.output].find(isFormat),
  include: values.include === true,
  // "-" is stdout, as it is for curl.
  save: values.save === '-' ? undefined : text(values.save),
});

const isFormat = (value: unknown): value is Format =>
  value === 'table' || value === 'json' || value === 'toon' || value === 'raw';

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
