/**
 * What goes over the wire, as `docs/protocol` describes it: frames of the socket and of event streams, and what REST
 * answers. Names are those of the wire. Fields and types nobody knows may come, and are ignored.
 */

export type MessageType = 'user' | 'ai' | 'system' | 'agent';
export type ReplyState = 'complete' | 'cancelled' | 'interrupted' | 'failed';
export type FinishReason = 'stop' | 'stop_word' | 'length' | 'content_filter';

export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  estimated: boolean;
}

/** A message as the history and the frames `message` and `message_updated` carry it. What does not apply is null. */
export interface WireMessage {
  message_id: string;
  type: MessageType;
  content: string;
  created_at: string;
  position: number;
  seq?: number;
  version?: number;
  turn?: number;
  parent_id?: string | null;
  is_active?: boolean;
  status?: 'sent' | 'delivered' | 'read' | null;
  metadata?: unknown;
  author?: unknown;
  client_message_id?: string | null;
  reply_to?: string | null;
  state?: ReplyState | null;
  attempt?: number | null;
  model?: string | null;
  finish_reason?: FinishReason | null;
  usage?: Usage | null;
  error_code?: string | null;
  retryable?: boolean | null;
  text_sha256?: string | null;
}

/** A session as REST, lists and frames tell of it; each of them leaves something out. */
export interface WireSession {
  session_id: string;
  created_at?: string;
  updated_at?: string;
  title?: string | null;
  title_generated?: boolean;
  assistant?: string | null;
  is_active?: boolean;
  closed?: boolean;
  standing?: string;
  last_seq?: number;
  message_count?: number;
  last_message_preview?: string | null;
  unread_count?: number;
}

export interface OpenReply {
  message_id: string;
  reply_to: string;
  state?: string;
  attempt: number;
}

/** A part of the history. `before` and `after` are what to ask for next; null if there is nothing that way. */
export interface HistoryPage {
  session_id: string;
  messages: WireMessage[];
  total_count?: number;
  last_seq: number;
  has_more: boolean;
  before: number | null;
  after?: number | null;
  open_replies: OpenReply[];
  delivered_up_to?: number;
  read_up_to?: number;
}

/** A session and its newest messages, from one snapshot. */
export type SessionPage = WireSession & HistoryPage;

/** A session that was just made, or found to be made before. */
export type MadeSession = WireSession & { last_seq: number; message_count: number };

export interface SessionList {
  sessions: WireSession[];
  has_more: boolean;
  after: string | null;
}

/** A message that holds what was looked for, and a piece of it. */
export interface FoundMessage {
  session_id: string;
  session_title?: string | null;
  message_id: string;
  type: MessageType;
  position: number;
  created_at: string;
  /** Plain text. */
  snippet: string;
  /** What was looked for in it, in UTF-16 units; in order, and apart from each other. */
  highlights: { start: number; end: number }[];
}

export interface SearchAnswer {
  results: FoundMessage[];
  has_more: boolean;
  /** What to ask for to see more; null if there are no more. */
  after: string | null;
  /** Whether all messages were looked at. */
  complete: boolean;
}

export interface Assistant {
  name: string;
  greeting?: string | null;
  suggestions?: string[];
}

export interface Tokens {
  access_token: string;
  token_type: string;
  expires_in: number;
  refresh_token: string;
  refresh_expires_in: number;
  user?: User;
}

/** Somebody with an account. */
export interface User {
  user_id: string;
  username: string;
  email: string;
  name?: string | null;
  locale?: string;
  role?: string;
  /** A path; another with each picture. Null without one. */
  avatar_url?: string | null;
}

/** A place where somebody is logged in. */
export interface Device {
  login_id: string;
  /** What the browser said of itself. */
  device?: string | null;
  address?: string | null;
  begun_at: string;
  used_at: string;
  expires_at: string;
  current: boolean;
}

/** Null is what it is at first. */
export interface WirePreferences {
  locale?: string | null;
  theme?: string | null;
  typing_speed?: string | null;
  send_on_enter?: boolean | null;
  default_assistant?: string | null;
  model?: string | null;
  temperature?: number | null;
  max_tokens?: number | null;
  /** Null if nothing was ever set. */
  updated_at?: string | null;
  /** Told by the server, never to it. */
  allowed?: AllowedAnswers;
}

