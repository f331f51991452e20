import { flatten, type Row } from './flatten.ts';
import { sanitizeForTerminal } from './sanitize.ts';
import { distinctWidth, shortenMiddle } from './shorten-middle.ts';
import { cellText, oneLine, plain } from './table-cell.ts';
import { cellOf, chooseColumns } from './table-columns.ts';
import type { Column } from './table-views.ts';
import { fitWidths, GAP, NARROWEST, NARROWEST_NAME } from './table-widths.ts';
import { isTime, timeAgo } from './time-ago.ts';
import { displayWidth, truncate, wrap } from './width.ts';

export interface TableOptions {
  /** Columns of the terminal, 80 when not given. */
  readonly width?: number | undefined;
  /** Bold heads and coloured states. */
  readonly colour?: boolean | undefined;
  /** Milliseconds since 1970, for "3 days ago". */
  readonly now?: number | undefined;
  /** Dotted names to show, instead of those that bbx would choose. */
  readonly columns?: readonly string[] | undefined;
}

type Paint = (text: string) => string;
interface Look {
  readonly width: number;
  readonly now: number;
  readonly bold: Paint;
  readonly state: Paint;
}

/**
 * Draws an answer for a person at a terminal: a list as a table, one object as names and values.
 * It fits the width (ids are never cut), and nothing in it can control the terminal.
 * @param data Bitbucket's JSON, or anything after a filter
 * @returns lines without a line break at the end
 */
export async function table(data: unknown, options: TableOptions = {}): Promise<string> {
  const look = await lookOf(options);
  const flat = flatten(data);
  if (flat.kind === 'rows')
    return drawRows(flat.rows, chooseColumns(flat.rows, options.columns), look);
  if (flat.kind === 'object') return drawObject(flat.row, look);
  if (Array.isArray(flat.value)) return flat.value.map(oneLine).join('\n') || 'Nothing.';
  return flat.value === null ? 'Nothing.' : sanitizeForTerminal(plain(flat.value));
}

async function lookOf({
  width = 80,
  colour = false,
  now = Date.now(),
}: TableOptions): Promise<Look> {
  const same = (text: string) => text;
  if (!colour) return { width, now, bold: same, state: same };
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  const paints: readonly [RegExp, Paint][] = [
    [/^(OPEN|SUCCESSFUL|PASSED|RESOLVED|added)/, chalk.green],
    [/^(FAILED|ERROR|DECLINED|STOPPED|removed)/, chalk.red],
    [/^(MERGED|SUPERSEDED)/, chalk.magenta],
    [/^(INPROGRESS|IN_PROGRESS|RUNNING|PENDING|PAUSED|UNRESOLVED|BUILDING)/, chalk.yellow],
  ];
  const state = (text: string) => paints.find(([words]) => words.test(text))?.[1](text) ?? text;
  return { width, now, bold: chalk.bold, state };
}

function drawRows(rows: readonly Row[], chosen: readonly Column[], look: Look): string {
  if (rows.length === 0) return 'Nothing.';
  const cells = rows.map((row) =>
    chosen.map((column) => cellText(cellOf(row, column), column, look.now)),
  );
  const heads = chosen.map(({ head }) => oneLine(head));
  const natural = heads.map((head, at) =>
    cells.reduce((most, line) => Math.max(most, displayWidth(line[at] ?? '')), displayWidth(head)),
  );
  const least = chosen.map(({ kind }, at) =>
    kind === 'name'
      ? distinctWidth(
          cells.map((line) => line[at] ?? ''),
          NARROWEST_NAME,
        )
      : 0,
  );
  const widths = fitWidths(natural, chosen, look.width, least);
  const draw = (line: readonly string[], paint: (text: string, column: Column) => string) =>
    chosen
      .flatMap((column, at) => {
        const width = widths[at] ?? 0;
        return width === 0 ? [] : [pad(line[at] ?? '', width, column, paint)];
      })
      .join(GAP)
      .trimEnd();
  const first = draw(heads, (text) => look.bold(text));
  const lines = cells.map((line) =>
    draw(line, (text, { kind }) => (kind === 'state' ? look.state(text) : text)),
  );
  return [first, ...lines].join('\n');
}

function pad(
  text: string,
  width: number,
  column: Column,
  paint: (text: string, column: Column) => string,
): string {
  const cut = column.kind === 'name' ? shortenMiddle(text, width) : truncate(text, width);
  const space = ' '.repeat(Math.max(0, width - displayWidth(cut)));
  const right = column.kind === 'number' || column.kind === 'seconds';
  return right ? space + paint(cut, column) : paint(cut, column) + space;
}

function drawObject(row: Row, look: Look): string {
  const shown = [...row].filter(([, value]) => value !== null && value !== '');
  const left = Math.min(
    shown.reduce((most, [name]) => Math.max(most, displayWidth(oneLine(name))), 0),
    Math.floor(look.width / 2),
  );
  const room = Math.max(NARROWEST, look.width - left - GAP.length);
  return shown
    .map(([name, value]) => {
      const head = truncate(oneLine(name), left);
      const lines = sanitizeForTerminal(objectValue(value, look.now))
        .split('\n')
        .flatMap((line) => wrap(line.replace(/\t/g, '  '), room));
      const indent = ' '.repeat(left + GAP.length);
      const space = ' '.repeat(left - displayWidth(head) + GAP.length);
      return look.bold(head) + space + lines.join(`\n${indent}`).trimEnd();
    })
    .join('\n');
}

const objectValue = (value: unknown, now: number) =>
  typeof value === 'string' && isTime(value) ? `${value} (${timeAgo(value, now)})` : plain(value);
