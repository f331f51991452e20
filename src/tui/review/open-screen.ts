import type { Config } from '../../core/config.ts';
import { editorCommand, editText } from '../../core/editor.ts';
import { type FullScreen, openFullScreen } from '../../core/output/full-screen.ts';
import type { ReviewDesk, SendResult } from '../../core/review/desk.ts';
import type { DraftStore } from '../../core/review/drafts.ts';
import { withSuggestion } from './compose.ts';
import { loadHighlighter } from './highlight.ts';
import { keyInput } from './key-input.ts';
import type { Key } from './keys.ts';
import { afterSending, outgoing } from './outgoing.ts';
import { type Painter, painterFor } from './painter.ts';
import { follow } from './scroll.ts';
import { begin, differInStored, toStore } from './start.ts';
import { type Effect, type State, say } from './state.ts';
import { textBox } from './text-box.ts';
import { themeFor } from './theme.ts';
import { update } from './update.ts';

export interface ScreenOptions {
  readonly desk: ReviewDesk;
  readonly store: DraftStore;
  readonly config: Config;
  readonly colour: boolean;
  /** Aborted by SIGTERM and the like: the screen closes, and the drafts are on disk. */
  readonly signal: AbortSignal;
}

/** How a screen was left. */
export interface ScreenEnd {
  /** Drafts that are still to be sent. */
  readonly drafts: number;
  /** What became of all that was tried to send. */
  readonly results: readonly SendResult[];
  /** By ^C, a signal, or because the terminal is gone. */
  readonly interrupted: boolean;
}

/**
 * Opens the review screen, and gives the terminal back when it is closed.
 * @throws BbxError FILE when the drafts cannot be written at its end
 */
export async function openScreen(options: ScreenOptions): Promise<ScreenEnd> {
  const session = new Session(options);
  try {
    return await session.ended;
  } finally {
    session.close();
  }
}

