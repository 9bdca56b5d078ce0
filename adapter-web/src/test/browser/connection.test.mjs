import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startChromium } from './chromium.mjs';
import { Network } from './network.mjs';
import { SERVER, counted, eventually, visit } from './visitor.mjs';

let browser;
before(async () => {
  browser = await startChromium();
});
after(() => browser?.close());

/** A visitor behind a network of its own. */
const behindNetwork = run => async () => {
  const network = await Network.to(SERVER);
  try {
    await visit(browser, { mayFail: true, at: network.url }, visitor => run(visitor, network));
  } finally {
    network.close();
  }
};

const banner = visitor => visitor.page.locator('.banner');
/** In the page: how many messages the browser keeps as unsent. */
const countUnsent = () =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open('parley');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const counting = opening.result.transaction('unsent').objectStore('unsent').count();
      counting.onsuccess = () => resolve(counting.result);
    };
  });
const queued = visitor => visitor.page.locator('.question.unsent');

describe('when the connection breaks', () => {
  test(
    'in the middle of a reply, it comes back by itself and nothing is missing or doubled',
    behindNetwork(async (visitor, network) => {
      await visitor.open();
      await visitor.say('Count [slow]');
      for (const word of ['word5', 'word20', 'word40']) {
        await visitor.sees(word);
        network.breakOff();
      }
      await visitor.isDone('Count [slow]');

      assert.deepEqual(await visitor.transcript(), ['you: Count [slow]', `ai: ${counted(80)}`]);
      assert.equal(await banner(visitor).isVisible(), false);
    }),
  );

  test(
    'for long, the page says so, and comes back when asked',
    behindNetwork(async (visitor, network) => {
      await visitor.open();
      await visitor.ask('Hello');
      network.cut();
      await banner(visitor).waitFor();
      await visitor.look('down');
      network.restore();
      await visitor.button('Reconnect').click();

      await banner(visitor).waitFor({ state: 'hidden' });
      await visitor.ask('Back again');
    }),
  );

  test(
    'what is written meanwhile waits, and is sent once',
    behindNetwork(async (visitor, network) => {
      await visitor.open();
      await visitor.ask('Hello');
      network.cut();
      await visitor.say('One');
      await visitor.say('Two');
      await queued(visitor).nth(1).getByText('Will be sent when the connection is back').waitFor();
      await visitor.look('queued');
      network.restore();
      await visitor.isDone('Two');

      const expected = [
        'you: Hello',
        'ai: You said: Hello',
        'you: One',
        'ai: You said: One',
        'you: Two',
        'ai: You said: Two',
      ];
      assert.deepEqual(await visitor.transcript(), expected);
      assert.deepEqual((await visitor.stored()).toSorted(), expected.toSorted());
    }),
  );

  test(
    'what is written meanwhile survives a reload',
    behindNetwork(async (visitor, network) => {
      await visitor.open();
      await visitor.ask('Hello');
      network.cut();
      await visitor.say('Keep this');
      await queued(visitor).waitFor();
      await visitor.comeBack(`/chat/${visitor.session}`, network);
      await visitor.isDone('Keep this');

      assert.deepEqual(
        (await visitor.transcript()).filter(turn => turn.startsWith('you')),
        ['you: Hello', 'you: Keep this'],
      );
      assert.equal((await visitor.stored()).length, 4);
    }),
  );

  test(
    'before the first message, the conversation is made once, though it is asked for twice',
    behindNetwork(async (visitor, network) => {
      await visitor.open();
      await visitor.page.locator('.suggestions').waitFor();
      network.swallow();
      await visitor.say('First words');
      await queued(visitor).waitFor();
      await eventually(async () => assert.equal((await visitor.api('GET', '/api/chat/sessions/')).sessions.length, 1));
      await visitor.comeBack('/', network);
      await visitor.isDone('First words');

      assert.deepEqual(await visitor.transcript(), ['you: First words', 'ai: You said: First words']);
      assert.equal((await visitor.api('GET', '/api/chat/sessions/')).sessions.length, 1);
      assert.equal((await visitor.stored()).length, 2);
    }),
  );

  test(
    'and the acknowledgement is lost, the message is there once',
    behindNetwork(async (visitor, network) => {
      await visitor.open();
      await visitor.ask('Hello');
      network.swallow();
      await visitor.say('Did you get this?');
      await eventually(async () => assert.ok((await visitor.stored()).includes('you: Did you get this?')));
      network.breakOff();
      network.restore();
      await visitor.isDone('Did you get this?');

      const expected = [
        'you: Hello',
        'ai: You said: Hello',
        'you: Did you get this?',
        'ai: You said: Did you get this?',
      ];
      assert.deepEqual(await visitor.transcript(), expected);
      assert.deepEqual(await visitor.stored(), expected);
    }),
  );

  test(
    'without a word, the silence is noticed',
    behindNetwork(async (visitor, network) => {
      await visitor.page.clock.install();
      await visitor.open();
      await visitor.ask('Hello');
      network.swallow();
      await visitor.api('POST', '/api/chat/messages/', { session_id: visitor.session, content: 'From elsewhere' });
      network.restore();
      await visitor.page.clock.fastForward(60_000);
      await visitor.isDone('From elsewhere');

      assert.deepEqual(await visitor.transcript(), [
        'you: Hello',
        'ai: You said: Hello',
        'you: From elsewhere',
        'ai: You said: From elsewhere',
      ]);
    }),
  );

  test(
    'what was left in another conversation is delivered from wherever the visitor is',
    behindNetwork(async (visitor, network) => {
      await visitor.open();
      await visitor.ask('Hello');
      const { session } = visitor;
      network.cut();
      await visitor.say('Left behind');
      await eventually(async () => assert.equal(await visitor.page.evaluate(countUnsent), 1));
      await visitor.comeBack('/', network);

      await eventually(async () => {
        const { messages } = await visitor.api('GET', `/api/chat/session/${session}/history/`);
        assert.equal(messages.filter(message => message.content === 'Left behind').length, 1);
      });
      await eventually(async () => assert.equal(await visitor.page.evaluate(countUnsent), 0));
    }),
  );
});

