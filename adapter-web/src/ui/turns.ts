/** How single entries of a conversation look. Each view has a node, and shows items of its kind. */

import type { Entry, Message, Open, Unsent } from '../core/index.js';
import type { Language } from '../i18n/index.js';
import { copyButton } from './copy-button.js';
import { drawing, element, textButton } from './dom.js';
import { icons } from './icons.js';
import { reasonOf } from './looks.js';
import type { PreferenceStore } from './preferences.js';
import { Prose } from './prose/prose.js';
import { Typist } from './typing.js';

const SLOW_AFTER_MS = 10_000;
const FRESH_MS = 60 * 60 * 1_000;
const FACES = { assistant: icons.spark, agent: icons.person } as const;

export interface TurnActs {
  stop(): void;
  /** Gives up a reply that does not come, and asks again. */
  askAnew(open: Open): void;
  askAgain(reply: Message): void;
  sayAgain(unsent: Unsent): void;
  edit(unsent: Unsent): void;
  discard(unsent: Unsent): void;
}

/** What an entry shows beside its item. */
export interface TurnContext {
  /** What messages that are not sent wait for. */
  way: 'online' | 'offline' | 'signedOut';
  /** Whether a reply is the one that is being made. */
  isNext: (open: Open) => boolean;
  /** Whether a question is there to be asked again. */
  canAsk: (question: string) => boolean;
}

export interface TurnGiven {
  language: Language;
  preferences: PreferenceStore;
  acts: TurnActs;
  /** Something became taller by itself. */
  grown(): void;
}

export interface TurnView {
  readonly node: HTMLElement;
  show(item: unknown, context: TurnContext): void;
  /** It is not to be seen any more. */
  leave(): void;
}

/** A view for an entry. */
export function viewFor(entry: Entry, given: TurnGiven): TurnView {
  if (entry.kind === 'day') {
    return new DayView(entry.item, given);
  }
  const type = entry.kind === 'message' ? entry.item.type : entry.kind;
  switch (type) {
    case 'unsent':
    case 'user':
      return new QuestionView(given);
    case 'system':
      return new SystemView();
    case 'agent':
      return new ReplyView(given, 'agent');
    case 'ai':
    case 'open':
      return new ReplyView(given, 'assistant');
  }
}

class DayView implements TurnView {
  readonly node: HTMLElement;

  constructor(at: string, { language }: TurnGiven) {
    this.node = element('li.day', {}, element('span', {}, language.dayName(at)));
  }

  show(): void {}

  leave(): void {}
}

class SystemView implements TurnView {
  readonly node = element('li.system', { dir: 'auto' });

  show(message: Message): void {
    this.node.textContent = message.text;
  }

  leave(): void {}
}

/** Something the visitor said; also while it is not sent. */
class QuestionView implements TurnView {
  readonly node: HTMLElement;
  readonly #bubble = element('div.bubble', { dir: 'auto' });
  readonly #foot = element('div.foot');
  readonly #given: TurnGiven;

  constructor(given: TurnGiven) {
    this.#given = given;
    this.node = element(
      'li.turn.question',
      {},
      speaker(given.language.words.you),
      this.#bubble,
      picture('own'),
      this.#foot,
    );
  }

  show(item: Message | Unsent, { way }: TurnContext): void {
    this.#bubble.textContent = item.text;
    this.node.classList.toggle('refused', 'refusal' in item && item.refusal !== null);
    this.node.classList.toggle('unsent', !('id' in item));
    this.#foot.replaceChildren(...this.#footOf(item, way));
  }

  leave(): void {}

  #footOf(item: Message | Unsent, way: TurnContext['way']): HTMLElement[] {
    const { language, acts } = this.#given;
    const { words } = language;
    if ('id' in item) {
      return [time(item.at, language)];
    }
    if (item.refusal !== null) {
      return [
        element('span.reason', {}, `${words.refused} ${language.sentenceFor(item.refusal)}`),
        textButton(words.retry, () => acts.sayAgain(item)),
        textButton(words.edit, () => acts.edit(item)),
        textButton(words.discard, () => acts.discard(item)),
      ];
    }
    return [waiting(item.accepted ? words.accepted : words.waits[way])];
  }
}

/** A reply, from the wait for its first word to its end. */
class ReplyView implements TurnView {
  readonly node: HTMLElement;
  readonly #given: TurnGiven;
  readonly #prose: Prose;
  readonly #typist: Typist;
  readonly #dots: HTMLElement;
  readonly #foot = element('div.foot');
  readonly #copy: HTMLButtonElement;
  #item: Message | Open | null = null;
  #context: TurnContext | null = null;
  #slowTimer: ReturnType<typeof setTimeout> | null = null;
  #isSlow = false;

