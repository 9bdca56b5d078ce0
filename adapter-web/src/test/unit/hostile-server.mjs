// A server that keeps its protocol, behind a network that keeps nothing: what it says is doubled, put in another order,
// cut at any byte or lost with its connection; it restarts in mid-reply, forgets events, and writes replies anew.
import { createHash } from 'node:crypto';

const SYLLABLES = ['la', 'né ', '中', '😀', '\n', '**b** ', 'ω', ' ', '```\n', 'xyz', '👩‍👩‍👧'];
const OUTCOMES = ['complete', 'complete', 'complete', 'cancelled', 'interrupted', 'failed'];

const digest = text => createHash('sha256').update(text, 'utf8').digest('hex');
const copy = value => JSON.parse(JSON.stringify(value));

export class HostileServer {
  isUp = true;
  /** Whether the network does what it can to confuse. */
  isHostile = true;
  areSocketsBlocked = false;
  messages = [];
  /** Of each reply, the whole text of each attempt. */
  texts = new Map();
  /** Of each message, the event that told it. */
  seqs = new Map();
  faults = new Map();
  #events = [];
  #forgotten = 0;
  #running = null;
  #waiting = [];
  #byClientId = new Map();
  #sockets = new Set();
  #streams = new Set();
  #world;

  #ids = 0;

  constructor(world) {
    this.#world = world;
    world.around.fetch = (url, request) => this.#answer(url, request);
    world.around.openSocket = () => this.#connect();
    this.#heartbeat();
    this.#write();
  }

  get lastSeq() {
    return this.#events.length;
  }

