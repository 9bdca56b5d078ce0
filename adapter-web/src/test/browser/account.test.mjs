// People in front of the page: guests, those with an account, and those who come and go.
import { Buffer } from 'node:buffer';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { startChromium } from './chromium.mjs';
import { eventually, visit } from './visitor.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const PASSWORD = 'correct horse battery';
const OTHER_PASSWORD = 'a better battery horse';
const RUN = Date.now().toString(36);
/** Some requests are refused here on purpose, which browsers write down. */
const REFUSED = { mayFail: true };

let browser;
let people = 0;
before(async () => {
  browser = await startChromium();
});
after(() => browser?.close());

const newName = () => `mei-${RUN}-${++people}`;
const dialogOf = ({ page }) => page.getByRole('dialog');
const userOf = ({ page }) => page.locator('.user-button');
const itemOf = ({ page }, name) => page.getByRole('menuitem', { name });
const rowOf = ({ page }, name) => page.locator('.sessions').getByRole('link', { name });

async function choose(visitor, name) {
  await userOf(visitor).click();
  await itemOf(visitor, name).click();
}

async function isHere(visitor, name) {
  await userOf(visitor).getByText(name, { exact: true }).first().waitFor();
}

async function fillIn(visitor, values) {
  for (const [label, value] of Object.entries(values)) {
    await dialogOf(visitor).getByLabel(label, { exact: true }).fill(value);
  }
}

const submit = (visitor, name) => dialogOf(visitor).locator('form').getByRole('button', { name, exact: true }).click();

async function register(visitor, name = newName()) {
  await choose(visitor, 'Create account');
  await fillIn(visitor, { Username: name, 'E-mail': `${name}@example.org`, Password: PASSWORD });
  await submit(visitor, 'Create account');
  await isHere(visitor, name);
  return name;
}

async function logIn(visitor, name, password = PASSWORD) {
  await fillIn(visitor, { 'Username or e-mail': name, Password: password });
  await submit(visitor, 'Log in');
  await isHere(visitor, name);
}

async function logOut(visitor) {
  await choose(visitor, 'Log out');
  await isHere(visitor, 'Guest');
}

async function openSettings(visitor, section) {
  await choose(visitor, 'Settings');
  await dialogOf(visitor).getByRole('tab', { name: section }).click();
}

/** Another device: a browser that knows nothing. */
async function onAnotherDevice(name, run) {
  await visit(browser, REFUSED, async device => {
    await device.open();
    await choose(device, 'Log in');
    await logIn(device, name);
    await run(device);
  });
}

test('who registers keeps the conversation, and what is half written', () =>
  visit(browser, REFUSED, async visitor => {
    await visitor.open();
    await visitor.ask('Hello');
    const { session } = visitor;
    await visitor.field.fill('half a sentence');
    await visitor.look('account-guest');
    const name = await register(visitor);

    assert.equal(visitor.session, session);
    await rowOf(visitor, 'Hello').waitFor();
    await eventually(async () => assert.deepEqual(await visitor.transcript(), ['you: Hello', 'ai: You said: Hello']));
    assert.equal(await visitor.field.inputValue(), 'half a sentence');
    await visitor.ask('And again');
    await visitor.reload();
    await isHere(visitor, name);
    await eventually(async () => assert.equal((await visitor.transcript()).length, 4));
    assert.deepEqual(await visitor.page.context().cookies(), []);
  }));

test('who logs out leaves nothing in sight, and finds it again, in all windows', () =>
  visit(browser, REFUSED, async visitor => {
    await visitor.open();
    const name = await register(visitor);
    await visitor.ask('Something private');
    const other = await visitor.secondWindow();
    await eventually(async () => assert.equal((await other.transcript()).length, 2));

    await logOut(visitor);
    await visitor.page.getByText('You are logged out.').waitFor();
    await visitor.look('account-logged-out');
    for (const window of [visitor, other]) {
      await isHere(window, 'Guest');
      assert.equal(new URL(window.page.url()).pathname, '/');
      assert.equal(await window.page.getByText('Something private').count(), 0);
      await window.page.getByText('Your conversations will be listed here.').waitFor();
    }
    const kept = await visitor.page.evaluate(() => JSON.stringify({ ...localStorage }));
    assert.doesNotMatch(kept, /Something private|access|refresh/);

    await choose(other, 'Log in');
    await logIn(other, name);
    await isHere(visitor, name);
    for (const window of [visitor, other]) {
      await rowOf(window, 'Something private').click();
      await eventually(async () => assert.equal((await window.transcript()).length, 2));
    }
    await visitor.ask('Together again');
    await eventually(async () => assert.equal((await other.transcript()).length, 4));
  }));

