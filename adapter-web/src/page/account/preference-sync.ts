/**
 * Takes preferences along from device to device. What is kept in the browser counts at once, and is a cache: the server's
 * are taken when the page is opened, unless something was changed here that the server has not heard of. A guest has no
 * other device to take them from; the server hears of what one changes, and hands it on when they log in.
 */

import type { Api, Shelf, WirePreferences } from '../../core/index.js';
import { Refused, SignedOut, Unreachable } from '../../core/index.js';
import type { Preferences, PreferenceStore } from '../../ui/preferences.js';
import { preferencesFrom } from '../../ui/preferences.js';

/** Whose preferences the server has not heard of. */
const UNTOLD = 'parley.preferences.untold';

/** A server that keeps no preferences, or none of whoever is here. */
const NOT_KEPT: ReadonlySet<number> = new Set([403, 404, 405]);

/** As the server is told. */
function wireOf({ locale, theme, typing, sendOnEnter, assistant }: Preferences): WirePreferences {
  return { locale, theme, typing_speed: typing, send_on_enter: sendOnEnter, default_assistant: assistant };
}

export class PreferenceSync {
  readonly #api: Pick<Api, 'preferences' | 'changePreferences'>;
  readonly #store: PreferenceStore;
  readonly #shared: Shelf;
  readonly #owner: string;
  readonly #isGuest: boolean;
  #telling: Promise<void> | null = null;
  #isStale = false;

  /** @param owner whose they are */
  constructor(
    api: Pick<Api, 'preferences' | 'changePreferences'>,
    store: PreferenceStore,
    shared: Shelf,
    owner: string,
    isGuest = false,
  ) {
    this.#api = api;
    this.#store = store;
    this.#shared = shared;
    this.#owner = owner;
    this.#isGuest = isGuest;
  }

  /** Takes the server's, or tells it ours. To be called when the page opens, and when there is hope again. */
  async begin(): Promise<void> {
    if (this.#shared.getItem(UNTOLD) === this.#owner) {
      await this.#tell();
      return;
    }
    if (this.#isGuest) {
      return;
    }
    const told = await this.#attempt(() => this.#api.preferences());
    if (!told || this.#shared.getItem(UNTOLD) === this.#owner) {
      return;
    }
    if (told.updated_at === null) {
      await this.#tell(); // as they have it here, until they say something else
    } else {
      this.take(told);
    }
  }

  /** Somebody wants it otherwise. */
  change(change: Partial<Preferences>): Promise<void> {
    this.#store.set(change);
    this.#shared.setItem(UNTOLD, this.#owner);
    return this.#tell();
  }

  /** The server has told them. What it says while it is being told something else is older than that. */
  take(told: WirePreferences): void {
    if (this.#shared.getItem(UNTOLD) === this.#owner) {
      return;
    }
    const taken = preferencesFrom({
      locale: told.locale,
      theme: told.theme,
      typing: told.typing_speed,
      sendOnEnter: told.send_on_enter,
      assistant: told.default_assistant,
    });
    if (JSON.stringify(taken) !== JSON.stringify(this.#store.now)) {
      this.#store.set(taken);
    }
  }

  /** While the server is being told, once more at most. */
  #tell(): Promise<void> {
    this.#isStale = true;
    this.#telling ??= this.#tellUntilFresh().finally(() => {
      this.#telling = null;
    });
    return this.#telling;
  }

  async #tellUntilFresh(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      const wire = wireOf(this.#store.now);
      const answer = await this.#attempt(() => this.#changed(wire));
      if (answer !== undefined && !this.#isStale && this.#shared.getItem(UNTOLD) === this.#owner) {
        this.#shared.removeItem(UNTOLD);
      }
    }
  }

  /** An assistant that is no more is nobody's. */
  async #changed(wire: WirePreferences): Promise<WirePreferences> {
    try {
      return await this.#api.changePreferences(wire);
    } catch (problem) {
      if (!(problem instanceof Refused && problem.field === 'default_assistant')) {
        throw problem;
      }
      this.#store.set({ assistant: null });
      return this.#api.changePreferences({ ...wire, default_assistant: null });
    }
  }

  /** Undefined if it has to be tried again, null if there is no sense in that. */
  async #attempt(act: () => Promise<WirePreferences>): Promise<WirePreferences | null | undefined> {
    try {
      return await act();
    } catch (problem) {
      if (problem instanceof Refused) {
        return NOT_KEPT.has(problem.status) ? null : undefined;
      }
      if (problem instanceof Unreachable || problem instanceof SignedOut) {
        return undefined;
      }
      throw problem;
    }
  }
}
