import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { Api, Refused, Unreachable } from '../../core/net/api.ts';
import { SignedOut } from '../../core/net/identity.ts';
import { shelf, ShelfInMemory } from '../../core/net/shelf.ts';
import { deliverLeftBehind } from '../../core/chat/courier.ts';
import { OutboxInMemory, newPlace } from '../../core/chat/outbox.ts';
import {
  countUnsent,
  forgetNames,
  forgetTexts,
  forgetUnsent,
  handOverTexts,
  handOverUnsent,
  OwnOutbox,
  OwnShelf,
  ShelfWhile,
} from '../../page/account/belongings.ts';
import { deviceOf } from '../../page/account/device.ts';
import { People } from '../../page/account/people.ts';
import { emailBreaks, nameBreaks, passwordBreaks, ruleSaid, usernameBreaks } from '../../page/account/rules.ts';
import { PreferenceSync } from '../../page/account/preference-sync.ts';
import { lengths, temperatures, within } from '../../page/account/settings/answers.ts';
import { troubleOf } from '../../page/account/troubles.ts';
import { PreferenceStore, STANDARD } from '../../ui/preferences.ts';
import { languageFor } from '../../i18n/index.ts';
import { World, settled } from './world.mjs';

const MEI = { user_id: 'u-mei', username: 'mei', email: 'mei@example.org', name: 'Mei' };
const TOM = { user_id: 'u-tom', username: 'tom', email: 'tom@example.org', name: null };

const tokensOf = (user, number = 1) => ({
  access_token: `access-${user.username}-${number}`,
  token_type: 'Bearer',
  expires_in: 900,
  refresh_token: `refresh-${user.username}-${number}`,
  refresh_expires_in: 9_000,
  user,
});

/** A browser with some windows, and a server that answers as it is told and remembers who asked. */
function browser() {
  const world = new World(7);
  const shelf = new ShelfInMemory();
  const asked = [];
  const answers = new Map();
  const around = {
    ...world.around,
    fetch: async (url, { method, headers }) => {
      asked.push(`${method} ${url} ${headers.Authorization ?? 'cookie'}`);
      const answer = (await answers.get(url)?.()) ?? { status: 200, body: {} };
      return new Response(JSON.stringify(answer.body ?? {}), { status: answer.status, headers: answer.headers });
    },
  };
  const window = () => new People(shelf, around);
  const apiOf = people => new Api({ base: '', identity: people.identity(), around });
  return { world, shelf, asked, answers, window, apiOf };
}

const refusal = (status, body = {}) => ({ status, body });
const signsOut = promise => assert.rejects(promise, problem => problem instanceof SignedOut);

