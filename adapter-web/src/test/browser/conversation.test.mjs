import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startChromium } from './chromium.mjs';
import { tellHistory } from './histories.mjs';
import { counted, eventually, visit } from './visitor.mjs';

let browser;
before(async () => {
  browser = await startChromium();
});
after(() => browser?.close());

const asVisitor = run => () => visit(browser, {}, run);

describe('a conversation', () => {
  test(
    'begins with a greeting, streams, and gets an address of its own',
    asVisitor(async visitor => {
      await visitor.open();
      await visitor.page.locator('.welcome h2').waitFor();
      assert.equal(visitor.session, null);

      await visitor.say('Count [slow]');
      await visitor.sees('word5');
      assert.ok(await visitor.page.locator('.reply.running').isVisible());
      await visitor.isDone('Count [slow]');

      assert.notEqual(visitor.session, null);
      assert.deepEqual(await visitor.transcript(), ['you: Count [slow]', `ai: ${counted(80)}`]);
      assert.deepEqual(await visitor.stored(), await visitor.transcript());
    }),
  );

  test(
    'a suggestion is a question',
    asVisitor(async visitor => {
      await visitor.open();
      const suggestion = visitor.page.locator('.suggestions button').first();
      const text = await suggestion.innerText();
      await suggestion.click();

      await visitor.isDone(text);

      assert.equal((await visitor.transcript())[0], `you: ${text}`);
    }),
  );

  test(
    'a reply can be stopped before its first word',
    asVisitor(async visitor => {
      await visitor.open();
      await visitor.say('Think [stall]');
      await visitor.page.locator('.dots').waitFor();
      await visitor.button('Stop').click();

      await visitor.page.locator('.reply', { hasText: 'Stopped' }).waitFor();
      await visitor.ask('Still there?');

      assert.deepEqual(await visitor.transcript(), [
        'you: Think [stall]',
        'ai: ',
        'you: Still there?',
        'ai: You said: Still there?',
      ]);
    }),
  );

  test(
    'a reply that is stopped in the middle keeps what was seen',
    asVisitor(async visitor => {
      await visitor.open();
      await visitor.say('Go on [endless]');
      await visitor.sees('word5');
      await visitor.page.keyboard.press('Escape');

      await visitor.page.locator('.reply', { hasText: 'Stopped' }).waitFor();

      const [, reply] = await visitor.transcript();
      assert.ok(`ai: ${counted(40)}`.startsWith(reply), reply);
      assert.deepEqual(await visitor.stored(), await visitor.transcript());
    }),
  );

  test(
    'a stop that comes while the question is on its way counts',
    asVisitor(async visitor => {
      await visitor.open();
      await visitor.ask('Hello');
      await visitor.page.evaluate(() => {
        const field = document.querySelector('textarea');
        field.value = 'Never mind [stall]';
        field.dispatchEvent(new Event('input'));
        field.form.requestSubmit();
        dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
      });

      await visitor.page.locator('.reply', { hasText: 'Stopped' }).waitFor();
    }),
  );

  test(
    'a reply that fails says why, and can be tried again',
    asVisitor(async visitor => {
      await visitor.open();
      await visitor.say('Break [cut]');
      const failed = visitor.page.locator('.reply.failed');
      await failed.waitFor();
      assert.match(await failed.innerText(), /damaged|reached|interrupted/);
      const border = await failed.evaluate(node => {
        const { borderTopWidth, borderTopColor } = getComputedStyle(node);
        const reason = getComputedStyle(node.querySelector('.reason')).color;
        return { borderTopWidth, isRed: [borderTopColor, reason].every(each => / 0\.1\d+ 25\)/.test(each)) };
      });
      assert.deepEqual(border, { borderTopWidth: '1px', isRed: true });

      await failed.getByRole('button', { name: 'Try again' }).click();
      await eventually(async () => assert.equal(await visitor.page.locator('.reply.failed').count(), 2));

      assert.deepEqual(
        (await visitor.transcript()).filter(turn => turn.startsWith('you')),
        ['you: Break [cut]', 'you: Break [cut]'],
      );
    }),
  );

  test(
    'a further question is answered next, and each reply stands by its question',
    asVisitor(async visitor => {
      await visitor.open();
      await visitor.say('First [slow]');
      await visitor.sees('word1');
      await visitor.say('Second');
      await visitor.page
        .locator('.question', { hasText: 'Second' })
        .locator('+ .reply', { hasText: 'answered next' })
        .waitFor();
      await visitor.isDone('Second');

      const expected = ['you: First [slow]', `ai: ${counted(80)}`, 'you: Second', 'ai: You said: Second'];
      assert.deepEqual(await visitor.transcript(), expected);
      await visitor.reload();
      await eventually(async () => assert.deepEqual(await visitor.transcript(), expected));
    }),
  );

  test(
    'a reload in the middle of a reply misses nothing',
    asVisitor(async visitor => {
      await visitor.open();
      await visitor.say('Count [slow]');
      await visitor.sees('word9');
      await visitor.reload();
      await visitor.sees('word9');
      await visitor.isDone('Count [slow]');

      assert.deepEqual(await visitor.transcript(), ['you: Count [slow]', `ai: ${counted(80)}`]);
    }),
  );

  test(
    'a second window sees everything, and what it says is seen in the first',
    asVisitor(async visitor => {
      await visitor.open();
      await visitor.say('Count [slow]');
      await visitor.sees('word3');
      const other = await visitor.secondWindow();
      await other.sees('word9');
      await other.isDone('Count [slow]');
      await visitor.isDone('Count [slow]');

      await other.say('And now from here [slow]');
      await visitor.page.locator('.question', { hasText: 'from here' }).waitFor();
      await visitor.page.locator('.reply.running').waitFor();
      await visitor.isDone('And now from here [slow]');
      await other.isDone('And now from here [slow]');
      await visitor.api('PUT', `/api/chat/session/${visitor.session}/`, { title: 'Named elsewhere' });
      for (const { page } of [visitor, other]) {
        await page.getByRole('heading', { level: 1, name: 'Named elsewhere' }).waitFor();
        await page.locator('.row', { hasText: 'Named elsewhere' }).waitFor();
      }

      const expected = [
        'you: Count [slow]',
        `ai: ${counted(80)}`,
        'you: And now from here [slow]',
        `ai: ${counted(80)}`,
      ];
      assert.deepEqual(await visitor.transcript(), expected);
      assert.deepEqual(await other.transcript(), expected);
    }),
  );

  test(
    'a long history is read page by page, without losing the place',
    asVisitor(async visitor => {
      await visitor.open();
      await visitor.ask('Question 1.');
      for (let at = 2; at <= 40; at++) {
        await visitor.api('POST', '/api/chat/messages/', { session_id: visitor.session, content: `Question ${at}.` });
      }
      await visitor.isDone('Question 40.');
      await visitor.reload();
      await visitor.isDone('Question 40.');
      assert.ok((await visitor.transcript()).length <= 50);

      // Not a click: on the way to the button the page would be read by itself.
      await visitor.button('Show earlier messages').dispatchEvent('click');
      await visitor.button('Show earlier messages').waitFor({ state: 'hidden' });

      const expected = Array.from({ length: 40 }, (_, at) => [
        `you: Question ${at + 1}.`,
        `ai: You said: Question ${at + 1}.`,
      ]).flat();
      assert.ok(await visitor.page.locator('.scroller').evaluate(scroller => scroller.scrollTop > 200));
      assert.deepEqual(await visitor.wholeTranscript(), expected);
    }),
  );
});

