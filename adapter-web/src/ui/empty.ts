/** What stands where nothing was said yet: a greeting and first questions; or that a conversation is gone. */

import type { Assistant } from '../core/index.js';
import type { Language } from '../i18n/index.js';
import { drawing, element } from './dom.js';
import { icons } from './icons.js';

const MOST_SUGGESTIONS = 4;

export interface GreetingActs {
  suggested(text: string): void;
  chosen(assistant: string): void;
}

let made = 0;

/** What an empty conversation begins with; where several may answer, also with whom. */
export class Greeting {
  readonly node = element('div.welcome');
  readonly #language: Language;
  readonly #acts: GreetingActs;
  readonly #heading = element('h2', { dir: 'auto' });
  readonly #suggestions = element('ul.suggestions');
  readonly #choice: HTMLElement;
  readonly #name = `parley-assistant-${++made}`;
  #shown: Assistant | null | undefined;
  #offered: readonly Assistant[] = [];

  constructor(language: Language, acts: GreetingActs) {
    const { words } = language;
    this.#language = language;
    this.#acts = acts;
    this.#choice = element('div.answering', {
      role: 'radiogroup',
      'aria-label': words.assistants.choose,
      hidden: true,
    });
    this.node.append(element('span.mark', {}, drawing(icons.bubble)), this.#heading, this.#choice, this.#suggestions);
  }

  /**
   * @param assistant null while it is not known
   * @param choice those who may answer
   */
  show(assistant: Assistant | null, choice: readonly Assistant[]): void {
    if (choice !== this.#offered) {
      this.#offered = choice;
      this.#choice.hidden = choice.length < 2;
      this.#choice.replaceChildren(...choice.map(each => this.#option(each)));
      this.#shown = undefined;
    }
    if (assistant !== this.#shown) {
      this.#shown = assistant;
      this.#showAssistant(assistant);
    }
  }

  #showAssistant(assistant: Assistant | null): void {
    const suggestions = (assistant?.suggestions ?? []).slice(0, MOST_SUGGESTIONS);
    this.#heading.textContent = assistant?.greeting ?? this.#language.words.greeting;
    this.#suggestions.hidden = suggestions.length === 0;
    this.#suggestions.replaceChildren(...suggestions.map(each => this.#suggestion(each)));
    this.#choice.querySelectorAll('input').forEach(input => {
      input.checked = input.value === assistant?.name;
    });
  }

  #suggestion(text: string): HTMLElement {
    const click = () => this.#acts.suggested(text);
    return element('li', {}, element('button', { type: 'button', dir: 'auto', click }, text));
  }

  #option({ name }: Assistant): HTMLElement {
    const change = () => this.#acts.chosen(name);
    return element(
      'label',
      {},
      element('input', { type: 'radio', name: this.#name, value: name, change }),
      element('span', { dir: 'auto' }, this.#language.assistantName(name)),
    );
  }
}

export function goneView({ words }: Language, onNew: () => void): HTMLElement {
  return element(
    'div.welcome.gone',
    {},
    element('span.mark', {}, drawing(icons.bin)),
    element('h2', {}, words.gone),
    element('p', {}, words.goneMore),
    element('button.button', { type: 'button', click: onNew }, words.newChat),
  );
}

/** The shape of a conversation that is being read. */
export function skeletonView(): HTMLElement {
  return element(
    'div.skeleton',
    { 'aria-hidden': 'true' },
    ['question', 'reply', 'question', 'reply'].map(kind =>
      element(
        `div.${kind}`,
        {},
        [1, 2, 3].map(() => element('i')),
      ),
    ),
  );
}
