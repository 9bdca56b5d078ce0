/** Messages as a client knows them, made from what REST and the socket say of them. */

import type { AcceptedFrame, EndingFrame, FinishReason, MessageType, ReplyState, WireMessage } from './frames.js';

export interface Message {
  readonly id: string;
  readonly type: MessageType;
  readonly text: string;
  /** RFC 3339. */
  readonly at: string;
  readonly position: number;
  readonly version: number;
  /** The question, if this is a reply. */
  readonly replyTo: string | null;
  /** On the branch that is shown. */
  readonly active: boolean;
  readonly clientId: string | null;
  readonly state: ReplyState | null;
  readonly reason: FinishReason | null;
  readonly errorCode: string | null;
  readonly sha256: string | null;
}

/** A message as a person wrote it. */
export interface Written {
  readonly clientId: string;
  readonly text: string;
  /** RFC 3339. */
  readonly at: string;
}

/** What was written and is not known to be stored by the server. */
export interface Unsent extends Written {
  /** The error code it was refused with. */
  readonly refusal: string | null;
  /** The server has it, but has not told it as an event, or does not call it durable yet. */
  readonly accepted: boolean;
}

export function fromWire(wire: WireMessage): Message {
  return {
    id: wire.message_id,
    type: wire.type,
    text: wire.content,
    at: wire.created_at,
    position: wire.position,
    version: wire.version ?? 1,
    replyTo: wire.type === 'ai' ? (wire.reply_to ?? wire.parent_id ?? null) : null,
    active: wire.is_active ?? true,
    clientId: wire.client_message_id ?? null,
    state: wire.state ?? null,
    reason: wire.finish_reason ?? null,
    errorCode: wire.error_code ?? null,
    sha256: wire.text_sha256 ?? null,
  };
}

/**
 * The message a reply left behind.
 *
 * @param question what it answers, if the frame does not say
 */
export function fromEnding(frame: EndingFrame, state: ReplyState, question: string | null): Message {
  return fromWire({
    ...frame,
    type: 'ai',
    content: frame.full_response,
    reply_to: frame.reply_to ?? question,
    state,
  });
}

/** One of our own, which the server has just stored. */
export function fromReceipt(receipt: AcceptedFrame, unsent: Unsent): Message {
  return fromWire({
    message_id: receipt.message_id,
    client_message_id: receipt.client_message_id,
    position: receipt.position ?? 0,
    type: 'user',
    content: unsent.text,
    created_at: unsent.at,
  });
}

/** The list with a message in its place; of two with the same id the higher version stays, or the later one. */
export function placed(messages: readonly Message[], message: Message): readonly Message[] {
  const known = messages.find(each => each.id === message.id);
  if (known && known.version > message.version) {
    return messages;
  }
  const others = known ? messages.filter(each => each !== known) : messages;
  const after = others.findLastIndex(each => each.position < message.position) + 1;
  return [...others.slice(0, after), message, ...others.slice(after)];
}
