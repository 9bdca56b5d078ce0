/**
 * A conversation as a client knows it, and how each thing that happens changes it. Nothing here knows a page, a clock or
 * a network: `reduce` takes a state and an action and returns the next state, or the same if nothing changed.
 */

import type {
  AcceptedFrame,
  ChunkFrame,
  EndingFrame,
  ErrorFrame,
  HistoryPage,
  MadeSession,
  MessageFrame,
  OpenReply,
  ReplyState,
  ResumedFrame,
  ResumeFrame,
  ServerFrame,
  SessionFrame,
  SessionPage,
  SnapshotFrame,
  StartedFrame,
  WireMessage,
  WireSession,
} from './frames.js';
import * as messages from './messages.js';
import type { Message, Unsent, Written } from './messages.js';
import * as replies from './replies.js';
import type { Opens } from './replies.js';

export interface Session {
  readonly id: string;
  readonly title: string | null;
  readonly assistant: string | null;
  readonly closed: boolean;
  readonly archived: boolean;
}

export interface Conversation {
  /** Null until it is known. */
  readonly session: Session | null;
  /** By position. */
  readonly messages: readonly Message[];
  /** The position to ask for older messages before; null if there are none. */
  readonly earlier: number | null;
  /** Replies that have not ended. */
  readonly open: Opens;
  /** In the order in which they were written. */
  readonly unsent: readonly Unsent[];
  /** The last event we have. */
  readonly lastSeq: number;
  /** The last event the server is known to have. */
  readonly headSeq: number;
  /** How far the reader has come, a position. */
  readonly readUpTo: number;
  /**
   * What must be done before anything else counts: come back with what we have, or read the history anew. Null if
   * nothing must.
   */
  readonly lag: 'resume' | 'reload' | null;
  /** Whether it is no more, or no more ours to see. */
  readonly gone: boolean;
}

export type Action =
  /** The session was just made: it has no messages. */
  | { type: 'created'; session: MadeSession }
  /** The session and its newest messages were read. */
  | { type: 'loaded'; page: SessionPage }
  /** What is before a position was read. */
  | { type: 'extended'; before: number; page: HistoryPage }
  /** One message was read anew. */
  | { type: 'corrected'; message: WireMessage }
  /** The person said something. */
  | { type: 'said'; message: Written }
  /** This was said before, in a window that is closed. */
  | { type: 'recalled'; messages: readonly Written[] }
  /** The person took back something that could not be sent. */
  | { type: 'withdrawn'; clientId: string }
  /** The person wants something that was refused to be sent again. */
  | { type: 'resaid'; clientId: string }
  /** The connection was lost: what was accepted, but not told as an event, must be offered again. */
  | { type: 'disconnected' }
  /** The reader has seen everything up to a position. */
  | { type: 'read'; upTo: number }
  /** The server says that there is no such conversation. */
  | { type: 'gone' }
  | { type: 'received'; frame: ServerFrame };

/** Nothing known yet. */
export const UNKNOWN: Conversation = {
  session: null,
  messages: [],
  earlier: null,
  open: [],
  unsent: [],
  lastSeq: 0,
  headSeq: 0,
  readUpTo: 0,
  lag: null,
  gone: false,
};

export function reduce(state: Conversation, action: Action): Conversation {
  switch (action.type) {
    case 'created':
      return {
        ...state,
        session: sessionFrom(action.session),
        lastSeq: action.session.last_seq,
        headSeq: action.session.last_seq,
      };
    case 'loaded':
      return loaded(state, action.page);
    case 'extended':
      return extended(state, action.before, action.page);
    case 'corrected':
      return { ...state, messages: messages.placed(state.messages, messages.fromWire(action.message)) };
    case 'said':
      return { ...state, unsent: [...state.unsent, unsentFrom(action.message)] };
    case 'recalled':
      return recalled(state, action.messages);
    case 'withdrawn':
      return withdrawn(state, action.clientId);
    case 'resaid':
      return withUnsent(state, action.clientId, { refusal: null });
    case 'disconnected':
      return state.unsent.some(each => each.accepted)
        ? { ...state, unsent: state.unsent.map(each => ({ ...each, accepted: false })) }
        : state;
    case 'read':
      return action.upTo > state.readUpTo ? { ...state, readUpTo: action.upTo } : state;
    case 'gone':
      return { ...state, gone: true };
    case 'received':
      return received(state, action.frame);
  }
}

