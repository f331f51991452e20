import { displayWidth } from '../../src/core/output/width.ts';
import type { Frame } from '../../src/tui/review/frame.ts';
import type { Row, Style } from '../../src/tui/review/theme.ts';

/** Size of a character, in the units of the drawing. */
const WIDTH = 8.4;
const HEIGHT = 18;
const BACKGROUND = '#16181d';
const TEXT = '#d0d0d0';

/** A frame as SVG: text that can be read, searched and copied. */
export function svgOf({ rows }: Frame, columns: number): string {
  const width = Math.ceil(columns * WIDTH) + 24;
  const height = rows.length * HEIGHT + 24;
  const drawn = rows.map((row, index) => rowSvg(row, 12 + index * HEIGHT)).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="bbx pr review on a terminal">
<title>bbx pr review on a terminal</title>
<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>
<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">
${drawn}
</g>
</svg>
`;
}

function rowSvg({ spans }: Row, y: number): string {
  let column = 0;
  const backs: string[] = [];
  const texts: string[] = [];
  for (const { text, style } of spans) {
    const x = (12 + column * WIDTH).toFixed(1);
    const width = displayWidth(text);
    const { fill, back } = colours(style);
    const size = (width * WIDTH + 0.3).toFixed(1);
    if (back)
      backs.push(`<rect x="${x}" y="${y}" width="${size}" height="${HEIGHT}" fill="${back}"/>`);
    if (text.trim() !== '') {
      const bold = style?.bold ? ' font-weight="bold"' : '';
      texts.push(
        `<text x="${x}" y="${y + 13.5}" fill="${fill}" textLength="${(width * WIDTH).toFixed(1)}"${bold}>${escaped(text)}</text>`,
      );
    }
    column += width;
  }
  return [...backs, ...texts].join('');
}

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(' ', '\u00a0');

function colours(style: Style = {}): { fill: string; back: string | undefined } {
  const fill = style.color ? rgb(style.color) : style.dimColor ? '#808590' : TEXT;
  const back = style.backgroundColor ? rgb(style.backgroundColor) : undefined;
  return style.inverse ? { fill: back ?? BACKGROUND, back: fill } : { fill, back };
}

const NAMED: Readonly<Record<string, string>> = {
  red: '#e06c75',
  green: '#98c379',
  yellow: '#e5c07b',
  magenta: '#c678dd',
  cyan: '#56b6c2',
};

/** The colours that xterm gives to its 256 numbers. */
function rgb(name: string): string {
  if (name.startsWith('#')) return name;
  const number = Number(/^ansi256\((\d+)\)$/.exec(name)?.[1]);
  if (Number.isNaN(number)) return NAMED[name] ?? TEXT;
  if (number >= 232) return hex([0, 0, 0].map(() => 8 + (number - 232) * 10));
  const levels = [0, 95, 135, 175, 215, 255];
  const at = number - 16;
  return hex(
    [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map((part) => levels[part] ?? 0),
  );
}

const hex = (parts: readonly number[]) =>
  `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