describe('what is said', () => {
  test('is on the screen with the next frame, where nothing is typed', () =>
    visit(browser, { reducedMotion: 'reduce' }, async visitor => {
      const { page } = visitor;
      // Before anybody else hears of a piece it is asked for after the next frame, whatever a frame takes here.
      await page.addInitScript(() => {
        globalThis.pieces = { all: 0, late: [] };
        globalThis.WebSocket = class extends WebSocket {
          constructor(...given) {
            super(...given);
            this.addEventListener('message', ({ data }) => {
              const { type, content } = JSON.parse(data);
              // Paragraphs have nothing between them; a piece may hold the end of one and the beginning of the next.
              const words = type === 'ai_chunk' ? content.replaceAll(/\s/g, '') : '';
              if (words === '' || document.hidden) {
                return;
              }
              globalThis.pieces.all++;
              requestAnimationFrame(() => {
                const { port1, port2 } = new MessageChannel();
                port2.onmessage = () => {
                  const seen = [...document.querySelectorAll('.reply')].at(-1)?.textContent ?? '';
                  if (!seen.replaceAll(/\s/g, '').includes(words)) {
                    globalThis.pieces.late.push(words);
                  }
                };
                port1.postMessage(null);
              });
            });
          }
        };
      });
      await visitor.open();
      await visitor.ask('Count [slow]');
      const { all, late } = await page.evaluate(() => globalThis.pieces);

      assert.ok(all > 20, `${all} pieces came over the socket`);
      assert.deepEqual(late, []);
    }));

  test(
    'shows by whom: on the right, on the left, by a human, or in the middle',
    asVisitor(async visitor => {
      const { page } = visitor;
      await visitor.open();
      await visitor.ask('Hello');
      const kinds = { 3: { type: 'system' }, 4: { type: 'agent', state: null, reply_to: null } };
      const texts = [
        'I would like to talk to somebody.',
        'I will call somebody.',
        'Mei has joined.',
        'Hello, I am Mei.',
      ];
      await tellHistory(
        visitor,
        4,
        position => texts[position - 1],
        position => kinds[position] ?? {},
      );
      await visitor.reload();
      await page.locator('.agent').waitFor();
      await visitor.look('speakers');
      await visitor.isAccessible();

      const looks = await page.evaluate(() => {
        const { left, right } = document.querySelector('.turns').getBoundingClientRect();
        const of = selector => {
          const node = document.querySelector(selector);
          const box = node.getBoundingClientRect();
          const { backgroundColor, color } = getComputedStyle(node);
          return { start: box.left - left, end: right - box.right, backgroundColor, color };
        };
        const colour = name => {
          const probe = document.body.appendChild(document.createElement('i'));
          probe.style.color = `var(${name})`;
          const { color } = getComputedStyle(probe);
          probe.remove();
          return color;
        };
        return {
          bubble: of('.bubble'),
          prose: of('.assistant .prose'),
          system: of('.system'),
          faces: ['.assistant .avatar', '.agent .avatar'].map(of),
          accent: colour('--parley-accent'),
          quiet: colour('--parley-text-quiet'),
        };
      });
      assert.equal(looks.bubble.end, 0);
      assert.ok(looks.bubble.start > 100);
      assert.equal(looks.bubble.backgroundColor, looks.accent);
      assert.equal(looks.prose.start, 0);
      assert.ok(Math.abs(looks.system.start - looks.system.end) < 2, 'in the middle');
      assert.equal(looks.system.color, looks.quiet);
      const [assistant, agent] = looks.faces;
      assert.ok(assistant.start < 0 && agent.start === assistant.start, 'beside the column, where there is room');
      assert.notEqual(assistant.backgroundColor, agent.backgroundColor);
      assert.deepEqual(await page.locator('.turn h2').allTextContents(), ['You', 'Assistant', 'Agent']);
      assert.match(await page.locator('.agent time').getAttribute('title'), /^Monday,? 1 January 2024/);
    }),
  );

  test('can be copied: a reply, and the code in it', () =>
    visit(browser, { permissions: ['clipboard-read', 'clipboard-write'] }, async visitor => {
      const { page } = visitor;
      const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
      await visitor.open();
      await visitor.ask('Plan [sample]');
      await page.locator('.reply').getByRole('button', { name: 'Copy code' }).click();
      await page.locator('.code-block').getByRole('button', { name: 'Copied' }).waitFor();
      assert.match(await clipboard(), /^def nights\(budget, price=1_800\):\n {4}.*\n {4}return budget/);
      await page.locator('.reply .foot').getByRole('button', { name: 'Copy' }).click();
      await page.locator('.reply .foot').getByRole('button', { name: 'Copied' }).waitFor();

      assert.equal(`ai: ${(await clipboard()).trim()}`, (await visitor.stored())[1]);
    }));
});