  constructor(given: TurnGiven, speaking: 'agent' | 'assistant') {
    const { language, preferences } = given;
    const { words } = language;
    this.#given = given;
    this.#prose = new Prose(language);
    this.#typist = new Typist(
      (text, isWhole) => this.#write(text, isWhole),
      () => preferences.typing,
    );
    this.#dots = element(
      'div.dots',
      { role: 'img', 'aria-label': words.isThinking },
      [1, 2, 3].map(() => element('i')),
    );
    this.#copy = copyButton(language, words.copy, () => this.#item?.text ?? '');
    this.node = element(
      `li.turn.reply.${speaking}`,
      {},
      speaker(words[speaking]),
      picture('avatar', FACES[speaking]),
      this.#prose.node,
      this.#foot,
    );
  }

  show(item: Message | Open, context: TurnContext): void {
    const isFirst = this.#item === null;
    const isOpen = !('id' in item);
    this.#item = item;
    this.#context = context;
    if (isFirst) {
      this.#typist.begin(item.text, !isOpen);
    } else {
      this.#typist.aim(item.text, !isOpen);
    }
    this.#showState();
  }

  leave(): void {
    this.#wait(false);
    this.#typist.finish();
  }

  #write(text: string, isWhole: boolean): void {
    this.#prose.show(text, isWhole);
    if (this.#item !== null) {
      if (isWhole) {
        this.#showState();
      }
      this.#given.grown();
    }
  }

  #showState(): void {
    const [item, context] = [this.#item, this.#context];
    if (item === null || context === null) {
      return;
    }
    const isOpen = !('id' in item);
    const isWriting = !this.#typist.isDone && item.text !== '';
    const isWaiting = isOpen && item.text === '' && context.isNext(item);
    const state = isOpen || isWriting ? null : item.state;
    this.node.classList.toggle('running', isWriting);
    this.node.classList.toggle('failed', state === 'failed' || state === 'interrupted');
    this.#wait(isWaiting);
    this.#foot.replaceChildren(
      ...(isOpen ? this.#footWhileOpen(item, isWaiting) : isWriting ? [] : this.#footAtEnd(item, context)),
    );
  }

  #wait(isWaiting: boolean): void {
    if (isWaiting && this.#slowTimer === null) {
      this.#prose.node.before(this.#dots);
      this.#slowTimer = setTimeout(() => {
        this.#isSlow = true;
        this.#showState();
      }, SLOW_AFTER_MS);
    } else if (!isWaiting && this.#slowTimer !== null) {
      this.#dots.remove();
      clearTimeout(this.#slowTimer);
      this.#slowTimer = null;
      this.#isSlow = false;
    }
  }

  #footWhileOpen(open: Open, isWaiting: boolean): HTMLElement[] {
    const { words } = this.#given.language;
    if (isWaiting) {
      return this.#isSlow
        ? [
            element('span', {}, words.slow),
            textButton(words.stop, () => this.#given.acts.stop()),
            textButton(words.retry, () => this.#given.acts.askAnew(open)),
          ]
        : [];
    }
    return open.text === '' ? [waiting(words.next)] : [];
  }

  #footAtEnd(reply: Message, { canAsk }: TurnContext): HTMLElement[] {
    const { language, acts } = this.#given;
    const reason = reasonOf(reply, language);
    const isBroken = reply.state === 'failed' || reply.state === 'interrupted';
    const canRetry = isBroken && reply.replyTo !== null && canAsk(reply.replyTo);
    return [
      reason === null ? null : element('span.reason', {}, reason),
      canRetry ? textButton(language.words.retry, () => acts.askAgain(reply)) : null,
      reply.text === '' ? null : this.#copy,
      time(reply.at, language),
    ].filter(part => part !== null);
  }
}

function waiting(label: string): HTMLElement {
  return element('span.waiting', {}, drawing(icons.clock), element('span', {}, label));
}

/** What whoever speaks looks like. That of the visitor, if there is one, comes with a style of what is around. */
function picture(kind: string, icon?: string): HTMLElement {
  return element(`span.${kind}`, { 'aria-hidden': 'true' }, icon === undefined ? null : drawing(icon));
}

function speaker(name: string): HTMLElement {
  return element('h2.unseen', {}, name);
}

function time(at: string, language: Language): HTMLTimeElement {
  const made = element('time', { datetime: at, title: language.fullTime(at) });
  tellTime(made, language);
  return made;
}

/** Says how long ago something was while that is fresh, and its time of day later. To be called again now and then. */
export function tellTime(node: HTMLTimeElement, language: Language, now = new Date()): void {
  const at = node.dateTime;
  const said = now.getTime() - Date.parse(at) < FRESH_MS ? language.timeAgo(at, now) : language.timeOfDay(at);
  if (node.textContent !== said) {
    node.textContent = said;
  }
}
