/** Who is here, at the foot of the list of conversations, and what they can do. */

import type { Language } from '../../i18n/index.js';
import { drawing, element } from '../../ui/dom.js';
import type { MenuItem } from '../../ui/menu.js';
import { Menu } from '../../ui/menu.js';
import { icons } from './icons.js';
import type { Door, Person } from './people.js';

export interface FootActs {
  logIn(): void;
  register(): void;
  logOut(): void;
  openSettings(): void;
  openShortcuts(): void;
}

export class Foot {
  readonly node: HTMLElement;
  readonly #language: Language;
  readonly #acts: FootActs;
  readonly #button: HTMLButtonElement;
  readonly #menu = new Menu(() => {});
  #person: Person = { kind: 'guest', user: null };
  #door: Door | null = null;

  constructor(language: Language, acts: FootActs) {
    this.#language = language;
    this.#acts = acts;
    this.#button = element('button.user-button', {
      type: 'button',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      click: () => this.#menu.open(this.#button, this.#items()),
    });
    this.#menu.node.classList.add('user-menu');
    this.node = element('div.user', {}, this.#button, this.#menu.node);
  }

  /** @param picture what they look like, an address; null if that is not known */
  show(person: Person, door: Door, picture: string | null): void {
    this.#person = person;
    this.#door = door;
    const { account } = this.#language.words;
    const name = nameOf(person, this.#language);
    const more = person.kind === 'signed out' ? account.signedOut : person.user?.name ? person.user.username : null;
    this.#button.replaceChildren(
      portrait(person, picture),
      element(
        'span.user-words',
        {},
        element('span.user-name', { dir: 'auto' }, name),
        more === null ? null : element('span.user-more', {}, more),
      ),
      drawing(icons.upDown),
    );
  }

  #items(): MenuItem[] {
    const { words } = this.#language;
    const { account } = words;
    const isIn = this.#person.kind === 'account';
    const settings = { label: account.settings, icon: icons.settings, act: () => this.#acts.openSettings() };
    const shortcuts = { label: words.shortcuts.title, icon: icons.keyboard, act: () => this.#acts.openShortcuts() };
    if (isIn) {
      return [settings, shortcuts, { label: account.logOut, icon: icons.logOut, act: () => this.#acts.logOut() }];
    }
    const logIn = { label: account.logIn, icon: icons.logIn, act: () => this.#acts.logIn() };
    const register = { label: account.register, icon: icons.register, act: () => this.#acts.register() };
    return [
      ...(this.#door?.logins ? [logIn] : []),
      ...(this.#door?.registration ? [register] : []),
      settings,
      shortcuts,
    ];
  }
}

export function nameOf({ user }: Person, { words }: Language): string {
  return user === null ? words.account.guest : user.name || user.username;
}

/** A picture of somebody, or the first letter of their name. */
export function portrait(person: Person, picture: string | null): HTMLElement {
  if (picture !== null) {
    return element('span.portrait', { 'aria-hidden': 'true' }, element('img', { src: picture, alt: '' }));
  }
  const [initial] = [...(person.user?.name || person.user?.username || '')];
  return element(
    `span.portrait${initial === undefined ? '.empty' : ''}`,
    { 'aria-hidden': 'true' },
    initial === undefined ? drawing(icons.person) : initial.toLocaleUpperCase(),
  );
}