describe('who is here', () => {
  test('is a guest at first, and whoever logs in then, in all windows', () => {
    const { window } = browser();
    const [one, other] = [window(), window()];
    const told = [];
    other.onChange(({ before, now }) => told.push([before.person.kind, now.person.kind, now.owner]));
    assert.deepEqual([one.person, one.owner], [{ kind: 'guest', user: null }, '']);

    one.cameIn(tokensOf(MEI));
    other.look();
    other.look();

    assert.deepEqual(one.person, { kind: 'account', user: MEI });
    assert.deepEqual(told, [['guest', 'account', 'u-mei']]);
  });

  test('takes along what the guest had, and nothing of a guest before or after', () => {
    const { window } = browser();
    const people = window();
    people.cameIn(tokensOf(MEI));
    assert.deepEqual(people.legacy, { from: '', to: 'u-mei' });

    people.left();
    const second = people.owner;
    assert.notEqual(second, '');
    assert.equal(people.legacy, null);

    people.cameIn(tokensOf(TOM));
    assert.deepEqual(people.legacy, { from: second, to: 'u-tom' });
  });

  test('is known after their login has ended, and what they write is theirs', async () => {
    const { window, answers, apiOf, world } = browser();
    const people = window();
    people.cameIn(tokensOf(MEI));
    await world.pass(900_000);
    answers.set('/api/auth/refresh/', () => refusal(401));

    await signsOut(apiOf(people).me());

    assert.deepEqual([people.person, people.owner], [{ kind: 'signed out', user: MEI }, 'u-mei']);
  });

  test('does not inherit when somebody else logs in where they were signed out', async () => {
    const { window, answers, apiOf, world } = browser();
    const people = window();
    people.cameIn(tokensOf(MEI));
    await world.pass(900_000);
    answers.set('/api/auth/refresh/', () => refusal(401));
    await signsOut(apiOf(people).me());

    people.cameIn(tokensOf(TOM));

    assert.equal(people.owner, 'u-tom');
    assert.equal(people.legacy, null);
  });

  test('stays when an old refresh token is refused while another window has new ones', async () => {
    const { window, answers, apiOf, world, asked } = browser();
    const [one, other] = [window(), window()];
    one.cameIn(tokensOf(MEI));
    await world.pass(900_000);
    answers.set('/api/auth/refresh/', () => {
      other.renewed(tokensOf(MEI, 2)); // the password was changed there
      return refusal(401);
    });

    await apiOf(one).me();

    assert.equal(one.person.kind, 'account');
    assert.equal(asked.at(-1), 'GET /api/users/me/ Bearer access-mei-2');
  });

  test('is told of a server that lets in nobody without an account', async () => {
    const { window, answers, apiOf } = browser();
    const people = window();
    const told = [];
    people.onChange(({ now }) => told.push(now.door.guests));
    answers.set('/api/auth/guest/', () => refusal(403, { error_code: 'FORBIDDEN' }));

    await signsOut(apiOf(people).assistants());

    assert.deepEqual(told, [false]);
  });
});

describe('nothing that was begun by one is done as another', () => {
  test('a guest’s requests end when somebody logs in', async () => {
    const { window, apiOf, asked } = browser();
    const people = window();
    const api = apiOf(people);
    await api.createSession('c1');
    people.cameIn(tokensOf(MEI));

    await signsOut(api.createSession('c2'));

    assert.deepEqual(asked, ['POST /api/auth/guest/ cookie', 'POST /api/chat/session/create/ cookie']);
  });

  test('a guest who is not known any more does not become another while somebody is logged in', async () => {
    const { window, apiOf, answers, asked } = browser();
    const [one, other] = [window(), window()];
    const api = apiOf(one);
    answers.set('/api/chat/assistants/', () => {
      other.cameIn(tokensOf(MEI)); // which takes the cookie away
      return refusal(401);
    });

    await signsOut(api.assistants());

    assert.deepEqual(asked, ['POST /api/auth/guest/ cookie', 'GET /api/chat/assistants/ cookie']);
  });

  test('a request that waits for fresh tokens is not sent with those of somebody else', async () => {
    const { window, apiOf, answers, asked, world } = browser();
    const [one, other] = [window(), window()];
    one.cameIn(tokensOf(MEI));
    await world.pass(900_000);
    const api = apiOf(one);
    answers.set('/api/auth/refresh/', () => {
      other.left();
      other.cameIn(tokensOf(TOM));
      return { status: 200, body: tokensOf(MEI, 2) };
    });

    await signsOut(api.createSession('c1'));

    assert.deepEqual(asked, ['POST /api/auth/refresh/ cookie']);
    assert.deepEqual(one.person, { kind: 'account', user: TOM });
  });

  test('nor with those of the same person’s next guest', async () => {
    const { window, apiOf, asked } = browser();
    const people = window();
    const api = apiOf(people);
    people.cameIn(tokensOf(MEI));
    people.left();

    await signsOut(api.createSession('c1'));

    assert.deepEqual(asked, []);
  });
});

