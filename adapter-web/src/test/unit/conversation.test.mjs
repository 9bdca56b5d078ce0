import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import * as conversation from './acts.mjs';
import { accepted, aiChunk, aiSnapshot, aiStarted, ending, message, page, wireMessage, wireReply } from './frames.mjs';

const { receive } = conversation;

const after = (state, ...frames) => frames.reduce(receive, state);
const empty = () => conversation.loaded(conversation.unknown(), page());
const asked = () => after(empty(), message(2, wireMessage('q', 1)));
const texts = state => state.messages.map(each => each.text);
const open = state => state.open[0];

describe('events', () => {
  test('an event that comes twice counts once', () => {
    const state = after(empty(), message(2, wireMessage('q', 1)), message(2, wireMessage('q', 1)));

    assert.deepEqual(texts(state), ['text of q']);
    assert.equal(state.lastSeq, 2);
    assert.equal(state.lag, null);
  });

  test('an event over a hole is not taken, and asks to resume', () => {
    const state = after(empty(), message(3, wireMessage('late', 2)));

    assert.deepEqual(texts(state), []);
    assert.equal(state.lastSeq, 1);
    assert.equal(state.lag, 'resume');
    assert.deepEqual(conversation.resumePoint(state), { type: 'resume', after_seq: 1 });
  });

  test('events in the wrong order end up right after resuming', () => {
    const torn = after(empty(), message(3, wireMessage('b', 2)), message(2, wireMessage('a', 1)));
    const whole = after(torn, { type: 'resumed', last_seq: 3, complete: true }, message(3, wireMessage('b', 2)));

    assert.deepEqual(texts(torn), ['text of a']);
    assert.deepEqual(texts(whole), ['text of a', 'text of b']);
    assert.equal(whole.lag, null);
  });

  test('a heartbeat tells that the last event was lost', () => {
    assert.equal(conversation.isBehind(after(empty(), { type: 'heartbeat', last_seq: 1 })), false);
    assert.equal(conversation.isBehind(after(empty(), { type: 'heartbeat', last_seq: 2 })), true);
    assert.equal(
      conversation.isBehind(after(empty(), { type: 'pong', last_seq: 2 }, message(2, wireMessage('q', 1)))),
      false,
    );
  });

  test('what cannot be resumed is reloaded', () => {
    const state = after(asked(), { type: 'resumed', last_seq: 900, complete: false, reload: true });

    assert.equal(state.lag, 'reload');
    assert.equal(conversation.loaded(state, page({ last_seq: 900 })).lag, null);
  });

  test('a message is replaced by a higher version, never by a lower one', () => {
    const changed = version => ({ ...wireMessage('q', 1), version, content: `version ${version}` });
    const newer = after(asked(), { ...message(3, changed(3)), type: 'message_updated' });
    const older = after(newer, { ...message(4, changed(2)), type: 'message_updated' });

    assert.deepEqual(texts(newer), ['version 3']);
    assert.deepEqual(texts(older), ['version 3']);
    assert.equal(older.lastSeq, 4);
  });

  test('a session that was deleted is gone, and comes back when that is undone', () => {
    const gone = after(empty(), { type: 'session_updated', seq: 2, change: 'deleted' });
    const back = after(gone, {
      type: 'session_updated',
      seq: 3,
      change: 'restored',
      session: { session_id: 's', title: 'T' },
    });

    assert.equal(gone.gone, true);
    assert.equal(back.gone, false);
    assert.equal(back.session.title, 'T');
  });

  test("a session that is somebody else's now is gone, and one that became ours is not", () => {
    const theirs = after(empty(), { type: 'session_updated', seq: 2, change: 'owner_changed' });
    const ours = after(empty(), {
      type: 'session_updated',
      seq: 2,
      change: 'owner_changed',
      session: { session_id: 's', title: 'T' },
    });

    assert.equal(theirs.gone, true);
    assert.equal(ours.gone, false);
  });

  test('a deletion that was undone by now takes nothing away', () => {
    const here = after(empty(), {
      type: 'session_updated',
      seq: 2,
      change: 'deleted',
      session: { session_id: 's', title: 'T' },
    });

    assert.equal(here.gone, false);
    assert.equal(here.lastSeq, 2);
  });

  test('frames nobody knows change nothing', () => {
    const state = asked();

    assert.equal(after(state, { type: 'presence' }, { type: 'constructor' }, {}), state);
  });
});

