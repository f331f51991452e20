import type { DiffFile, DiffLine } from '../diff/diff.ts';
import type { CommentDraft, Draft } from './draft.ts';

/** What became of drafts when the diff under them changed. */
export interface Placed {
  readonly drafts: readonly Draft[];
  /** How many stand on another line now. */
  readonly moved: number;
  /** How many have no line any more; they are kept, and marked as lost. */
  readonly lost: number;
}

/**
 * Places drafts on a diff that is not the one they were written on: each goes to the nearest run of
 * lines with the same text on its side, in the file of its path or the one renamed from it. None is
 * ever left out.
 */
export function placeDrafts(drafts: readonly Draft[], files: readonly DiffFile[]): Placed {
  let moved = 0;
  let lost = 0;
  const placed = drafts.map((draft) => {
    if (draft.kind !== 'comment') return draft;
    const found = place(draft, files);
    if (found === undefined) lost += 1;
    else if (found.line !== draft.line || found.path !== draft.path) moved += 1;
    return found ?? { ...draft, lost: true };
  });
  return { drafts: placed, moved, lost };
}

function place(draft: CommentDraft, files: readonly DiffFile[]): CommentDraft | undefined {
  const file = files.find(({ path }) => path === draft.path) ?? renamedFrom(draft.path, files);
  if (file === undefined) return undefined;
  const ends = file.hunks.flatMap(({ lines }) => endsIn(sideOf(lines, draft.side), draft));
  const best = ends.sort(
    (one, other) => Math.abs(one - draft.line) - Math.abs(other - draft.line),
  )[0];
  if (best === undefined) return undefined;
  const { lost: _, startLine, ...kept } = draft;
  const start = startLine === undefined ? {} : { startLine: best - (draft.line - startLine) };
  return { ...kept, ...start, path: file.path, line: best };
}

const renamedFrom = (path: string, files: readonly DiffFile[]) =>
  files.find(({ oldPath, status }) => oldPath === path && status === 'renamed');

type Numbered = readonly { readonly number: number; readonly text: string }[];

/** The lines of a hunk that are on one side of it. */
function sideOf(lines: readonly DiffLine[], side: 'new' | 'old'): Numbered {
  return lines.flatMap((line) => {
    const number = side === 'new' ? line.new : line.old;
    return number === undefined ? [] : [{ number, text: trimEnd(line.text) }];
  });
}

/** The numbers of the lines at which the draft's run of lines ends. */
function endsIn(side: Numbered, { lines }: CommentDraft): number[] {
  const wanted = lines.map(trimEnd);
  const ends: number[] = [];
  for (let at = 0; at + wanted.length <= side.length; at += 1) {
    const last = side[at + wanted.length - 1];
    if (last && wanted.every((text, n) => side[at + n]?.text === text)) ends.push(last.number);
  }
  return ends;
}

/** Line ends may have been changed to CRLF in between. */
const trimEnd = (text: string) => text.replace(/\r$/, '');
