import assert from 'node:assert/strict';
import { afterAll as after, beforeAll as before, beforeEach, describe, test } from 'vitest';

import { Refused } from '../../page/net/api.js';
import { Line } from '../../page/net/line.js';

/** Sockets that open and are closed at once, each with the next code; without one they stay open. */
let codes = [];
let made = 0;

class ClosingSocket {
  static OPEN = 1;
  readyState = 1;

  constructor() {
    made++;
    const code = codes.shift();
    queueMicrotask(() => {
      this.onopen?.();
      if (code) {
        this.onclose?.({ code });
      }
    });
  }

  send() {}

  close() {}
}

const globals = { WebSocket: ClosingSocket, location: new URL('http://localhost/') };
const usual = {};

function lineWith(prepare) {
  const seen = { doubts: [], gone: false };
  const line = new Line({
    prepare: async isDoubted => {
      seen.doubts.push(isDoubted);
      await prepare();
    },
    path: () => '/ws/chat/s/',
    greeting: () => ({ type: 'resume' }),
    onFrame: () => {},
    onChange: () => line.status === 'waiting' && queueMicrotask(() => line.retryNow()),
    onGone: () => {
      seen.gone = true;
    },
  });
  return { line, seen };
}

describe('a line to a server that does not know the visitor any more', () => {
  before(() => {
    for (const [name, value] of Object.entries(globals)) {
      usual[name] = Object.getOwnPropertyDescriptor(globalThis, name);
      Object.defineProperty(globalThis, name, { value, configurable: true });
    }
  });

  after(() => {
    for (const name of Object.keys(globals)) {
      if (usual[name]) {
        Object.defineProperty(globalThis, name, usual[name]);
      } else {
        delete globalThis[name];
      }
    }
  });

  beforeEach(() => {
    made = 0;
  });

  test('asks REST, which makes the visitor known, and comes back once', async () => {
    codes = [4401, 4401, 4401];
    const { line, seen } = lineWith(() => {});

    await line.start();

    assert.deepEqual(seen, { doubts: [false, true], gone: false });
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
