import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'vitest';
import { Refused } from '../../core/net/api.ts';
import { Line } from '../../core/net/line.ts';
import { SocketTalk } from '../../core/net/talk.ts';
import { frameFrom } from '../../core/protocol/frames.ts';
import { World } from './world.mjs';

/** Sockets that open and are closed at once, each with the next code; without one they stay open. */
let codes = [];
let made = 0;
let world;

function closingSocket() {
  made++;
  const code = codes.shift();
  const socket = { readyState: 1, send: () => {}, close: () => {} };
  queueMicrotask(() => {
    socket.onopen?.();
    if (code) {
      socket.onclose?.({ code });
    }
  });
  return socket;
}

function lineWith(prepare) {
  const seen = { doubts: [], gone: false, waits: [] };
  const around = { ...world.around, openSocket: closingSocket };
  const line = new Line({
    around,
    prepare: async isDoubted => {
      seen.doubts.push(isDoubted);
      await prepare();
    },
    open: on =>
      new SocketTalk(
        { around, url: 'ws://server/ws/chat/s/', protocols: [], greeting: () => null, read: frameFrom },
        on,
      ),
    onFrame: () => {},
    onChange: () => line.status === 'waiting' && queueMicrotask(() => line.retryNow()),
    onGone: () => {
      seen.gone = true;
    },
  });
  return { line, seen };
}

beforeEach(() => {
  made = 0;
  world = new World(1);
});

test('a line whose server goes away comes back when the server said, not sooner', async () => {
  const opened = [];
  const around = { ...world.around, openSocket: () => socketAt(opened) };
  const line = new Line({
    around,
    prepare: async () => {},
    open: on =>
      new SocketTalk(
        { around, url: 'ws://server/ws/chat/s/', protocols: [], greeting: () => null, read: frameFrom },
        on,
      ),
    onFrame: frame => frame.type === 'draining' && line.comeBackAfter(frame.reconnect_after_ms),
    onChange: () => {},
    onGone: () => {},
  });
  void line.start();
  await world.pass(10);
  const [first] = opened;
  first.onmessage({ data: JSON.stringify({ type: 'draining', reconnect_after_ms: 4_000 }) });
  first.onclose({ code: 1001 });
  await world.pass(3_990);
  assert.equal(opened.length, 1);
  await world.pass(20);

  assert.equal(opened.length, 2);
  line.stop();
});

test('a socket that has not opened after ten seconds is given up', async () => {
  const opened = [];
  const around = { ...world.around, openSocket: () => socketAt(opened, false) };
  const talk = new SocketTalk(
    { around, url: 'ws://server/ws/chat/s/', protocols: [], greeting: () => null, read: frameFrom },
    { onOpen: () => {}, onFrame: () => {}, onProven: () => {} },
  );
  let ended = null;
  void talk.ended.then(end => (ended = end));
  await world.pass(9_990);
  assert.equal(ended, null);
  await world.pass(20);

  assert.equal(ended.wasOpen, false);
});

/** A socket that opens, or does not, and is closed by whoever wants that. */
function socketAt(opened, opens = true) {
  const socket = { readyState: opens ? 1 : 0, send: () => {}, close: () => socket.onclose?.({ code: 1000 }) };
  opened.push(socket);
  if (opens) {
    queueMicrotask(() => socket.onopen?.());
  }
  return socket;
}

describe('a line to a server that does not know the visitor any more', () => {
  test('asks REST, which makes the visitor known, and comes back once', async () => {
    codes = [4401, 4401, 4401];
    const { line, seen } = lineWith(() => {});

    await line.start();

    assert.deepEqual(seen.doubts, [false, true]);
    assert.equal(seen.gone, false);
    assert.equal(made, 2);
    assert.equal(line.status, 'idle');
    assert.equal(line.isSignedOut, true);
  });

  test('opens no socket where nobody is let in', async () => {
    codes = [];
    const { line } = lineWith(() => {
      throw new Refused(403, {}, null);
    });

    await line.start();

    assert.equal(made, 0);
    assert.equal(line.isSignedOut, true);
  });

  test('does not try again where the visitor may not chat', async () => {
    codes = [4403];
    const { line } = lineWith(() => {});

    await line.start();

    assert.equal(made, 1);
    assert.equal(line.isSignedOut, true);
  });

  test('is a line as any other when it is started again', async () => {
    codes = [4403, 4404];
    const { line, seen } = lineWith(() => {});

    await line.start();
    await line.start();

    assert.equal(line.isSignedOut, false);
    assert.equal(seen.gone, true);
  });
});