/** One open screen: the state, and all that has an effect on the world. */
class Session {
  readonly ended: Promise<ScreenEnd>;
  readonly #options: ScreenOptions;
  readonly #screen: FullScreen;
  readonly #painter: Painter;
  readonly #results: SendResult[] = [];
  #state: State;
  #sending: AbortController | undefined;
  #leave: (interrupted: boolean) => void = () => undefined;
  /** Ends the screen with an error of ours. */
  #fail: (error: unknown) => void = () => undefined;
  /** An editor or a shell has the terminal. */
  #away = false;
  /** The last chance, when the process ends otherwise; nobody is there any more to tell of an error. */
  #flush = () => {
    try {
      this.#options.store.flush();
    } catch {}
  };

  constructor(options: ScreenOptions) {
    const { desk, store, config, colour, signal } = options;
    this.#options = options;
    this.ended = new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#leave = (interrupted) =>
        resolve({ drafts: this.#state.content.drafts.length, results: this.#results, interrupted });
    });
    this.#screen = openFullScreen({
      onInput: keyInput((keys) => {
        try {
          this.#take(keys);
        } catch (error) {
          this.#fail(error);
        }
      }),
      onResize: () => this.#resize(),
      onGone: () => this.#leave(true),
    });
    const theme = themeFor(colour, config.environment);
    this.#painter = painterFor(this.#screen, theme, (error) => this.#fail(error));
    const { found: stored, aside } = store;
    this.#state = begin({ desk, stored, aside, ...this.#screen.size() });
    signal.addEventListener('abort', () => this.#leave(true), { once: true });
    if (signal.aborted) this.#leave(true);
    process.on('exit', this.#flush);
    store.tell((error) => this.report(error));
    this.#set(follow(this.#state, this.#painter.heights));
    // The store knows where line numbers point from now on.
    if (stored !== undefined) store.save(toStore(this.#state));
    if (colour) void this.#loadColours();
  }

  close(): void {
    this.#screen.close();
    process.off('exit', this.#flush);
  }

  /** Tells of something that went wrong beside what the person does. */
  report(error: unknown): void {
    this.#set(say(this.#state, error instanceof Error ? error.message : String(error)));
  }

  async #loadColours(): Promise<void> {
    // The first picture comes before them.
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.#painter.highlight(await loadHighlighter());
    this.#set(this.#state);
  }

  #set(state: State): void {
    const before = this.#state;
    this.#state = state;
    if (differInStored(before, state)) this.#options.store.save(toStore(state));
    if (!this.#away) this.#painter.show(state);
  }

  #resize(): void {
    const { heights } = this.#painter;
    this.#painter.forget();
    this.#set(follow({ ...this.#state, ...this.#screen.size() }, heights));
  }

  #take(keys: readonly Key[]): void {
    let state = this.#state;
    for (const key of keys) {
      const step = update(state, key, this.#painter.heights);
      state = step.state;
      if (step.effect === undefined) continue;
      this.#set(state);
      this.#perform(step.effect).catch((error: unknown) => this.report(error));
      // What was typed ahead of an editor or a question is not for it.
      return;
    }
    this.#set(state);
  }

  async #perform(effect: Effect): Promise<void> {
    switch (effect.kind) {
      case 'quit':
        return this.#quit(effect.interrupted === true);
      case 'redraw':
        this.#painter.forget();
        return this.#set(this.#state);
      case 'suspend':
        return this.#suspend();
      case 'edit-text':
        return await this.#editText(effect.text);
      case 'edit-suggestion':
        return await this.#suggest(effect);
      case 'send':
        return await this.#send();
    }
  }

  #quit(interrupted: boolean): void {
    if (this.#sending === undefined) {
      this.#leave(interrupted);
    } else {
      this.#sending.abort();
      this.#set(say(this.#state, 'Stopping after the one on its way.'));
    }
  }

  #suspend(): void {
    if (process.platform === 'win32') return;
    this.#giveAway();
    process.once('SIGCONT', () => this.#takeBack());
    process.kill(process.pid, 'SIGTSTP');
  }

  #giveAway(): void {
    this.#options.store.flush();
    this.#away = true;
    this.#screen.pause();
  }

  #takeBack(): void {
    this.#away = false;
    this.#screen.resume();
    this.#resize();
  }

  async #edit(text: string, fileName: string): Promise<string> {
    const { config } = this.#options;
    const command = await editorCommand(config);
    this.#giveAway();
    try {
      return await editText(command, { text, fileName }, config.environment);
    } finally {
      this.#takeBack();
    }
  }

  async #editText(text: string): Promise<void> {
    const edited = await this.#edit(text, 'comment.md');
    const { page } = this.#state;
    if (page.kind !== 'compose' && page.kind !== 'summary') return;
    this.#set({ ...this.#state, page: { ...page, box: textBox(edited.trimEnd()) } });
  }

  async #suggest({ draft, replaces }: Extract<Effect, { kind: 'edit-suggestion' }>): Promise<void> {
    const text = draft.suggestion ?? draft.lines.join('\n');
    const name = draft.path.slice(draft.path.lastIndexOf('/') + 1);
    const edited = await this.#edit(`${text}\n`, name);
    const next = withSuggestion({ ...this.#state, mark: undefined }, draft, edited, replaces);
    this.#set(follow(next, this.#painter.heights));
  }

  async #send(): Promise<void> {
    const { desk, store } = this.#options;
    store.flush();
    this.#sending = new AbortController();
    const results: SendResult[] = [];
    const onResult = (result: SendResult) => {
      results.push(result);
      // What has arrived is no draft any more, whatever happens next.
      const left = afterSending(this.#state, [result]);
      const { page } = left;
      if (page.kind === 'sending') this.#set({ ...left, page: { ...page, results: [...results] } });
    };
    try {
      await desk.send(outgoing(this.#state), onResult, this.#sending.signal);
      this.#arrived(results);
    } catch (error) {
      this.#arrived(results);
      this.report(error);
    } finally {
      this.#results.push(...results);
      this.#sending = undefined;
    }
  }

  #arrived(results: readonly SendResult[]): void {
    const home = { at: 0, item: 0 };
    const left = afterSending(this.#state, results);
    const failed = results.filter(({ sent }) => !sent).length;
    const words =
      failed === 0
        ? 'All of it is on Bitbucket.'
        : `${failed} did not arrive and stay here as drafts; S tries again.`;
    const page = { kind: 'sent' as const, top: 0, results };
    this.#set(say({ ...left, page, cursor: home, top: { ...home, skip: 0 } }, words));
    this.#options.store.flush();
  }
}