describe('what is unsent', () => {
  const written = number => ({ clientId: `m-${number}`, text: `text ${number}`, at: '2026-01-01T00:00:00Z' });

  /** Where a courier of somebody took things. */
  async function deliveredBy(all, owner, world) {
    const sent = [];
    const api = {
      createSession: async command => ({ session_id: `session-of-${command}` }),
      send: async (session, { text }) => void sent.push(`${session}: ${text}`),
    };
    await deliverLeftBehind({ api, outbox: new OwnOutbox(all, owner), around: world.around }, null);
    return sent;
  }

  test('is seen and sent by whoever wrote it, and by nobody else', async () => {
    const { world } = browser();
    const all = new OutboxInMemory();
    await new OwnOutbox(all, 'u-mei').put(newPlace('c1'), written(1));
    await new OwnOutbox(all, 'u-mei').put('session', written(2));
    await new OwnOutbox(all, '').put(newPlace('c2'), written(3));

    assert.deepEqual(await deliveredBy(all, 'u-tom', world), []);
    assert.deepEqual(await deliveredBy(all, '', world), ['session-of-c2: text 3']);
    assert.equal(await countUnsent(all, 'u-mei'), 2);
    assert.deepEqual(await deliveredBy(all, 'u-mei', world), ['session-of-c1: text 1', 'session: text 2']);
    assert.deepEqual(await all.places(), []);
  });

  test('goes from a guest to whoever they turned out to be, once, in its order', async () => {
    const all = new OutboxInMemory();
    const [guest, mei] = [new OwnOutbox(all, ''), new OwnOutbox(all, 'u-mei')];
    await guest.put('session', written(1));
    await mei.put('session', written(2));
    await guest.put('session', written(3));

    await handOverUnsent(all, '', 'u-mei');
    await handOverUnsent(all, '', 'u-mei');

    assert.deepEqual(await guest.places(), []);
    assert.deepEqual(await mei.at('session'), [written(1), written(2), written(3)]);
  });

  test('of one guest is not that of the next', async () => {
    const { window } = browser();
    const people = window();
    const all = new OutboxInMemory();
    people.cameIn(tokensOf(MEI));
    people.left();
    const guest = new OwnOutbox(all, people.owner);
    await guest.put('session', written(1));
    people.cameIn(tokensOf(MEI));
    people.left();

    assert.deepEqual(await new OwnOutbox(all, people.owner).places(), []);
    assert.deepEqual(await guest.places(), ['session']);
  });

  test('is gone with an account that is deleted, and that of others is not', async () => {
    const all = new OutboxInMemory();
    await new OwnOutbox(all, 'u-mei').put('session', written(1));
    await new OwnOutbox(all, 'a/b').put('session', written(2));

    await forgetUnsent(all, 'u-mei');

    assert.deepEqual(await new OwnOutbox(all, 'u-mei').places(), []);
    assert.deepEqual(await new OwnOutbox(all, 'a/b').at('session'), [written(2)]);
    assert.deepEqual(await new OwnOutbox(all, 'a').places(), []);
  });
});

describe('what is being written', () => {
  test('belongs to its writer', () => {
    const all = new ShelfInMemory();
    new OwnShelf(all, '').setItem('parley.text.s', 'guest');
    new OwnShelf(all, 'u-mei').setItem('parley.text.s', 'mei');

    forgetTexts(all, 'u-mei');

    assert.equal(new OwnShelf(all, 'u-mei').getItem('parley.text.s'), null);
    assert.equal(new OwnShelf(all, '').getItem('parley.text.s'), 'guest');
  });

  test('goes with a guest who logs in; the conversation that begins is the one on the page', () => {
    const all = new ShelfInMemory();
    const [guest, mei] = [new OwnShelf(all, ''), new OwnShelf(all, 'u-mei')];
    mei.setItem('parley.command', 'old');
    guest.setItem('parley.command', 'new');
    guest.setItem('parley.text.new:new', 'half a sentence');

    handOverTexts(all, '', 'u-mei');

    assert.equal(mei.getItem('parley.command'), 'new');
    assert.equal(mei.getItem('parley.text.new:new'), 'half a sentence');
    assert.deepEqual(guest.getItem('parley.text.new:new'), null);
  });

  test('of an account is not lost to a guest who has written nothing', () => {
    const all = new ShelfInMemory();
    const [guest, mei] = [new OwnShelf(all, ''), new OwnShelf(all, 'u-mei')];
    mei.setItem('parley.command', 'old');
    guest.setItem('parley.command', 'new');

    handOverTexts(all, '', 'u-mei');

    assert.equal(mei.getItem('parley.command'), 'old');
  });

  test('is found on whatever shelf it is', () => {
    const kept = { 'parley.text.s': 'half', getItem: key => kept[key] ?? null };
    Object.assign(kept, {
      setItem: (key, value) => void (kept[key] = value),
      removeItem: key => void delete kept[key],
    });
    globalThis.sessionStorage = kept;
    try {
      handOverTexts(shelf('sessionStorage'), '', 'u-mei');
    } finally {
      delete globalThis.sessionStorage;
    }

    assert.equal(kept['u-mei/parley.text.s'], 'half');
    assert.equal(kept['parley.text.s'], undefined);
  });

  test('is not written down any more by a page whose person has gone', () => {
    const all = new ShelfInMemory();
    let isTime = true;
    const shared = new ShelfWhile(all, () => isTime);
    shared.setItem('parley.name.a', 'kept');
    isTime = false;
    shared.setItem('parley.name.b', 'late');

    assert.deepEqual(all.keys, ['parley.name.a']);
  });

  test('names of conversations do not stay behind', () => {
    const shared = new ShelfInMemory();
    shared.setItem('parley.name.s', 'a secret');
    shared.setItem('parley.preferences', '{}');

    forgetNames(shared);

    assert.deepEqual(shared.keys, ['parley.preferences']);
  });
});

