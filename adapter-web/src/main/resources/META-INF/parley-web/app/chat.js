/**
 * One conversation on this page: what is known of it, and everything a person can do in it. It keeps the line to the
 * server, the queue of what is unsent, and tells when something changed. It draws nothing.
 */

import { Line } from './net/line.js';
import { Refused } from './net/api.js';
import { commandOf } from './net/unsent.js';
import * as conversation from './protocol/conversation.js';
import { newId, sha256 } from './protocol/texts.js';

const ACCEPTED_WITHIN_MS = 20_000;
const CAUGHT_UP_WITHIN_MS = 3_000;
const TRY_AGAIN_AFTER_MS = 3_000;

export class Chat {
  state;
  line;
  /** Whether the history is known. */
  isLoaded;
  #api;
  #unsent;
  #on;
  #place;
  #isClosed = false;
  #inFlight = null;
  #isHeld = false;
  #stopping = new Set();
  #unwanted = null;
  #isLoadingEarlier = false;

  /**
   * @param {object} given
   * @param {import('./net/api.js').Api} given.api
   * @param {import('./net/unsent.js').Unsent} given.unsent
   * @param {string} given.place a session's id, or a place for a new one (see unsent.js)
   * @param {object} on
   * @param {() => void} on.change something to be seen changed
   * @param {(session: string) => void} on.created the session was made
   * @param {() => void} on.listed something changed that lists of sessions show
   * @param {(notice: string) => void} on.notice an error code that concerns the conversation as a whole
   */
  constructor({ api, unsent, place }, on) {
    this.#api = api;
    this.#unsent = unsent;
    this.#place = place;
    this.#on = on;
    this.isLoaded = this.session === null;
    this.state = conversation.unknown();
    unsent.at(place).forEach(message => {
      this.state = conversation.said(this.state, message);
    });
    this.line = new Line({
      prepare: isDoubted => this.#prepare(isDoubted),
      path: () => `/ws/chat/${this.session}/`,
      greeting: () => ({ type: 'resume', session_id: this.session, ...conversation.resumePoint(this.state) }),
      onFrame: frame => this.#take(frame),
      onChange: () => this.#lineChanged(),
      onGone: () => this.#become({ ...this.state, gone: true }),
    });
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
    return this.state.open.length > 0 && this.#stopping.has(this.state.open[0].question);
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
    if (this.state.open.length > 0) {
      this.#cancel(this.state.open[0].question);
    } else {
      this.#unwanted = this.state.unsent.find(isWaiting)?.clientId ?? null;
    }
    this.#on.change();
  }

  async loadEarlier() {
    if (this.state.earlier === null || this.#isLoadingEarlier || !this.session) {
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
    if (newest > this.state.readUpTo && this.line.send({ type: 'read', session_id: this.session, up_to_position: newest })) {
      this.state = { ...this.state, readUpTo: newest };
      this.#on.listed();
    }
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
    switch (frame.type) {
      case 'draining':
        this.line.comeBackAfter(frame.reconnect_after_ms);
        break;
      case 'error':
        this.#troubled(frame);
        break;
      case 'ai_complete':
        this.#verify(frame);
        break;
      default:
        break;
    }
    if (['message_accepted', 'message', 'ai_complete', 'session_updated'].includes(frame.type)) {
      this.#on.listed();
    }
  }

  #become(state) {
    const before = this.state;
    this.state = state;
    before.unsent.filter(each => !state.unsent.some(other => other.clientId === each.clientId))
      .forEach(each => this.#unsent.remove(each.clientId));
    if (!state.unsent.some(each => each.clientId === this.#inFlight && isWaiting(each))) {
      this.#inFlight = null;
    }
    this.#cancelUnwanted();
    if (state.gone) {
      this.line.stop();
    } else if (state.lag && state.lag !== before.lag) {
      this.line.restart();
    } else if (conversation.isBehind(state) && !conversation.isBehind(before)) {
      this.#mindTheLag();
    }
    this.#pump();
    if (!this.#isClosed) {
      this.#on.change();
    }
  }

  /** One at a time, so that the order stays whatever happens. */
  #pump() {
    const next = this.state.unsent.find(isWaiting);
    if (this.#inFlight || this.#isHeld || !next || this.line.status !== 'online') {
      return;
    }
    const sent = this.line.send({
      type: 'user_message',
      session_id: this.session,
      message: next.text,
      timestamp: next.at,
      client_message_id: next.clientId,
    });
    if (sent) {
      this.#inFlight = next.clientId;
      setTimeout(() => this.#inFlight === next.clientId && this.line.restart(), ACCEPTED_WITHIN_MS);
    }
  }

  /** A question that was to be stopped while it was on its way has arrived, or was given up. */
  #cancelUnwanted() {
    const asked = this.state.messages.find(each => this.#unwanted !== null && each.clientId === this.#unwanted);
    if (asked || !this.state.unsent.some(each => each.clientId === this.#unwanted)) {
      this.#unwanted = null;
    }
    if (asked) {
      this.#cancel(asked.id);
    }
  }

  #cancel(question) {
    this.#stopping.add(question);
    this.line.send({ type: 'cancel', session_id: this.session, message_id: question, client_command_id: newId() });
  }

  #lineChanged() {
    if (this.line.status === 'online') {
      this.state.open.filter(entry => this.#stopping.has(entry.question)).forEach(entry => this.#cancel(entry.question));
      this.#pump();
    } else {
      this.#inFlight = null;
      this.state = conversation.disconnected(this.state);
    }
    if (!this.#isClosed) {
      this.#on.change();
    }
  }

  #troubled(frame) {
    if (frame.error_code === 'SESSION_NOT_FOUND') {
      this.line.restart();
    } else if (frame.client_message_id && frame.retryable) {
      this.#holdFor(frame.retry_after_ms ?? TRY_AGAIN_AFTER_MS);
    } else if (!frame.client_message_id && !frame.client_command_id && !frame.message_id) {
      this.#on.notice(frame.error_code);
    }
  }

  #holdFor(ms) {
    this.#inFlight = null;
    this.#isHeld = true;
    setTimeout(() => {
      this.#isHeld = false;
      this.#pump();
    }, ms);
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

  async #verify(frame) {
    const digest = await sha256(frame.full_response);
    if (!frame.text_sha256 || digest === null || digest === frame.text_sha256) {
      return;
    }
    try {
      const stored = await this.#api.messageAt(this.session, frame.position);
      if (stored) {
        this.#become(conversation.corrected(this.state, stored));
      }
    } catch (problem) {
      this.#on.notice(problem instanceof Refused ? problem.code : 'HISTORY_UNAVAILABLE');
    }
  }
}

function isWaiting(unsent) {
  return !unsent.refusal && !unsent.accepted;
}