describe('what we say', () => {
  const saying = () => conversation.said(empty(), { clientId: 'c', text: 'hello', at: '2024-01-01T12:00:00Z' });

  test('it becomes a message that waits for its reply when it is accepted', () => {
    const state = after(saying(), accepted(2, 'c'));

    assert.deepEqual(state.unsent, []);
    assert.deepEqual(texts(state), ['hello']);
    assert.equal(state.messages[0].clientId, 'c');
    assert.deepEqual(open(state), { question: 'message of c', reply: 'reply of c', attempt: 0, text: '' });
  });

  test('a repeated answer is no event: the message comes with its own', () => {
    const repeated = after(saying(), accepted(3, 'c', { duplicate: true }));
    const told = after(
      repeated,
      message(2, wireMessage('other', 1)),
      message(3, wireMessage('message of c', 2, { content: 'hello', client_message_id: 'c' })),
    );

    assert.equal(repeated.lag, null);
    assert.equal(repeated.unsent[0].accepted, true);
    assert.deepEqual(told.unsent, []);
    assert.deepEqual(texts(told), ['text of other', 'hello']);
  });

  test('a repeated answer about something we have leaves nothing unsent', () => {
    assert.deepEqual(after(saying(), accepted(1, 'c', { duplicate: true })).unsent, []);
  });

  test('what was only noted in the journal stays with us and is offered again after a break', () => {
    const noted = after(saying(), { ...accepted(undefined, 'c'), durability: 'journal' });

    assert.equal(noted.unsent[0].accepted, true);
    assert.equal(conversation.disconnected(noted).unsent[0].accepted, false);
    assert.deepEqual(after(noted, accepted(2, 'c')).unsent, []);
  });

  test('its event alone is enough, when the answer was lost with the connection', () => {
    const state = after(saying(), message(2, wireMessage('q', 1, { content: 'hello', client_message_id: 'c' })));

    assert.deepEqual(state.unsent, []);
    assert.deepEqual(texts(state), ['hello']);
  });

  test('it is not shown twice when the history has it already', () => {
    const messages = [wireMessage('q', 1, { client_message_id: 'c' })];

    assert.deepEqual(conversation.loaded(saying(), page({ messages })).unsent, []);
  });

  test('an answer to something another window said makes the history be read', () => {
    assert.equal(after(empty(), accepted(2, 'unheard of')).lag, 'reload');
  });

  test('a refusal for good stays with it, until it is said again', () => {
    const error = { type: 'error', error_code: 'SESSION_CLOSED', client_message_id: 'c', retryable: false };
    const refused = after(saying(), error);

    assert.equal(refused.unsent[0].refusal, 'SESSION_CLOSED');
    assert.equal(conversation.resaid(refused, 'c').unsent[0].refusal, null);
    assert.deepEqual(conversation.withdrawn(refused, 'c').unsent, []);
    assert.equal(after(saying(), { ...error, retryable: true }).unsent[0].refusal, null);
  });
});

