import type { Config } from '../../core/config.ts';
import { type FullScreen, openFullScreen } from '../../core/output/full-screen.ts';
import type { ReviewDesk, SendResult } from '../../core/review/desk.ts';
import type { DraftStore } from '../../core/review/drafts.ts';
import { themeFor } from './choose-theme.ts';
import { editBody, editSuggestion } from './editing.ts';
import { loadHighlighter } from './highlight.ts';
import { keyInput } from './key-input.ts';
import type { Key } from './keys.ts';
import { type Painter, painterFor } from './painter.ts';
import { refit } from './refit.ts';
import { follow } from './scroll.ts';
import { Sender } from './sender.ts';
import { problemOf } from './sending.ts';
import { begin } from './start.ts';
import { type Effect, type State, say } from './state.ts';
import { differInStored, keptWords, toStore } from './stored.ts';
import { suspend } from './suspend.ts';
import { update } from './update.ts';

interface Equipment {
  readonly desk: ReviewDesk;
  readonly store: DraftStore;
  readonly config: Config;
  readonly colour: boolean;
}

/** One open screen: its state, and what keys do beyond changing it. */
export class Session {
  /** Settled when the screen is to be closed: whether by ^C or a signal. */
  readonly left: Promise<boolean>;
  readonly #equipment: Equipment;
  readonly #screen: FullScreen;
  readonly #painter: Painter;
  readonly #sender: Sender;
  #state: State;
  /** An editor or a shell has the terminal. */
  #away = false;
  #end: (interrupted: boolean) => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;

  constructor(equipment: Equipment) {
    const { desk, store, config, colour } = equipment;
    this.#equipment = equipment;
    this.#sender = new Sender(desk, store);
    this.left = new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#fail = reject;
    });
    this.#screen = openFullScreen({
      onInput: keyInput((keys) => this.#take(keys)),
      onResize: () => this.#resize(),
      onGone: () => this.leave(true),
      onError: (error) => this.#fail(error),
    });
    const theme = themeFor(colour, config.environment);
    this.#painter = painterFor(this.#screen, theme, (error) => this.#fail(error));
    const { found: stored, aside } = store;
    this.#state = begin({ desk, stored, aside, ...this.#screen.size() });
  }

  get results(): readonly SendResult[] {
    return this.#sender.results;
  }

  get drafts(): number {
    return this.#state.content.drafts.length;
  }

  /** What lies on disk for the next time, in words; "" when nothing does. */
  get kept(): string {
    return keptWords(this.#state);
  }

  /** Shows the first picture; colours come after it. */
  open(): void {
    const { store, colour } = this.#equipment;
    store.tell((error) => this.#report(error));
    this.#set(follow(this.#state, this.#painter.heights));
    // From now on line numbers are those of this diff.
    if (store.found !== undefined) store.save(toStore(this.#state));
    if (!colour) return;
    setTimeout(() => {
      this.#loadColours().catch((error: unknown) => this.#fail(error));
    }, 1);
  }

  leave(interrupted: boolean): void {
    this.#end(interrupted);
  }

  close(): void {
    this.#screen.close();
    this.#away = true;
  }

  async #loadColours(): Promise<void> {
    this.#painter.highlight(await loadHighlighter());
    this.#set(this.#state);
  }

  #report(error: unknown): void {
    const { message, hint } = problemOf(error);
    this.#set(say(this.#state, `${message} ${hint}`));
  }

  #set(state: State): void {
    const before = this.#state;
    this.#state = state;
    if (differInStored(before, state)) this.#equipment.store.save(toStore(state));
    if (!this.#away) this.#painter.show(state);
  }

  #resize(): void {
    this.#painter.forget();
    this.#set(follow({ ...this.#state, ...this.#screen.size() }, this.#painter.heights));
  }

  #take(keys: readonly Key[]): void {
    let state = this.#state;
    for (const key of keys) {
      const step = update(state, key, this.#painter.heights);
      state = step.state;
      if (step.effect === undefined) continue;
      this.#set(state);
      this.#perform(step.effect).catch((error: unknown) => this.#report(error));
      // What was typed ahead of an editor or a question is not for it.
      return;
    }
    this.#set(state);
  }

  async #perform(effect: Effect): Promise<void> {
    const { config } = this.#equipment;
    if (effect.kind === 'quit') this.#quit(effect.interrupted === true);
    else if (effect.kind === 'redraw') this.#resize();
    else if (effect.kind === 'suspend') suspend(this.#desk);
    else if (effect.kind === 'send') await this.#send();
    else if (effect.kind === 'edit-text') await editBody(config, effect.text, this.#desk);
    else await editSuggestion(config, effect, this.#desk);
  }

  /** What an editor needs of the screen. */
  readonly #desk = {
    giveAway: () => {
      this.#equipment.store.flush();
      this.#away = true;
      this.#screen.pause();
    },
    takeBack: () => {
      this.#away = false;
      this.#screen.resume();
      this.#resize();
    },
    change: (change: (state: State) => State) =>
      this.#set(follow(change(this.#state), this.#painter.heights)),
  };

  #quit(interrupted: boolean): void {
    if (this.#sender.stop()) this.#set(say(this.#state, 'Stopping after the one on its way.'));
    else this.leave(interrupted || this.#sender.stopped);
  }

  async #send(): Promise<void> {
    const threads = await this.#sender.send(this.#state, this.#desk.change);
    if (threads === undefined) return;
    const { content } = this.#state;
    this.#set(refit(this.#state, { ...content, threads }, this.#painter.heights));
  }
}
