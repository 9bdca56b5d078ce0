import assert from 'node:assert/strict';
import { test } from 'vitest';
import * as conversation from './acts.mjs';
import { timeline } from '../../core/protocol/timeline.ts';
import { page, wireMessage, wireReply } from './frames.mjs';

const of = (more, unsent = []) => timeline(conversation.loaded(conversation.unknown(unsent), page(more)));
const keys = entries => entries.filter(entry => entry.kind !== 'day').map(entry => entry.key);

test('a reply stands after its question, though further questions came before it', () => {
  const messages = [wireMessage('q1', 1), wireMessage('q2', 2), wireReply('r1', 3, 'q1'), wireReply('r2', 4, 'q2')];

  assert.deepEqual(keys(of({ messages })), ['q1', 'r1', 'q2', 'r2']);
});

test('a running reply stands after its question too, and what is unsent comes last', () => {
  const messages = [wireMessage('q1', 1), wireMessage('q2', 2)];
  const open_replies = [{ message_id: 'r1', reply_to: 'q1', state: 'streaming', attempt: 1 }];
  const unsent = [{ clientId: 'u', text: 'later', refusal: null }];

  assert.deepEqual(keys(of({ messages, open_replies }, unsent)), ['q1', 'r1', 'q2', 'u']);
});

test('a reply whose question is on an older page keeps its position', () => {
  const messages = [wireReply('r0', 1, 'older'), wireMessage('q', 2)];

  assert.deepEqual(keys(of({ messages })), ['r0', 'q']);
});

test('other versions are not shown', () => {
  const messages = [wireMessage('q', 1), wireReply('old', 2, 'q', { is_active: false }), wireReply('new', 3, 'q')];

  assert.deepEqual(keys(of({ messages })), ['q', 'new']);
});

test('each day is named once', () => {
  const messages = [
    wireMessage('a', 1, { created_at: '2024-01-01T12:00:00Z' }),
    wireReply('ra', 2, 'a', { created_at: '2024-01-02T12:00:00Z' }),
    wireMessage('b', 3, { created_at: '2024-01-01T12:30:00Z' }),
    wireMessage('c', 4, { created_at: '2024-01-03T12:00:00Z' }),
  ];

  assert.deepEqual(
    of({ messages }).map(entry => entry.kind),
    ['day', 'message', 'message', 'message', 'day', 'message'],
  );
});

test('a message keeps its key from the moment it was written', () => {
  const unsent = [{ clientId: 'c', text: 'hello', refusal: null }];
  const messages = [wireMessage('m', 1, { client_message_id: 'c' })];

  assert.deepEqual(keys(of({}, unsent)), ['c']);
  assert.deepEqual(keys(of({ messages })), ['c']);
});
