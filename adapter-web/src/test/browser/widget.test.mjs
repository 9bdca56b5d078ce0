// The chat in the corner of somebody else's pages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { startChromium } from './chromium.mjs';
import { SITE, Site } from './site.mjs';
import { SERVER, counted, eventually, visit } from './visitor.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const EXAMPLE = fileURLToPath(new URL('../../../examples/plain.html', import.meta.url));

let browser;
let site;
let pages = 0;
before(async () => {
  [browser, site] = await Promise.all([startChromium(), Site.open(SERVER)]);
});
after(async () => {
  await browser?.close();
  site?.close();
});

/** Somebody comes to a page with a chat in its corner. */
function shop(wishes, page, run) {
  return () =>
    visit(browser, { ...wishes, at: SITE }, async visitor => {
      const shopper = new Shopper(visitor);
      await shopper.come(page);
      await run(shopper, visitor);
    });
}

/** A token of somebody whom the server knows, and no browser. */
async function somebody() {
  const entered = await fetch(`${SERVER}/api/auth/guest/`, { method: 'POST' });
  return (await entered.json()).token;
}

class Shopper {
  constructor(visitor) {
    this.visitor = visitor;
    this.page = visitor.page;
    this.asked = [];
    this.page.on('request', request => this.asked.push(request.url()));
  }

  async come(page) {
    this.address = site.page(`/${++pages}`, page);
    await this.page.goto(this.address);
    await this.chat.waitFor({ state: 'attached' });
  }

  get chat() {
    return this.page.locator('parley-chat');
  }

  get toggle() {
    return this.page.locator('.toggle');
  }

  get window() {
    return this.page.locator('.window');
  }

  get badge() {
    return this.page.locator('.badge');
  }

  async open() {
    await this.toggle.click();
    await this.visitor.field.waitFor();
  }

  state() {
    return this.chat.evaluate(chat => chat.state);
  }

  /** Where something is, when nothing moves any more. */
  async rect(locator) {
    await this.visitor.still();
    return locator.evaluate(node => {
      const { left, top, width, height } = node.getBoundingClientRect();
      return { left, top, width, height, right: innerWidth - left - width, bottom: innerHeight - top - height };
    });
  }

  /** What the browser keeps of the site. */
  async kept() {
    const here = await this.page.evaluate(async () => ({
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      databases: (await indexedDB.databases()).map(({ name }) => name),
    }));
    const cookies = (await this.page.context().cookies()).map(({ name }) => name);
    return [...here.local, ...here.session, ...here.databases, ...cookies];
  }

  askedOf(path) {
    return this.asked.filter(url => new URL(url).pathname.startsWith(path));
  }

  /** The session in the window, as the server knows it. */
  async session() {
    const { token, id } = await this.page.evaluate(() => {
      const valueOf = end => Object.entries(localStorage).find(([key]) => key.endsWith(end))?.[1];
      return { token: valueOf(' parley.guest'), id: valueOf(' session') };
    });
    return this.ask(token, `/api/chat/session/${id}/`);
  }

  async ask(token, path) {
    const answer = await this.page.request.fetch(SERVER + path, { headers: { Authorization: `Bearer ${token}` } });
    assert.ok(answer.ok(), `${path}: ${answer.status()}`);
    return answer.json();
  }

  /** From now on the names and details of what the chat tells are kept. */
  async listen() {
    await this.page.evaluate(() => {
      window.told = [];
      for (const name of ['ready', 'open', 'minimise', 'close', 'message', 'unread', 'error']) {
        document.addEventListener(`parley-${name}`, ({ type, detail }) => window.told.push([type, detail]));
      }
    });
  }

  told(name) {
    return this.page.evaluate(
      wanted => window.told.filter(([type]) => type === `parley-${wanted}`).map(([, detail]) => detail),
      name,
    );
  }
}

