/**
 * One conversation of a client: what is known of it, and everything a person can do in it. It keeps the line to the
 * server and what is unsent, and tells when something changed. It draws nothing.
 */

import type { Api } from '../net/api.js';
import { Refused, Unreachable } from '../net/api.js';
import { SignedOut } from '../net/identity.js';
import { Line } from '../net/line.js';
import { RestTalk } from '../net/rest-talk.js';
import type { Talk, TalkListener } from '../net/talk.js';
import { SocketTalk } from '../net/talk.js';
import type { Action, Conversation } from '../protocol/conversation.js';
import { retryDelay } from '../protocol/backoff.js';
import { isBehind, isWaiting, reduce, resumePoint, UNKNOWN } from '../protocol/conversation.js';
import type { EndingFrame, ErrorFrame, ServerFrame } from '../protocol/frames.js';
import { frameFrom } from '../protocol/frames.js';
import type { Unsent, Written } from '../protocol/messages.js';
import type { Surroundings } from '../surroundings.js';
import type { Outbox } from './outbox.js';
import { commandOf } from './outbox.js';
import { Outgoing } from './outgoing.js';
import { Stops } from './stops.js';
import { TypingSignal } from './typing-signal.js';
import { Typists } from './typists.js';
import { Ways } from './ways.js';

const CAUGHT_UP_WITHIN_MS = 3_000;
const TRY_AGAIN_AFTER_MS = 3_000;
/** From so many messages on, larger pages are read. */
const FAR = 50;
const SHOWN_IN_LISTS: ReadonlySet<string> = new Set(['message_accepted', 'message', 'ai_complete', 'session_updated']);

export interface ChatGiven {
  api: Api;
  outbox: Outbox;
  around: Surroundings;
  /** A session's id, or a place for a new one (see outbox.ts). */
  place: string;
  /** The address of the page, or of the server for clients without one. */
  page: string;
  /** What a session that has to be made is about. */
  making?: () => Making;
}

/** With whom a new session is, and what the model should know of where it is: a text or JSON. */
export interface Making {
  assistant?: string;
  context?: unknown;
}

export interface ChatListener {
  /** Something to be seen changed. */
  change(): void;
  /** The session was made. */
  created(session: string): void;
  /** Something changed that lists of sessions show. */
  listed(): void;
  /** An error that concerns the conversation as a whole. */
  notice(code: string): void;
}

export class Chat {
  readonly line: Line;
  #state: Conversation = UNKNOWN;
  readonly #given: ChatGiven;
  readonly #on: ChatListener;
  readonly #outgoing: Outgoing;
  readonly #stops: Stops;
  readonly #typists: Typists;
  readonly #signal: TypingSignal;
  readonly #ways = new Ways();
  readonly #recalled: Promise<void>;
  readonly #puts = new Map<string, Promise<void>>();
  #place: string;
  #ticket: string | null = null;
  #isLoaded: boolean;
  #isClosed = false;
  #loadingEarlier: Promise<void> | null = null;

