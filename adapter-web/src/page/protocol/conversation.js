/**
 * A conversation as this page knows it, and how each thing the server says changes it. Nothing here knows a page, a
 * clock or a network: every function takes a state and returns the next one, or the same if nothing changed.
 *
 * A state has
 * - `session`: title and standing; null until they are known
 * - `messages`: by position; `earlier` is the position to ask for older ones before, null if there are none
 * - `open`: replies that have not ended (see replies.js)
 * - `unsent`: what the server has not stored yet, `{clientId, text, at, refusal, accepted}`: `refusal` is an error code,
 *   `accepted` says that the server has it, but has not told it as an event
 * - `lastSeq`: the last event we have; `headSeq`: the last one the server is known to have
 * - `readUpTo`: how far the reader has come, a position
 * - `lag`: null, or what must be done before anything else counts: `resume` (come back with what we have) or `reload`
 *   (read the history anew)
 * - `gone`: whether the conversation is no more
 */

import * as messages from './messages.js';
import * as replies from './replies.js';

/** Nothing known yet. */
export function unknown(unsent = []) {
  return {
    session: null,
    messages: [],
    earlier: null,
    open: [],
    unsent,
    lastSeq: 0,
    headSeq: 0,
    readUpTo: 0,
    lag: null,
    gone: false,
  };
}

/** The session was just made: it has no messages. */
export function created(state, session) {
  return { ...state, session: sessionFrom(session), lastSeq: session.last_seq, headSeq: session.last_seq };
}

/** The session and its newest messages were read. What we have of a running reply stays, if it is of that attempt. */
export function loaded(state, page) {
  const known = page.messages.map(messages.fromWire);
  return {
    ...state,
    session: sessionFrom(page),
    messages: known,
    earlier: page.has_more ? page.before : null,
    open: page.open_replies.map(each => reopened(state.open, each)),
    unsent: state.unsent.filter(each => !known.some(message => message.clientId === each.clientId)),
    lastSeq: page.last_seq,
    headSeq: page.last_seq,
    readUpTo: page.read_up_to ?? 0,
    lag: null,
    gone: false,
  };
}

/** An older page of the history was read. */
export function extended(state, page) {
  const known = new Set(state.messages.map(message => message.id));
  const older = page.messages.map(messages.fromWire).filter(message => !known.has(message.id));
  return { ...state, messages: [...older, ...state.messages], earlier: page.has_more ? page.before : null };
}

/** One message was read anew. */
export function corrected(state, wire) {
  return { ...state, messages: messages.placed(state.messages, messages.fromWire(wire)) };
}

/** The person said something. */
export function said(state, unsent) {
  return { ...state, unsent: [...state.unsent, { refusal: null, accepted: false, ...unsent }] };
}

/** The person took back something that could not be sent. */
export function withdrawn(state, clientId) {
  return { ...state, unsent: state.unsent.filter(each => each.clientId !== clientId) };
}

/** The person wants something that was refused to be sent again. */
export function resaid(state, clientId) {
  return withUnsent(state, clientId, { refusal: null });
}

/** The connection was lost: what was accepted, but not told as an event, must be offered again. */
export function disconnected(state) {
  return state.unsent.some(each => each.accepted)
    ? { ...state, unsent: state.unsent.map(each => ({ ...each, accepted: false })) }
    : state;
}

/** What to tell the server when coming back. */
export function resumePoint(state) {
  const partial = state.open.find(entry => entry.reply && entry.attempt > 0);
  return partial
    ? { after_seq: state.lastSeq, message_id: partial.reply, attempt: partial.attempt, offset: partial.text.length }
    : { after_seq: state.lastSeq };
}

/** Whether the server has events that have not come. */
export function isBehind(state) {
  return state.headSeq > state.lastSeq;
}

/** After these, and without a session, the conversation is no longer ours to see. */
const ENDS = new Set(['deleted', 'owner_changed']);

const HANDLERS = {
  system: (state, frame) => ({ ...state, session: sessionFrom(frame.session_info, state.session) }),
  resumed,
  heartbeat: seen,
  pong: seen,
  message_accepted: accepted,
  message: (state, frame) => event(state, frame, messageAdded),
  message_updated: (state, frame) => event(state, frame, messageChanged),
  session_updated: (state, frame) => event(state, frame, sessionChanged),
  receipt: (state, frame) => ({ ...state, readUpTo: Math.max(state.readUpTo, frame.read_up_to) }),
  ai_started: (state, frame) => passing(state, frame, replies.started),
  ai_chunk: (state, frame) => passing(state, frame, replies.continued),
  ai_snapshot: (state, frame) => passing(state, frame, replies.shown),
  ai_complete: (state, frame) => event(state, frame, replyEnded('complete')),
  ai_cancelled: (state, frame) => event(state, frame, replyEnded('cancelled')),
  ai_interrupted: (state, frame) => event(state, frame, replyEnded('interrupted')),
  ai_failed: (state, frame) => event(state, frame, replyEnded('failed')),
  error: refused,
};

