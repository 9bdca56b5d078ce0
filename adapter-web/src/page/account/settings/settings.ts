/** The settings: sections, one at a time. */

import type { Api, Assistant, Tokens, User } from '../../../core/index.js';
import type { Language } from '../../../i18n/index.js';
import { drawing, element } from '../../../ui/dom.js';
import type { Preferences, PreferenceStore } from '../../../ui/preferences.js';
import { Dialog } from '../dialog.js';
import { icons } from '../icons.js';
import type { Person } from '../people.js';
import { answers } from './answers.js';
import { appearance } from './appearance.js';
import type { DataActs } from './data.js';
import { data } from './data.js';
import { devices } from './devices.js';
import { password } from './password.js';
import { profile } from './profile.js';

export type Section = keyof Language['words']['account']['sections'];

export interface SettingsGiven {
  language: Language;
  api: Api;
  preferences: PreferenceStore;
  person: Person;
  /** Who may answer, as far as that is known. */
  assistants: readonly Assistant[];
  acts: DataActs & {
    prefer(change: Partial<Preferences>): void;
    renamed(user: User): void;
    renewed(tokens: Tokens): void;
  };
  onClosed: () => void;
}

const FOR_ALL: readonly Section[] = ['appearance', 'data'];
const FOR_ACCOUNTS: readonly Section[] = ['appearance', 'profile', 'password', 'devices', 'data'];

const ICONS: Readonly<Record<Section, string>> = {
  appearance: icons.appearance,
  profile: icons.person,
  password: icons.key,
  devices: icons.device,
  data: icons.data,
};

export class SettingsDialog {
  readonly dialog: Dialog;
  readonly #given: SettingsGiven;
  readonly #tabs: readonly HTMLButtonElement[];
  readonly #panel = element('div.settings-panel', { role: 'tabpanel', id: 'parley-settings-panel', tabindex: '-1' });
  #section: Section = 'appearance';

  constructor(given: SettingsGiven) {
    const { account } = given.language.words;
    const sections = given.person.kind === 'account' ? FOR_ACCOUNTS : FOR_ALL;
    this.#given = given;
    this.dialog = new Dialog(given.language, { title: account.settings, kind: 'settings', onClosed: given.onClosed });
    this.#tabs = sections.map(section =>
      element(
        'button.settings-tab',
        {
          type: 'button',
          role: 'tab',
          id: `parley-settings-${section}`,
          'aria-controls': this.#panel.id,
          'data-section': section,
          click: () => this.show(section),
        },
        drawing(ICONS[section]),
        account.sections[section],
      ),
    );
    const tabs = element(
      'div.settings-tabs',
      { role: 'tablist', 'aria-label': account.settings, keydown: (event: KeyboardEvent) => this.#pressed(event) },
      this.#tabs,
    );
    this.dialog.body.append(tabs, this.#panel);
    this.show('appearance');
  }

  get section(): Section {
    return this.#section;
  }

  open(): void {
    this.dialog.open();
    this.#current()?.focus();
  }

  show(section: Section): void {
    this.#section = section;
    for (const tab of this.#tabs) {
      const isShown = tab.dataset['section'] === section;
      tab.setAttribute('aria-selected', String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
    }
    this.#panel.setAttribute('aria-labelledby', `parley-settings-${section}`);
    this.#panel.replaceChildren(
      element('h3', {}, this.#given.language.words.account.sections[section]),
      this.#viewOf(section),
    );
    this.#panel.scrollTop = 0;
    this.#current()?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** After the language was changed its control has the focus again. */
  focusLanguage(): void {
    this.#panel.querySelector('select')?.focus();
  }

  #current(): HTMLElement | undefined {
    return this.#tabs.find(tab => tab.dataset['section'] === this.#section);
  }

  #viewOf(section: Section): HTMLElement {
    const { language, api, preferences, person, assistants, acts } = this.#given;
    if (section === 'appearance' || person.kind !== 'account') {
      return section === 'data'
        ? data(language, api, null, acts)
        : appearance(language, preferences.now, assistants, change => acts.prefer(change), answers(language, api));
    }
    switch (section) {
      case 'profile':
        return profile(language, api, person.user, user => {
          this.#given.person = { ...person, user };
          acts.renamed(user);
        });
      case 'password':
        return password(language, api, person.user, tokens => acts.renewed(tokens));
      case 'devices':
        return devices(language, api);
      case 'data':
        return data(language, api, person.user, acts);
    }
  }

  #pressed(event: KeyboardEvent): void {
    const at = this.#tabs.findIndex(tab => tab === document.activeElement);
    const isMirrored = this.#given.language.dir === 'rtl';
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: isMirrored ? -1 : 1, ArrowLeft: isMirrored ? 1 : -1 }[
      event.key
    ];
    const ends: Partial<Record<string, number>> = { Home: 0, End: this.#tabs.length - 1 };
    const to = step === undefined ? ends[event.key] : (at + step + this.#tabs.length) % this.#tabs.length;
    const tab = to === undefined ? undefined : this.#tabs[to];
    if (tab) {
      event.preventDefault();
      this.show(tab.dataset['section'] as Section);
      tab.focus();
    }
  }
}