test('what is wrong is said where it is wrong', () =>
  visit(browser, REFUSED, async visitor => {
    const { page } = visitor;
    const fieldError = label => dialogOf(visitor).locator('.field', { hasText: label }).locator('.field-error');
    await visitor.open();
    const name = await register(visitor);
    await logOut(visitor);

    await choose(visitor, 'Create account');
    await submit(visitor, 'Create account');
    assert.equal(await fieldError('Username').innerText(), 'Please fill this in.');
    assert.equal(await page.evaluate(() => document.activeElement.autocomplete), 'username');
    await fillIn(visitor, { Username: 'ab', 'E-mail': 'nowhere', Password: 'short' });
    assert.equal(await fieldError('Username').isVisible(), false);
    await submit(visitor, 'Create account');
    assert.match(await fieldError('Username').innerText(), /^Use 3 to 64/);
    assert.equal(await fieldError('E-mail').innerText(), 'This does not look like an e-mail address.');
    assert.equal(await fieldError('Password').innerText(), 'Use 10 to 200 characters.');
    await visitor.look('account-register-errors');
    await visitor.isAccessible();
    await fillIn(visitor, { Username: name, 'E-mail': 'free@example.org', Password: PASSWORD });
    await submit(visitor, 'Create account');
    await fieldError('Username').getByText('belongs to somebody already').waitFor();

    await dialogOf(visitor).getByRole('button', { name: 'Log in' }).click();
    const password = dialogOf(visitor).getByLabel('Password', { exact: true });
    assert.equal(await dialogOf(visitor).getByLabel('Username or e-mail').inputValue(), name);
    await password.fill('not this one');
    await dialogOf(visitor).getByRole('button', { name: 'Show the password' }).click();
    assert.equal(await password.getAttribute('type'), 'text');
    await dialogOf(visitor).getByRole('button', { name: 'Hide the password' }).click();
    await submit(visitor, 'Log in');
    await page.getByRole('alert').getByText('The username or the password is wrong.').waitFor();
    await visitor.look('account-wrong-password');

    await page.route('**/api/auth/login/', route =>
      route.fulfill({ status: 429, headers: { 'Retry-After': '40' }, json: { error_code: 'RATE_LIMITED' } }),
    );
    await submit(visitor, 'Log in');
    await page.getByText('Too many attempts. Please try again in 40 seconds.').waitFor();
    await page.unroute('**/api/auth/login/');
    await logIn(visitor, name);
  }));

