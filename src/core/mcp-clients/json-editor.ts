import { createScanner, getNodeValue, type Node, type ParseError, parseTree } from 'jsonc-parser';
import type { Value } from './client.ts';
import { type Edit, type Editor, lineEnd, mistakeAt, startOfLine } from './editor.ts';

/** JSON, also with comments and last commas, as editors write it. */
export const jsonEditor: Editor = {
  read: (text) => {
    const root = tree(text);
    return root && getNodeValue(root);
  },
  add: (text, spot, entry) => {
    const root = tree(text);
    const server = { [spot.name]: entry };
    if (root === undefined) return [first(text, { [spot.section]: server })];
    const section = memberValue(root, spot.section);
    return section
      ? insert(text, root, section, spot.name, entry)
      : insert(text, root, root, spot.section, server);
  },
  set: (text, { section, name }, fields) => {
    const root = tree(text);
    const owner = root && memberValue(root, section);
    const server = owner && memberValue(owner, name);
    return Object.entries(fields).flatMap(([key, value]) => {
      const node = server && memberValue(server, key);
      // Comments are others', and are not written over.
      return node && !commented(text, node) ? [replaced(text, root, node, value)] : [];
    });
  },
  remove: (text, spot, whole) => {
    const root = tree(text);
    const section = root && memberValue(root, spot.section);
    if (!root || !section) return [];
    const alone = section.children?.length === 1 && !hasComment(text, section);
    return whole && alone ? takeOut(text, root, spot.section) : takeOut(text, section, spot.name);
  },
};

function tree(text: string): Node | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [error] = errors;
  if (error) throw mistakeAt(text, error.offset);
  return root;
}

/** The last of that name, which is the one that counts. */
const memberOf = (object: Node, key: string) =>
  object.children?.findLast((member) => member.children?.[0]?.value === key);

const memberValue = (object: Node, key: string) => memberOf(object, key)?.children?.[1];

const endOf = (node: Node) => node.offset + node.length;

/** Into a file that is empty, or has comments alone. */
function first(text: string, value: Value): Edit {
  const eol = lineEnd(text);
  const before = text === '' || text.endsWith('\n') ? '' : eol;
  return { at: text.length, length: 0, text: before + pretty(value, '', '  ', eol) + eol };
}

/** What is written between two members, or at the end of an object. */
interface Between {
  /** Where the last comma is. */
  readonly comma: number | undefined;
  /** The end of the last comma or comment, or where it was looked from. */
  readonly end: number;
  /** Whether that is a comment that the line's end ends. */
  readonly line: boolean;
}

/** The kinds of jsonc-parser's SyntaxKind, a const enum that a bundler cannot see. */
const COMMA = 5;
const LINE_COMMENT = 12;
const BLOCK_COMMENT = 13;

function between(text: string, from: number, to: number): Between {
  const scanner = createScanner(text, false);
  scanner.setPosition(from);
  let found: Between = { comma: undefined, end: from, line: false };
  for (;;) {
    const kind: number = scanner.scan();
    const at = scanner.getTokenOffset();
    if (at >= to || scanner.getTokenLength() === 0) return found;
    const end = at + scanner.getTokenLength();
    if (kind === COMMA) found = { comma: at, end, line: false };
    if (kind === LINE_COMMENT || kind === BLOCK_COMMENT) {
      found = { ...found, end, line: kind === LINE_COMMENT };
    }
  }
}

const closeOf = (object: Node) => endOf(object) - 1;

const hasComment = (text: string, object: Node) =>
  /\/[/*]/.test(text.slice(object.offset, endOf(object)));

/** Whether there is a comment between the elements of a list. */
function commented(text: string, { children = [], offset, length }: Node): boolean {
  const ends = [offset + 1, ...children.map(endOf)];
  const starts = [...children.map((child) => child.offset), offset + length - 1];
  return ends.some((end, at) => /\/[/*]/.test(text.slice(end, starts[at])));
}

function insert(text: string, root: Node, object: Node, key: string, value: Value): Edit[] {
  const eol = lineEnd(text);
  const unit = unitOf(text, root);
  const outer = indentAt(text, object.offset);
  const close = closeOf(object);
  const last = object.children?.at(-1);
  const { comma, end, line } = between(text, last ? endOf(last) : object.offset + 1, close);
  const own = last && ownIndent(text, last);
  const lines = last === undefined || own !== undefined;
  const indent = own ?? outer + unit;
  const written = lines
    ? `${eol}${indent}${JSON.stringify(key)}: ${pretty(value, indent, unit, eol)}`
    : `${line ? eol + indent : ' '}${JSON.stringify(key)}: ${inline(value)}`;
  const closing = lines && !text.slice(end, close).includes('\n') ? eol + outer : '';
  const member = `${written}${comma === undefined ? '' : ','}${closing}`;
  const separator = last && comma === undefined ? [{ at: endOf(last), length: 0, text: ',' }] : [];
  return [...separator, { at: end, length: 0, text: member }];
}

/** What a line begins with. */
const indentAt = (text: string, at: number) =>
  /^[ \t]*/.exec(text.slice(startOfLine(text, at)))?.[0] ?? '';

/** The indent of a member that begins its line, and undefined for another. */
function ownIndent(text: string, node: Node): string | undefined {
  const before = text.slice(startOfLine(text, node.offset), node.offset);
  const alone = /^[ \t]*$/.test(before) && startOfLine(text, node.offset) > 0;
  return alone ? before : undefined;
}

/** One step of indentation, as the file has it. */
function unitOf(text: string, root: Node): string {
  const [member] = root.children ?? [];
  const own = member && ownIndent(text, member);
  return own ? own.slice(indentAt(text, root.offset).length) || own : '  ';
}

const pretty = (value: Value, indent: string, unit: string, eol: string) =>
  JSON.stringify(value, null, unit)
    .split('\n')
    .join(eol + indent);

/** On one line, with the blanks that people write. */
function inline(value: Value): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(inline).join(', ')}]`;
  const members = Object.entries(value).map(
    ([key, each]) => `${JSON.stringify(key)}: ${inline(each)}`,
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

function replaced(text: string, root: Node | undefined, node: Node, value: Value): Edit {
  const lines = text.slice(node.offset, endOf(node)).includes('\n');
  const unit = root ? unitOf(text, root) : '  ';
  const written = lines
    ? pretty(value, indentAt(text, node.offset), unit, lineEnd(text))
    : inline(value);
  return { at: node.offset, length: node.length, text: written };
}

/** A member with one comma. Comments are others', and stay. */
function takeOut(text: string, object: Node, key: string): Edit[] {
  const member = memberOf(object, key);
  if (!member) return [];
  const members = object.children ?? [];
  const at = members.indexOf(member);
  const [before, next] = [members[at - 1], members[at + 1]];
  const ahead = between(text, before ? endOf(before) : object.offset + 1, member.offset);
  const behind = between(text, endOf(member), next ? next.offset : closeOf(object));
  const comma = behind.comma ?? ahead.comma;
  const edits = [cut(ahead.end, endOf(member))];
  if (members.length === 1 && !hasComment(text, object))
    return [cut(object.offset + 1, closeOf(object))];
  return comma === undefined ? edits : [...edits, cut(comma, comma + 1)];
}

const cut = (from: number, to: number): Edit => ({ at: from, length: to - from, text: '' });
