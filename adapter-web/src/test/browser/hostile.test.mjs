// Whatever is said, by a person or by the model, it is text: nothing runs, nothing is fetched, nothing leaves its place.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { startChromium } from './chromium.mjs';
import { tellHistory } from './histories.mjs';
import { SERVER, visit } from './visitor.mjs';

const HOSTILE = JSON.parse(readFileSync(new URL('../hostile/markdown.json', import.meta.url), 'utf8'));
const SOME = HOSTILE.filter(({ text }, at) => at % 9 === 0 && text.trim() !== '' && text.length < 1_500);

let browser;
before(async () => {
  browser = await startChromium();
});
after(() => browser?.close());

/** What is in replies that must not be. */
const foundIn = page =>
  page.evaluate(() => {
    const TAGS =
      /^(P|BR|STRONG|EM|DEL|CODE|PRE|H3|UL|OL|LI|BLOCKQUOTE|HR|TABLE|THEAD|TBODY|TR|TH|TD|A|INPUT|SPAN|DIV|FIGURE|FIGCAPTION|BUTTON|svg|path)$/;
    const ATTRIBUTES =
      /^(href|class|start|align|type|checked|disabled|dir|title|target|rel|tabindex|role|aria-label|aria-hidden|viewBox|d|data-language|data-closed|data-coloured)$/;
    const CLASSES =
      /^(prose|heading|level-[1-6]|task|table-box|code-block|icon-button|copy|icon|hljs-[\w-]+|language-[\w+#.-]+|[a-z]+_{1,2})$/;
    const found = [];
    for (const element of document.querySelectorAll('.prose, .prose *')) {
      if (!TAGS.test(element.tagName)) {
        found.push(`an element ${element.tagName}`);
      }
      for (const { name, value } of element.attributes) {
        if (!ATTRIBUTES.test(name)) {
          found.push(`an attribute ${name}="${value}"`);
        }
        if (name === 'class' && value.split(/\s+/).some(each => each !== '' && !CLASSES.test(each))) {
          found.push(`a class ${value}`);
        }
        if (name === 'href' && !/^(https?|mailto):/.test(element.href)) {
          found.push(`a link to ${value}`);
        }
      }
      if (element.tagName === 'A' && (element.target !== '_blank' || !/noopener/.test(element.rel))) {
        found.push(`a link that knows who opened it: ${element.href}`);
      }
    }
    return found;
  });

/** Nobody else is asked for anything, and nothing ran. */
async function watched(visitor, run) {
  const { page } = visitor;
  const asked = [];
  page.on('request', request => {
    if (!request.url().startsWith(SERVER)) {
      asked.push(request.url());
    }
  });
  page.on('dialog', dialog => asked.push(`a dialog: ${dialog.message()}`));
  page.on('popup', popup => asked.push(`a window: ${popup.url()}`));
  await run();
  assert.deepEqual(asked, []);
  assert.equal(await page.evaluate(() => globalThis.pwned), undefined);
}

test(`${HOSTILE.length} hostile texts of people and of the model, in a history`, () =>
  visit(browser, {}, async visitor => {
    const { page } = visitor;
    await visitor.open();
    await visitor.ask('Hello');
    await watched(visitor, async () => {
      await tellHistory(visitor, HOSTILE.length * 2, position => HOSTILE[Math.ceil(position / 2) - 1].text);
      await visitor.reload();
      await page.locator('.turn').first().waitFor();
      const scroller = page.locator('.scroller');
      for (let isDone = false, top = -1; !isDone;) {
        assert.deepEqual(await foundIn(page), []);
        const wide = await page.evaluate(() => document.scrollingElement.scrollWidth > innerWidth);
        assert.equal(wide, false);
        const now = await scroller.evaluate(element => {
          element.scrollBy(0, -500);
          return element.scrollTop;
        });
        await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
        const isWhole = await page.locator('.earlier').evaluate(button => button.hidden);
        isDone = isWhole && now === 0 && top === 0;
        top = now;
      }
      // What a person wrote is there to the letter.
      const [bubble] = await page.locator('.bubble').all();
      assert.equal(await bubble.evaluate(element => element.textContent), HOSTILE[0].text);
      await visitor.look('hostile');
      await visitor.field.fill('Still usable');
      assert.ok(await visitor.button('Send').isEnabled());
    });
  }));

test(`${SOME.length} hostile texts, sent and streamed`, () =>
  visit(browser, {}, async visitor => {
    await visitor.open();
    await watched(visitor, async () => {
      for (const { text } of SOME) {
        await visitor.say(text);
        await visitor.page.locator('.round.stop').waitFor({ state: 'hidden' });
        await visitor.page.locator('.reply').last().locator('.foot time').waitFor({ state: 'attached' });
        assert.deepEqual(await foundIn(visitor.page), []);
      }
    });
  }));