describe('whose login has ended', () => {
  /** Somebody whose login was ended from another device, while a conversation is on the page. */
  async function signedOut(run) {
    await visit(browser, REFUSED, async visitor => {
      await visitor.open();
      const name = await register(visitor);
      await visitor.ask('Before');
      await onAnotherDevice(name, async device => {
        await openSettings(device, 'Password');
        await fillIn(device, { 'Current password': PASSWORD, 'New password': 'short' });
        await submit(device, 'Change password');
        await dialogOf(device).getByText('Use 10 to 200 characters.').waitFor();
        await fillIn(device, { 'Current password': 'not this one', 'New password': OTHER_PASSWORD });
        await submit(device, 'Change password');
        await dialogOf(device).getByText('This is not your password.').waitFor();
        await device.look('account-password-wrong');
        await fillIn(device, { 'Current password': PASSWORD });
        await submit(device, 'Change password');
        await dialogOf(device).getByText('Your password was changed.').waitFor();
        await device.look('account-password-changed');
        await device.reload();
        await isHere(device, name);
      });
      await visitor.page.locator('.banner').getByText('You are signed out.').waitFor();
      await run(visitor, name);
    });
  }

  test('writes on, and is heard when they are back', () =>
    signedOut(async (visitor, name) => {
      await visitor.say('Meanwhile');
      await visitor.page.locator('.unsent').getByText('Will be sent when you have logged in').waitFor();
      await visitor.look('account-signed-out');
      await visitor.isAccessible();
      const other = await visitor.page.context().newPage();
      await other.goto(visitor.address);
      await other.getByRole('dialog').getByText(`Log in to go on as ${name}.`).waitFor();
      await other.close();

      await visitor.page.locator('.banner').getByRole('button', { name: 'Log in' }).click();
      await visitor.look('account-back');
      assert.equal(await dialogOf(visitor).getByLabel('Username or e-mail').inputValue(), name);
      await logIn(visitor, name, OTHER_PASSWORD);
      await visitor.isDone('Meanwhile');

      await visitor.page.locator('.banner').waitFor({ state: 'hidden' });
      assert.deepEqual(await visitor.transcript(), [
        'you: Before',
        'ai: You said: Before',
        'you: Meanwhile',
        'ai: You said: Meanwhile',
      ]);
    }));

  test('is not heard as somebody else', () =>
    signedOut(async (visitor, name) => {
      const tom = newName();
      await visit(browser, REFUSED, async device => {
        await device.open();
        await register(device, tom);
      });
      await visitor.page.goto(`${visitor.address}/`);
      await dialogOf(visitor).getByRole('button', { name: 'Close' }).click();
      await visitor.say('For nobody else');
      await visitor.page.locator('.banner').getByRole('button', { name: 'Log in' }).click();
      await logIn(visitor, tom);

      await visitor.ask('It is Tom');
      assert.deepEqual(await visitor.transcript(), ['you: It is Tom', 'ai: You said: It is Tom']);
      await rowOf(visitor, 'It is Tom').waitFor();
      assert.equal(await visitor.page.locator('.sessions .row').count(), 1);
      await logOut(visitor);
      await visitor.ask('A guest');
      assert.equal(await visitor.page.locator('.sessions .row').count(), 1);

      await choose(visitor, 'Log in');
      await logIn(visitor, name, OTHER_PASSWORD);
      await rowOf(visitor, 'For nobody else').click();
      await visitor.isDone('For nobody else');
      assert.equal(await rowOf(visitor, 'It is Tom').count(), 0);
    }));

  test('may go on as a guest', () =>
    signedOut(async visitor => {
      await visitor.page.locator('.banner').getByRole('button', { name: 'Log in' }).click();
      await dialogOf(visitor).getByRole('button', { name: 'Go on as a guest' }).click();
      await isHere(visitor, 'Guest');

      assert.equal(await visitor.page.getByText('Before').count(), 0);
      await visitor.ask('Somebody new');
    }));
});

test('devices are listed, and can be logged out', () =>
  visit(browser, REFUSED, async visitor => {
    await visitor.open();
    const name = await register(visitor);
    await visitor.ask('Hello');
    await onAnotherDevice(name, async device => {
      await rowOf(device, 'Hello').click();
      await eventually(async () => assert.equal((await device.transcript()).length, 2));
      await openSettings(visitor, 'Devices');
      await dialogOf(visitor).getByText('This device').waitFor();
      await visitor.look('account-devices');
      await dialogOf(visitor)
        .getByRole('button', { name: /^Log out Chrome/ })
        .click();
      await dialogOf(visitor)
        .getByText(/was logged out/)
        .waitFor();

      assert.equal(await dialogOf(visitor).locator('.device').count(), 1);
      await device.page.locator('.banner').getByText('You are signed out.').waitFor();
    });
  }));

