/** A table of TOML: texts, lists of texts, and tables. */
export interface TomlTable {
  [name: string]: string | string[] | TomlTable;
}

const NAME = String.raw`(?:[\w-]+|"(?:[^"\\]|\\.)*"|'[^']*')`;
const HEAD = new RegExp(String.raw`^\s*\[\s*(${NAME}(?:\s*\.\s*${NAME})*)\s*\]\s*(?:#.*)?$`);
const PAIR = new RegExp(String.raw`^\s*(${NAME}(?:\s*\.\s*${NAME})*)\s*=\s*(.*)$`);
const TEXT = /"(?:[^"\\]|\\.)*"|'[^']*'/g;

/**
 * Reads of a TOML file what tells how servers are started: tables, texts, lists of texts, and tables
 * on one line. All other values are left out; what is no TOML is not noticed.
 */
export function tomlTables(source: string): TomlTable {
  const root: TomlTable = {};
  let table = root;
  const lines = source.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const [, head] = HEAD.exec(line) ?? [];
    if (head !== undefined) {
      table = tableAt(root, names(head));
      continue;
    }
    const [, key, start] = PAIR.exec(line) ?? [];
    if (key === undefined || start === undefined) continue;
    let value = start;
    // A list may go on over lines.
    while (value.startsWith('[') && !closed(value) && at + 1 < lines.length) {
      at += 1;
      value += `\n${lines[at]}`;
    }
    put(table, names(key), value);
  }
  return root;
}

function put(table: TomlTable, path: readonly string[], value: string): void {
  const last = path.at(-1) ?? '';
  const owner = tableAt(table, path.slice(0, -1));
  if (value.startsWith('{')) {
    const inner = tableAt(owner, [last]);
    for (const [, key = '', text = ''] of value.matchAll(
      new RegExp(String.raw`(${NAME})\s*=\s*(${TEXT.source})`, 'g'),
    )) {
      inner[unquoted(key)] = unquoted(text);
    }
  } else if (value.startsWith('[')) owner[last] = (bare(value).match(TEXT) ?? []).map(unquoted);
  else if (/^["']/.test(value)) owner[last] = unquoted(value.match(TEXT)?.[0] ?? '');
}

/** Without comments, which may hold quotes. */
const bare = (value: string) =>
  value.replace(new RegExp(`${TEXT.source}|#[^\\n]*`, 'g'), (part) =>
    part.startsWith('#') ? '' : part,
  );

const closed = (value: string) => bare(value).replace(TEXT, '').includes(']');

function tableAt(root: TomlTable, path: readonly string[]): TomlTable {
  let table = root;
  for (const name of path) {
    const there = Object.hasOwn(table, name) ? table[name] : undefined;
    const next = typeof there === 'object' && !Array.isArray(there) ? there : {};
    // "__proto__" would be the table that all tables share.
    Object.defineProperty(table, name, {
      value: next,
      enumerable: true,
      writable: true,
      configurable: true,
    });
    table = next;
  }
  return table;
}

const names = (path: string) => (path.match(new RegExp(NAME, 'g')) ?? []).map(unquoted);

function unquoted(text: string): string {
  if (text.startsWith("'")) return text.slice(1, -1);
  if (!text.startsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(["\\])/g, '$1');
}
