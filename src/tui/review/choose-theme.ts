import { ASCII, UNICODE } from './signs.ts';
import type { Style, Theme } from './theme.ts';

/** Without colour all is told by signs, bold and inverse. */
const PLAIN: Omit<Theme, 'signs'> = {
  bar: { inverse: true },
  file: { bold: true },
  hunk: { dimColor: true },
  dim: { dimColor: true },
  strong: { bold: true },
  cursor: { bold: true },
  added: {},
  removed: {},
  addedSign: { bold: true },
  removedSign: { bold: true },
  addedWord: { underline: true },
  removedWord: { underline: true },
  waiting: { bold: true },
  done: { dimColor: true },
  draft: { bold: true },
  problem: { bold: true },
  syntax: {},
};

/** The terminal's own sixteen colours: they fit what its owner has chosen. */
const SIXTEEN: Omit<Theme, 'signs'> = {
  ...PLAIN,
  hunk: { color: 'cyan' },
  cursor: { color: 'yellow', bold: true },
  addedSign: { color: 'green', bold: true },
  removedSign: { color: 'red', bold: true },
  added: { color: 'green' },
  removed: { color: 'red' },
  addedWord: { color: 'green', inverse: true },
  removedWord: { color: 'red', inverse: true },
  waiting: { color: 'yellow' },
  done: { color: 'green' },
  draft: { color: 'magenta' },
  problem: { color: 'red', bold: true },
  syntax: {},
};

/** Chooses a colour by its number among 256, or exactly where the terminal can. */
type Pick = (dark: number, light: number, exact?: readonly [dark: string, light: string]) => string;

const palette = (pick: Pick): Omit<Theme, 'signs'> => {
  // What has a background says its colour too, so that it can be read on any terminal.
  const text = pick(252, 236);
  const added = pick(22, 194, ['#12301f', '#dafbe1']);
  const removed = pick(52, 224, ['#3a1a1d', '#ffebe9']);
  return {
    ...SIXTEEN,
    file: { color: pick(255, 232), backgroundColor: pick(237, 252), bold: true },
    added: { color: text, backgroundColor: added },
    removed: { color: text, backgroundColor: removed },
    addedSign: { color: pick(114, 28), backgroundColor: added },
    removedSign: { color: pick(210, 124), backgroundColor: removed },
    addedWord: {
      color: pick(255, 232),
      backgroundColor: pick(28, 157, ['#1f6b3a', '#aceebb']),
    },
    removedWord: {
      color: pick(255, 232),
      backgroundColor: pick(88, 217, ['#8a2b30', '#ffcecb']),
    },
    syntax: syntaxColours(pick),
  };
};

function syntaxColours(pick: Pick): Readonly<Record<string, Style>> {
  const groups: readonly (readonly [names: string, colour: string])[] = [
    ['keyword selector-tag section', pick(176, 90)],
    ['string regexp addition', pick(150, 22)],
    ['number literal symbol bullet', pick(216, 94)],
    ['comment quote meta doctag', pick(246, 242)],
    ['title name function', pick(117, 25)],
    ['built_in type class', pick(179, 130)],
    ['attr attribute variable property params template-variable', pick(153, 18)],
    ['deletion', pick(210, 124)],
  ];
  return Object.fromEntries(
    groups.flatMap(([names, color]) => names.split(' ').map((name) => [name, { color }])),
  );
}

/**
 * Chooses the looks for a terminal.
 * @param colour whether colour is wanted at all
 */
export function themeFor(colour: boolean, environment: Readonly<NodeJS.ProcessEnv>): Theme {
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || 'UTF-8';
  const signs = /utf-?8/i.test(locale) || process.platform === 'win32' ? UNICODE : ASCII;
  if (!colour) return { ...PLAIN, signs };
  const many = `${environment.TERM} ${environment.COLORTERM}`;
  const rich = /256|truecolor|24bit|direct|kitty|ghostty|alacritty|wezterm/.test(many);
  if (!rich && process.platform !== 'win32') return { ...SIXTEEN, signs };
  // "15;0": the last number is the background, where 7 and above 8 are light.
  const background = Number(/;(\d+)$/.exec(environment.COLORFGBG ?? '')?.[1] ?? 0);
  const dark = background < 7 || background === 8;
  const exact = /truecolor|24bit/.test(environment.COLORTERM ?? '');
  const pick: Pick = (onDark, onLight, colours) =>
    (exact && colours?.[dark ? 0 : 1]) || `ansi256(${dark ? onDark : onLight})`;
  return { ...palette(pick), signs };
}