describe('the list of conversations', () => {
  const row = (visitor, name) => visitor.page.locator('.row', { hasText: name });
  const choose = async (visitor, name, action) => {
    await row(visitor, name).hover();
    await row(visitor, name).getByRole('button').click();
    await visitor.page.getByRole('menuitem', { name: action }).click();
  };

  test(
    'leads from one conversation to another and back',
    asVisitor(async visitor => {
      await visitor.open();
      await visitor.ask('About apples');
      const apples = visitor.page.url();
      await visitor.page.getByRole('link', { name: 'New chat' }).click();
      await visitor.page.locator('.welcome').waitFor();
      await visitor.ask('About pears');
      await row(visitor, 'About apples').getByRole('link').click();
      await visitor.page.locator('.bubble', { hasText: 'About apples' }).waitFor();

      assert.equal(visitor.page.url(), apples);
      assert.deepEqual(await visitor.transcript(), ['you: About apples', 'ai: You said: About apples']);
      await visitor.page.goBack();
      await visitor.page.locator('.bubble', { hasText: 'About pears' }).waitFor();
    }),
  );

  test(
    'says where something new is',
    asVisitor(async visitor => {
      await visitor.open();
      await visitor.ask('About apples');
      const { session } = visitor;
      await visitor.page.getByRole('link', { name: 'New chat' }).click();
      await visitor.page.locator('.welcome').waitFor();
      assert.equal(await visitor.page.locator('.unread').count(), 0);
      await visitor.api('POST', '/api/chat/messages/', { session_id: session, content: 'From another device' });
      await row(visitor, 'About apples').getByRole('img', { name: '1 unread message', exact: true }).waitFor();
      await visitor.look('unread');
      await row(visitor, 'About apples').getByRole('link').click();
      await visitor.isDone('From another device');

      await eventually(async () => assert.equal(await visitor.page.locator('.unread').count(), 0));
    }),
  );

  test(
    'is not drawn anew under a finger while a reply is written',
    asVisitor(async visitor => {
      await visitor.open();
      await visitor.ask('About apples');
      await visitor.page.getByRole('link', { name: 'New chat' }).click();
      await visitor.page.locator('.welcome').waitFor();
      await visitor.say('Count [slow]');
      await visitor.sees('word3');
      // It comes into the list when it likes, and moves the others.
      await row(visitor, 'Count [slow]').waitFor();
      const { x, y } = await row(visitor, 'About apples')
        .getByRole('link')
        .evaluate(link => link.getBoundingClientRect());
      await visitor.page.mouse.move(x + 30, y + 18);
      await visitor.page.mouse.down();
      await visitor.sees('word40');
      await visitor.page.mouse.up();

      await visitor.page.locator('.bubble', { hasText: 'About apples' }).waitFor();
    }),
  );

  test(
    'renames',
    asVisitor(async visitor => {
      await visitor.open();
      await visitor.ask('Old name');
      await choose(visitor, 'Old name', 'Rename');
      await visitor.page.getByRole('textbox', { name: 'Name of the conversation' }).fill('New name');
      await visitor.page.keyboard.press('Enter');

      await visitor.page.getByRole('heading', { level: 1, name: 'New name' }).waitFor();
      await row(visitor, 'New name').waitFor();
      await visitor.reload();
      await row(visitor, 'New name').waitFor();
    }),
  );

  test(
    'archives, and takes back',
    asVisitor(async visitor => {
      await visitor.open();
      await visitor.ask('Put me away');
      await choose(visitor, 'Put me away', 'Archive');
      await row(visitor, 'Put me away').waitFor({ state: 'detached' });
      await visitor.page.getByText('“Put me away” was archived.').waitFor();
      await visitor.look('archived');
      await visitor.button('Archived').click();
      await row(visitor, 'Put me away').waitFor();
      await choose(visitor, 'Put me away', 'Move back');
      await visitor.button('Back to conversations').click();

      await row(visitor, 'Put me away').waitFor();
    }),
  );

  test(
    'a long name is quoted in short',
    asVisitor(async visitor => {
      await visitor.open();
      await visitor.ask('x'.repeat(90));
      await choose(visitor, 'xxx', 'Archive');

      await visitor.page.getByText(`“${'x'.repeat(60)}…” was archived.`).waitFor();
    }),
  );

  test(
    'deletes, and takes that back',
    asVisitor(async visitor => {
      await visitor.open();
      await visitor.ask('Delete me');
      const address = visitor.page.url();
      await choose(visitor, 'Delete me', 'Delete');
      await visitor.page.locator('.welcome').waitFor();
      await row(visitor, 'Delete me').waitFor({ state: 'detached' });
      await visitor.button('Undo').click();

      await visitor.page.locator('.bubble', { hasText: 'Delete me' }).waitFor();
      assert.equal(visitor.page.url(), address);
      await row(visitor, 'Delete me').waitFor();
    }),
  );

  // A window that is still connecting is refused with 404, which browsers note; one that is connected is told.
  test('a conversation that is deleted elsewhere is gone here', () =>
    visit(browser, { mayFail: true }, async visitor => {
      await visitor.open();
      await visitor.ask('Delete me');
      const other = await visitor.secondWindow();
      await visitor.api('DELETE', `/api/chat/session/${visitor.session}/`);

      await visitor.page.locator('.gone h2').waitFor();
      await other.page.locator('.gone h2').waitFor();
      await other.button('New chat').click();
      await other.page.locator('.welcome h2').waitFor();
    }));
});

test('an address nobody knows says so', () =>
  visit(browser, { mayFail: true }, async visitor => {
    await visitor.open('/chat/00000000-0000-4000-8000-000000000000');
    await visitor.page.locator('.gone h2').waitFor();
    await visitor.look('gone');
    await visitor.button('New chat').click();

    await visitor.page.locator('.welcome h2').waitFor();
    assert.equal(new URL(visitor.page.url()).pathname, '/');
  }));