describe('a page with a chat in its corner', () => {
  test(
    'pays for a button, until it is opened',
    shop({}, {}, async shopper => {
      await shopper.page.evaluate(() => new Promise(resolve => requestIdleCallback(resolve)));

      assert.deepEqual(
        shopper.asked.filter(url => url.startsWith(SERVER)),
        [`${SERVER}/widget.js`],
      );
      assert.deepEqual(await shopper.kept(), []);
      await shopper.visitor.look('widget-closed');
      await shopper.visitor.isAccessible();
    }),
  );

  test(
    'that opens it by itself keeps and asks nothing before the visitor does something',
    shop({}, { attributes: 'open' }, async shopper => {
      await shopper.visitor.field.waitFor();
      await shopper.page.locator('.welcome h2').waitFor();

      assert.deepEqual(await shopper.kept(), []);
      assert.deepEqual(shopper.askedOf('/api/'), []);
      assert.ok(await shopper.chat.evaluate(chat => chat.shadowRoot.activeElement === null));

      await shopper.visitor.field.click();
      await shopper.page.locator('.suggestions').waitFor();

      assert.notDeepEqual(await shopper.kept(), []);
      assert.deepEqual(shopper.askedOf('/api/chat/session'), [], 'a session begins with its first message');
    }),
  );

  for (const how of ['async', 'defer', 'type="module"']) {
    test(
      `may load it as ${how}`,
      shop({}, { how }, async shopper => {
        await shopper.open();
        await shopper.visitor.ask('Hello');
      }),
    );
  }

  test('needs to allow no more than the example in the documents does', () =>
    visit(browser, {}, async visitor => {
      const example = readFileSync(EXAMPLE, 'utf8')
        .replaceAll('https://chat.example.com', SERVER)
        .replaceAll('wss://chat.example.com', SERVER.replace('http', 'ws'));
      await visitor.page.goto(site.file('/example', example));
      await visitor.page.locator('.toggle').click();
      await visitor.ask('Hello');
    }));

  test('spends little on it', context =>
    visit(browser, {}, async ({ page }) => {
      await page.goto(site.file('/bare', '<!doctype html><title>Bare</title><main>Tea</main>'));
      const devtools = await page.context().newCDPSession(page);
      await devtools.send('Performance.enable');
      const spent = async () => {
        const { metrics } = await devtools.send('Performance.getMetrics');
        const of = ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'];
        return metrics.filter(({ name }) => of.includes(name)).reduce((sum, { value }) => sum + value * 1_000, 0);
      };
      const before = await spent();
      await page.evaluate(address => {
        const script = document.createElement('script');
        script.src = address;
        document.head.append(script);
        document.body.append(document.createElement('parley-chat'));
      }, `${SERVER}/widget.js`);
      await page.locator('.toggle').waitFor();
      await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      const cost = (await spent()) - before;
      context.diagnostic(
        `${cost.toFixed(1)} ms of script, style and layout until the button is there (at most 50 wanted)`,
      );
    }));
});