/** What may be chosen about answers; nothing of what is not there. */
export interface AllowedAnswers {
  models?: readonly string[];
  temperature?: { min: number; max: number } | null;
  max_tokens?: { min: number; max: number } | null;
}

export interface Ticket {
  ticket: string;
  expires_in: number;
  websocket_url: string;
}

export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  error_code?: string;
  retryable?: boolean;
  field?: string;
  request_id?: string;
}

// ---- what clients send

export interface UserMessageFrame {
  type: 'user_message';
  session_id: string;
  message: string;
  client_message_id: string;
  timestamp?: string;
  metadata?: object;
}

export interface ResumeFrame {
  type: 'resume';
  after_seq: number;
  message_id?: string;
  attempt?: number;
  offset?: number;
}

/** The same on the socket of a user. */
export interface UserResumeFrame {
  type: 'resume';
  after_user_seq: number;
}

export interface CancelFrame {
  type: 'cancel';
  message_id?: string;
  reply_id?: string;
  client_command_id?: string;
}

export type ClientFrame =
  | UserMessageFrame
  | ResumeFrame
  | UserResumeFrame
  | CancelFrame
  | { type: 'read' | 'delivered'; up_to_position: number }
  | { type: 'typing'; is_typing: boolean }
  | { type: 'authenticate'; token: string; client_command_id?: string }
  | { type: 'ping' };

// ---- what the server sends

export interface AcceptedFrame {
  type: 'message_accepted';
  client_message_id: string;
  message_id: string;
  reply_id?: string;
  /** Absent if the message is only noted, and not yet an event. */
  seq?: number;
  position?: number;
  durability: string;
  duplicate?: boolean;
}

export interface MessageFrame {
  type: 'message' | 'message_updated';
  seq: number;
  message: WireMessage;
}

export interface SessionFrame {
  type: 'session_updated';
  seq: number;
  change: string;
  at?: string;
  /** Left out when it was deleted, or when it is the reader's no more. */
  session?: WireSession | null;
}

export interface StartedFrame {
  type: 'ai_started';
  message_id: string;
  attempt: number;
  base_offset?: number;
  model?: string;
  reply_to?: string | null;
}

export interface ChunkFrame {
  type: 'ai_chunk';
  message_id: string;
  attempt: number;
  offset: number;
  content: string;
  chunk_index?: number;
  is_complete?: boolean;
}

export interface SnapshotFrame {
  type: 'ai_snapshot';
  message_id: string;
  attempt: number;
  content: string;
  model?: string;
  reply_to?: string | null;
}

export interface EndingFrame {
  type: 'ai_complete' | 'ai_cancelled' | 'ai_interrupted' | 'ai_failed';
  seq: number;
  message_id: string;
  full_response: string;
  attempt: number;
  position: number;
  created_at: string;
  model?: string;
  reply_to?: string | null;
  finish_reason?: FinishReason;
  usage?: Usage;
  token_count?: number;
  text_sha256?: string;
  error_code?: string;
  retryable?: boolean;
}

export interface ErrorFrame {
  type: 'error';
  error_code: string;
  message?: string;
  details?: string;
  retryable?: boolean;
  field?: string;
  retry_after_ms?: number;
  message_id?: string;
  client_message_id?: string;
  client_command_id?: string;
}

export interface ResumedFrame {
  type: 'resumed';
  last_seq: number;
  complete: boolean;
  reload?: boolean;
}

/** Somebody else came, is there as something else, or left. */
export interface PresenceFrame {
  type: 'presence';
  user_id: string;
  state: string;
  role: string;
}

/** Somebody else types, or does not any more. */
export interface TypingFrame {
  type: 'typing';
  user_id: string;
  is_typing: boolean;
}

export type ServerFrame =
  | { type: 'system'; message?: string; protocol?: string; session_info: WireSession }
  | ResumedFrame
  | { type: 'heartbeat' | 'pong'; last_seq: number }
  | AcceptedFrame
  | MessageFrame
  | SessionFrame
  | { type: 'receipt'; delivered_up_to: number; read_up_to: number }
  | PresenceFrame
  | TypingFrame
  | StartedFrame
  | ChunkFrame
  | SnapshotFrame
  | EndingFrame
  | ErrorFrame
  | { type: 'authenticated'; expires_at: string | null; client_command_id?: string }
  | { type: 'draining'; reconnect_after_ms: number };