describe('what is wrong with a field', () => {
  test('is known before it is sent, as far as it can be', () => {
    assert.deepEqual(['mei', 'a.b-c_9', 'X'.repeat(64)].map(usernameBreaks), [null, null, null]);
    assert.deepEqual(
      ['me', '.mei', 'mei mei', '美', 'X'.repeat(65)].map(usernameBreaks),
      Array.from({ length: 5 }, () => 'usernameForm'),
    );
    assert.deepEqual(['a@b', 'a+b@c.org'].map(emailBreaks), [null, null]);
    assert.deepEqual(['a', 'a@', 'a@b..c', `${'a'.repeat(65)}@b`].map(emailBreaks), Array(4).fill('emailForm'));
    assert.deepEqual(['', '😀'.repeat(64), 'a'.repeat(65)].map(nameBreaks), [null, null, 'nameForm']);
    assert.equal(passwordBreaks('correct horse', ['mei', '']), null);
    assert.equal(passwordBreaks('123456789', []), 'passwordLength');
    assert.equal(passwordBreaks('😀'.repeat(10), []), 'passwordDifferent');
    assert.equal(passwordBreaks('aababababab', []), 'passwordDifferent');
    assert.equal(passwordBreaks('This is MEI indeed', ['mei']), 'passwordPersonal');
  });

  test('is what the server says otherwise', () => {
    assert.equal(ruleSaid('username', 'belongs to somebody already'), 'usernameTaken');
    assert.equal(ruleSaid('email', 'belongs to somebody already'), 'emailTaken');
    assert.equal(ruleSaid('email', 'must be an e-mail address of at most 254 characters'), 'emailForm');
    assert.equal(ruleSaid('old_password', 'is wrong'), 'passwordWrong');
    assert.equal(ruleSaid('password', 'is wrong'), 'passwordWrong');
    assert.equal(ruleSaid('new_password', 'must have at least 4 different characters'), 'passwordDifferent');
    assert.equal(ruleSaid('new_password', 'must not contain the username or the e-mail address'), 'passwordPersonal');
    assert.equal(ruleSaid('password', 'must have 10 to 200 characters'), 'passwordLength');
    assert.equal(ruleSaid('shoe_size', 'must be odd'), 'fieldRefused');
  });

  test('is said at the field, and what is about no field is said for all', async () => {
    const language = await languageFor('en', ['en']);
    const said = problem => troubleOf(problem, language);

    assert.deepEqual(
      said(new Refused(400, { error_code: 'INVALID_MESSAGE', field: 'username', detail: 'belongs to somebody' }, null)),
      { field: 'username', sentence: 'This username belongs to somebody already.' },
    );
    assert.deepEqual(said(new Refused(429, { error_code: 'RATE_LIMITED' }, 40_000)), {
      field: null,
      sentence: 'Too many attempts. Please try again in 40 seconds.',
    });
    assert.equal(
      said(new Refused(429, { error_code: 'RATE_LIMITED' }, 150_000)).sentence,
      'Too many attempts. Please try again in 3 minutes.',
    );
    assert.equal(said(new Unreachable()).sentence, 'The server can’t be reached. Please try again.');
    assert.equal(said(new TypeError('a bug')), null);
  });
});

