/** Which messages of a conversation are news to the page, and how many the visitor has not seen. */

import type { Chat, Message } from '../core/index.js';
import type { ParleyMessage } from './parley-chat.js';

export class Told {
  readonly #chat: Chat;
  /** The position of the newest message that is no news any more; null while the history is not known. */
  #upTo: number | null;

  constructor(chat: Chat) {
    this.#chat = chat;
    this.#upTo = chat.isLoaded ? 0 : null;
  }

  /** What has come since the last time; nothing of what was there before. */
  news(): ParleyMessage[] {
    const { isLoaded, session, state } = this.#chat;
    if (!isLoaded || session === null) {
      return [];
    }
    const newest = state.messages.at(-1)?.position ?? 0;
    const from = this.#upTo ?? newest;
    this.#upTo = Math.max(from, newest);
    return state.messages.filter(message => message.position > from).map(message => shown(message, session));
  }

  get unread(): number {
    const { messages, readUpTo } = this.#chat.state;
    return messages.filter(({ type, position }) => type !== 'user' && position > readUpTo).length;
  }
}

function shown({ id, type, text }: Message, sessionId: string): ParleyMessage {
  return { sessionId, messageId: id, type, text };
}