test('how one is answered is chosen, counts from the next question on, and goes along with who logs in', () =>
  visit(browser, REFUSED, async visitor => {
    const { page } = visitor;
    const dialog = dialogOf(visitor);
    const told = () => page.locator('.reply .prose').last().innerText();
    const isKept = async expected => {
      const { model, temperature, max_tokens, theme } = await visitor.api('GET', '/api/users/me/preferences/');
      assert.deepEqual({ model, temperature, max_tokens, theme }, expected);
    };
    await visitor.open();
    await visitor.ask('At first [how]');
    const atFirst = await told();
    assert.match(atFirst, /^Model (?!swift|thorough).+, temperature 0\.7, at most 2000 tokens\.$/);

    await openSettings(visitor, 'Appearance');
    await dialog.getByLabel('Model').selectOption('thorough');
    await dialog.getByRole('status').getByText('Saved.').waitFor();
    await dialog.getByLabel('Temperature').selectOption('0.3');
    await dialog.getByLabel('Longest answer').selectOption('500');
    await dialog.getByRole('radio', { name: 'Dark' }).check();
    await eventually(() => isKept({ model: 'thorough', temperature: 0.3, max_tokens: 500, theme: 'dark' }));
    await visitor.isAccessible();
    await dialog.getByLabel('Longest answer').scrollIntoViewIfNeeded();
    await visitor.look('account-settings-answers-dark');
    await page.keyboard.press('Escape');
    await visitor.ask('As I like it [how]');
    const asLiked = 'Model thorough, temperature 0.3, at most 500 tokens.';
    assert.equal(await told(), asLiked);

    const name = await register(visitor);
    await visitor.ask('And with a name [how]');
    assert.equal(await told(), asLiked);
    await onAnotherDevice(name, async device => {
      await openSettings(device, 'Appearance');
      await eventually(async () =>
        assert.deepEqual(
          await dialogOf(device)
            .locator('.settings-panel select')
            .evaluateAll(controls => controls.slice(-3).map(each => each.value)),
          ['thorough', '0.3', '500'],
        ),
      );
      assert.ok(await dialogOf(device).getByRole('radio', { name: 'Dark' }).isChecked());
      await dialogOf(device).getByLabel('Model').selectOption('As the assistant has it');
      await dialogOf(device).getByRole('status').getByText('Saved.').waitFor();
    });

    await visitor.ask('Once more [how]');
    assert.equal(await told(), atFirst.replace(/temperature.*/, 'temperature 0.3, at most 500 tokens.'));
  }));

test('settings count at once, in all windows, and stay', () =>
  visit(browser, REFUSED, async visitor => {
    const { page } = visitor;
    const background = where => where.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await visitor.open();
    await register(visitor);
    await visitor.ask('Hello');
    await visitor.field.fill('half a sentence');
    const other = await visitor.secondWindow();
    const light = await background(page);

    await openSettings(visitor, 'Appearance');
    await dialogOf(visitor).getByRole('radio', { name: 'Dark' }).check();
    await dialogOf(visitor).getByRole('radio', { name: 'Off' }).check();
    await dialogOf(visitor).getByRole('switch', { name: 'Enter sends' }).uncheck();
    await visitor.look('account-settings-dark');
    assert.notEqual(await background(page), light);
    await eventually(async () => assert.equal(await background(other.page), await background(page)));

    await dialogOf(visitor).getByLabel('Language').selectOption('繁體中文');
    await dialogOf(visitor).getByRole('heading', { name: '外觀' }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'SELECT');
    await visitor.look('account-settings-zh-tw');
    await visitor.isAccessible();
    await page.keyboard.press('Escape');
    await other.page.getByRole('textbox', { name: '輸入訊息' }).waitFor();

    // Before any script of the page's own has run.
    const early = await page.context().newPage();
    await early.route('**/assets/*.js', route => route.abort());
    await early.goto(visitor.address);
    assert.equal(await background(early), await background(page));
    await early.close();

    for (const isReloaded of [false, true]) {
      if (isReloaded) {
        await page.reload();
      }
      const field = page.getByRole('textbox', { name: '輸入訊息' });
      await eventually(async () => assert.equal(await field.inputValue(), 'half a sentence'));
      await page.locator('.question', { hasText: 'Hello' }).waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-TW');
      assert.notEqual(await background(page), light);
      await field.press('End');
      await field.press('Enter');
      assert.equal(await field.inputValue(), 'half a sentence\n');
      await field.press('Backspace');
    }
    await page.getByRole('textbox', { name: '輸入訊息' }).press('Control+Enter');
    await visitor.isDone('half a sentence');
  }));

test('a profile can be changed, also for other windows', () =>
  visit(browser, REFUSED, async visitor => {
    await visitor.open();
    const taken = await register(visitor);
    await logOut(visitor);
    const name = await register(visitor);
    const other = await visitor.secondWindow();
    await openSettings(visitor, 'Profile');
    await fillIn(visitor, { Name: '林美 Mei', 'E-mail': `${taken}@example.org` });
    await submit(visitor, 'Save');
    await dialogOf(visitor).getByText('This address belongs to an account already.').waitFor();
    await fillIn(visitor, { 'E-mail': `${name}@example.com` });
    await submit(visitor, 'Save');
    await dialogOf(visitor).getByText('Saved.').waitFor();
    await visitor.look('account-profile');
    await visitor.isAccessible();

    await isHere(other, '林美 Mei');
    await visitor.reload();
    await isHere(visitor, '林美 Mei');
  }));