describe('a running reply', () => {
  test('pieces that join make the text', () => {
    const state = after(asked(), aiStarted('r', 'q'), aiChunk('r', 0, 'One '), aiChunk('r', 4, 'two.'));

    assert.deepEqual(open(state), { question: 'q', reply: 'r', attempt: 1, text: 'One two.' });
  });

  test('a piece that came before adds nothing, and one that overlaps only what is new', () => {
    const state = after(
      asked(),
      aiStarted('r', 'q'),
      aiChunk('r', 0, 'One two'),
      aiChunk('r', 0, 'One two'),
      aiChunk('r', 2, 'e t'),
      aiChunk('r', 4, 'two three'),
    );

    assert.equal(open(state).text, 'One two three');
    assert.equal(state.lag, null);
  });

  test('a piece after a hole is not taken, and asks to resume from what is there', () => {
    const state = after(asked(), aiStarted('r', 'q'), aiChunk('r', 0, 'One'), aiChunk('r', 7, 'three'));

    assert.equal(open(state).text, 'One');
    assert.equal(state.lag, 'resume');
    assert.deepEqual(conversation.resumePoint(state), {
      type: 'resume',
      after_seq: 2,
      message_id: 'r',
      attempt: 1,
      offset: 3,
    });
  });

  test('pieces in the wrong order end up right after resuming', () => {
    const torn = after(asked(), aiStarted('r', 'q'), aiChunk('r', 3, 'two'), aiChunk('r', 0, 'one'));
    const whole = after(
      torn,
      { type: 'resumed', last_seq: 2, complete: true },
      aiStarted('r', 'q', { base_offset: 3 }),
      aiChunk('r', 3, 'two'),
    );

    assert.equal(open(torn).text, 'one');
    assert.equal(open(whole).text, 'onetwo');
    assert.equal(whole.lag, null);
  });

  test('a piece that contradicts the text makes all of it come again', () => {
    const state = after(asked(), aiStarted('r', 'q'), aiChunk('r', 0, 'One two'), aiChunk('r', 4, 'TWO three'));

    assert.equal(open(state).text, '');
    assert.equal(state.lag, 'resume');
    assert.deepEqual(conversation.resumePoint(state), { type: 'resume', after_seq: 2 });
  });

  test('offsets count as JavaScript does, also inside a character of two units', () => {
    const state = after(
      asked(),
      aiStarted('r', 'q'),
      aiChunk('r', 0, '😀'),
      aiChunk('r', 2, '!'),
      aiChunk('r', 0, '😀!?'),
    );

    assert.equal(open(state).text, '😀!?');
  });

  test('a higher attempt starts anew, and pieces of the old one no longer count', () => {
    const state = after(
      asked(),
      aiStarted('r', 'q'),
      aiChunk('r', 0, 'Old text'),
      aiStarted('r', 'q', { attempt: 2 }),
      aiChunk('r', 8, ' goes on'),
      aiChunk('r', 0, 'New', { attempt: 2 }),
      aiStarted('r', 'q'),
    );

    assert.deepEqual(open(state), { question: 'q', reply: 'r', attempt: 2, text: 'New' });
    assert.equal(state.lag, null);
  });

  test('a higher attempt may go on from where the text was safe', () => {
    const state = after(
      asked(),
      aiStarted('r', 'q'),
      aiChunk('r', 0, 'Safe lost'),
      aiStarted('r', 'q', { attempt: 2, base_offset: 5 }),
      aiChunk('r', 5, 'found', { attempt: 2 }),
    );

    assert.equal(open(state).text, 'Safe found');
  });

  test('an attempt that begins after text we do not have asks to resume', () => {
    assert.equal(after(asked(), aiStarted('r', 'q', { base_offset: 5 })).lag, 'resume');
    assert.equal(after(asked(), aiChunk('r', 5, 'later', { attempt: 2 })).lag, 'resume');
  });

  test('a snapshot replaces the text, unless it is of an older attempt', () => {
    const state = after(
      asked(),
      aiStarted('r', 'q', { attempt: 2 }),
      aiChunk('r', 0, 'Partial', { attempt: 2 }),
      aiSnapshot('r', 'q', 'All so far', { attempt: 3 }),
      aiSnapshot('r', 'q', 'Older', { attempt: 2 }),
    );

    assert.deepEqual(open(state), { question: 'q', reply: 'r', attempt: 3, text: 'All so far' });
    assert.equal(open(after(state, aiChunk('r', 10, '.', { attempt: 3 }))).text, 'All so far.');
  });

  test('a reload keeps what we have of the attempt that runs, and nothing of another', () => {
    const state = after(asked(), aiStarted('r', 'q'), aiChunk('r', 0, 'Partial'));
    const reloaded = attempt =>
      conversation.loaded(
        state,
        page({ open_replies: [{ message_id: 'r', reply_to: 'q', state: 'streaming', attempt }] }),
      );

    assert.equal(open(reloaded(1)).text, 'Partial');
    assert.deepEqual(open(reloaded(2)), { question: 'q', reply: 'r', attempt: 0, text: '' });
  });
});

