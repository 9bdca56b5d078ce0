// Somebody in front of the page.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const LOOKS = fileURLToPath(new URL('../../../target/looks/', import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Nothing takes so long, unless it will never come, or a machine has something better to do. */
const HANG_GUARD_MS = 90_000;
const OF_THE_NETWORK = /Failed to load resource|WebSocket connection to/;

export const SERVER = process.env.PARLEY_TEST_URL ?? 'http://127.0.0.1:8000';

mkdirSync(LOOKS, { recursive: true });

/**
 * Runs a piece of a test with a new visitor, who has no cookies. Afterwards nothing may have gone wrong unseen: no
 * error in the console, no exception, no breach of the content security policy.
 *
 * @param {object} wishes options of the browser, and `mayFail`: whether requests may fail; `at`: another address of the
 *     server
 */
export async function visit(browser, wishes, run) {
  const { mayFail = false, at = SERVER, ...options } = wishes;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', ...options });
  context.setDefaultTimeout(HANG_GUARD_MS);
  const troubles = [];
  context.on('page', page => watch(page, troubles, mayFail));
  try {
    await run(new Visitor(await context.newPage(), at));
    assert.deepEqual(troubles, []);
  } finally {
    await context.close();
  }
}

function watch(page, troubles, mayFail) {
  page.on('pageerror', error => troubles.push(error.stack));
  page.on('console', message => {
    const isTrouble = message.type() === 'error' || /Content.Security.Policy/.test(message.text());
    if (isTrouble && !(mayFail && OF_THE_NETWORK.test(message.text()))) {
      troubles.push(`${message.text()} (${message.location().url})`);
    }
  });
}

export class Visitor {
  constructor(page, address) {
    this.page = page;
    this.address = address;
  }

  get field() {
    return this.page.locator('.composer textarea');
  }

  async open(path = '/') {
    await this.page.goto(this.address + path);
    await this.page.locator('.composer textarea').or(this.page.locator('.gone')).first().waitFor();
  }

  async reload() {
    await this.page.reload();
    await this.field.waitFor();
  }

  /** Leaves while the network is away, and comes back when it is there again. */
  async comeBack(path, network) {
    network.cut();
    await this.page.goto('about:blank');
    network.restore();
    await this.open(path);
  }

  /** Another window of the same person at the same place. */
  async secondWindow() {
    const other = new Visitor(await this.page.context().newPage(), this.address);
    await other.open(new URL(this.page.url()).pathname);
    return other;
  }

  async say(text) {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  async ask(text) {
    await this.say(text);
    await this.isDone(text);
  }

  /** Nothing is under way any more, everything that was said is to be seen, and the question is answered. */
  async isDone(question) {
    await this.page
      .locator('.question', { hasText: question })
      .last()
      .locator('+ .reply .foot time')
      .waitFor({ state: 'attached' });
    await this.page.locator('.round.stop').waitFor({ state: 'hidden' });
    await this.page.locator('.reply.running').first().waitFor({ state: 'detached' });
  }

  /** Waits until a running reply has got as far as this. */
  async sees(text) {
    await this.page.locator('.reply', { hasText: text }).last().waitFor();
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** What is to be seen, from top to bottom: `you: …` and `ai: …`. */
  async transcript() {
    return this.page.locator('.turn').evaluateAll(turns =>
      turns.map(turn => {
        const isReply = turn.classList.contains('reply');
        const said = turn.querySelector(isReply ? '.prose' : '.bubble');
        const parts = isReply ? [...said.children].map(child => child.innerText.trim()) : [said.innerText];
        return `${isReply ? 'ai' : 'you'}: ${parts.join('\n\n')}`;
      }),
    );
  }

  /** The same, also of what is not in sight: read from the top to the end. */
  async wholeTranscript() {
    const scroller = this.page.locator('.scroller');
    const frame = () => this.page.evaluate(() => new Promise(resolve => requestAnimationFrame(resolve)));
    const seen = new Set();
    await scroller.evaluate(element => element.scrollTo(0, 0));
    for (let isEnd = false; !isEnd;) {
      await frame();
      (await this.transcript()).forEach(turn => seen.add(turn));
      isEnd = await scroller.evaluate(element => {
        const before = element.scrollTop;
        element.scrollBy(0, 400);
        return element.scrollTop === before;
      });
    }
    return [...seen];
  }

  get session() {
    return /\/chat\/([0-9a-f-]{36})$/.exec(this.page.url())?.[1] ?? null;
  }

  /** What the server has stored, in the order of positions: `you: …` and `ai: …`. */
  async stored() {
    const history = await this.api('GET', `/api/chat/session/${this.session}/history/?limit=100`);
    return history.messages.map(
      message => `${message.type === 'user' ? 'you' : message.type}: ${message.content.trim()}`,
    );
  }

  /** Asks the server itself, whatever is between it and the page. Cookies do not know ports. */
  async api(method, path, data) {
    const answer = await this.page.request.fetch(SERVER + path, { method, data });
    assert.ok(answer.ok(), `${method} ${path}: ${answer.status()}`);
    return answer.status() === 204 ? null : answer.json();
  }

  /** Nothing that a machine can find keeps anybody out. */
  async isAccessible() {
    await this.page.evaluate(AXE);
    const { violations } = await this.page.evaluate(() =>
      globalThis.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        resultTypes: ['violations'],
      }),
    );
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(node => `${id}: ${node.html} ${node.failureSummary}`),
    );
    assert.deepEqual(found, []);
  }

  /** Waits until what moves once has come to rest, also in the trees of elements that have their own. */
  async still() {
    await this.page.evaluate(() => {
      const roots = [...document.querySelectorAll('parley-chat')].map(({ shadowRoot }) => shadowRoot);
      return Promise.all(
        [document, ...roots]
          .flatMap(root => root.getAnimations())
          .filter(animation => animation.effect.getComputedTiming().iterations !== Infinity)
          .map(animation => animation.finished.catch(() => {})),
      );
    });
  }

  /** Keeps a picture in target/looks, of how it is when what moves once has come to rest. */
  async look(name) {
    await this.still();
    await this.page.screenshot({ path: `${LOOKS}${name}.png` });
  }
}

/** Waits until an assertion holds. */
export async function eventually(assertion) {
  const end = Date.now() + HANG_GUARD_MS;
  for (;;) {
    try {
      return await assertion();
    } catch (failure) {
      if (Date.now() > end) {
        throw failure;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }
}

/** What the scripted model says when it is asked to count: any loss, doubling or disorder shows. */
export function counted(words) {
  return Array.from({ length: words }, (_, at) => `word${at + 1}${(at + 1) % 10 === 0 ? '.\n\n' : ' '}`)
    .join('')
    .trim();
}