describe('it is where it belongs', () => {
  test(
    'exactly',
    shop({}, {}, async shopper => {
      const size = ({ width, height, right, bottom }) => ({ width, height, right, bottom });
      const minimised = { width: 60, height: 60, right: 20, bottom: 20 };
      const opened = { width: 400, height: 600, right: 20, bottom: 20 };
      assert.deepEqual(size(await shopper.rect(shopper.chat)), minimised);
      assert.deepEqual(size(await shopper.rect(shopper.toggle)), minimised);

      await shopper.open();

      assert.deepEqual(size(await shopper.rect(shopper.chat)), opened);
      assert.deepEqual(size(await shopper.rect(shopper.window)), opened);
      const bar = await shopper.rect(shopper.page.locator('.bar'));
      assert.equal(bar.height, 56);
      const style = await shopper.window.evaluate(node => {
        const { zIndex } = getComputedStyle(node.getRootNode().host);
        const { transitionDuration, transitionProperty } = getComputedStyle(node);
        return { zIndex, transitionDuration, transitionProperty };
      });
      assert.deepEqual(style, {
        zIndex: '9999',
        transitionDuration: '0.3s, 0.3s',
        transitionProperty: 'opacity, transform',
      });
      await shopper.page.locator('.suggestions').waitFor();
      await shopper.visitor.look('widget-open');
      await shopper.visitor.isAccessible();
    }),
  );

  test(
    'and never larger than what is to be seen',
    shop({ viewport: { width: 700, height: 500 } }, {}, async shopper => {
      await shopper.open();

      const { width, height, top } = await shopper.rect(shopper.window);
      assert.deepEqual({ width, height, top }, { width: 400, height: 460, top: 20 });
      await shopper.visitor.look('widget-low');
    }),
  );

  test(
    'at the other side where lines end there',
    shop({}, { root: 'lang="qps" dir="rtl"' }, async shopper => {
      assert.equal((await shopper.rect(shopper.toggle)).left, 20);
      await shopper.toggle.click();
      await shopper.page.getByRole('textbox').fill('Hello');
      await shopper.page.keyboard.press('Enter');
      await shopper.page.locator('.reply .foot time').waitFor({ state: 'attached' });

      const { left, width } = await shopper.rect(shopper.window);
      assert.deepEqual({ left, width }, { left: 20, width: 400 });
      await shopper.visitor.look('widget-mirrored');
    }),
  );

  test(
    'or where the page wants it, as it wants it',
    shop(
      {},
      {
        attributes: 'position="left" title="Tea time"',
        css: `parley-chat {
          --parley-accent: rgb(0, 110, 60); --parley-offset: 32px; --parley-z-index: 7; --parley-radius-window: 4px
        }
        parley-chat::part(header) { background: rgb(1, 2, 3) }`,
      },
      async shopper => {
        const { left, bottom } = await shopper.rect(shopper.toggle);
        assert.deepEqual({ left, bottom }, { left: 32, bottom: 32 });
        await shopper.open();

        // A colour may still be on its way from where the pointer was.
        await eventually(async () => {
          const colours = await shopper.chat.evaluate(chat => {
            const styleOf = name => getComputedStyle(chat.shadowRoot.querySelector(name));
            return [
              styleOf('.toggle').backgroundColor,
              styleOf('.bar').backgroundColor,
              styleOf('.window').borderRadius,
              getComputedStyle(chat).zIndex,
            ];
          });
          assert.deepEqual(colours, ['rgb(0, 110, 60)', 'rgb(1, 2, 3)', '4px', '7']);
        });
        await shopper.page.getByRole('dialog', { name: 'Tea time' }).waitFor();
        await shopper.page.getByRole('heading', { name: 'Tea time' }).waitFor();
      },
    ),
  );
});

