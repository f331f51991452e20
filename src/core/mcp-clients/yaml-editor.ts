import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';
import type { Entry, Value } from './client.ts';
import {
  type Edit,
  type Editor,
  endOfLine,
  endOfLineBefore,
  lineEnd,
  Mistake,
  startOfLine,
} from './editor.ts';

/** YAML, as goose writes it: a block of its own for each server, one line a field. */
export const yamlEditor: Editor = {
  read: (text) => documentOf(text).toJS(),
  add: (text, { section, name }, entry) => {
    const eol = lineEnd(text);
    const { contents } = documentOf(text);
    const found = isMap(contents) ? pairOf(contents, section) : undefined;
    if (!found) {
      const before = text === '' || text.endsWith('\n') ? '' : eol;
      return [
        insertion(text.length, `${before}${section}:${eol}${block(name, entry, '  ', eol)}${eol}`),
      ];
    }
    const { value } = found;
    if (isMap(value) && value.flow) return [intoFlow(value, name, entry)];
    const [first] = isMap(value) ? value.items : [];
    const indent = first ? columnOf(text, startOf(first)) : '  ';
    const line = endOfLine(text, startOf(found));
    return [insertion(line, eol + block(name, entry, indent, eol))];
  },
  set: (text, { section, name }, fields) => {
    const server = mapAt(documentOf(text).contents, section, name);
    return Object.entries(fields).flatMap(([key, value]) => {
      const range = server && rangeOf(pairOf(server, key)?.value);
      if (!range) return [];
      const [at, end] = range;
      const length = text.slice(at, end).trimEnd().length;
      // Comments are others', and are not written over.
      return hasComment(text.slice(at, at + length)) ? [] : [{ at, length, text: written(value) }];
    });
  },
  remove: (text, { section, name }, whole) => {
    const { contents } = documentOf(text);
    const owner = mapAt(contents, section);
    const found = owner && pairOf(owner, name);
    if (!owner || !found) return [];
    const only = owner.items.length === 1;
    if (only && whole && isMap(contents)) return [lines(text, pairOf(contents, section) ?? found)];
    return [owner.flow ? outOfFlow(text, owner, found) : lines(text, found)];
  },
};

function documentOf(text: string) {
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (!error) return document;
  const [start] = error.linePos ?? [];
  throw new Mistake(start?.line ?? 1, start?.col ?? 1);
}

const hasComment = (text: string) =>
  /(^|\s)#/.test(text.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '""'));

const insertion = (at: number, text: string): Edit => ({ at, length: 0, text });

const pairOf = (map: YAMLMap, key: string): Pair | undefined =>
  map.items.find((pair) => (isScalar(pair.key) ? pair.key.value : pair.key) === key);

function mapAt(contents: unknown, ...path: readonly string[]): YAMLMap | undefined {
  let at = contents;
  for (const key of path) at = isMap(at) ? pairOf(at, key)?.value : undefined;
  return isMap(at) ? at : undefined;
}

/** Where a node is: its begin, and the end of its value. */
function rangeOf(node: unknown): readonly [number, number] | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  const { range } = node;
  if (!Array.isArray(range)) return undefined;
  const [from, to]: unknown[] = range;
  return typeof from === 'number' && typeof to === 'number' ? [from, to] : undefined;
}

const startOf = ({ key }: Pair) => rangeOf(key)?.[0] ?? 0;

const columnOf = (text: string, at: number) => text.slice(startOfLine(text, at), at);

const block = (name: string, entry: Entry, indent: string, eol: string) =>
  [
    `${indent}${plain(name)}:`,
    ...Object.entries(entry).map(([key, value]) => `${indent}  ${key}: ${written(value)}`),
  ].join(eol);

/** JSON is YAML; words that can be nothing else go without quotes, as goose writes them. */
function written(value: Value): string {
  if (isList(value)) return `[${value.map((each) => JSON.stringify(each)).join(', ')}]`;
  return typeof value === 'string' ? plain(value) : JSON.stringify(value);
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

const plain = (text: string) =>
  /^[A-Za-z][\w-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);

function intoFlow(map: YAMLMap, name: string, entry: Entry): Edit {
  const at = (rangeOf(map)?.[0] ?? 0) + 1;
  return insertion(
    at,
    `${JSON.stringify(name)}: ${JSON.stringify(entry)}${map.items.length ? ', ' : ''}`,
  );
}

/** A pair of a block, with the line end before it. */
function lines(text: string, pair: Pair): Edit {
  const start = startOfLine(text, startOf(pair));
  const end = rangeOf(pair.value)?.[1] ?? startOf(pair);
  const said = start + text.slice(start, end).trimEnd().length;
  const to = endOfLine(text, said);
  // The first line of a file has none before it, and takes the one behind.
  if (start === 0)
    return { at: 0, length: to + (/^\r?\n/.exec(text.slice(to))?.[0].length ?? 0), text: '' };
  const from = endOfLineBefore(text, start);
  return { at: from, length: to - from, text: '' };
}

function outOfFlow(text: string, map: YAMLMap, pair: Pair): Edit {
  const from = startOf(pair);
  const end = rangeOf(pair.value)?.[1] ?? from;
  const behind = /^\s*,\s*/.exec(text.slice(end))?.[0].length ?? 0;
  const ahead = behind ? 0 : (/,\s*$/.exec(text.slice(0, from))?.[0].length ?? 0);
  const at = map.items.length > 1 ? from - ahead : from;
  return { at, length: end + behind - at, text: '' };
}
