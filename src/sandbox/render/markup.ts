import type { JsonObject } from '../json.ts';

/** Text as Bitbucket sends it besides the raw form: rendered, with its markup. */
export function rendered(raw: string): JsonObject {
  return { type: 'rendered', raw, markup: 'markdown', html: html(raw) };
}

function html(raw: string): string {
  const blocks = raw.split(/\n{2,}/).filter((block) => block.trim() !== '');
  return blocks.map(block).join('\n');
}

function block(text: string): string {
  const lines = text.split('\n');
  if (lines.every((line) => /^[*-] /.test(line))) {
    const items = lines.map((line) => `<li>${inline(line.slice(2))}</li>`);
    return `<ul>\n${items.join('\n')}\n</ul>`;
  }
  const heading = /^(#{1,6}) (.*)$/.exec(text);
  if (heading)
    return `<h${heading[1]?.length}>${inline(heading[2] ?? '')}</h${heading[1]?.length}>`;
  return `<p>${inline(text)}</p>`;
}

function inline(text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return safe
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replaceAll('\n', '<br />\n');
}
