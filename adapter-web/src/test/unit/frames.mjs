// Frames and pages as the server writes them, with as little as a test needs.

export const page = (more = {}) => ({
  session_id: 's',
  title: null,
  assistant: 'default',
  is_active: true,
  closed: false,
  last_seq: 1,
  messages: [],
  has_more: false,
  before: null,
  open_replies: [],
  read_up_to: 0,
  ...more,
});

export const wireMessage = (id, position, more = {}) => ({
  message_id: id,
  type: 'user',
  content: `text of ${id}`,
  created_at: '2024-01-01T12:00:00Z',
  position,
  version: 1,
  is_active: true,
  ...more,
});

export const wireReply = (id, position, question, more = {}) =>
  wireMessage(id, position, { type: 'ai', reply_to: question, state: 'complete', ...more });

export const message = (seq, wire) => ({ type: 'message', seq, message: wire });

export const accepted = (seq, clientId, more = {}) => ({
  type: 'message_accepted',
  client_message_id: clientId,
  message_id: `message of ${clientId}`,
  reply_id: `reply of ${clientId}`,
  durability: 'db',
  seq,
  position: seq,
  duplicate: false,
  ...more,
});

export const aiStarted = (reply, question, more = {}) => ({
  type: 'ai_started',
  message_id: reply,
  reply_to: question,
  attempt: 1,
  base_offset: 0,
  model: 'demo',
  ...more,
});

export const aiChunk = (reply, offset, content, more = {}) => ({
  type: 'ai_chunk',
  message_id: reply,
  attempt: 1,
  offset,
  content,
  ...more,
});

export const aiSnapshot = (reply, question, content, more = {}) => ({
  type: 'ai_snapshot',
  message_id: reply,
  reply_to: question,
  attempt: 1,
  content,
  ...more,
});

export const ending = (type, seq, reply, question, text, more = {}) => ({
  type,
  seq,
  message_id: reply,
  reply_to: question,
  attempt: 1,
  full_response: text,
  position: seq,
  created_at: '2024-01-01T12:00:01Z',
  ...more,
});