/** What to tell the server when coming back. */
export function resumePoint(state: Conversation): ResumeFrame {
  const partial = state.open.find(entry => entry.reply !== null && entry.attempt > 0);
  const point: ResumeFrame = { type: 'resume', after_seq: state.lastSeq };
  return partial && partial.reply !== null
    ? { ...point, message_id: partial.reply, attempt: partial.attempt, offset: partial.text.length }
    : point;
}

/** Whether the server has events that have not come. */
export function isBehind(state: Conversation): boolean {
  return state.headSeq > state.lastSeq;
}

/** Whether a message has to be sent. */
export function isWaiting({ refusal, accepted }: Unsent): boolean {
  return refusal === null && !accepted;
}

/** After these, and without a session, the conversation is no longer ours to see. */
const ENDS: ReadonlySet<string> = new Set(['deleted', 'owner_changed']);

function received(state: Conversation, frame: ServerFrame): Conversation {
  switch (frame.type) {
    case 'system':
      return { ...state, session: sessionFrom(frame.session_info, state.session) };
    case 'resumed':
      return resumed(state, frame);
    case 'heartbeat':
    case 'pong':
      return frame.last_seq > state.headSeq ? { ...state, headSeq: frame.last_seq } : state;
    case 'message_accepted':
      return accepted(state, frame);
    case 'message':
      return event(state, frame, messageAdded);
    case 'message_updated':
      return event(state, frame, messageChanged);
    case 'session_updated':
      return event(state, frame, sessionChanged);
    case 'receipt':
      return frame.read_up_to > state.readUpTo ? { ...state, readUpTo: frame.read_up_to } : state;
    case 'ai_started':
      return passing(state, frame, replies.started);
    case 'ai_chunk':
      return passing(state, frame, replies.continued);
    case 'ai_snapshot':
      return passing(state, frame, replies.shown);
    case 'ai_complete':
      return event(state, frame, replyEnded('complete'));
    case 'ai_cancelled':
      return event(state, frame, replyEnded('cancelled'));
    case 'ai_interrupted':
      return event(state, frame, replyEnded('interrupted'));
    case 'ai_failed':
      return event(state, frame, replyEnded('failed'));
    case 'error':
      return refused(state, frame);
    case 'presence':
    case 'typing':
    case 'authenticated':
    case 'draining':
    default: // a newer server says what no type here knows
      return state;
  }
}

