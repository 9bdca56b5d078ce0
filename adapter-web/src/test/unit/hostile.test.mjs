import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'vitest';
import { Chat, Courier, Drafts, OutboxInMemory, ShelfInMemory } from '../../core/index.ts';
import { Api } from '../../core/net/api.ts';
import { CookieGuest } from '../../core/net/identity.ts';
import { HostileServer } from './hostile-server.mjs';
import { World } from './world.mjs';

const SEEDS = Array.from({ length: 30 }, (_, at) => at + 1);
const STEPS = 30;

/** A person with two windows, who writes, reloads and waits. */
class Person {
  said = [];
  windows = [null, null];
  outbox = new OutboxInMemory();
  #world;
  #server;
  #drafts;

  constructor(world, server) {
    this.#world = world;
    this.#server = server;
    this.#drafts = new Drafts(new ShelfInMemory(), world.around.newId);
    this.windows[0] = this.#open(this.#drafts.newPlace());
  }

  get open() {
    return this.windows.filter(Boolean);
  }

  say(at) {
    const text = `message ${this.said.length + 1}`;
    this.said.push({ text, window: this.windows[at] });
    this.windows[at].say(text);
  }

  reload(at) {
    const place = this.windows[at]?.session ?? (this.#session || this.#drafts.newPlace());
    this.windows[at]?.close();
    this.windows[at] = this.#open(place);
  }

  close(at) {
    this.windows[at]?.close();
    this.windows[at] = null;
  }

  /** As a page does it, when it is opened and when the server is there again. */
  deliver() {
    const { around } = this.#world;
    const api = new Api({ base: '', identity: new CookieGuest(), around });
    return new Courier({ api, outbox: this.outbox, around }, () => this.open[0]?.session ?? null).deliver();
  }

  #session = null;

  #open(place) {
    const { around } = this.#world;
    const api = new Api({ base: '', identity: new CookieGuest(), around });
    const chat = new Chat(
      { api, outbox: this.outbox, around, place, page: 'http://server/' },
      {
        change: () => this.#check(chat),
        created: session => {
          this.#session = session;
          this.#drafts.settle(place);
        },
        listed: () => {},
        notice: () => {},
      },
    );
    chat.begin();
    void this.deliver();
    return chat;
  }

  /**
   * At all times: what is seen of a running reply is the beginning of what the server wrote in that attempt, no message is
   * there twice, and none is missing between the first that is seen and the last event that counts.
   */
  #check(chat) {
    for (const { reply, attempt, text } of chat.state.open) {
      const written = this.#server.texts.get(reply)?.[attempt] ?? '';
      assert.ok(text === '' || written.startsWith(text), `${JSON.stringify(text)} of ${JSON.stringify(written)}`);
    }
    const ids = chat.state.messages.map(message => message.id);
    assert.equal(new Set(ids).size, ids.length, 'a message is there twice');
    if (chat.isLoaded && chat.session !== null) {
      const first = chat.state.messages[0]?.position ?? 0;
      const known = this.#server.messages.filter(
        ({ message_id: id, position }) => position >= first && this.#server.seqs.get(id) <= chat.state.lastSeq,
      );
      assert.deepEqual(
        ids,
        known.map(message => message.message_id),
      );
    }
  }
}

const seen = chat => chat.state.messages.map(({ id, type, text }) => ({ id, type, text }));
const stored = server => server.messages.map(({ message_id: id, type, content: text }) => ({ id, type, text }));

async function live(world, server, person) {
  const chance = limit => Math.floor(world.chance() * limit);
  const at = () => (person.windows[1] && chance(2) ? 1 : 0);
  const doings = [
    () => person.say(at()),
    () => person.say(at()),
    () => person.reload(0),
    () => person.reload(1),
    () => person.close(1),
    () => server.breakOff(),
    () => server.restart(),
    () => server.forget(),
    () => server.takeOver(),
    () => person.open.forEach(chat => chat.line.check()),
  ];
  for (let step = 0; step < STEPS; step++) {
    doings[chance(doings.length)]();
    await world.pass(chance(3) ? chance(300) : chance(9_000));
  }
}

async function calmDown(world, server, person) {
  server.isHostile = false;
  await world.pass(20_000);
  person.open.forEach(chat => chat.line.check());
  void person.deliver();
  await world.pass(180_000);
  for (const chat of person.open) {
    while (chat.state.earlier !== null) {
      const earlier = chat.loadEarlier();
      await world.pass(1_000);
      await earlier;
    }
  }
}

function assertInStep(server, person) {
  for (const chat of person.open) {
    assert.deepEqual(chat.state.unsent, []);
    assert.deepEqual(chat.state.open, []);
    if (chat.session !== null) {
      assert.deepEqual(seen(chat), stored(server));
      assert.equal(chat.state.lastSeq, server.lastSeq);
      for (const { type, text, sha256 } of chat.state.messages.filter(message => message.type === 'ai')) {
        assert.equal(createHash('sha256').update(text, 'utf8').digest('hex'), sha256, type);
      }
    }
  }
  const asked = server.messages.filter(message => message.type === 'user').map(message => message.content);
  assert.deepEqual(asked.toSorted(), person.said.map(each => each.text).toSorted());
  for (const window of new Set(person.said.map(each => each.window))) {
    const inOrder = person.said.filter(each => each.window === window).map(each => each.text);
    assert.deepEqual(
      asked.filter(text => inOrder.includes(text)),
      inOrder,
    );
  }
}

describe('whatever the network does, in the end every window shows what the server has, once', () => {
  const faults = new Map();

  for (const areSocketsBlocked of [false, true]) {
    test.each(SEEDS)(`${areSocketsBlocked ? 'without' : 'with'} sockets, seed %i`, async seed => {
      const world = new World(seed * 7_919);
      const server = new HostileServer(world);
      server.areSocketsBlocked = areSocketsBlocked;
      const person = new Person(world, server);
      await live(world, server, person);
      await calmDown(world, server, person);

      assertInStep(server, person);
      assert.deepEqual(await person.outbox.places(), []);
      server.faults.forEach((times, fault) => faults.set(fault, (faults.get(fault) ?? 0) + times));
    });
  }

  test('and each fault has been tried', () => {
    const named = [
      ['doubled', 'in another order', 'frame lost', 'cut', 'text damaged', 'connection lost', 'lost on the way there'],
      ['refused', 'store away', 'request lost', 'answer lost', 'answer cut', 'stream cut'],
    ].flat();
    assert.deepEqual(
      named.filter(fault => !faults.has(fault)),
      [],
    );
  });
});
