import { wrap } from '../../core/output/width.ts';
import type { SendResult } from '../../core/review/desk.ts';
import type { Drawing } from './drawing.ts';
import { oneLine } from './spans.ts';
import type { SentPage } from './state.ts';
import type { Row, Style } from './theme.ts';

/** Columns of the sign before each result, and of the margin below it. */
const MARGIN = 4;

/** What became of each part of a review, in full: what to do stands at the end. */
export function resultRows(drawing: Drawing, results: readonly SendResult[]): Row[] {
  const { theme } = drawing;
  return results.flatMap(({ sent, message, hint = '' }) =>
    sent
      ? signed(drawing, theme.signs.done, theme.done, message)
      : [...signed(drawing, '!', theme.problem, message, theme.problem), ...below(drawing, hint)],
  );
}

/** Why a review was not sent to its end, and what to do. */
export function problemRows(drawing: Drawing, problem: SentPage['problem']): Row[] {
  if (problem === undefined) return [];
  const { problem: style } = drawing.theme;
  return [
    ...signed(drawing, '!', style, problem.message, style),
    ...below(drawing, problem.hint),
    { spans: [] },
  ];
}

function signed(
  drawing: Drawing,
  sign: string,
  signStyle: Style,
  text: string,
  style?: Style,
): Row[] {
  return lines(drawing, text).map((line, at) => ({
    spans: [
      { text: at === 0 ? `  ${sign} ` : ' '.repeat(MARGIN), style: signStyle },
      { text: line, style },
    ],
  }));
}

const below = (drawing: Drawing, text: string): Row[] =>
  text === ''
    ? []
    : lines(drawing, text).map((line) => ({ spans: [{ text: ' '.repeat(MARGIN) + line }] }));

const lines = ({ columns }: Drawing, text: string) =>
  wrap(oneLine(text), Math.max(10, columns - MARGIN - 1));
