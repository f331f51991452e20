import { parse, TomlError } from 'smol-toml';
import type { Value } from './client.ts';
import { type Edit, type Editor, endOfLine, lineEnd, Mistake, type Spot } from './editor.ts';

/** TOML: a server is a table of its own, [mcp_servers.bitbucket]. */
export const tomlEditor: Editor = {
  read: (text) => {
    try {
      return parse(text, { integersAsBigInt: 'asNeeded' });
    } catch (error) {
      throw error instanceof TomlError ? new Mistake(error.line, error.column) : error;
    }
  },
  add: (text, { section, name }, entry) => {
    const eol = lineEnd(text);
    const lines = [`[${key(section)}.${key(name)}]`, ...Object.entries(entry).map(pair)];
    const apart = text.trim() === '' ? '' : eol;
    const before = text === '' || text.endsWith('\n') ? apart : eol + apart;
    return [
      { at: text.length, length: 0, text: before + lines.map((line) => line + eol).join('') },
    ];
  },
  set: (text, spot, fields) =>
    Object.entries(fields).flatMap(([name, value]) => {
      const [own] = tablesOf(text, spot);
      return own ? valueEdits(text, own, name, value) : [];
    }),
  remove: (text, spot) => tablesOf(text, spot).map(({ from, to }) => withBlank(text, from, to)),
};

const pair = ([name, value]: [string, Value]) => `${key(name)} = ${written(value)}`;

/** JSON's texts and lists of texts are TOML's too, but for one character. */
function written(value: Value): string {
  if (isList(value)) return `[${value.map(written).join(', ')}]`;
  return JSON.stringify(value).replaceAll('\u007f', '\\u007f');
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

const key = (name: string) => (/^[\w-]+$/.test(name) ? name : JSON.stringify(name));

/** A table in the text: from its head to the end of its last line that says something. */
interface Table {
  readonly from: number;
  readonly to: number;
}

const NAME = String.raw`(?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')`;
const HEAD = new RegExp(
  String.raw`^[ \t]*\[{1,2}[ \t]*(${NAME}(?:[ \t]*\.[ \t]*${NAME})*)[ \t]*\]{1,2}[ \t]*(?:#.*)?\r?$`,
  'gm',
);

const LONG = String.raw`"""(?:\\[\s\S]|[^\\])*?"""|'''[\s\S]*?'''`;
const SHORT = String.raw`"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*`;
const PARTS = new RegExp(`${LONG}|${SHORT}`, 'g');

/** The same length, without texts over several lines: a line of theirs may look like a head. */
const withoutLongTexts = (text: string) =>
  text.replace(PARTS, (part) => (/^("""|''')/.test(part) ? ' '.repeat(part.length) : part));

/** The server's table first, then those in it. */
function tablesOf(text: string, { section, name }: Spot): Table[] {
  const heads = [...withoutLongTexts(text).matchAll(HEAD)];
  return heads.flatMap((head, index) => {
    const [first, second] = names(head[1] ?? '');
    if (first !== section || second !== name) return [];
    const next = heads[index + 1]?.index ?? text.length;
    const own = text.slice(head.index, next).replace(/(?:\r?\n[ \t]*(?:#[^\n]*)?)*$/, '');
    return [{ from: head.index, to: head.index + own.length }];
  });
}

const names = (path: string) =>
  (path.match(new RegExp(NAME, 'g')) ?? []).map((part) =>
    /^["']/.test(part) ? part.slice(1, -1) : part,
  );

/** With its line end, and with the blank line that set it apart from what is before. */
function withBlank(text: string, from: number, to: number): Edit {
  const rest = text.slice(to);
  const end = to + (/^\r?\n/.exec(rest)?.[0].length ?? 0);
  const blank = /(?<=\n)[ \t]*\r?\n$/.exec(text.slice(0, from))?.[0].length ?? 0;
  const last = text.slice(end).trim() === '' || /^[ \t]*\r?\n/.test(text.slice(end));
  const start = last ? from - blank : from;
  return { at: start, length: end - start, text: '' };
}

function valueEdits(text: string, { from, to }: Table, name: string, value: Value): Edit[] {
  const found = new RegExp(String.raw`^[ \t]*(?:${name}|"${name}"|'${name}')[ \t]*=[ \t]*`, 'm');
  const body = endOfLine(text, from);
  const match = found.exec(text.slice(body, to));
  if (!match) return [];
  const at = body + match.index + match[0].length;
  const length = valueLength(text.slice(at, to));
  if (length === undefined || hasComment(text.slice(at, at + length))) return [];
  return [{ at, length, text: written(value) }];
}

/** Comments are others', and are not written over. */
const hasComment = (text: string) =>
  text.match(PARTS)?.some((part) => part.startsWith('#')) === true;

/** The shortest begin that is a whole text or list. */
function valueLength(text: string): number | undefined {
  for (const { index } of text.matchAll(/["'\]]/g)) {
    if (index > 0 && isValue(text.slice(0, index + 1))) return index + 1;
  }
  return undefined;
}

function isValue(text: string): boolean {
  try {
    parse(`value = ${text}`);
    return true;
  } catch {
    return false;
  }
}
