import type { Config } from '../../core/config.ts';
import { editorCommand, editText } from '../../core/editor.ts';
import { withSuggestion } from './compose.ts';
import type { Effect, State } from './state.ts';
import { textBox } from './text-box.ts';

/** What an editor needs of the screen: the terminal, and to change what is shown. */
interface Desk {
  readonly giveAway: () => void;
  readonly takeBack: () => void;
  readonly change: (change: (state: State) => State) => void;
}

async function edited(config: Config, text: string, fileName: string, desk: Desk): Promise<string> {
  const command = await editorCommand(config);
  desk.giveAway();
  try {
    return await editText(command, { text, fileName }, config.environment);
  } finally {
    desk.takeBack();
  }
}

/**
 * Opens what is being typed in the editor, and puts what comes back into the box.
 * @throws BbxError FILE when the editor does not work; the box is as before
 */
export async function editBody(config: Config, text: string, desk: Desk): Promise<void> {
  const words = await edited(config, text, 'comment.md', desk);
  desk.change((state) => {
    const { page } = state;
    if (page.kind !== 'compose' && page.kind !== 'summary') return state;
    const box = textBox(words.trimEnd());
    const summary = page.kind === 'summary' ? box.text : state.summary;
    return { ...state, summary, page: { ...page, box, asked: false } };
  });
}

/**
 * Opens the lines of a comment in the editor; what comes back is its suggestion.
 * @throws BbxError FILE when the editor does not work; then there is none
 */
export async function editSuggestion(
  config: Config,
  { draft, replaces }: Extract<Effect, { kind: 'edit-suggestion' }>,
  desk: Desk,
): Promise<void> {
  const text = draft.suggestion ?? draft.lines.join('\n');
  const name = draft.path.slice(draft.path.lastIndexOf('/') + 1);
  const words = await edited(config, `${text}\n`, name, desk);
  desk.change((state) => withSuggestion({ ...state, mark: undefined }, draft, words, replaces));
}
