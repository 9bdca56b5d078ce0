/** Who else types in a conversation. Nobody is believed to for long without being told so again. */

import type { PresenceFrame, TypingFrame } from '../protocol/frames.js';
import type { Surroundings } from '../surroundings.js';

const FORGOTTEN_AFTER_MS = 7_000;

export class Typists {
  readonly #around: Pick<Surroundings, 'after'>;
  readonly #onChange: () => void;
  readonly #roles = new Map<string, string>();
  /** Each with what prevents that it is forgotten. */
  readonly #typing = new Map<string, () => void>();

  constructor(around: Pick<Surroundings, 'after'>, onChange: () => void) {
    this.#around = around;
    this.#onChange = onChange;
  }

  /** As what each of them is there; null where that is not known. */
  get roles(): readonly (string | null)[] {
    return [...this.#typing.keys()].map(user => this.#roles.get(user) ?? null);
  }

  take(frame: PresenceFrame | TypingFrame): void {
    const user = frame.user_id;
    if (frame.type === 'typing') {
      this.#typed(user, frame.is_typing);
    } else if (frame.state === 'online') {
      this.#roles.set(user, frame.role);
    } else {
      this.#roles.delete(user);
      this.#typed(user, false);
    }
  }

  /** The connection is gone: nobody is known to be there. */
  clear(): void {
    this.#roles.clear();
    [...this.#typing.keys()].forEach(user => this.#typed(user, false));
  }

  #typed(user: string, isTyping: boolean): void {
    const forgetting = this.#typing.get(user);
    forgetting?.();
    this.#typing.delete(user);
    if (isTyping) {
      this.#typing.set(
        user,
        this.#around.after(FORGOTTEN_AFTER_MS, () => this.#typed(user, false)),
      );
    }
    if (isTyping !== (forgetting !== undefined)) {
      this.#onChange();
    }
  }
}