test('devices are called by what people call them', () => {
  const name = userAgent => Object.values(deviceOf(userAgent));
  const mozilla = 'Mozilla/5.0';
  assert.deepEqual(name(`${mozilla} (X11; Linux x86_64) AppleWebKit/537.36 Chrome/147.0 Safari/537.36`), [
    'Chrome',
    'Linux',
    false,
  ]);
  assert.deepEqual(name(`${mozilla} (Windows NT 10.0) AppleWebKit/537.36 Chrome/147.0 Safari/537.36 Edg/147.0`), [
    'Edge',
    'Windows',
    false,
  ]);
  assert.deepEqual(name(`${mozilla} (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1`), [
    'Safari',
    'iPhone',
    true,
  ]);
  assert.deepEqual(name(`${mozilla} (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0`), [
    'Firefox',
    'Android',
    true,
  ]);
  assert.deepEqual(name(''), [null, null, false]);
});

describe('preferences', () => {
  const DARK = { locale: null, theme: 'dark', typing_speed: 'off', send_on_enter: true, updated_at: '2026-01-01' };

  function server(first) {
    const told = [];
    const answers = [first].flat();
    const answer = async () => {
      const next = answers.length > 1 ? answers.shift() : answers[0];
      if (next instanceof Error) {
        throw next;
      }
      return next;
    };
    return {
      told,
      preferences: answer,
      changePreferences: async wire => {
        told.push(wire);
        return answer();
      },
    };
  }

  function setUp(first) {
    const api = server(first);
    const shared = new ShelfInMemory();
    const store = new PreferenceStore(shared);
    return { api, store, shared, sync: new PreferenceSync(api, store, shared, 'u-mei') };
  }

  test('of the server count when the page opens', async () => {
    const { sync, store } = setUp(DARK);
    await sync.begin();

    assert.deepEqual(store.now, { locale: null, theme: 'dark', typing: 'off', sendOnEnter: true, assistant: null });
  });

  test('are told to a server that knows none', async () => {
    const { sync, store, api } = setUp({ updated_at: null });
    store.set({ theme: 'dark' });
    await sync.begin();

    assert.equal(store.now.theme, 'dark');
    const standard = { locale: null, typing_speed: 'normal', send_on_enter: true, default_assistant: null };
    assert.deepEqual(api.told, [{ ...standard, theme: 'dark' }]);
  });

  test('that the server has not heard of are told before its own are taken', async () => {
    const { sync, store, api, shared } = setUp([new Unreachable(), DARK]);
    await sync.change({ theme: 'light' });
    assert.equal(store.now.theme, 'light');

    await new PreferenceSync(api, store, shared, 'u-mei').begin();
    assert.equal(store.now.theme, 'light');
    assert.deepEqual(
      api.told.map(each => each.theme),
      ['light', 'light'],
    );

    await new PreferenceSync(api, store, shared, 'u-mei').begin();
    assert.equal(store.now.theme, 'dark');
  });

  test('of somebody are not told as those of somebody else', async () => {
    const { sync, store, api, shared } = setUp([new Unreachable(), DARK]);
    await sync.change({ theme: 'light' });

    await new PreferenceSync(api, store, shared, 'u-tom').begin();

    assert.equal(store.now.theme, 'dark');
    assert.equal(api.told.length, 1);
  });

  test('of a guest are told when they change, and nothing is asked for them', async () => {
    const { store, api, shared } = setUp([new Unreachable(), DARK]);
    const sync = new PreferenceSync(api, store, shared, '', true);
    await sync.begin();
    assert.deepEqual([api.told, store.now.theme], [[], 'system']);

    await sync.change({ theme: 'light' });
    await new PreferenceSync(api, store, shared, '', true).begin();
    await new PreferenceSync(api, store, shared, '', true).begin();

    assert.deepEqual(
      api.told.map(each => each.theme),
      ['light', 'light'],
    );
    assert.equal(store.now.theme, 'light');
  });

  test('of an assistant go to the server, and one that is no more is forgotten', async () => {
    const gone = new Refused(400, { error_code: 'INVALID_MESSAGE', field: 'default_assistant' }, null);
    const { sync, store, api, shared } = setUp([{ ...DARK, default_assistant: 'poet' }, gone, DARK]);
    await sync.begin();
    assert.equal(store.now.assistant, 'poet');

    await sync.change({ theme: 'light' });

    assert.deepEqual(
      api.told.map(each => [each.theme, each.default_assistant]),
      [
        ['light', 'poet'],
        ['light', null],
      ],
    );
    assert.equal(store.now.assistant, null);
    assert.equal(shared.getItem('parley.preferences.untold'), null);
  });

  test('say nothing of how one is answered, which the server alone keeps', async () => {
    const { sync, api } = setUp(DARK);
    await sync.change({ theme: 'light' });

    assert.deepEqual(
      Object.keys(api.told[0]).filter(key => ['model', 'temperature', 'max_tokens'].includes(key)),
      [],
    );
  });

  test('that are being told are not undone by an answer to what was told before', async () => {
    const { sync, store } = setUp(DARK);
    const done = [sync.change({ theme: 'light' }), sync.change({ typing: 'fast' })];
    sync.take({ ...DARK, theme: 'light' });
    assert.equal(store.now.typing, 'fast');
    await Promise.all(done);

    sync.take(DARK);
    assert.equal(store.now.theme, 'dark');
  });

  test('several changes at once are told once more, with the last', async () => {
    const { sync, api } = setUp(DARK);
    const done = [sync.change({ theme: 'light' }), sync.change({ theme: 'dark' }), sync.change({ typing: 'fast' })];
    await Promise.all(done);
    await settled();

    assert.deepEqual(
      api.told.map(each => [each.theme, each.typing_speed]),
      [
        ['light', 'normal'],
        ['dark', 'fast'],
      ],
    );
  });

  for (const status of [403, 404, 405]) {
    test(`stay in the browser where the server answers ${status}`, async () => {
      const { sync, store, shared } = setUp(new Refused(status, {}, null));
      await sync.begin();
      assert.deepEqual(store.now, STANDARD);
      await sync.change({ theme: 'dark' });

      assert.equal(store.now.theme, 'dark');
      assert.equal(shared.getItem('parley.preferences.untold'), null);
    });
  }
});