describe('the end of a reply', () => {
  const streaming = () => after(asked(), aiStarted('r', 'q'), aiChunk('r', 0, 'Cut o'));

  test('the whole text stands, even if pieces were missing', () => {
    const state = after(streaming(), ending('ai_complete', 3, 'r', 'q', 'Cut off? No.', { text_sha256: 'x' }));

    assert.deepEqual(state.open, []);
    assert.deepEqual(texts(state), ['text of q', 'Cut off? No.']);
    assert.equal(state.messages[1].replyTo, 'q');
    assert.equal(state.messages[1].sha256, 'x');
  });

  for (const [type, expected] of [
    ['ai_cancelled', 'cancelled'],
    ['ai_interrupted', 'interrupted'],
    ['ai_failed', 'failed'],
  ]) {
    test(`${type} keeps the text that was released`, () => {
      const state = after(streaming(), ending(type, 3, 'r', 'q', 'Cut o', { error_code: 'AI_TIMEOUT' }));

      assert.deepEqual(state.open, []);
      assert.equal(state.messages[1].state, expected);
      assert.equal(state.messages[1].text, 'Cut o');
    });
  }

  test('nothing of a reply counts after its end', () => {
    const state = after(streaming(), ending('ai_complete', 3, 'r', 'q', 'Whole'));

    assert.equal(after(state, aiChunk('r', 5, ' more'), aiStarted('r', 'q'), aiSnapshot('r', 'q', 'x')), state);
    assert.equal(after(state, ending('ai_complete', 3, 'r', 'q', 'Whole')), state);
  });

  test('the shape of an error that comes with a failed reply refuses nothing', () => {
    const state = after(streaming(), ending('ai_failed', 3, 'r', 'q', ''));

    assert.equal(after(state, { type: 'error', error_code: 'AI_TIMEOUT', message_id: 'r', retryable: true }), state);
  });

  test('an answered question no longer waits, also when its reply was never seen running', () => {
    assert.deepEqual(after(asked(), ending('ai_complete', 3, 'r', 'q', 'Whole')).open, []);
  });
});

describe('the history', () => {
  test('older pages go before, once', () => {
    const newest = conversation.loaded(
      conversation.unknown(),
      page({ messages: [wireMessage('c', 3)], has_more: true, before: 3 }),
    );
    const older = page({ messages: [wireMessage('b', 2), wireMessage('c', 3)], has_more: true, before: 2 });

    const state = conversation.extended(newest, 3, older);

    assert.equal(newest.earlier, 3);
    assert.deepEqual(
      state.messages.map(each => each.id),
      ['b', 'c'],
    );
    assert.equal(state.earlier, 2);
    assert.equal(conversation.extended(state, 2, page({ messages: [wireMessage('a', 1)] })).earlier, null);
  });

  test('an older page that was asked for before the history was read anew is not taken', () => {
    const before = conversation.loaded(
      conversation.unknown(),
      page({ messages: [wireMessage('c', 3)], has_more: true, before: 3 }),
    );
    const anew = conversation.loaded(
      before,
      page({ messages: [wireMessage('z', 90)], has_more: true, before: 90, last_seq: 90 }),
    );

    assert.equal(conversation.extended(anew, 3, page({ messages: [wireMessage('b', 2)] })), anew);
  });

  test('a message that was read anew takes its place again', () => {
    const state = after(asked(), ending('ai_complete', 3, 'r', 'q', 'damaged'));

    assert.deepEqual(texts(conversation.corrected(state, wireReply('r', 3, 'q', { content: 'right' }))), [
      'text of q',
      'right',
    ]);
  });

  test('a header that says little takes nothing away', () => {
    const state = conversation.loaded(conversation.unknown(), page({ title: 'Trip to Tainan' }));
    const greeted = after(state, {
      type: 'system',
      message: 'connected',
      session_info: { session_id: 's', created_at: 'x' },
    });

    assert.equal(greeted.session.title, 'Trip to Tainan');
    assert.equal(greeted.session.assistant, 'default');
  });
});