test('a picture can be chosen, whatever its size and kind, and removed', () =>
  visit(browser, REFUSED, async visitor => {
    const { page } = visitor;
    await visitor.open();
    await register(visitor);
    await visitor.ask('Hello');
    assert.ok(await page.locator('.question .own').isHidden());
    const other = await visitor.secondWindow();
    const picture = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(1_600, 900);
      const pen = canvas.getContext('2d');
      const colours = pen.createLinearGradient(0, 0, 1_600, 900);
      colours.addColorStop(0, 'teal');
      colours.addColorStop(1, 'orange');
      pen.fillStyle = colours;
      pen.fillRect(0, 0, 1_600, 900);
      return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp' })).arrayBuffer())];
    });
    const file = (name, bytes) => ({ name, mimeType: 'image/webp', buffer: Buffer.from(bytes) });
    await openSettings(visitor, 'Profile');
    const chosen = dialogOf(visitor).locator('input[type=file]');
    await chosen.setInputFiles(file('no.webp', [1, 2, 3]));
    await dialogOf(visitor).getByText('This picture can’t be used.').waitFor();
    await chosen.setInputFiles(file('me.webp', picture));
    await dialogOf(visitor).locator('.picture img').waitFor();
    await visitor.look('account-picture');
    await visitor.isAccessible();
    await userOf(other).locator('img').waitFor();
    await other.page.locator('.question .own').waitFor();
    await visitor.reload();
    await userOf(visitor).locator('img').waitFor();
    assert.equal(
      await userOf(visitor)
        .locator('img')
        .evaluate(async image => (await image.decode(), image.naturalWidth)),
      256,
    );
    await page.locator('.question .own').waitFor();
    const background = await page.locator('.question .own').evaluate(node => getComputedStyle(node).backgroundImage);
    assert.ok(background.startsWith(`url("data:image/`), background.slice(0, 40));
    await visitor.look('account-picture-beside');

    await openSettings(visitor, 'Profile');
    await visitor.button('Remove').click();
    await userOf(visitor).locator('img').waitFor({ state: 'detached' });
    await userOf(other).locator('img').waitFor({ state: 'detached' });
  }));

test('one’s data can be taken home', () =>
  visit(browser, REFUSED, async visitor => {
    await visitor.open();
    const name = await register(visitor);
    await visitor.ask('Take this home');
    await openSettings(visitor, 'Your data');
    await visitor.look('account-data');
    const [download] = await Promise.all([visitor.page.waitForEvent('download'), visitor.button('Download').click()]);
    const file = await readFile(await download.path(), 'utf8');

    assert.equal(download.suggestedFilename(), 'parley-export.json');
    assert.equal(JSON.parse(file).user.username, name);
    assert.match(file, /Take this home/);
  }));

test('everything can be deleted, by those who mean it', () =>
  visit(browser, REFUSED, async visitor => {
    const { page } = visitor;
    await visitor.open();
    const name = await register(visitor);
    await visitor.ask('Goes');
    await openSettings(visitor, 'Your data');
    await visitor.button('Delete all…').click();
    await visitor.look('account-delete-all');
    await visitor.button('Cancel').click();
    await visitor.button('Delete all…').click();
    await submit(visitor, 'Delete all conversations');
    await dialogOf(visitor).getByText('All conversations were deleted.').waitFor();
    assert.equal(new URL(page.url()).pathname, '/');

    await visitor.button('Delete account…').click();
    await fillIn(visitor, { [`Type “${name}” to confirm`]: 'mei', Password: 'not this one' });
    await submit(visitor, 'Delete my account for good');
    await dialogOf(visitor).getByText(`This is not “${name}”.`).waitFor();
    await fillIn(visitor, { [`Type “${name}” to confirm`]: name });
    await submit(visitor, 'Delete my account for good');
    await dialogOf(visitor).getByText('This is not your password.').waitFor();
    await visitor.look('account-delete-account');
    await visitor.isAccessible();
    await fillIn(visitor, { Password: PASSWORD });
    await submit(visitor, 'Delete my account for good');
    await isHere(visitor, 'Guest');
    await page.getByText('Your account was deleted.').waitFor();

    await choose(visitor, 'Log in');
    await fillIn(visitor, { 'Username or e-mail': name, Password: PASSWORD });
    await submit(visitor, 'Log in');
    await page.getByRole('alert').getByText('wrong').waitFor();
  }));

