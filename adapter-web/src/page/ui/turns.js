/** How single entries of a conversation look. Each view has a node, and shows items of its kind. */

import { sentenceFor, words } from '../words.js';
import { copyButton } from './copy-button.js';
import { drawing, element } from './dom.js';
import { icons } from './icons.js';
import { reasonOf } from './looks.js';
import { Prose } from './prose.js';
import { dayName, fullTime, timeOfDay } from './times.js';

const SLOW_AFTER_MS = 10_000;

/** A view for an entry. */
export function viewFor(entry, acts) {
  if (entry.kind === 'day') {
    return new DayView(entry.item);
  }
  const type = entry.kind === 'message' ? entry.item.type : entry.kind;
  switch (type) {
    case 'unsent':
    case 'user':
      return new QuestionView(acts);
    case 'system':
      return new SystemView();
    case 'agent':
      return new ReplyView(acts, words.agent);
    default:
      return new ReplyView(acts, words.assistant);
  }
}

class DayView {
  constructor(at) {
    this.node = element('li.day', {}, element('span', {}, dayName(at)));
  }

  show() {}
}

class SystemView {
  node = element('li.system', { dir: 'auto' });

  show(message) {
    this.node.textContent = message.text;
  }
}

/** Something the visitor said; also while it is not sent. */
class QuestionView {
  #bubble = element('div.bubble', { dir: 'auto' });
  #foot = element('div.foot');
  #acts;

  constructor(acts) {
    this.#acts = acts;
    this.node = element('li.turn.question', {}, speaker(words.you), this.#bubble, this.#foot);
  }

  show(item, { isOnline }) {
    this.#bubble.textContent = item.text;
    this.node.classList.toggle('refused', Boolean(item.refusal));
    this.node.classList.toggle('unsent', item.id === undefined);
    this.#foot.replaceChildren(...this.#footOf(item, isOnline));
  }

  #footOf(item, isOnline) {
    if (item.id !== undefined) {
      return [time(item.at)];
    }
    if (item.refusal) {
      return [
        element('span.reason', {}, `${words.refused} ${sentenceFor(item.refusal)}`),
        textButton(words.retry, () => this.#acts.sayAgain(item)),
        textButton(words.edit, () => this.#acts.edit(item)),
        textButton(words.discard, () => this.#acts.discard(item)),
      ];
    }
    const label = item.accepted ? words.accepted : isOnline ? words.sending : words.queued;
    return [waiting(label)];
  }
}

/** A reply, from the wait for its first word to its end. */
class ReplyView {
  #prose = new Prose();
  #dots = element(
    'div.dots',
    { role: 'img', 'aria-label': words.isThinking },
    [1, 2, 3].map(() => element('i')),
  );
  #foot = element('div.foot');
  #copy = copyButton(words.copy, () => this.#item.text);
  #acts;
  #item = null;
  #context = null;
  #slowTimer = null;
  #isSlow = false;

  constructor(acts, name) {
    this.#acts = acts;
    this.node = element('li.turn.reply', {}, speaker(name), this.#prose.node, this.#foot);
  }

  show(item, context) {
    this.#item = item;
    this.#context = context;
    const isOpen = item.question !== undefined;
    const isWaiting = isOpen && item.text === '' && context.isNext(item);
    this.#prose.show(item.text);
    this.node.classList.toggle('running', isOpen && item.text !== '');
    this.node.classList.toggle('failed', item.state === 'failed' || item.state === 'interrupted');
    this.#wait(isWaiting);
    this.#foot.replaceChildren(...(isOpen ? this.#footWhileOpen(isWaiting) : this.#footAtEnd()));
  }

  #wait(isWaiting) {
    if (isWaiting && this.#slowTimer === null) {
      this.#prose.node.before(this.#dots);
      this.#slowTimer = setTimeout(() => {
        this.#isSlow = true;
        this.show(this.#item, this.#context);
      }, SLOW_AFTER_MS);
    } else if (!isWaiting) {
      this.#dots.remove();
      clearTimeout(this.#slowTimer);
      this.#slowTimer = null;
      this.#isSlow = false;
    }
  }

  #footWhileOpen(isWaiting) {
    if (isWaiting) {
      return this.#isSlow ? [element('span', {}, words.slow), textButton(words.stop, () => this.#acts.stop())] : [];
    }
    return this.#item.text === '' ? [waiting(words.next)] : [];
  }

  #footAtEnd() {
    const reply = this.#item;
    const reason = reasonOf(reply);
    const isBroken = reply.state === 'failed' || reply.state === 'interrupted';
    const canRetry = isBroken && this.#context.canAsk(reply.replyTo);
    return [
      reason ? element('span.reason', {}, reason) : null,
      canRetry ? textButton(words.retry, () => this.#acts.askAgain(reply)) : null,
      reply.text === '' ? null : this.#copy,
      time(reply.at),
    ].filter(part => part !== null);
  }
}

function waiting(label) {
  return element('span.waiting', {}, drawing(icons.clock), element('span', {}, label));
}

function speaker(name) {
  return element('h3.unseen', {}, name);
}

function time(at) {
  return element('time', { datetime: at, title: fullTime(at) }, timeOfDay(at));
}

function textButton(label, onClick) {
  return element('button.text-button', { type: 'button', click: onClick }, label);
}
