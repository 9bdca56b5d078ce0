/**
 * The page for whoever is in front of it, in the language they want. When somebody else comes, or the language changes,
 * it is drawn anew from what is kept; nothing in memory goes from one person to another.
 */

import type { Outbox, Shelf, Surroundings, Tokens } from '../core/index.js';
import { Api, Refused, SignedOut, Unreachable } from '../core/index.js';
import type { Language, Locale } from '../i18n/index.js';
import { languageFor, localeFor } from '../i18n/index.js';
import type { PreferenceStore } from '../ui/preferences.js';
import { AccountView } from './account/account.js';
import {
  countUnsent,
  forgetNames,
  forgetTexts,
  forgetUnsent,
  handOverTexts,
  handOverUnsent,
  OwnOutbox,
  OwnShelf,
  ShelfWhile,
} from './account/belongings.js';
import type { Change, People } from './account/people.js';
import { PreferenceSync } from './account/preference-sync.js';
import { applyTheme } from './account/theme.js';
import { Page } from './page.js';

export interface AppGiven {
  root: HTMLElement;
  around: Surroundings;
  outbox: Outbox;
  /** What all windows share. */
  shared: Shelf;
  /** What this window has for itself. */
  own: Shelf;
  preferences: PreferenceStore;
  people: People;
}

interface Drawn {
  page: Page;
  account: AccountView;
  api: Api;
  /** Null for guests: they have this browser and no other. */
  sync: PreferenceSync;
  language: Language;
  owner: string;
  locale: Locale;
}

/** Whose page this window showed last, so that what is being written is handed over once. */
const SHOWN = 'parley.shown';

export class App {
  readonly #given: AppGiven;
  #drawn: Drawn | null = null;
  #drawings = 0;
  #sentence: ((language: Language) => string) | null = null;

  constructor(given: AppGiven) {
    this.#given = given;
  }

  async begin(): Promise<void> {
    const { preferences, people } = this.#given;
    applyTheme(preferences.now.theme);
    preferences.onChange(({ theme }) => {
      applyTheme(theme);
      if (this.#drawn !== null && this.#drawn.locale !== this.#locale()) {
        void this.#draw();
      }
    });
    people.onChange(change => this.#changed(change));
    addEventListener('storage', event => {
      preferences.readAgain(event.key);
      people.look();
    });
    addEventListener('pageshow', () => people.look());
    await this.#draw();
    if (people.person.kind === 'signed out') {
      this.#drawn?.account.logIn('login');
    }
  }

  #changed({ before, now }: Change): void {
    if (before.owner !== now.owner) {
      const { legacy } = this.#given.people;
      if (legacy?.from !== before.owner || legacy.to !== now.owner) {
        history.replaceState(null, '', '/'); // what is on the page belongs to somebody else
      }
      this.#drawn?.page.end(); // at once: it must not write down any more
      void this.#draw();
      return;
    }
    this.#drawn?.account.show();
    if (before.person.kind !== now.person.kind) {
      this.#drawn?.page.lookWhoIsHere();
      void this.#drawn?.sync.begin();
    }
  }

  async #draw(): Promise<void> {
    const drawing = ++this.#drawings;
    const { people, around, outbox, shared, own, preferences, root } = this.#given;
    const locale = this.#locale();
    const language = await languageFor(locale, wishes());
    await this.#handOver();
    if (drawing !== this.#drawings) {
      return; // something else has changed meanwhile
    }
    const { owner } = people;
    const section = this.#drawn?.owner === owner ? this.#drawn.account.section : null;
    this.#drawn?.page.end();
    this.#drawn?.account.end();
    document.documentElement.lang = language.locale === 'qps-mirror' ? 'en' : language.locale;
    document.documentElement.dir = language.dir;
    const api = new Api({ base: '', identity: people.identity(), around });
    const sync = new PreferenceSync(api, preferences, shared, owner, people.person.kind === 'guest');
    const account = new AccountView({
      language,
      api,
      people,
      preferences,
      assistants: () => this.#drawn?.page.assistants ?? [],
      pictureChanged: address => this.#drawn?.page.showPicture(address),
      acts: {
        cameIn: tokens => this.#cameIn(tokens),
        logOut: () => void this.#logOut(),
        prefer: change => void sync.change(change),
        goOnAsGuest: () => people.left(),
        deletedAll: () => this.#drawn?.page.startAfresh(),
        deletedAccount: () => void this.#deletedAccount(),
      },
    });
    const page = new Page({
      api,
      outbox: new OwnOutbox(outbox, owner),
      around,
      shared: new ShelfWhile(shared, () => people.owner === owner),
      own: new OwnShelf(own, owner),
      language,
      preferences,
      foot: account.foot,
      isSignedOut: () => people.person.kind === 'signed out',
      logIn: () => account.logIn('login'),
      preferencesChanged: kept => sync.take(kept),
      readPreferences: () => void sync.begin(),
    });
    this.#drawn = { page, account, api, sync, language, owner, locale };
    page.begin(root);
    page.showPicture(account.picture);
    if (section !== null) {
      account.openSettings(section).focusLanguage();
    }
    if (this.#sentence) {
      page.notice(this.#sentence(language));
      this.#sentence = null;
    }
  }

  /** What a guest has written belongs to whoever they turned out to be. */
  async #handOver(): Promise<void> {
    const { people, outbox, own } = this.#given;
    const { legacy, owner } = people;
    if (legacy) {
      await handOverUnsent(outbox, legacy.from, legacy.to);
      if ((own.getItem(SHOWN) ?? '') === legacy.from) {
        handOverTexts(own, legacy.from, legacy.to);
      }
    }
    own.setItem(SHOWN, owner);
  }

  #cameIn(tokens: Tokens): void {
    this.#given.people.cameIn(tokens);
  }

  async #logOut(): Promise<void> {
    const { people, outbox, shared } = this.#given;
    const { owner } = people;
    const unsent = await countUnsent(outbox, owner);
    try {
      await this.#drawn?.api.logout();
    } catch (problem) {
      // Whoever can't be told finds the tokens gone; they run out.
      if (!(problem instanceof Refused || problem instanceof Unreachable || problem instanceof SignedOut)) {
        throw problem;
      }
    }
    this.#sentence = language => {
      const { account } = language.words;
      return unsent === 0 ? account.loggedOut : account.loggedOutUnsent(unsent, language.number(unsent));
    };
    people.left();
    forgetNames(shared);
  }

  async #deletedAccount(): Promise<void> {
    const { people, outbox, shared, own } = this.#given;
    const { owner } = people;
    await forgetUnsent(outbox, owner);
    forgetTexts(own, owner);
    this.#sentence = ({ words }) => words.account.accountDeleted;
    people.left();
    forgetNames(shared);
  }

  #locale(): Locale {
    return this.#given.preferences.now.locale ?? localeFor(wishes());
  }
}

/** The languages somebody would like, the dearest first; an address may ask for one. */
function wishes(): string[] {
  return [new URLSearchParams(location.search).get('locale') ?? [], navigator.languages].flat();
}