/** The server said something. Frames of kinds we do not know change nothing. */
export function receive(state, frame) {
  const handler = Object.hasOwn(HANDLERS, frame.type) ? HANDLERS[frame.type] : null;
  return handler ? handler(state, frame) : state;
}

/** Applies an event if it is the next one: never twice, never over a hole. */
function event(state, frame, apply) {
  if (frame.seq <= state.lastSeq) {
    return state;
  }
  if (frame.seq > state.lastSeq + 1) {
    return { ...state, headSeq: Math.max(state.headSeq, frame.seq), lag: state.lag ?? 'resume' };
  }
  const headSeq = Math.max(state.headSeq, frame.seq);
  return apply({ ...state, lastSeq: frame.seq, headSeq }, frame);
}

/** Applies a part of a running reply. */
function passing(state, frame, apply) {
  if (state.messages.some(message => message.id === frame.message_id)) {
    return state;
  }
  const open = apply(state.open, frame);
  if (open) {
    return open === state.open ? state : { ...state, open };
  }
  const kept =
    frame.type === 'ai_chunk' && replies.conflicts(state.open, frame)
      ? replies.distrusted(state.open, frame)
      : state.open;
  return { ...state, open: kept, lag: state.lag ?? 'resume' };
}

function resumed(state, frame) {
  if (!frame.complete || frame.reload) {
    return { ...state, lag: 'reload' };
  }
  return { ...state, headSeq: Math.max(state.headSeq, frame.last_seq), lag: null };
}

function seen(state, frame) {
  return frame.last_seq > state.headSeq ? { ...state, headSeq: frame.last_seq } : state;
}

function accepted(state, frame) {
  const ours = state.unsent.find(each => each.clientId === frame.client_message_id);
  if (frame.seq <= state.lastSeq) {
    return withdrawn(state, frame.client_message_id);
  }
  // Neither is an event: the one repeats an old answer, the other was only noted in the journal.
  if (frame.duplicate || frame.seq === undefined) {
    return withUnsent(state, frame.client_message_id, { accepted: true });
  }
  return event(state, frame, next => (ours ? stored(next, frame, ours) : { ...next, lag: 'reload' }));
}

function stored(state, receipt, ours) {
  return {
    ...withdrawn(state, ours.clientId),
    messages: messages.placed(state.messages, messages.fromReceipt(receipt, ours)),
    open: replies.awaiting(state.open, receipt.message_id, receipt.reply_id),
  };
}

function messageAdded(state, frame) {
  const message = messages.fromWire(frame.message);
  const next = { ...state, messages: messages.placed(state.messages, message) };
  return message.type === 'user'
    ? { ...withdrawn(next, message.clientId), open: replies.awaiting(state.open, message.id) }
    : next;
}

function messageChanged(state, frame) {
  return { ...state, messages: messages.placed(state.messages, messages.fromWire(frame.message)) };
}

function replyEnded(ending) {
  return (state, frame) => {
    const entry = state.open.find(each => each.reply === frame.message_id);
    const message = messages.fromEnding(frame, ending, entry?.question ?? null);
    return {
      ...state,
      messages: messages.placed(state.messages, message),
      open: replies.ended(state.open, message.id, message.replyTo),
    };
  };
}

function sessionChanged(state, frame) {
  const session = frame.session ? sessionFrom(frame.session, state.session) : state.session;
  return { ...state, session, gone: ENDS.has(frame.change) && !frame.session };
}

function refused(state, frame) {
  return frame.client_message_id && !frame.retryable
    ? withUnsent(state, frame.client_message_id, { refusal: frame.error_code })
    : state;
}

function withUnsent(state, clientId, change) {
  return {
    ...state,
    unsent: state.unsent.map(each => (each.clientId === clientId ? { ...each, ...change } : each)),
  };
}

function reopened(open, { message_id: reply, reply_to: question, attempt }) {
  const known = open.find(entry => entry.reply === reply || entry.question === question);
  return known && known.attempt === attempt ? { ...known, question, reply } : { question, reply, attempt: 0, text: '' };
}

function sessionFrom(wire, before = null) {
  return {
    id: wire.session_id,
    title: wire.title === undefined ? (before?.title ?? null) : wire.title,
    assistant: wire.assistant ?? before?.assistant ?? null,
    closed: wire.closed ?? (wire.standing ? wire.standing === 'closed' : (before?.closed ?? false)),
    archived: wire.is_active === undefined ? (before?.archived ?? false) : !wire.is_active,
  };
}
