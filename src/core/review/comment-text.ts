import type { Finding } from './finding.ts';

/**
 * The Markdown that is posted for a finding: its severity and body, then the suggestion in a fence
 * that is longer than any run of backticks in it. Line ends are line feeds, also for a file with
 * CRLF: Bitbucket keeps the ends of the file when a suggestion is applied.
 */
export function commentText({
  severity,
  body,
  suggestion,
}: Pick<Finding, 'severity' | 'body' | 'suggestion'>): string {
  const word = (severity ?? '').replace(/[\s*]+/g, ' ').trim();
  const said = plainEnds(body).trimEnd();
  const first = word === '' ? said : `**${word}:** ${said}`.trimEnd();
  if (suggestion === undefined || suggestion === null) return first;
  return [closed(first), fenced(plainEnds(suggestion))].filter((part) => part !== '').join('\n\n');
}

/** Closes a code fence that is left open: it would swallow what follows. */
function closed(text: string): string {
  let open = '';
  for (const line of text.split('\n')) {
    const [, fence = '', rest = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (open === '') {
      // What stands behind backticks holds none, or they are code in a line.
      if (!fence.startsWith('`') || !rest.includes('`')) open = fence;
    } else if (fence.startsWith(open) && rest.trim() === '') open = '';
  }
  return open === '' ? text : `${text}\n${open}`;
}

/** A text as it is compared: Bitbucket may take white space from its ends. */
export const comparable = (text: string): string => plainEnds(text).trim();

const plainEnds = (text: string) => text.replace(/\r\n?/g, '\n');

function fenced(suggestion: string): string {
  const longest = Math.max(2, ...[...suggestion.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // One line end closes the last line; without any text there is no line at all.
  const lines = suggestion === '' ? '' : `${suggestion.replace(/\n$/, '')}\n`;
  return `${fence}suggestion\n${lines}${fence}`;
}
