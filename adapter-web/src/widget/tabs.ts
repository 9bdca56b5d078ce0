/** Keeps the tabs of a browser in step: the same conversation in all of them. */

export interface TabActs {
  /** Another tab has gone on to a conversation; null: to a new one. */
  went(session: string | null): void;
  /** In another tab the visitor was forgotten. */
  forgotten(): void;
}

type Said = { session: string | null } | { forgotten: true };

export class Tabs {
  readonly #channel: BroadcastChannel | null;

  /** @param name what those have in common that belong together */
  constructor(name: string, acts: TabActs) {
    this.#channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(name) : null;
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<Said>) => {
      if ('forgotten' in data) {
        acts.forgotten();
      } else {
        acts.went(data.session);
      }
    });
  }

  go(session: string | null): void {
    this.#say({ session });
  }

  forget(): void {
    this.#say({ forgotten: true });
  }

  leave(): void {
    this.#channel?.close();
  }

  #say(said: Said): void {
    this.#channel?.postMessage(said);
  }
}
