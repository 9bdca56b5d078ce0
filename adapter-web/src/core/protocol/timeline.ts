/**
 * What is to be seen of a conversation, from top to bottom. A reply stands right after its question, wherever its
 * position is, for further questions may have been asked before it came.
 *
 * An item that did not change is the same object as before, so that nobody needs to draw it again.
 */

import type { Conversation } from './conversation.js';
import type { Message, Unsent } from './messages.js';
import type { Open } from './replies.js';

export type Entry =
  /** A new day begins; the item is a time of it, RFC 3339. */
  | { readonly kind: 'day'; readonly key: string; readonly item: string }
  | { readonly kind: 'message'; readonly key: string; readonly item: Message }
  /** A reply that has not ended. */
  | { readonly kind: 'open'; readonly key: string; readonly item: Open }
  | { readonly kind: 'unsent'; readonly key: string; readonly item: Unsent };

export function timeline(state: Pick<Conversation, 'messages' | 'open' | 'unsent'>): Entry[] {
  const visible = state.messages.filter(message => message.active);
  const questions = new Set(visible.filter(message => message.type !== 'ai').map(message => message.id));
  const answers = repliesByQuestion(visible);
  const entries: Entry[] = [];
  for (const message of visible) {
    if (message.replyTo === null || !questions.has(message.replyTo)) {
      entries.push(ofMessage(message), ...repliesTo(message, answers, state.open));
    }
  }
  const strays = state.open.filter(entry => !questions.has(entry.question));
  return [...withDays(entries), ...strays.map(ofOpen), ...state.unsent.map(ofUnsent)];
}

function repliesTo(message: Message, answers: Map<string, Message[]>, open: readonly Open[]): Entry[] {
  return [
    ...(answers.get(message.id) ?? []).map(ofMessage),
    ...open.filter(entry => entry.question === message.id).map(ofOpen),
  ];
}

// One key for a message from the moment it was written, and for a reply from its first word to its end.
function ofMessage(message: Message): Entry {
  return { kind: 'message', key: message.clientId ?? message.id, item: message };
}

function ofOpen(entry: Open): Entry {
  return { kind: 'open', key: entry.reply ?? `reply to ${entry.question}`, item: entry };
}

function ofUnsent(unsent: Unsent): Entry {
  return { kind: 'unsent', key: unsent.clientId, item: unsent };
}

function withDays(entries: Entry[]): Entry[] {
  let last: string | null = null;
  return entries.flatMap((entry): Entry[] => {
    if (entry.kind !== 'message' || entry.item.type === 'ai') {
      return [entry];
    }
    const day = dayOf(entry.item);
    if (day === last) {
      return [entry];
    }
    last = day;
    return [{ kind: 'day', key: `day of ${entry.key}`, item: entry.item.at }, entry];
  });
}

const days = new WeakMap<Message, string>();

/** The day on which something was said, where the reader is. Asked often, and slow to find out. */
function dayOf(message: Message): string {
  const known = days.get(message);
  if (known !== undefined) {
    return known;
  }
  const day = new Date(message.at).toDateString();
  days.set(message, day);
  return day;
}

function repliesByQuestion(messages: readonly Message[]): Map<string, Message[]> {
  const replies = new Map<string, Message[]>();
  for (const message of messages) {
    if (message.replyTo !== null) {
      replies.set(message.replyTo, [...(replies.get(message.replyTo) ?? []), message]);
    }
  }
  return replies;
}
