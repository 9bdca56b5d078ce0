/** Everything on the page that is about who is in front of it: the foot of the list, and the windows it opens. */

import type { Api, Assistant, Tokens } from '../../core/index.js';
import { Refused, SignedOut, Unreachable } from '../../core/index.js';
import type { Language } from '../../i18n/index.js';
import { isComposing } from '../../ui/dom.js';
import type { Preferences, PreferenceStore } from '../../ui/preferences.js';
import type { Dialog } from './dialog.js';
import { Foot } from './foot.js';
import type { Way } from './login.js';
import { LoginDialog } from './login.js';
import type { People, Person } from './people.js';
import { addressOf } from './picture.js';
import type { DataActs } from './settings/data.js';
import type { Section } from './settings/settings.js';
import { SettingsDialog } from './settings/settings.js';
import { shortcutsDialog } from './shortcuts.js';

export interface AccountActs extends DataActs {
  cameIn(tokens: Tokens): void;
  logOut(): void;
  prefer(change: Partial<Preferences>): void;
  /** Whoever was signed out will not be back. */
  goOnAsGuest(): void;
}

export interface AccountGiven {
  language: Language;
  api: Api;
  people: People;
  preferences: PreferenceStore;
  /** Who may answer, as far as that is known. */
  assistants: () => readonly Assistant[];
  /** What somebody looks like is known now, or has changed. */
  pictureChanged: (address: string | null) => void;
  acts: AccountActs;
}

export class AccountView {
  readonly #given: AccountGiven;
  readonly #foot: Foot;
  readonly #ended = new AbortController();
  #dialog: Dialog | null = null;
  #settings: SettingsDialog | null = null;
  /** What was read of whose picture. */
  #picture: { of: string | null; address: string | null } = { of: null, address: null };

  constructor(given: AccountGiven) {
    this.#given = given;
    this.#foot = new Foot(given.language, {
      logIn: () => this.logIn('login'),
      register: () => this.logIn('register'),
      logOut: () => given.acts.logOut(),
      openSettings: () => this.openSettings(),
      openShortcuts: () => this.#openShortcuts(),
    });
    this.show();
    addEventListener('keydown', event => this.#pressed(event), { signal: this.#ended.signal });
  }

  /** What stands below the list of conversations. */
  get foot(): HTMLElement {
    return this.#foot.node;
  }

  /** What whoever is here looks like, an address; null if that is not known. */
  get picture(): string | null {
    return this.#picture.address;
  }

  /** The section of the settings that is open; null if none is. */
  get section(): Section | null {
    return this.#settings?.section ?? null;
  }

  /** Who is here, as it is now. */
  show(): void {
    const { person, door } = this.#given.people;
    this.#foot.show(person, door, this.#picture.address);
    void this.#showPicture(person);
    if (person.kind === 'guest' && !door.guests && this.#dialog === null) {
      this.logIn('login');
    }
  }

  /** Pictures are for those who may see them: they can't be had by their address alone. */
  async #showPicture(person: Person): Promise<void> {
    const of = person.kind === 'account' ? (person.user.avatar_url ?? null) : this.#picture.of;
    if (of === this.#picture.of) {
      return;
    }
    this.#picture = { of, address: null };
    const found = of === null ? null : await this.#read(of);
    if (this.#picture.of === of && !this.#ended.signal.aborted) {
      this.#picture = { of, address: found };
      this.#foot.show(this.#given.people.person, this.#given.people.door, found);
      this.#given.pictureChanged(found);
    }
  }

  async #read(path: string): Promise<string | null> {
    try {
      const picture = await this.#given.api.avatar(path);
      return picture && (await addressOf(picture));
    } catch (problem) {
      if (problem instanceof Refused || problem instanceof Unreachable || problem instanceof SignedOut) {
        return null; // a letter will do
      }
      throw problem;
    }
  }

  end(): void {
    this.#ended.abort();
    this.#dialog?.close();
  }

  logIn(way: Way): void {
    const { language, api, people, acts } = this.#given;
    const login = new LoginDialog(
      {
        language,
        api,
        people,
        onIn: tokens => acts.cameIn(tokens),
        onGuest: () => acts.goOnAsGuest(),
        onClosed: () => this.#closed(login.dialog),
      },
      way,
    );
    this.#show(login.dialog);
    login.open();
  }

  /** @param section the first if it is not given */
  openSettings(section?: Section): SettingsDialog {
    const { language, api, people, preferences, assistants, acts } = this.#given;
    const settings = new SettingsDialog({
      language,
      api,
      preferences,
      assistants: assistants(),
      person: people.person,
      acts: {
        prefer: change => acts.prefer(change),
        renamed: user => people.renamed(user),
        renewed: tokens => people.renewed(tokens),
        deletedAll: () => acts.deletedAll(),
        deletedAccount: () => acts.deletedAccount(),
      },
      onClosed: () => this.#closed(settings.dialog),
    });
    this.#show(settings.dialog);
    if (section) {
      settings.show(section);
    }
    settings.open();
    this.#settings = settings;
    return settings;
  }

  #openShortcuts(): void {
    const { language, preferences } = this.#given;
    const dialog = shortcutsDialog(language, preferences.now.sendOnEnter, () => this.#closed(dialog));
    this.#show(dialog);
    dialog.open();
  }

  /** One at a time. */
  #show(dialog: Dialog): void {
    this.#dialog?.close();
    this.#dialog = dialog;
    this.#settings = null;
  }

  #closed(dialog: Dialog): void {
    if (this.#dialog === dialog) {
      this.#dialog = null;
      this.#settings = null;
    }
  }

  #pressed(event: KeyboardEvent): void {
    if (isComposing(event) || event.defaultPrevented || event.altKey) {
      return;
    }
    const withCtrl = event.ctrlKey || event.metaKey;
    if (event.key === '?' && !withCtrl && !isTyping(event)) {
      event.preventDefault();
      this.#openShortcuts();
    } else if (event.key === ',' && withCtrl) {
      event.preventDefault();
      this.openSettings();
    }
  }
}

function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
