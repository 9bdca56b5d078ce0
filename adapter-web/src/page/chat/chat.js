/**
 * One conversation on this page: what is known of it, and everything a person can do in it. It keeps the line to the
 * server and what is unsent, and tells when something changed. It draws nothing.
 */

import { Refused } from '../net/api.js';
import { Line } from '../net/line.js';
import * as conversation from '../protocol/conversation.js';
import { newId, sha256 } from '../protocol/texts.js';
import { Outgoing, isWaiting } from './outgoing.js';
import { Stops } from './stops.js';
import { commandOf } from './unsent.js';

const CAUGHT_UP_WITHIN_MS = 3_000;
const TRY_AGAIN_AFTER_MS = 3_000;
const SHOWN_IN_LISTS = new Set(['message_accepted', 'message', 'ai_complete', 'session_updated']);

export class Chat {
  state;
  line;
  /** Whether the history is known. */
  isLoaded;
  #api;
  #unsent;
  #on;
  #place;
  #outgoing;
  #stops;
  #isClosed = false;
  #isLoadingEarlier = false;

  /**
   * @param {object} given
   * @param {import('../net/api.js').Api} given.api
   * @param {import('./unsent.js').Unsent} given.unsent
   * @param {string} given.place a session's id, or a place for a new one (see unsent.js)
   * @param {object} on
   * @param {() => void} on.change something to be seen changed
   * @param {(session: string) => void} on.created the session was made
   * @param {() => void} on.listed something changed that lists of sessions show
   * @param {(code: string) => void} on.notice an error that concerns the conversation as a whole
   */
  constructor({ api, unsent, place }, on) {
    this.#api = api;
    this.#unsent = unsent;
    this.#place = place;
    this.#on = on;
    this.isLoaded = this.session === null;
    this.state = unsent.at(place).reduce(conversation.said, conversation.unknown());
    this.line = new Line({
      prepare: isDoubted => this.#prepare(isDoubted),
      path: () => `/ws/chat/${this.session}/`,
      greeting: () => this.#frame('resume', conversation.resumePoint(this.state)),
      onFrame: frame => this.#take(frame),
      onChange: () => this.#lineChanged(),
      onGone: () => this.#become({ ...this.state, gone: true }),
    });
    this.#outgoing = new Outgoing(this.line, ({ clientId, text, at }) =>
      this.#frame('user_message', { message: text, timestamp: at, client_message_id: clientId }),
    );
    this.#stops = new Stops(question =>
      this.line.send(this.#frame('cancel', { message_id: question, client_command_id: newId() })),
    );
  }

  /** The id of the session; null while there is none. */
  get session() {
    return commandOf(this.#place) === null ? this.#place : null;
  }

  /** Whether a reply is being made, or will be at once. */
  get isAnswering() {
    return this.line.status === 'online' && (this.state.open.length > 0 || this.state.unsent.some(isWaiting));
  }

  /** Whether the reply that runs was asked to stop. */
  get isStopping() {
    return this.state.open.length > 0 && this.#stops.has(this.state.open[0].question);
  }

  begin() {
    if (this.session || this.state.unsent.length > 0) {
      this.line.start();
    }
  }

  close() {
    this.#isClosed = true;
    this.line.stop();
  }

  say(text) {
    const message = { clientId: newId(), text, at: new Date().toISOString() };
    this.#unsent.put(this.#place, message);
    this.#become(conversation.said(this.state, message));
    this.line.start();
    this.line.retryNow();
  }

  /** Sends again what was refused. */
  sayAgain(clientId) {
    this.#become(conversation.resaid(this.state, clientId));
  }

  /** Gives up what was refused. */
  withdraw(clientId) {
    this.#become(conversation.withdrawn(this.state, clientId));
  }

  /** What a message says; null if it is not on this page. */
  textOf(message) {
    return this.state.messages.find(each => each.id === message)?.text ?? null;
  }

  /** Stops the reply that runs or comes next; also one whose question is still on its way. */
  stop() {
    this.#stops.want(this.state);
    this.#on.change();
  }

  async loadEarlier() {
    if (this.state.earlier === null || this.#isLoadingEarlier) {
      return;
    }
    this.#isLoadingEarlier = true;
    try {
      const page = await this.#api.olderMessages(this.session, this.state.earlier);
      this.#become(conversation.extended(this.state, page));
    } finally {
      this.#isLoadingEarlier = false;
    }
  }

  /** The newest message was seen. */
  markRead() {
    const newest = this.state.messages.at(-1)?.position ?? 0;
    if (newest > this.state.readUpTo && this.line.send(this.#frame('read', { up_to_position: newest }))) {
      this.state = { ...this.state, readUpTo: newest };
      this.#on.listed();
    }
  }

  #frame(type, fields) {
    return { type, session_id: this.session, ...fields };
  }

  async #prepare(isDoubted) {
    if (!this.session) {
      await this.#create();
    }
    if (!this.isLoaded || isDoubted || this.state.lag === 'reload') {
      await this.#load();
    }
  }

  async #create() {
    const made = await this.#api.createSession(commandOf(this.#place));
    this.#unsent.move(this.#place, made.session_id);
    this.#place = made.session_id;
    // An earlier try may have made it, and got further than we know.
    this.isLoaded = made.message_count === 0;
    this.#become(conversation.created(this.state, made));
    if (!this.#isClosed) {
      this.#on.created(made.session_id);
    }
  }

  async #load() {
    const page = await this.#api.sessionWithMessages(this.session);
    this.isLoaded = true;
    this.#become(conversation.loaded(this.state, page));
  }

  #take(frame) {
    this.#become(conversation.receive(this.state, frame));
    if (frame.type === 'draining') {
      this.line.comeBackAfter(frame.reconnect_after_ms);
    } else if (frame.type === 'error') {
      this.#troubled(frame);
    } else if (frame.type === 'ai_complete') {
      this.#verify(frame);
    }
    if (SHOWN_IN_LISTS.has(frame.type)) {
      this.#on.listed();
    }
  }

  #become(state) {
    const before = this.state;
    this.state = state;
    before.unsent
      .filter(each => !state.unsent.some(other => other.clientId === each.clientId))
      .forEach(each => this.#unsent.remove(each.clientId));
    if (state.gone) {
      this.line.stop();
    } else if (state.lag && state.lag !== before.lag) {
      this.line.restart();
    } else if (conversation.isBehind(state) && !conversation.isBehind(before)) {
      this.#mindTheLag();
    }
    this.#outgoing.push(state.unsent);
    this.#stops.follow(state);
    this.#changed();
  }

  #lineChanged() {
    if (this.line.status === 'online') {
      this.#stops.repeat(this.state);
      this.#outgoing.push(this.state.unsent);
    } else {
      this.#outgoing.interrupt();
      this.state = conversation.disconnected(this.state);
    }
    this.#changed();
  }

  #changed() {
    if (!this.#isClosed) {
      this.#on.change();
    }
  }

  #troubled({ error_code: code, retryable, retry_after_ms: afterMs, ...about }) {
    if (code === 'SESSION_NOT_FOUND') {
      this.line.restart();
    } else if (about.client_message_id && retryable) {
      this.#outgoing.hold(afterMs ?? TRY_AGAIN_AFTER_MS, () => this.#outgoing.push(this.state.unsent));
    } else if (!about.client_message_id && !about.client_command_id && !about.message_id) {
      this.#on.notice(code);
    }
  }

  /** An event the server has told of did not come: it was lost on the way, unless it comes soon. */
  #mindTheLag() {
    const { lastSeq } = this.state;
    setTimeout(() => {
      if (conversation.isBehind(this.state) && this.state.lastSeq === lastSeq) {
        this.line.restart();
      } else if (conversation.isBehind(this.state)) {
        this.#mindTheLag();
      }
    }, CAUGHT_UP_WITHIN_MS);
  }

  /** A reply that does not have the digest it came with was damaged on its way, and is read again. */
  async #verify({ full_response: text, text_sha256: expected, position }) {
    const digest = await sha256(text);
    if (!expected || digest === null || digest === expected) {
      return;
    }
    try {
      const stored = await this.#api.messageAt(this.session, position);
      if (stored) {
        this.#become(conversation.corrected(this.state, stored));
      }
    } catch (problem) {
      this.#on.notice(problem instanceof Refused ? problem.code : 'HISTORY_UNAVAILABLE');
    }
  }
}