  restart() {
    this.isUp = false;
    this.#sockets.forEach(socket => {
      this.#send(socket, { type: 'draining', reconnect_after_ms: 500 });
      this.#later(20, () => this.#close(socket, 1012));
    });
    this.#streams.forEach(stream => stream.fail());
    this.#later(700 + this.#upTo(4_000), () => {
      this.isUp = true;
      if (this.#running) {
        this.#begin(this.#running);
      }
    });
  }

  /** Everything under way breaks. */
  breakOff() {
    this.#sockets.forEach(socket => this.#close(socket, 1006));
    this.#streams.forEach(stream => stream.fail());
  }

  /** Events so old can't be told any more. */
  forget() {
    this.#forgotten = this.lastSeq;
  }

  /** The running reply is written anew. */
  takeOver() {
    if (this.#running && this.isUp) {
      this.#begin(this.#running);
    }
  }

  // ---- chance

  #upTo(limit) {
    return Math.floor(this.#world.chance() * limit);
  }

  #happens(fault, share) {
    const does = this.isHostile && this.#world.chance() < share;
    if (does) {
      this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
    }
    return does;
  }

  #later(ms, act) {
    this.#world.after(ms, act);
  }

  #newText() {
    return Array.from({ length: this.#upTo(60) }, () => SYLLABLES[this.#upTo(SYLLABLES.length)]).join('');
  }

  // ---- the conversation

  #event(frame) {
    const event = { ...frame, seq: this.lastSeq + 1 };
    this.#events.push(event);
    return event;
  }

  #store(clientId, text, by = null) {
    const known = this.#byClientId.get(clientId);
    if (known) {
      return { ...known, duplicate: true };
    }
    const message = {
      message_id: `m${++this.#ids}`,
      type: 'user',
      content: text,
      created_at: this.#world.around.date(),
      position: this.messages.length + 1,
      version: 1,
      is_active: true,
      client_message_id: clientId,
    };
    this.messages.push(message);
    const event = this.#event({ type: 'message', message });
    this.seqs.set(message.message_id, event.seq);
    const reply = `r${++this.#ids}`;
    const accepted = {
      type: 'message_accepted',
      client_message_id: clientId,
      message_id: message.message_id,
      reply_id: reply,
      seq: event.seq,
      position: message.position,
      durability: 'db',
      duplicate: false,
    };
    this.#byClientId.set(clientId, accepted);
    this.#tell(socket => (socket === by ? accepted : event));
    this.#waiting.push({ reply, question: message.message_id, attempt: 0, told: 0 });
    return accepted;
  }

  #write() {
    this.#later(10 + this.#upTo(120), () => {
      if (this.isUp) {
        this.#goOn();
      }
      this.#write();
    });
  }

  #goOn() {
    if (!this.#running) {
      this.#running = this.#waiting.shift() ?? null;
      if (this.#running) {
        this.#begin(this.#running);
      }
    } else if (this.#running.told < this.#running.text.length) {
      this.#piece(this.#running, 1 + this.#upTo(12));
    } else {
      this.#end(this.#running);
    }
  }

  #begin(running) {
    running.attempt++;
    running.told = 0;
    running.text = this.#newText();
    const attempts = this.texts.get(running.reply) ?? [];
    attempts[running.attempt] = running.text;
    this.texts.set(running.reply, attempts);
    this.#tell(() => this.#started(running));
  }

  #started({ reply, question, attempt }) {
    return { type: 'ai_started', message_id: reply, attempt, base_offset: 0, model: 'm', reply_to: question };
  }

  #piece(running, length) {
    const { reply, attempt, told, text } = running;
    const content = text.slice(told, told + length);
    running.told += content.length;
    this.#tell(() => ({ type: 'ai_chunk', message_id: reply, attempt, offset: told, content }));
  }

  #end({ reply, question, attempt, text }) {
    const state = OUTCOMES[this.#upTo(OUTCOMES.length)];
    const message = {
      message_id: reply,
      type: 'ai',
      content: text,
      created_at: this.#world.around.date(),
      position: this.messages.length + 1,
      version: 1,
      is_active: true,
      reply_to: question,
      state,
      attempt,
      text_sha256: digest(text),
    };
    this.messages.push(message);
    this.#running = null;
    const event = this.#event({
      ...message,
      type: `ai_${state}`,
      full_response: text,
    });
    delete event.content;
    this.seqs.set(reply, event.seq);
    this.#tell(() => event);
    this.#streams.forEach(stream => stream.reply === reply && stream.end());
  }

  // ---- REST

  async #answer(url, { method, body, headers, signal }) {
    await this.#pause(5 + this.#upTo(40));
    if (!this.isUp || this.#happens('request lost', 0.05)) {
      throw new TypeError('no network');
    }
    const path = new URL(url, 'http://server').pathname;
    const query = new URL(url, 'http://server').searchParams;
    const given = body ? JSON.parse(body) : {};
    const answer = this.#route(method, path, query, given, headers, signal);
    await this.#pause(5 + this.#upTo(40));
    if (this.#happens('answer lost', 0.05)) {
      throw new TypeError('no network');
    }
    if (answer instanceof Response) {
      return answer;
    }
    const text = JSON.stringify(answer ?? {});
    const cut = this.#happens('answer cut', 0.03) ? text.slice(0, this.#upTo(text.length)) : text;
    return new Response(cut, { headers: { 'Content-Type': 'application/json' } });
  }

  #pause(ms) {
    return new Promise(resolve => this.#later(ms, resolve));
  }

  #route(method, path, query, given, headers, signal) {
    if (path === '/api/chat/session/create/') {
      return { session_id: 's', last_seq: this.lastSeq, message_count: this.messages.length };
    }
    if (path === '/api/chat/session/s/') {
      return query.has('include') ? this.#page(this.messages.length + 1) : { session_id: 's', last_seq: this.lastSeq };
    }
    if (path === '/api/chat/session/s/history/') {
      return query.has('after')
        ? this.#page(Number(query.get('after')) + 2, 1)
        : this.#page(Number(query.get('before')));
    }
    if (path === '/api/chat/messages/') {
      const accepted = this.#store(given.client_message_id, given.content);
      return headers.Accept === 'text/event-stream' ? this.#stream(accepted, signal) : accepted;
    }
    return {};
  }

  #page(before, limit = 50) {
    const messages = this.messages.filter(message => message.position < before).slice(-limit);
    const first = messages[0]?.position ?? 1;
    const open = [...(this.#running ? [this.#running] : []), ...this.#waiting];
    return copy({
      session_id: 's',
      title: null,
      messages,
      last_seq: this.lastSeq,
      has_more: first > 1,
      before: first > 1 ? first : null,
      open_replies: open.map(({ reply, question, attempt }) => ({ message_id: reply, reply_to: question, attempt })),
      read_up_to: 0,
    });
  }

  #stream(accepted, signal) {
    const encoder = new TextEncoder();
    let controller;
    const body = new ReadableStream({
      start: given => {
        controller = given;
      },
    });
    const stream = {
      reply: accepted.reply_id,
      say: frame => {
        const bytes = encoder.encode(`event: ${frame.type}\nid: 1\ndata: ${JSON.stringify(frame)}\n\n`);
        const at = this.#upTo(bytes.length);
        controller.enqueue(bytes.slice(0, at));
        if (this.#happens('stream cut', 0.02)) {
          stream.fail();
        } else {
          controller.enqueue(bytes.slice(at));
        }
      },
      end: () => {
        if (this.#streams.delete(stream)) {
          controller.close();
        }
      },
      fail: () => {
        if (this.#streams.delete(stream)) {
          controller.error(new TypeError('cut off'));
        }
      },
    };
    signal?.addEventListener('abort', () => stream.fail());
    this.#streams.add(stream);
    stream.say(accepted);
    const ended = this.#events.find(event => event.full_response !== undefined && event.message_id === stream.reply);
    if (ended) {
      stream.say(ended);
      stream.end();
    } else if (this.#running?.reply === stream.reply) {
      stream.say(this.#started(this.#running));
      stream.say(this.#chunkOf(this.#running, 0));
    }
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  }

  #chunkOf({ reply, attempt, text, told }, offset) {
    return { type: 'ai_chunk', message_id: reply, attempt, offset, content: text.slice(offset, told) };
  }

  // ---- sockets

  #connect() {
    const client = { readyState: 0, onopen: null, onmessage: null, onclose: null };
    const socket = { client, isKnown: false, queue: [], openedAt: this.lastSeq };
    client.send = text => this.#later(5 + this.#upTo(30), () => this.#heard(socket, JSON.parse(text)));
    client.close = () => this.#close(socket, 1000);
    this.#later(5 + this.#upTo(50), () => {
      if (client.readyState === 3) {
        return;
      }
      if (!this.isUp || this.areSocketsBlocked || this.#happens('refused', 0.05)) {
        this.#close(socket, 1006);
        return;
      }
      client.readyState = 1;
      this.#sockets.add(socket);
      socket.openedAt = this.lastSeq;
      client.onopen?.();
      this.#send(socket, { type: 'system', message: 'connected', session_info: { session_id: 's', last_seq: 0 } });
    });
    return client;
  }

  #close(socket, code) {
    if (socket.client.readyState !== 3) {
      socket.client.readyState = 3;
      this.#sockets.delete(socket);
      socket.client.onclose?.({ code });
    }
  }

  #heard(socket, frame) {
    if (!this.#sockets.has(socket)) {
      return;
    }
    if (this.#happens('lost on the way there', 0.02)) {
      this.#close(socket, 1006);
    } else if (frame.type === 'resume') {
      this.#resume(socket, frame);
    } else if (frame.type === 'ping') {
      this.#send(socket, { type: 'pong', last_seq: this.lastSeq });
    } else if (frame.type === 'user_message') {
      if (this.#happens('store away', 0.05)) {
        const about = { client_message_id: frame.client_message_id };
        this.#send(socket, { type: 'error', error_code: 'HISTORY_UNAVAILABLE', retryable: true, ...about });
        return;
      }
      const accepted = this.#store(frame.client_message_id, frame.message, socket);
      if (accepted.duplicate) {
        this.#send(socket, accepted);
      }
    }
  }

  #resume(socket, { after_seq: after, message_id: reply, attempt, offset }) {
    socket.isKnown = true;
    if (after < this.#forgotten && this.#events.length > after) {
      this.#send(socket, { type: 'resumed', last_seq: this.lastSeq, complete: false, reload: true });
      return;
    }
    this.#send(socket, { type: 'resumed', last_seq: this.lastSeq, complete: true });
    this.#events.slice(after).forEach(event => this.#send(socket, event));
    const running = this.#running;
    if (running && running.reply === reply && running.attempt === attempt && offset <= running.told) {
      this.#send(socket, this.#chunkOf(running, offset));
    } else if (running && running.attempt > 0) {
      this.#send(socket, {
        type: 'ai_snapshot',
        message_id: running.reply,
        attempt: running.attempt,
        content: running.text.slice(0, running.told),
        reply_to: running.question,
      });
    }
  }

  #heartbeat() {
    this.#later(15_000, () => {
      this.#tell(() => ({ type: 'heartbeat', last_seq: this.lastSeq }), true);
      this.#heartbeat();
    });
  }

  #tell(frameFor, isForSocketsOnly = false) {
    this.#sockets.forEach(socket => socket.isKnown && this.#send(socket, frameFor(socket)));
    const frame = frameFor(null);
    this.#streams.forEach(stream => !isForSocketsOnly && frame.message_id === stream.reply && stream.say(frame));
  }

  #send(socket, frame) {
    let text = JSON.stringify(frame);
    if (frame.full_response && this.#happens('text damaged', 0.1)) {
      text = JSON.stringify({ ...frame, full_response: frame.full_response.slice(1) });
    }
    if (this.#happens('cut', 0.01)) {
      text = text.slice(0, this.#upTo(text.length));
    }
    const { queue } = socket;
    queue.push(text);
    if (this.#happens('doubled', 0.05)) {
      queue.push(text);
    }
    if (queue.length > 1 && this.#happens('in another order', 0.03)) {
      queue.push(...queue.splice(-2, 1));
    }
    if (this.#happens('connection lost', 0.01)) {
      this.#later(this.#upTo(30), () => this.#close(socket, 1006));
    }
    if (this.#happens('frame lost', 0.01)) {
      queue.pop();
    }
    this.#later(5 + this.#upTo(40), () => this.#deliver(socket));
  }

  #deliver(socket) {
    const count = 1 + this.#upTo(3);
    socket.queue.splice(0, count).forEach(text => {
      if (this.#sockets.has(socket)) {
        socket.client.onmessage?.({ data: text });
      }
    });
    if (socket.queue.length > 0) {
      this.#later(5, () => this.#deliver(socket));
    }
  }
}