describe('a visitor', () => {
  test(
    'asks, stops, puts it away, is told of answers, and has it back',
    shop({}, {}, async (shopper, visitor) => {
      await shopper.listen();
      await shopper.open();
      await visitor.say('Go on [endless]');
      await visitor.sees('word5');
      await visitor.look('widget-writing');
      await visitor.isAccessible();
      await visitor.button('Stop').click();
      await shopper.page.locator('.reply', { hasText: 'Stopped' }).waitFor();

      await visitor.say('Once more [slow]');
      await visitor.sees('word5');
      await visitor.button('Minimise').click();
      assert.equal(await shopper.state(), 'minimised');
      await shopper.badge.waitFor();
      assert.equal(await shopper.badge.innerText(), '1');
      await visitor.button('Open chat, 1 unread').waitFor();
      await visitor.look('widget-badge');

      await shopper.toggle.click();
      await shopper.badge.waitFor({ state: 'hidden' });
      assert.deepEqual(await shopper.told('unread'), [{ count: 1 }, { count: 0 }]);
      await visitor.isDone('Once more [slow]');
      assert.deepEqual((await visitor.transcript()).slice(2), ['you: Once more [slow]', `ai: ${counted(80)}`]);

      await visitor.button('Close the chat').click();
      assert.equal(await shopper.state(), 'hidden');
      assert.ok(await shopper.chat.isHidden());
      await shopper.chat.evaluate(chat => chat.show());
      assert.ok(await shopper.toggle.isVisible());
      await shopper.chat.evaluate(chat => chat.setAttribute('hidden', ''));
      assert.ok(await shopper.chat.isHidden());
      await shopper.chat.evaluate(chat => chat.removeAttribute('hidden'));
      assert.equal(await shopper.state(), 'minimised');
    }),
  );

  test(
    'finds the conversation again, in the middle of an answer and on every page',
    shop({}, {}, async (shopper, visitor) => {
      await shopper.open();
      await visitor.say('Count [slow]');
      await visitor.sees('word12');

      await shopper.page.reload();
      await visitor.sees('word12');
      assert.equal(await shopper.state(), 'open');
      await shopper.come({});
      await visitor.isDone('Count [slow]');

      assert.deepEqual(await visitor.transcript(), ['you: Count [slow]', `ai: ${counted(80)}`]);
    }),
  );

  test(
    'may leave before the question is answered, and is told on the next page that it was',
    shop({}, {}, async (shopper, visitor) => {
      await shopper.open();
      await visitor.say('Count [slow]');
      await visitor.sees('word3');
      await visitor.button('Minimise').click();
      await shopper.page.goto('about:blank');

      await shopper.page.goto(shopper.address);

      await eventually(async () => assert.equal(await shopper.badge.innerText(), '1'));
      assert.equal(await shopper.state(), 'minimised');
    }),
  );

  test(
    'has the same conversation in every tab',
    shop({}, {}, async (shopper, visitor) => {
      await shopper.open();
      const page = await shopper.page.context().newPage();
      const other = new Shopper(Object.assign(Object.create(visitor), { page }));
      await other.page.goto(shopper.address);
      await other.open();

      await visitor.ask('From the first');
      await other.visitor.isDone('From the first');
      await other.visitor.ask('From the second');
      await visitor.isDone('From the second');
      assert.deepEqual(await other.visitor.transcript(), await visitor.transcript());

      await other.visitor.field.fill('A thought');
      await other.visitor.button('New chat').click();
      await shopper.page.locator('.suggestions').waitFor();
      assert.deepEqual(await visitor.transcript(), []);

      await visitor.button('Your conversations').click();
      await shopper.page.locator('.history li', { hasText: 'From the first' }).click();
      await other.visitor.isDone('From the second');
      assert.equal(await other.visitor.field.inputValue(), 'A thought');
    }),
  );

  test(
    'goes through old conversations',
    shop({}, {}, async (shopper, visitor) => {
      await shopper.open();
      for (const text of ['One', 'Two', 'A third one, with a title that is longer than the window is wide, by far']) {
        await visitor.button('New chat').click();
        await visitor.ask(text);
      }
      await visitor.button('Your conversations').click();
      await eventually(async () => assert.equal(await shopper.page.locator('.history li').count(), 3));
      await visitor.look('widget-history');
      await visitor.isAccessible();
      await shopper.page.locator('.history li', { hasText: /^One/ }).click();
      await visitor.isDone('One');

      await visitor.button('Your conversations').click();
      assert.equal(await shopper.page.locator('.history [aria-current]').innerText(), 'One\njust now');
      await visitor.button('Back to the chat').click();

      assert.ok(await shopper.page.locator('.history').isHidden());
      assert.deepEqual(await visitor.transcript(), ['you: One', 'ai: You said: One']);
    }),
  );

  test(
    'needs no mouse',
    shop({}, { body: '<a href="#top">A link</a>' }, async (shopper, visitor) => {
      const { keyboard } = shopper.page;
      const focused = () =>
        shopper.chat.evaluate(({ shadowRoot: { activeElement } }) => activeElement?.getAttribute('aria-label'));
      await keyboard.press('Tab');
      await keyboard.press('Tab');
      assert.equal(await focused(), 'Open chat');
      await visitor.look('widget-focus');
      await keyboard.press('Enter');
      await eventually(async () => assert.equal(await focused(), 'Write a message'));

      await keyboard.type('Go on [endless]');
      await keyboard.press('Enter');
      await visitor.sees('word5');
      await keyboard.press('Escape');
      await shopper.page.locator('.reply', { hasText: 'Stopped' }).waitFor();
      assert.equal(await shopper.state(), 'open');

      await keyboard.press('Escape');
      assert.equal(await shopper.state(), 'minimised');
      assert.equal(await focused(), 'Open chat');
      await keyboard.press('Shift+Tab');
      assert.equal(await shopper.page.evaluate(() => document.activeElement.textContent), 'A link');
    }),
  );

  test(
    'types what the page does not take for a shortcut',
    shop(
      {},
      { script: "addEventListener('keydown', ({ key }) => (document.title += key));" },
      async (shopper, visitor) => {
        await shopper.open();
        await visitor.field.press('j');

        assert.equal(await visitor.field.inputValue(), 'j');
        assert.equal(await shopper.page.title(), 'A shop');
      },
    ),
  );
});