/** What the socket of a user tells. */
export type UserFrame =
  | { type: 'system'; user_info: { user_id: string; last_user_seq: number } }
  | { type: 'resumed'; last_user_seq: number; complete: boolean; reload?: boolean }
  | { type: 'session_changed'; user_seq: number; session: WireSession }
  | { type: 'session_removed'; user_seq: number; session_id: string }
  | { type: 'preferences_changed'; user_seq: number; preferences: WirePreferences }
  | { type: 'heartbeat' | 'pong'; last_user_seq: number }
  | { type: 'authenticated' }
  | { type: 'draining'; reconnect_after_ms: number }
  | { type: 'error'; error_code: string };

type Shape = Record<string, 'string' | 'number' | 'object' | 'boolean'>;

/** What must be in a frame for it to be worked with; a type that is not here is not known. */
const SHAPES: Record<ServerFrame['type'], Shape> = {
  system: { session_info: 'object' },
  resumed: { last_seq: 'number', complete: 'boolean' },
  heartbeat: { last_seq: 'number' },
  pong: { last_seq: 'number' },
  message_accepted: { client_message_id: 'string', message_id: 'string' },
  message: { seq: 'number', message: 'object' },
  message_updated: { seq: 'number', message: 'object' },
  session_updated: { seq: 'number', change: 'string' },
  receipt: { read_up_to: 'number' },
  presence: { user_id: 'string', state: 'string', role: 'string' },
  typing: { user_id: 'string', is_typing: 'boolean' },
  ai_started: { message_id: 'string', attempt: 'number' },
  ai_chunk: { message_id: 'string', attempt: 'number', offset: 'number', content: 'string' },
  ai_snapshot: { message_id: 'string', attempt: 'number', content: 'string' },
  ai_complete: { seq: 'number', message_id: 'string', full_response: 'string' },
  ai_cancelled: { seq: 'number', message_id: 'string', full_response: 'string' },
  ai_interrupted: { seq: 'number', message_id: 'string', full_response: 'string' },
  ai_failed: { seq: 'number', message_id: 'string', full_response: 'string' },
  error: { error_code: 'string' },
  authenticated: {},
  draining: { reconnect_after_ms: 'number' },
};

const USER_SHAPES: Record<UserFrame['type'], Shape> = {
  system: { user_info: 'object' },
  resumed: { last_user_seq: 'number', complete: 'boolean' },
  session_changed: { user_seq: 'number', session: 'object' },
  session_removed: { user_seq: 'number', session_id: 'string' },
  preferences_changed: { user_seq: 'number', preferences: 'object' },
  heartbeat: { last_user_seq: 'number' },
  pong: { last_user_seq: 'number' },
  authenticated: {},
  draining: { reconnect_after_ms: 'number' },
  error: { error_code: 'string' },
};

/**
 * Reads a frame of a conversation.
 *
 * @returns the frame; null if it is of a type that is not known, and nothing has to be done
 * @throws {SyntaxError} if it is damaged: what came cannot be relied on
 */
export function frameFrom(data: unknown): ServerFrame | null {
  return shaped(data, SHAPES) as ServerFrame | null;
}

/** The same for the socket of a user. */
export function userFrameFrom(data: unknown): UserFrame | null {
  return shaped(data, USER_SHAPES) as UserFrame | null;
}

function shaped(data: unknown, shapes: Record<string, Shape>): unknown {
  const read: unknown = typeof data === 'string' ? JSON.parse(data) : null;
  if (!isRecord(read) || typeof read['type'] !== 'string') {
    throw new SyntaxError('a frame is an object with a type');
  }
  const { type } = read;
  if (!Object.hasOwn(shapes, type)) {
    return null;
  }
  for (const [field, kind] of Object.entries(shapes[type] ?? {})) {
    if (typeof read[field] !== kind || read[field] === null) {
      throw new SyntaxError(`${field} of ${type} is no ${kind}`);
    }
  }
  return read;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
