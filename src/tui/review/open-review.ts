import { pullRequestName } from '../../core/bitbucket/pull-request-name.ts';
import type { Context, Progress } from '../../core/context.ts';
import { EXIT_CODES } from '../../core/errors.ts';
import { openTerminal } from '../../core/output/terminal.ts';
import type { ReviewDesk } from '../../core/review/desk.ts';
import { draftPlace } from '../../core/review/draft-place.ts';
import { openDrafts } from '../../core/review/drafts.ts';
import { readDesk } from '../../core/review/read-desk.ts';
import { openScreen, type ScreenEnd } from './open-screen.ts';
import { counted } from './outgoing.ts';

/** Where progress and notes go; the screen is silent while it is open. */
interface Outlet {
  progress: (progress: Progress) => void;
  note: (text: string) => void;
  readonly end: () => void;
}

/**
 * Opens the review of a pull request on a screen, and says afterwards what became of it.
 * @param input.pr as people name a pull request
 * On ^C the exit code is that of CANCELLED, with the drafts on disk.
 * @throws BbxError CONFLICT while another screen has them; as readDesk
 */
export async function openReview(
  input: Readonly<Record<string, unknown>>,
  context: Context,
  outlet: Outlet,
): Promise<void> {
  const { config } = context;
  const name = await pullRequestName(typeof input.pr === 'string' ? input.pr : undefined, context);
  const desk = await readDesk(context, name);
  const store = openDrafts(draftPlace(config, desk));
  const { progress, note } = outlet;
  outlet.end();
  const notes: string[] = [];
  outlet.progress = () => undefined;
  outlet.note = (text) => void notes.push(text);
  try {
    const { colour } = openTerminal(config);
    const end = await openScreen({ desk, store, config, colour, signal: context.signal });
    Object.assign(outlet, { progress, note });
    for (const text of notes) note(text);
    report(desk, end, note);
  } finally {
    Object.assign(outlet, { progress, note });
    store.close();
  }
}

/** What is worth knowing when the screen is gone. */
function report({ pull }: ReviewDesk, end: ScreenEnd, note: (text: string) => void): void {
  const { kept, results, interrupted } = end;
  const sent = results.filter((result) => result.sent).length;
  const left = kept === '' ? '' : `Kept for the next time: ${kept}.`;
  if (sent > 0) note(`${counted(sent, 'item')} sent: ${pull.url}`);
  const words = [
    interrupted ? 'Closed.' : '',
    left,
    left === '' ? '' : `bbx pr review ${pull.id} goes on with it.`,
  ];
  if (words.some((part) => part !== '')) note(words.filter((part) => part !== '').join(' '));
  // No error is thrown: closing is what was asked for, and its exit code alone says how it came about.
  if (interrupted) process.exitCode = EXIT_CODES.CANCELLED;
}
