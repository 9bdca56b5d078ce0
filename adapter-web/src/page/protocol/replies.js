/**
 * Replies that have not ended. Each is known by its question, for that is there first:
 * `{question, reply, attempt, text}`, with `reply` null and `attempt` 0 until they are known. The list is in the order
 * in which the questions were asked. Functions return a new list, or the same if nothing changed; null says that
 * something is missing and the server must be asked to begin again from what we have.
 */

import { join } from './pieces.js';

/** A question waits for its reply. */
export function awaiting(open, question, reply = null) {
  const known = open.find(entry => entry.question === question || (reply && entry.reply === reply));
  if (!known) {
    return [...open, { question, reply, attempt: 0, text: '' }];
  }
  const isAllKnown = known.question === question && (known.reply || !reply);
  return isAllKnown ? open : replaced(open, known, { ...known, question, reply: known.reply ?? reply });
}

/** An attempt begins, or is told from `base` on. */
export function started(open, { message_id: reply, reply_to: question, attempt, base_offset: base = 0 }) {
  const list = awaiting(open, question ?? reply, reply);
  const entry = find(list, reply);
  if (attempt < entry.attempt) {
    return list;
  }
  if (base > entry.text.length) {
    return null;
  }
  return replaced(list, entry, { ...entry, attempt, text: entry.text.slice(0, base) });
}

/** More text came. */
export function continued(open, { message_id: reply, attempt, offset, content }) {
  const entry = find(open, reply);
  if (!entry || attempt > entry.attempt) {
    return offset === 0 ? begunBy(open, reply, attempt, content) : null;
  }
  if (attempt < entry.attempt) {
    return open;
  }
  const joined = join(entry.text, offset, content);
  return joined.text === undefined ? null : replaced(open, entry, { ...entry, text: joined.text });
}

/** The text so far is this. */
export function shown(open, { message_id: reply, reply_to: question, attempt, content }) {
  const list = awaiting(open, question ?? reply, reply);
  const entry = find(list, reply);
  return attempt < entry.attempt ? list : replaced(list, entry, { ...entry, attempt, text: content });
}

/** A reply has ended, or its question was answered. */
export function ended(open, reply, question) {
  return open.filter(entry => entry.reply !== reply && entry.question !== question);
}

/** Forgets the text of a reply that does not agree with the server's. */
export function distrusted(open, { message_id: reply }) {
  const entry = find(open, reply);
  return entry ? replaced(open, entry, { ...entry, attempt: 0, text: '' }) : open;
}

/** Whether a piece says something else than what we have. */
export function conflicts(open, { message_id: reply, attempt, offset, content }) {
  const entry = find(open, reply);
  return Boolean(entry && entry.attempt === attempt && join(entry.text, offset, content).conflict);
}

function begunBy(open, reply, attempt, text) {
  const entry = find(open, reply);
  return entry
    ? replaced(open, entry, { ...entry, attempt, text })
    : [...open, { question: reply, reply, attempt, text }];
}

function find(open, reply) {
  return open.find(entry => entry.reply === reply);
}

function replaced(open, old, entry) {
  return open.map(each => (each === old ? entry : each));
}