test('a guest can delete conversations, too', () =>
  visit(browser, {}, async visitor => {
    await visitor.open();
    await visitor.ask('Goes');
    await openSettings(visitor, 'Your data');
    await visitor.look('account-data-guest');
    await visitor.button('Delete all…').click();
    await submit(visitor, 'Delete all conversations');
    await dialogOf(visitor).getByText('All conversations were deleted.').waitFor();
    await visitor.page.keyboard.press('Escape');

    await visitor.page.getByText('Your conversations will be listed here.').waitFor();
  }));

describe('keys alone', () => {
  const focused = page => page.evaluate(() => document.activeElement.innerText || document.activeElement.name);

  test('log somebody in, and the focus stays in the window until it is closed', () =>
    visit(browser, REFUSED, async visitor => {
      const { page } = visitor;
      await visitor.open();
      const name = await register(visitor);
      await logOut(visitor);

      await userOf(visitor).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await dialogOf(visitor).waitFor();
      for (let press = 0; press < 12; press++) {
        await page.keyboard.press('Tab');
        assert.ok(
          await page.evaluate(
            () => document.activeElement === document.body || document.activeElement.closest('dialog') !== null,
          ),
        );
      }
      await page.keyboard.press('Escape');
      await dialogOf(visitor).waitFor({ state: 'detached' });
      assert.equal(await focused(page), 'Guest');

      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await page.keyboard.type(name);
      await page.keyboard.press('Tab');
      await page.keyboard.type(PASSWORD);
      await page.keyboard.press('Enter');
      await isHere(visitor, name);
    }));

  test('are listed, open the settings, and go through them', () =>
    visit(browser, {}, async visitor => {
      const { page } = visitor;
      await visitor.open();
      await visitor.field.press('?');
      assert.equal(await visitor.field.inputValue(), '?');
      await userOf(visitor).focus();
      await page.keyboard.press('?');
      await dialogOf(visitor).getByText('Take up your last message again').waitFor();
      await visitor.look('account-shortcuts');
      await visitor.isAccessible();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+,');
      await dialogOf(visitor).getByRole('tab', { name: 'Appearance', selected: true }).waitFor();
      await page.keyboard.press('ArrowDown');
      await dialogOf(visitor).getByRole('tab', { name: 'Your data', selected: true }).waitFor();
      await page.keyboard.press('Home');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowRight');
      assert.ok(await dialogOf(visitor).getByRole('radio', { name: 'Light' }).isChecked());
    }));

  test('do not reach what lies behind', () =>
    visit(browser, {}, async visitor => {
      await visitor.open();
      await visitor.say('Count [slow]');
      await visitor.sees('word3');
      await choose(visitor, 'Keyboard shortcuts');
      await visitor.page.keyboard.press('Control+k');
      await visitor.page.keyboard.press('Escape');
      await dialogOf(visitor).waitFor({ state: 'detached' });
      await visitor.isDone('Count [slow]');

      assert.equal(await visitor.page.getByText('Stopped').count(), 0);
    }));
});

describe('a server', () => {
  const FORBIDDEN = { status: 403, json: { error_code: 'FORBIDDEN', status: 403 } };
  const forbids = ({ page }, what) => page.route(`**/api/auth/${what}/`, route => route.fulfill(FORBIDDEN));

  test('that lets in no guests asks for the login first', () =>
    visit(browser, REFUSED, async visitor => {
      const { page } = visitor;
      const name = newName();
      await visit(browser, REFUSED, async device => {
        await device.open();
        await register(device, name);
      });
      await forbids(visitor, 'guest');
      await page.goto(visitor.address);
      await dialogOf(visitor).getByText('Log in to start a conversation.').waitFor();
      await visitor.look('account-login-first');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.mouse.click(5, 5);
      await dialogOf(visitor).getByText('Log in to start a conversation.').waitFor();
      await visitor.isAccessible();

      await logIn(visitor, name);
      await visitor.ask('Here I am');
      await choose(visitor, 'Log out');
      await dialogOf(visitor).getByText('Log in to start a conversation.').waitFor();
      assert.equal(await page.getByText('Here I am').count(), 0);
    }));

  test('on which nobody registers, or nobody logs in, says so and offers it no more', () =>
    visit(browser, REFUSED, async visitor => {
      await visitor.open();
      await forbids(visitor, 'register');
      await choose(visitor, 'Create account');
      const name = newName();
      await fillIn(visitor, { Username: name, 'E-mail': `${name}@example.org`, Password: PASSWORD });
      await submit(visitor, 'Create account');
      await dialogOf(visitor).getByText('Nobody can create an account here by themselves.').waitFor();
      await visitor.page.keyboard.press('Escape');
      await userOf(visitor).click();
      assert.equal(await itemOf(visitor, 'Create account').count(), 0);

      await forbids(visitor, 'login');
      await itemOf(visitor, 'Log in').click();
      await fillIn(visitor, { 'Username or e-mail': name, Password: PASSWORD });
      await submit(visitor, 'Log in');
      await dialogOf(visitor).getByText('Nobody can log in with a password here.').waitFor();
      await visitor.page.keyboard.press('Escape');
      await userOf(visitor).click();
      assert.equal(await itemOf(visitor, 'Log in').count(), 0);
    }));
});

