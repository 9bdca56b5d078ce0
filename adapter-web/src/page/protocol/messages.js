/** Messages as this page knows them, made from what REST and the socket say of them. */

/**
 * @param {object} wire a message as the history and the frames `message` and `message_updated` carry it
 */
export function fromWire(wire) {
  return {
    id: wire.message_id,
    type: wire.type,
    text: wire.content,
    at: wire.created_at,
    position: wire.position,
    version: wire.version ?? 1,
    replyTo: wire.type === 'ai' ? (wire.reply_to ?? wire.parent_id ?? null) : null,
    active: wire.is_active ?? wire.active ?? true,
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
 * @param {object} frame one of those that end a reply
 * @param {string} state complete, cancelled, interrupted or failed
 * @param {string | null} question what it answers
 */
export function fromEnding(frame, state, question) {
  return fromWire({
    ...frame,
    type: 'ai',
    content: frame.full_response,
    reply_to: frame.reply_to ?? question,
    state,
  });
}

/** One of our own, which the server has just stored. */
export function fromReceipt(receipt, unsent) {
  return fromWire({
    ...receipt,
    type: 'user',
    content: unsent.text,
    created_at: unsent.at,
  });
}

/** The list with a message in its place; of two with the same id the higher version stays, or the later one. */
export function placed(messages, message) {
  const known = messages.find(each => each.id === message.id);
  if (known && known.version > message.version) {
    return messages;
  }
  const others = known ? messages.filter(each => each !== known) : messages;
  const after = others.findLastIndex(each => each.position < message.position) + 1;
  return [...others.slice(0, after), message, ...others.slice(after)];
}