/** What we have of a running reply stays, if it is of that attempt. */
function loaded(state: Conversation, page: SessionPage): Conversation {
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

/** A page that was asked for before the history was read anew has no place any more. */
function extended(state: Conversation, before: number, page: HistoryPage): Conversation {
  if (state.earlier !== before) {
    return state;
  }
  const known = new Set(state.messages.map(message => message.id));
  const older = page.messages.map(messages.fromWire).filter(message => !known.has(message.id));
  return { ...state, messages: [...older, ...state.messages], earlier: page.has_more ? page.before : null };
}

/** In the order in which they were kept; what is not kept yet comes last. */
function recalled(state: Conversation, kept: readonly Written[]): Conversation {
  const stored = new Set(state.messages.map(each => each.clientId));
  const known = new Map(state.unsent.map(each => [each.clientId, each]));
  const inOrder = kept
    .filter(each => !stored.has(each.clientId))
    .map(each => known.get(each.clientId) ?? unsentFrom(each));
  const others = state.unsent.filter(each => !inOrder.includes(each));
  return inOrder.every(each => known.has(each.clientId)) ? state : { ...state, unsent: [...inOrder, ...others] };
}

function unsentFrom(message: Written): Unsent {
  return { ...message, refusal: null, accepted: false };
}

function withdrawn(state: Conversation, clientId: string | null): Conversation {
  return { ...state, unsent: state.unsent.filter(each => each.clientId !== clientId) };
}

/** Applies an event if it is the next one: never twice, never over a hole. */
function event<F extends { seq: number }>(
  state: Conversation,
  frame: F,
  apply: (state: Conversation, frame: F) => Conversation,
): Conversation {
  if (frame.seq <= state.lastSeq) {
    return state;
  }
  const headSeq = Math.max(state.headSeq, frame.seq);
  if (frame.seq > state.lastSeq + 1) {
    return { ...state, headSeq, lag: state.lag ?? 'resume' };
  }
  return apply({ ...state, lastSeq: frame.seq, headSeq }, frame);
}

/** Applies a part of a running reply. */
function passing<F extends StartedFrame | ChunkFrame | SnapshotFrame>(
  state: Conversation,
  frame: F,
  apply: (open: Opens, frame: F) => Opens | null,
): Conversation {
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

function resumed(state: Conversation, frame: ResumedFrame): Conversation {
  return !frame.complete || frame.reload
    ? { ...state, lag: 'reload' }
    : { ...state, headSeq: Math.max(state.headSeq, frame.last_seq), lag: null };
}

function accepted(state: Conversation, frame: AcceptedFrame): Conversation {
  const { seq } = frame;
  if (seq !== undefined && seq <= state.lastSeq && frame.durability === 'db') {
    return withdrawn(state, frame.client_message_id);
  }
  // None of these is an event: one repeats an old answer, the others were only noted.
  if (frame.duplicate || seq === undefined || frame.durability !== 'db') {
    return withUnsent(state, frame.client_message_id, { accepted: true });
  }
  const ours = state.unsent.find(each => each.clientId === frame.client_message_id);
  return event(state, { ...frame, seq }, next => (ours ? stored(next, frame, ours) : { ...next, lag: 'reload' }));
}

function stored(state: Conversation, receipt: AcceptedFrame, ours: Unsent): Conversation {
  return {
    ...withdrawn(state, ours.clientId),
    messages: messages.placed(state.messages, messages.fromReceipt(receipt, ours)),
    open: replies.awaiting(state.open, receipt.message_id, receipt.reply_id ?? null),
  };
}

function messageAdded(state: Conversation, frame: MessageFrame): Conversation {
  const message = messages.fromWire(frame.message);
  const next = { ...state, messages: messages.placed(state.messages, message) };
  return message.type === 'user'
    ? { ...withdrawn(next, message.clientId), open: replies.awaiting(state.open, message.id) }
    : next;
}

function messageChanged(state: Conversation, frame: MessageFrame): Conversation {
  return { ...state, messages: messages.placed(state.messages, messages.fromWire(frame.message)) };
}

function replyEnded(ending: ReplyState) {
  return (state: Conversation, frame: EndingFrame): Conversation => {
    const entry = state.open.find(each => each.reply === frame.message_id);
    const message = messages.fromEnding(frame, ending, entry?.question ?? null);
    return {
      ...state,
      messages: messages.placed(state.messages, message),
      open: replies.ended(state.open, message.id, message.replyTo),
    };
  };
}

function sessionChanged(state: Conversation, frame: SessionFrame): Conversation {
  const session = frame.session ? sessionFrom(frame.session, state.session) : state.session;
  return { ...state, session, gone: ENDS.has(frame.change) && !frame.session };
}

function refused(state: Conversation, frame: ErrorFrame): Conversation {
  return frame.client_message_id && !frame.retryable
    ? withUnsent(state, frame.client_message_id, { refusal: frame.error_code })
    : state;
}

function withUnsent(state: Conversation, clientId: string, change: Partial<Unsent>): Conversation {
  return {
    ...state,
    unsent: state.unsent.map(each => (each.clientId === clientId ? { ...each, ...change } : each)),
  };
}

function reopened(open: Opens, { message_id: reply, reply_to: question, attempt }: OpenReply): replies.Open {
  const known = open.find(entry => entry.reply === reply || entry.question === question);
  return known?.attempt === attempt ? { ...known, question, reply } : { question, reply, attempt: 0, text: '' };
}

function sessionFrom(wire: WireSession, before: Session | null = null): Session {
  return {
    id: wire.session_id,
    title: wire.title === undefined ? (before?.title ?? null) : wire.title,
    assistant: wire.assistant ?? before?.assistant ?? null,
    closed: wire.closed ?? (wire.standing ? wire.standing === 'closed' : (before?.closed ?? false)),
    archived: wire.is_active === undefined ? (before?.archived ?? false) : !wire.is_active,
  };
}