test('while a message is on its way another can’t be sent; while the database is away that is said', () =>
  visit(browser, { mayFail: true }, async visitor => {
    const { page } = visitor;
    let letGo;
    const isLetGo = new Promise(resolve => (letGo = resolve));
    // The server seems to have the first message in its journal alone, and takes time to say so.
    let isAway = true;
    await page.routeWebSocket(/\/ws\/chat\//, socket => {
      const server = socket.connectToServer();
      server.onMessage(async text => {
        const frame = JSON.parse(text);
        if (isAway && frame.type === 'message_accepted') {
          await isLetGo;
          delete frame.seq;
          socket.send(JSON.stringify({ ...frame, durability: 'journal' }));
        } else {
          socket.send(text);
        }
      });
    });
    await visitor.open();
    await visitor.say('Keep this [stall]');
    await queued(visitor).getByText('Sending').waitFor();
    await visitor.field.fill('And then this');
    assert.ok(await visitor.button('Send').isDisabled());
    await visitor.field.press('Enter');
    assert.equal(await visitor.field.inputValue(), 'And then this');

    letGo();
    await banner(visitor).getByText('The database is away.').waitFor();
    await queued(visitor).getByText('Saved on this server').waitFor();
    await visitor.look('degraded');
    await visitor.isAccessible();
    assert.equal(await visitor.button('Send').isDisabled(), false);

    isAway = false;
    await visitor.field.fill('');
    await visitor.button('Stop').click();
    await page.locator('.reply', { hasText: 'Stopped' }).waitFor();
    await banner(visitor).waitFor({ state: 'hidden' });
    assert.deepEqual(await visitor.transcript(), ['you: Keep this [stall]', 'ai: ']);
  }));

test('a browser without network queues what is written, and sends it when the network is back', () =>
  visit(browser, { mayFail: true }, async visitor => {
    await visitor.open();
    await visitor.ask('Hello');
    await visitor.page.context().setOffline(true);
    await banner(visitor).getByText('You are offline').waitFor();
    await visitor.say('Later');
    await queued(visitor).locator('.waiting .icon').waitFor();
    await visitor.look('offline');
    await visitor.page.context().setOffline(false);
    await visitor.isDone('Later');
    await banner(visitor).waitFor({ state: 'hidden' });

    const expected = ['you: Hello', 'ai: You said: Hello', 'you: Later', 'ai: You said: Later'];
    assert.deepEqual(await visitor.transcript(), expected);
    assert.deepEqual(await visitor.stored(), expected);
  }));