describe('on a phone', () => {
  test(
    'it is all there is',
    shop(PHONE, {}, async (shopper, visitor) => {
      await visitor.look('widget-phone-closed');
      await shopper.toggle.tap();
      await shopper.page.locator('.suggestions').waitFor();

      const { left, top, width, height } = await shopper.rect(shopper.window);
      assert.deepEqual({ left, top, width, height }, { left: 0, top: 0, width: 390, height: 844 });
      const behind = () =>
        shopper.page.evaluate(() => [
          document.querySelector('main').inert,
          getComputedStyle(document.documentElement).overflowY,
        ]);
      assert.deepEqual(await behind(), [true, 'hidden']);
      assert.equal(await shopper.window.getAttribute('aria-modal'), 'true');
      await visitor.look('widget-phone-open');

      await shopper.page.keyboard.press('Shift+Tab');
      for (let turns = 0; turns < 20; turns++) {
        await shopper.page.keyboard.press('Tab');
        assert.ok(await shopper.chat.evaluate(chat => chat.shadowRoot.activeElement !== null));
      }
      await visitor.ask('Plan a weekend in Tainan [sample]');
      await visitor.look('widget-phone-sample');
      await visitor.isAccessible();
      const small = await shopper.chat.evaluate(chat =>
        [...chat.shadowRoot.querySelectorAll('.window button')]
          .filter(button => button.checkVisibility({ visibilityProperty: true }))
          .map(button => [button.getAttribute('aria-label'), button.getBoundingClientRect()])
          .filter(([, { width, height }]) => width < 44 || height < 44)
          .map(([name]) => name),
      );
      assert.deepEqual(small, []);

      await visitor.button('Minimise').tap();
      assert.deepEqual(await behind(), [false, 'visible']);
      assert.equal((await shopper.rect(shopper.toggle)).right, 20);
    }),
  );

  test(
    'a narrow one, too',
    shop({ ...PHONE, viewport: { width: 320, height: 568 } }, {}, async (shopper, visitor) => {
      await shopper.toggle.tap();
      await visitor.ask('x'.repeat(300));
      await visitor.ask('Plan a weekend in Tainan [sample]');

      const wide = await shopper.chat.evaluate(chat =>
        [...chat.shadowRoot.querySelectorAll('.window *')]
          .filter(node => node.closest('.unseen') === null && node.parentElement.closest('pre, .table-box') === null)
          .filter(node => node.getBoundingClientRect().right > innerWidth + 0.5)
          .map(node => node.className),
      );
      assert.deepEqual(wide, []);
      await visitor.look('widget-narrow');
    }),
  );
});