describe('the windows', () => {
  const SIZES = {
    phone: PHONE,
    'phone-dark': { ...PHONE, colorScheme: 'dark' },
    narrow: { viewport: { width: 320, height: 640 } },
    mirrored: { at: '/?locale=qps' },
    'mirrored-phone': { ...PHONE, at: '/?locale=qps' },
    dark: { colorScheme: 'dark' },
    contrast: { forcedColors: 'active' },
  };

  /** Nothing is wider than the window, or cut off; and for a finger everything is big enough. */
  async function fits({ page }, isForFingers) {
    const wrong = await page.evaluate(isForFingers => {
      const all = [...document.querySelectorAll('dialog *')].filter(each => each.checkVisibility());
      const wide = all.filter(each => {
        const { left, right } = each.getBoundingClientRect();
        return (right > innerWidth + 0.5 || left < -0.5) && !each.closest('.settings-tabs');
      });
      const small = all
        .filter(each => isForFingers && each.matches('button, select, input:not([type=radio], .switch), .choice label'))
        .filter(each => {
          const { width, height } = each.getBoundingClientRect();
          return width < 44 || height < 44;
        });
      return [...wide, ...small].map(each => `${each.tagName}.${each.className} ${each.textContent.slice(0, 30)}`);
    }, isForFingers);
    assert.deepEqual(wrong, []);
  }

  for (const [kind, { at = '/', ...wishes }] of Object.entries(SIZES)) {
    test(`fit, and keep nobody out: ${kind}`, () =>
      visit(browser, { ...REFUSED, ...wishes }, async visitor => {
        const { page } = visitor;
        const isMobile = wishes.isMobile ?? false;
        const look = async name => {
          await visitor.look(`account-${kind}-${name}`);
          await fits(visitor, isMobile);
          await visitor.isAccessible();
        };
        const openMenu = async () => {
          if ((wishes.viewport?.width ?? 1_280) < 900) {
            const drawer = page.locator('.sidebar');
            if (!(await drawer.evaluate(each => each.classList.contains('open')))) {
              await page.locator('.header .icon-button').first().click();
            }
            await drawer.evaluate(each => Promise.all(each.getAnimations().map(({ finished }) => finished)));
          }
          await userOf(visitor).click();
        };
        await page.goto(visitor.address + at);
        await page.locator('.composer textarea').waitFor();
        await openMenu();
        await visitor.look(`account-${kind}-menu`);
        await page.getByRole('menuitem').nth(1).click();
        await look('register');
        const name = newName();
        const [username, email, password] = await page.locator('dialog input').all();
        await username.fill(name);
        await email.fill(`${name}@example.org`);
        await password.fill(PASSWORD);
        await password.press('Enter');
        await userOf(visitor).getByText(name).waitFor({ state: 'attached' });

        await openMenu();
        await page.getByRole('menuitem').first().click();
        for (const section of ['appearance', 'profile', 'password', 'devices', 'data']) {
          await page.locator(`#parley-settings-${section}`).click();
          if (section === 'devices') {
            await page.locator('.device-mark').waitFor();
          }
          if (section === 'data') {
            await page.locator('.quiet-button.danger').last().click();
          }
          await look(section);
        }
        await page.locator('.dialog-head .icon-button').click();
        await openMenu();
        await page.getByRole('menuitem').nth(1).click();
        await look('shortcuts');
      }));
  }
});
