import type { Hunk } from '../../core/diff/diff.ts';
import type { SyntaxLibrary } from './languages.js';

/** A stretch of a line's text with a class of highlight.js, from `start` to before `end`. */
export interface SyntaxRun {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** Finds the syntax of a line. */
export type Highlighter = (path: string, hunk: Hunk, at: number) => readonly SyntaxRun[];

/** Lines that are looked at together: what is on the screen, and what is around it. */
const TOGETHER = 150;
/** Parts that are remembered, before all are forgotten: a diff may have very many. */
const MOST_KNOWN = 400;
/** Longer lines are data, and cost more than they tell. */
const LONGEST_LINE = 400;

const NAMES: Readonly<Record<string, string>> = {
  mjs: 'javascript',
  cjs: 'javascript',
  mts: 'typescript',
  cts: 'typescript',
  yml: 'yaml',
  h: 'cpp',
  vue: 'xml',
  svelte: 'xml',
  csproj: 'xml',
  toml: 'ini',
  env: 'ini',
  dockerfile: 'dockerfile',
  jenkinsfile: 'groovy',
  gemfile: 'ruby',
  rakefile: 'ruby',
};

/**
 * Loads highlight.js, some tens of milliseconds, and makes a highlighter that remembers what it has
 * found. It looks at the two sides of a hunk apart, and only where somebody looks.
 */
export async function loadHighlighter(): Promise<Highlighter> {
  const { default: hljs } = await import('./languages.js');
  let known = new WeakMap<Hunk, Map<string, readonly (readonly SyntaxRun[])[]>>();
  let count = 0;
  return (path, hunk, at) => {
    const language = languageOf(hljs, path);
    if (language === undefined) return [];
    const side = hunk.lines[at]?.kind === 'removed' ? 'old' : 'new';
    const part = Math.floor(at / TOGETHER);
    const chunks = known.get(hunk) ?? new Map();
    known.set(hunk, chunks);
    const key = `${side} ${part}`;
    const found = chunks.get(key);
    if (found !== undefined) return found[at - part * TOGETHER] ?? [];
    const chunk = highlightPart(hljs, language, hunk, side, part);
    chunks.set(key, chunk);
    count += 1;
    if (count % MOST_KNOWN === 0) known = new WeakMap();
    return chunk[at - part * TOGETHER] ?? [];
  };
}

function languageOf(hljs: SyntaxLibrary, path: string): string | undefined {
  const file = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const ending = file.slice(file.lastIndexOf('.') + 1);
  const name = (Object.hasOwn(NAMES, ending) && NAMES[ending]) || ending;
  return hljs.getLanguage(name) ? name : undefined;
}

/** The runs of each line of a part of a hunk; lines of the other side have none. */
function highlightPart(
  hljs: SyntaxLibrary,
  language: string,
  { lines }: Hunk,
  side: 'old' | 'new',
  part: number,
): readonly (readonly SyntaxRun[])[] {
  const there = lines.slice(part * TOGETHER, (part + 1) * TOGETHER);
  const texts = there.map((line) => {
    if (line[side] === undefined || line.text.length > LONGEST_LINE) return undefined;
    return line.text.replace(/\r$/, '');
  });
  const code = texts.filter((text) => text !== undefined).join('\n');
  const found = runsByLine(hljs.highlight(code, { language, ignoreIllegals: true }).value);
  let line = 0;
  return texts.map((text) => (text === undefined ? [] : (found[line++] ?? [])));
}

/** No object: a word of the code may be "constructor". */
const ENTITIES = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
  ['&quot;', '"'],
  ['&#x27;', "'"],
]);

/** Reads highlight.js's HTML, which holds nothing but spans and five entities. */
export function runsByLine(html: string): SyntaxRun[][] {
  const lines: SyntaxRun[][] = [[]];
  const open: string[] = [];
  let column = 0;
  const text = (plain: string) => {
    const name = open.at(-1);
    if (name && plain !== '') {
      lines.at(-1)?.push({ start: column, end: column + plain.length, name });
    }
    column += plain.length;
  };
  for (const [token] of html.matchAll(/<span class="[^"]*">|<\/span>|\n|&[#\w]+;|[^<\n&]+/g)) {
    if (token === '\n') {
      lines.push([]);
      column = 0;
    } else if (token === '</span>') open.pop();
    else if (token.startsWith('<span')) open.push(/hljs-([\w-]+)/.exec(token)?.[1] ?? '');
    else text(ENTITIES.get(token) ?? token);
  }
  return lines;
}