describe('light and dark', () => {
  const brightness = shopper =>
    shopper.window.evaluate(node => Number(/oklch\(([\d.]+)/.exec(getComputedStyle(node).backgroundColor)[1]));

  for (const [theme, colorScheme, isDark] of [
    ['', 'light', false],
    ['', 'dark', true],
    ['theme="system"', 'dark', true],
    ['theme="dark"', 'light', true],
    ['theme="light"', 'dark', false],
  ]) {
    test(
      `${theme || 'nothing said'} on a ${colorScheme} system`,
      shop({ colorScheme }, { attributes: theme }, async (shopper, visitor) => {
        await shopper.open();
        await visitor.ask('Plan a weekend in Tainan [sample]');

        assert.equal((await brightness(shopper)) < 0.5, isDark);
        await visitor.look(`widget-${theme ? 'told-' : ''}${isDark ? 'dark' : 'light'}`);
        await visitor.isAccessible();
      }),
    );
  }
});

describe('the page and the chat', () => {
  const HOSTILE = `
    html { font-size: 62.5%; letter-spacing: 1em; text-transform: uppercase; line-height: 9; cursor: wait }
    * { all: revert !important }
    body * { position: static !important; display: none !important; width: 10px !important; font-size: 90px !important;
      letter-spacing: 1em !important; line-height: 9 !important; opacity: 0.1 !important; filter: blur(9px) !important;
      transform: rotate(40deg) !important; text-transform: uppercase !important; pointer-events: none !important;
      visibility: hidden !important; z-index: -1 !important; inset: 300px !important; color: red !important;
      transition: all 9s !important; animation: none 9s !important; margin: 99px !important; clip-path: inset(50%) !important }
    div, button, section, textarea, header { background: red !important; padding: 50px !important; border: 9px solid !important }
    parley-chat { width: 10px; font: 90px serif; opacity: 0 }`;

  test(
    'do each other no harm',
    shop({}, { css: HOSTILE }, async (shopper, visitor) => {
      const { width, height, right, bottom } = await shopper.rect(shopper.toggle);
      assert.deepEqual({ width, height, right, bottom }, { width: 60, height: 60, right: 20, bottom: 20 });
      await shopper.open();
      await visitor.ask('Hello');

      assert.equal((await shopper.rect(shopper.window)).height, 600);
      const face = await shopper.page.locator('.avatar').evaluate(node => {
        const bubble = node.parentElement.querySelector('.prose').getBoundingClientRect();
        const { left, top, right, width, height } = node.getBoundingClientRect();
        return { width, height, isBeside: right < bubble.left && top >= bubble.top && left > 0 };
      });
      assert.deepEqual(face, { width: 24, height: 24, isBeside: true });
      const looks = await shopper.page.locator('.bubble').evaluate(node => {
        const { fontSize, letterSpacing, textTransform, padding } = getComputedStyle(node);
        return { fontSize, letterSpacing, textTransform, padding };
      });
      assert.deepEqual(looks, {
        fontSize: '15px',
        letterSpacing: 'normal',
        textTransform: 'none',
        padding: '9px 16px',
      });
      await visitor.look('widget-hostile');
    }),
  );

  test('the page is as it was', () =>
    visit(browser, {}, async ({ page }) => {
      const looks = () =>
        page.evaluate(() =>
          [...document.querySelectorAll('html, body, main, h1, p, a')].map(node => {
            const { left, top, width, height } = node.getBoundingClientRect();
            const { font, color, margin } = getComputedStyle(node);
            return JSON.stringify([node.tagName, left, top, width, height, font, color, margin]);
          }),
        );
      await page.goto(site.file('/without', '<!doctype html><body><main><h1>Tea</h1><p>Of <a href="/">all</a> sorts.'));
      const before = await looks();
      await page.goto(site.page('/with', { body: '<main><h1>Tea</h1><p>Of <a href="/">all</a> sorts.</p></main>' }));
      await page.locator('.toggle').click();
      await page.getByRole('textbox').waitFor();

      assert.deepEqual(await looks(), before);
    }));
});

describe('what a page can do with it', () => {
  test(
    'opens, says, begins anew, puts away, and is told',
    shop({}, { attributes: 'context=\'{"order": 7}\'' }, async (shopper, visitor) => {
      await shopper.listen();
      const call = (name, ...given) => shopper.chat.evaluate((chat, [each, all]) => chat[each](...all), [name, given]);
      await call('open');
      assert.ok(await visitor.field.isVisible());
      await call('send', 'Where is my tea?');
      await visitor.isDone('Where is my tea?');
      assert.deepEqual(JSON.parse((await shopper.session()).context), { order: 7 });

      await call('setContext', 'The visitor looks at oolong.');
      await call('newChat');
      await shopper.page.locator('.suggestions').waitFor();
      await call('minimise');
      await call('send', 'Which one?');
      await eventually(async () => assert.equal((await shopper.told('message')).length, 4));
      assert.equal((await shopper.session()).context, 'The visitor looks at oolong.');
      assert.equal(await shopper.state(), 'minimised');
      await call('close');
      await shopper.chat.evaluate(chat => (chat.open = true));
      assert.equal(await shopper.state(), 'open');
      await shopper.chat.evaluate(chat => (chat.open = false));

      const messages = await shopper.told('message');
      assert.deepEqual(
        messages.map(({ type, text }) => `${type}: ${text}`),
        ['user: Where is my tea?', 'ai: You said: Where is my tea?', 'user: Which one?', 'ai: You said: Which one?'],
      );
      assert.deepEqual(Object.keys(messages[0]).sort(), ['messageId', 'sessionId', 'text', 'type']);
      for (const [name, times] of [
        ['open', 2],
        ['minimise', 2],
        ['close', 1],
        ['error', 0],
      ]) {
        assert.equal((await shopper.told(name)).length, times, name);
      }
    }),
  );

  test(
    'knows when it is ready',
    shop(
      {},
      {
        how: 'defer',
        script:
          "addEventListener('parley-ready', ({ target, detail }) => (document.title = target.localName + detail.state));",
      },
      async shopper => {
        await eventually(async () => assert.equal(await shopper.page.title(), 'parley-chatminimised'));
      },
    ),
  );

  test(
    'says who somebody is, and forgets them',
    shop({}, {}, async (shopper, visitor) => {
      const token = await somebody();
      await shopper.chat.evaluate((chat, theirs) => chat.identify(theirs), token);
      await shopper.open();
      await visitor.ask('It is me');

      const { sessions } = await shopper.ask(token, '/api/chat/sessions/');
      assert.equal(sessions.length, 1);
      assert.ok(!(await shopper.page.evaluate(() => JSON.stringify(localStorage))).includes(token));

      await shopper.chat.evaluate(chat => chat.identify(null));
      await shopper.page.locator('.welcome').waitFor();
      assert.deepEqual(await visitor.transcript(), []);
      assert.deepEqual(await shopper.kept(), []);
    }),
  );

  test(
    'is told when somebody is not known any more, and goes on when they are',
    shop({ mayFail: true }, { attributes: 'token="no.such.token"' }, async (shopper, visitor) => {
      await shopper.listen();
      await shopper.open();
      await visitor.say('Keep this');
      await shopper.page.getByText('You are signed out.').waitFor();
      await visitor.look('widget-signed-out');
      assert.deepEqual((await shopper.told('error')).at(-1), { code: 'SIGNED_OUT' });

      await shopper.chat.evaluate((chat, good) => chat.identify(good), await somebody());
      await visitor.isDone('Keep this');

      assert.deepEqual(await visitor.transcript(), ['you: Keep this', 'ai: You said: Keep this']);
    }),
  );

  test(
    'gives a fresh token when the old one is refused',
    shop({ mayFail: true }, {}, async (shopper, visitor) => {
      const token = await somebody();
      await shopper.listen();
      await shopper.chat.evaluate((chat, good) => {
        const tokens = ['bad.to.begin-with', 'bad.to.begin-with'];
        chat.getToken = () => tokens.shift() ?? good;
      }, token);
      await shopper.open();
      await visitor.ask('Hello');

      const { sessions } = await shopper.ask(token, '/api/chat/sessions/');
      assert.equal(sessions.length, 1);
    }),
  );
});

test('a window that does not come says so, and comes when it can', () =>
  visit(browser, { mayFail: true }, async visitor => {
    const shopper = new Shopper(visitor);
    await shopper.come({});
    await shopper.listen();
    const all = url => url.pathname === '/widget-window.js';
    await shopper.page.route(all, route => route.abort());
    await shopper.toggle.click();
    await shopper.page.getByText('The chat could not be loaded.').waitFor();
    assert.ok((await shopper.told('error')).every(({ code }) => code === 'LOAD_FAILED'));
    await visitor.look('widget-failed');
    await visitor.isAccessible();

    await shopper.page.unroute(all);
    await visitor.button('Try again').click();
    await visitor.ask('Hello');
  }));

test(
  'the languages of the page are its own',
  shop({ locale: 'en-GB' }, { root: 'lang="zh-Hant"' }, async (shopper, visitor) => {
    await visitor.button('開啟聊天').click();
    await shopper.page.getByRole('textbox', { name: '輸入訊息' }).fill('今天的天氣怎麼樣？');
    await shopper.page.keyboard.press('Enter');
    await shopper.page.locator('.reply .foot time').waitFor({ state: 'attached' });
    await visitor.look('widget-zh-TW');

    await shopper.chat.evaluate(chat => (chat.locale = 'zh-CN'));
    await shopper.page.getByRole('textbox', { name: '输入消息' }).waitFor();
    await shopper.page.locator('.reply .foot time').waitFor({ state: 'attached' });
    await visitor.look('widget-zh-CN');
  }),
);
