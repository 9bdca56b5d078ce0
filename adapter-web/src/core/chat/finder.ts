import { Refused, Unreachable } from '../net/api.js';
import type { Api } from '../net/api.js';
import { SignedOut } from '../net/identity.js';
import type { FoundMessage } from '../protocol/frames.js';
import { lengthOf } from '../protocol/texts.js';
import type { Surroundings } from '../surroundings.js';

/** Who writes is not asked after with each key. */
const PAUSE_MS = 250;
const ASKED_AGAIN_AFTER_MS = 2_000;
/** A page may be empty though there are more: so many are read until one is not. */
const MOST_EMPTY_PAGES = 5;
/** Almost every message holds any one letter; one sign of other scripts may be a word. */
const SHORTEST = 2;

export type FinderStage =
  /** Nothing is looked for. */
  | 'idle'
  | 'looking'
  /** The server is busy, and is asked again soon. */
  | 'waiting'
  | 'done'
  /** The server does not look for so many or so long words. */
  | 'refused'
  /** There was no answer. */
  | 'failed';

/** Looks for words in all that was ever said to or by somebody. What is typed on supersedes what was asked before. */
export class Finder {
  readonly #api: Pick<Api, 'search'>;
  readonly #around: Pick<Surroundings, 'after'>;
  readonly #onChange: () => void;
  #wanted = '';
  #stage: FinderStage = 'idle';
  #results: readonly FoundMessage[] = [];
  #after: string | null = null;
  #isComplete = true;
  /** What the results are of. */
  #of = '';
  #questions = 0;
  #cancel: () => void = () => {};

  constructor(api: Pick<Api, 'search'>, around: Pick<Surroundings, 'after'>, onChange: () => void) {
    this.#api = api;
    this.#around = around;
    this.#onChange = onChange;
  }

  get stage(): FinderStage {
    return this.#stage;
  }

  /** The newest first. While something else is looked for they are still those of before. */
  get results(): readonly FoundMessage[] {
    return this.#results;
  }

  /** Whether the results are of words that are not looked for any more. */
  get isStale(): boolean {
    return this.#of !== this.#wanted;
  }

  get hasMore(): boolean {
    return this.#after !== null;
  }

  /** False if the server has not looked at all messages. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Looks for other words; for nothing, if there are none. */
  look(text: string): void {
    const wanted = text.trim();
    if (wanted === this.#wanted) {
      return;
    }
    this.#wanted = wanted;
    this.#supersede();
    if (lengthOf(wanted) < SHORTEST && !/[^\p{ASCII}]/u.test(wanted)) {
      this.#show('idle', [], null, true);
    } else {
      this.#stage = 'looking';
      this.#cancel = this.#around.after(PAUSE_MS, () => void this.#ask(null));
      this.#onChange();
    }
  }

  /** Asks once more, if there was no answer. */
  again(): void {
    if (this.#stage === 'failed' || this.#stage === 'waiting') {
      this.#supersede();
      void this.#ask(this.isStale ? null : this.#after);
    }
  }

  /** Reads on. */
  more(): void {
    if (this.#stage === 'done' && this.#after !== null) {
      void this.#ask(this.#after);
    }
  }

  /** A conversation was deleted, or is somebody else's now. */
  drop(session: string): void {
    const left = this.#results.filter(each => each.session_id !== session);
    if (left.length < this.#results.length) {
      this.#results = left;
      this.#onChange();
    }
  }

  close(): void {
    this.#supersede();
  }

  #supersede(): void {
    this.#questions++;
    this.#cancel();
  }

  /** @param after what the page before gave; null for the first */
  async #ask(after: string | null): Promise<void> {
    const question = ++this.#questions;
    this.#stage = 'looking';
    this.#onChange();
    try {
      let page = await this.#api.search(this.#wanted, after);
      for (let pages = 1; page.results.length === 0 && page.after !== null && pages < MOST_EMPTY_PAGES; pages++) {
        page = await this.#api.search(this.#wanted, page.after);
      }
      if (question === this.#questions) {
        const known = after === null ? [] : this.#results;
        const ids = new Set(known.map(each => each.message_id));
        const others = page.results.filter(each => !ids.has(each.message_id));
        this.#show('done', [...known, ...others], page.after, page.complete);
      }
    } catch (problem) {
      if (!(problem instanceof Refused || problem instanceof Unreachable || problem instanceof SignedOut)) {
        throw problem;
      }
      if (question === this.#questions) {
        this.#failed(problem, after);
      }
    }
  }

  #failed(problem: Error, after: string | null): void {
    if (problem instanceof Refused && problem.status === 429) {
      this.#stage = 'waiting';
      const ms = problem.retryAfterMs ?? ASKED_AGAIN_AFTER_MS;
      this.#cancel = this.#around.after(ms, () => void this.#ask(after));
      this.#onChange();
    } else if (problem instanceof Refused && problem.field === 'q') {
      this.#show('refused', [], null, true);
    } else {
      this.#stage = 'failed';
      this.#onChange();
    }
  }

  #show(stage: FinderStage, results: readonly FoundMessage[], after: string | null, isComplete: boolean): void {
    this.#stage = stage;
    this.#results = results;
    this.#after = after;
    this.#isComplete = isComplete;
    this.#of = this.#wanted;
    this.#onChange();
  }
}