  constructor(given: ChatGiven, on: ChatListener) {
    this.#given = given;
    this.#on = on;
    this.#place = given.place;
    this.#isLoaded = this.session === null;
    this.line = new Line({
      around: given.around,
      prepare: isDoubted => this.#prepare(isDoubted),
      open: listener => this.#open(listener),
      onFrame: frame => this.#take(frame),
      onChange: () => this.#lineChanged(),
      onGone: () => this.#act({ type: 'gone' }),
    });
    this.#outgoing = new Outgoing({
      around: given.around,
      send: message => this.#send(message),
      isStillUnsent: clientId => this.#isStillUnsent(clientId),
      onDoneElsewhere: clientId => this.#doneElsewhere(clientId),
      onSilence: () => this.line.restart(),
      onReady: () => this.#outgoing.push(this.#state.unsent),
    });
    this.#stops = new Stops(question =>
      this.line.send({ type: 'cancel', message_id: question, client_command_id: given.around.newId() }),
    );
    this.#typists = new Typists(given.around, () => this.#changed());
    this.#signal = new TypingSignal(given.around, isTyping => this.line.send({ type: 'typing', is_typing: isTyping }));
    this.#recalled = this.#recall();
  }

  get state(): Conversation {
    return this.#state;
  }

  /** Whether the history is known. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** The id of the session; null while there is none. */
  get session(): string | null {
    return commandOf(this.#place) === null ? this.#place : null;
  }

  /** Whether a reply is being made, or will be at once. */
  get isAnswering(): boolean {
    return this.line.status === 'online' && (this.#state.open.length > 0 || this.#state.unsent.some(isWaiting));
  }

  /** As what each of the others who type is there; null where that is not known. */
  get typists(): readonly (string | null)[] {
    return this.#typists.roles;
  }

  /** Whether the reply that runs was asked to stop. */
  get isStopping(): boolean {
    const [running] = this.#state.open;
    return running !== undefined && this.#stops.has(running.question);
  }

  /** Connects, if there is a session or something to say. Harmless when called again. */
  begin(): void {
    void this.#recalled.then(() => {
      if (!this.#isClosed && (this.session !== null || this.#state.unsent.length > 0)) {
        void this.line.start();
      }
    });
  }

  /** The person changed what stands in the field. */
  typed(text: string): void {
    this.#signal.typed(text.trim() !== '');
  }

  close(): void {
    this.#isClosed = true;
    this.#signal.stop();
    this.#outgoing.close();
    this.line.stop();
  }

  say(text: string): void {
    const message = { clientId: this.#given.around.newId(), text, at: this.#given.around.date() };
    const isPut = this.#recalled.then(() => this.#given.outbox.put(this.#place, message));
    this.#puts.set(message.clientId, isPut);
    this.#act({ type: 'said', message });
    void this.line.start();
    this.line.retryNow();
  }

  /** Sends again what was refused. */
  sayAgain(clientId: string): void {
    this.#act({ type: 'resaid', clientId });
  }

  /** Gives up what was refused. */
  withdraw(clientId: string): void {
    this.#act({ type: 'withdrawn', clientId });
  }

  /** What a message says; null if it is not known here. */
  textOf(message: string): string | null {
    return this.#state.messages.find(each => each.id === message)?.text ?? null;
  }

  /** Stops the reply that runs or comes next; also one whose question is still on its way. */
  stop(): void {
    this.#stops.want(this.#state);
    this.#on.change();
  }

  /** Reads the page before the oldest message that is known. Throws `Refused` or `Unreachable`. */
  loadEarlier(): Promise<void> {
    const { earlier } = this.#state;
    return earlier === null ? Promise.resolve() : this.#readBack(earlier - 1);
  }

  /**
   * Reads back until all messages from a position on are known, however many that are; nothing is shown before. Throws as
   * `loadEarlier` does.
   */
  async loadFrom(position: number): Promise<void> {
    while (this.#state.earlier !== null && this.#state.earlier > position && !this.#isClosed) {
      await this.#readBack(position);
    }
  }

  /** One at a time: who comes meanwhile waits for the one that is under way. */
  #readBack(position: number): Promise<void> {
    this.#loadingEarlier ??= this.#readUntil(position).finally(() => {
      this.#loadingEarlier = null;
    });
    return this.#loadingEarlier;
  }

  async #readUntil(position: number): Promise<void> {
    const { earlier } = this.#state;
    if (earlier === null || this.session === null) {
      return;
    }
    const { api } = this.#given;
    const isFar = earlier - position > FAR;
    let page = await api.olderMessages(this.session, earlier, isFar);
    let { messages } = page;
    while (page.has_more && page.before !== null && page.before > position && !this.#isClosed) {
      page = await api.olderMessages(this.session, page.before, isFar);
      messages = [...page.messages, ...messages];
    }
    this.#act({ type: 'extended', before: earlier, page: { ...page, messages } });
  }

  /** The newest message was seen. */
  markRead(): void {
    const newest = this.#state.messages.at(-1)?.position ?? 0;
    if (newest > this.#state.readUpTo && this.line.send({ type: 'read', up_to_position: newest })) {
      this.#state = reduce(this.#state, { type: 'read', upTo: newest });
      this.#on.listed();
    }
  }

  /** What was left unsent the last time, or by a window that was closed meanwhile. */
  async #recall(): Promise<void> {
    const kept = await this.#given.outbox.at(this.#place);
    this.#act({ type: 'recalled', messages: kept });
    // What the server told before the window that sent it could take it out.
    const stored = new Set(this.#state.messages.map(each => each.clientId));
    kept.filter(each => stored.has(each.clientId)).forEach(each => void this.#forget(each.clientId));
  }

  async #prepare(isDoubted: boolean): Promise<void> {
    await this.#recalled;
    if (this.session === null) {
      await this.#create();
    }
    if (!this.#isLoaded || isDoubted || this.#state.lag === 'reload') {
      await this.#load();
    }
    this.#ticket = this.#ways.isSocket ? await this.#given.api.ticket(this.#session()) : null;
  }

  async #create(): Promise<void> {
    await Promise.all(this.#puts.values());
    const command = commandOf(this.#place) ?? '';
    const made = await this.#given.api.createSession(command, this.#given.making?.());
    const from = this.#place;
    this.#place = made.session_id;
    // Also what was put while the place was made.
    await Promise.all(this.#puts.values());
    await this.#given.outbox.move(from, made.session_id);
    // An earlier try may have made it, and got further than we know.
    this.#isLoaded = made.message_count === 0;
    this.#act({ type: 'created', session: made });
    if (!this.#isClosed) {
      this.#on.created(made.session_id);
    }
  }

  async #load(): Promise<void> {
    const page = await this.#given.api.sessionWithMessages(this.#session());
    this.#isLoaded = true;
    this.#act({ type: 'loaded', page });
  }

  #open(on: TalkListener): Talk {
    const { around, api, page } = this.#given;
    const session = this.#session();
    if (this.#ways.isSocket) {
      const protocols = this.#ticket === null ? [] : ['parley.v1', `ticket.${this.#ticket}`];
      const url = api.socketAddress(`/ws/chat/${session}/`, page);
      const talk = new SocketTalk(
        { around, url, protocols, greeting: () => resumePoint(this.#state), read: frameFrom },
        on,
      );
      void talk.ended.then(({ wasOpen }) => this.#ways.socketEnded(wasOpen));
      return talk;
    }
    const greeting = resumePoint(this.#state);
    const talk = new RestTalk({ around, api, session, greeting, unanswered: this.#unanswered() }, on);
    void talk.ended.then(() => this.#ways.otherEnded());
    return talk;
  }

  #unanswered(): Written[] {
    const { open, messages } = this.#state;
    return open.flatMap(({ question }) => {
      const asked = messages.find(each => each.id === question);
      return asked && asked.clientId !== null ? [{ clientId: asked.clientId, text: asked.text, at: asked.at }] : [];
    });
  }

  #send(message: Unsent): boolean {
    if (this.line.status !== 'online') {
      return false;
    }
    return this.line.send({
      type: 'user_message',
      session_id: this.#session(),
      message: message.text,
      timestamp: message.at,
      client_message_id: message.clientId,
    });
  }

  /** Nothing is sent before it is kept. */
  async #isStillUnsent(clientId: string): Promise<boolean> {
    await this.#puts.get(clientId);
    return this.#given.outbox.has(clientId);
  }

  /** Another window knows what became of it; the server tells it here. */
  #doneElsewhere(clientId: string): void {
    this.#act({ type: 'withdrawn', clientId });
  }

  #take(frame: ServerFrame): void {
    if (frame.type === 'presence' || frame.type === 'typing') {
      this.#typists.take(frame);
      return;
    }
    this.#act({ type: 'received', frame });
    if (frame.type === 'draining') {
      this.line.comeBackAfter(frame.reconnect_after_ms);
    } else if (frame.type === 'error') {
      this.#troubled(frame);
    } else if ('full_response' in frame) {
      void this.#verify(frame);
    } else if (frame.type === 'heartbeat' || frame.type === 'pong') {
      void this.#recall();
    }
    if (SHOWN_IN_LISTS.has(frame.type)) {
      this.#on.listed();
    }
  }

  #act(action: Action): void {
    const before = this.#state;
    const state = reduce(before, action);
    if (state === before) {
      return;
    }
    this.#state = state;
    before.unsent
      .filter(each => !state.unsent.some(other => other.clientId === each.clientId))
      .forEach(each => void this.#forget(each.clientId));
    if (state.gone) {
      this.line.stop();
    } else if (state.lag && state.lag !== before.lag) {
      this.line.restart();
    } else if (isBehind(state) && !isBehind(before)) {
      this.#mindTheLag();
    }
    this.#outgoing.push(state.unsent);
    this.#stops.follow(state);
    this.#changed();
  }

  async #forget(clientId: string): Promise<void> {
    await this.#puts.get(clientId);
    this.#puts.delete(clientId);
    await this.#given.outbox.remove(clientId);
  }

  #lineChanged(): void {
    if (this.line.status === 'online') {
      void this.#recall();
      this.#stops.repeat(this.#state);
      this.#outgoing.push(this.#state.unsent);
    } else {
      this.#outgoing.interrupt();
      this.#signal.forget();
      this.#typists.clear();
      this.#state = reduce(this.#state, { type: 'disconnected' });
    }
    this.#changed();
  }

  #changed(): void {
    if (!this.#isClosed) {
      this.#on.change();
    }
  }

  #troubled({ error_code: code, retryable, retry_after_ms: afterMs, ...about }: ErrorFrame): void {
    if (code === 'SESSION_NOT_FOUND') {
      this.line.restart();
    } else if (about.client_message_id && retryable) {
      this.#outgoing.hold(afterMs ?? TRY_AGAIN_AFTER_MS);
    } else if (!about.client_message_id && !about.client_command_id && !about.message_id) {
      this.#on.notice(code);
    }
  }

  /** An event the server has told of did not come: it was lost on the way, unless it comes soon. */
  #mindTheLag(): void {
    const { lastSeq } = this.#state;
    this.#given.around.after(CAUGHT_UP_WITHIN_MS, () => {
      if (isBehind(this.#state) && this.#state.lastSeq === lastSeq) {
        this.line.restart();
      }
      if (isBehind(this.#state) && !this.#isClosed) {
        this.#mindTheLag();
      }
    });
  }

  /** A reply that does not have the digest it came with was damaged on its way, and is read again. */
  async #verify({ full_response: text, text_sha256: expected, position }: EndingFrame): Promise<void> {
    const digest = expected ? await this.#given.around.sha256(text) : null;
    if (digest !== null && digest !== expected) {
      await this.#readAgain(position, 1);
    }
  }

  async #readAgain(position: number, tries: number): Promise<void> {
    if (this.#isClosed || this.#state.gone) {
      return;
    }
    try {
      const message = await this.#given.api.messageAt(this.#session(), position);
      if (message) {
        this.#act({ type: 'corrected', message });
      }
    } catch (problem) {
      if (problem instanceof SignedOut) {
        return; // who comes back reads it anew
      }
      if (!(problem instanceof Refused || problem instanceof Unreachable)) {
        throw problem;
      }
      if (tries === 1) {
        this.#on.notice((problem instanceof Refused ? problem.code : null) ?? 'HISTORY_UNAVAILABLE');
      }
      const { around } = this.#given;
      around.after(retryDelay(tries, around.chance()), () => void this.#readAgain(position, tries + 1));
    }
  }

  #session(): string {
    const { session } = this;
    if (session === null) {
      throw new Error('there is no session yet');
    }
    return session;
  }
}