describe('how one is answered', () => {
  test('is chosen in tenths, between both ends', () => {
    assert.deepEqual(temperatures({ min: 0, max: 0.3 }, null), [0, 0.1, 0.2, 0.3]);
    assert.deepEqual(temperatures({ min: 0.15, max: 0.42 }, null), [0.15, 0.2, 0.3, 0.4, 0.42]);
    assert.deepEqual(temperatures({ min: 0.5, max: 0.5 }, null), [0.5]);
    assert.equal(temperatures({ min: 0, max: 2 }, null).length, 21);
  });

  test('is as long as is usual, up to the most', () => {
    assert.deepEqual(lengths({ min: 1, max: 1_500 }, null), [100, 250, 500, 1_000, 1_500]);
    assert.deepEqual(lengths({ min: 1, max: 40 }, null), [40]);
  });

  test('can be something else that was chosen elsewhere', () => {
    assert.deepEqual(temperatures({ min: 0, max: 0.2 }, 0.15), [0, 0.1, 0.15, 0.2]);
    assert.deepEqual(lengths({ min: 1, max: 300 }, 250), [100, 250, 300]);
  });

  test('counts within the bounds of today', () => {
    assert.equal(within({ min: 0.2, max: 1 }, 1.5), 1);
    assert.equal(within({ min: 0.2, max: 1 }, 0), 0.2);
    assert.equal(within({ min: 0.2, max: 1 }, 0.7), 0.7);
    assert.equal(within({ min: 0.2, max: 1 }, null), null);
    assert.equal(within({ min: 0.2, max: 1 }, undefined), null);
  });
});
