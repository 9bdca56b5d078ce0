/** Logging in, and making an account. */

import type { Api, Tokens } from '../../core/index.js';
import { Refused } from '../../core/index.js';
import type { Language } from '../../i18n/index.js';
import { element, textButton } from '../../ui/dom.js';
import { Dialog } from './dialog.js';
import { Field, PasswordField } from './field.js';
import { Form } from './form.js';
import type { People } from './people.js';
import { emailBreaks, passwordBreaks, usernameBreaks } from './rules.js';
import type { Trouble } from './troubles.js';

export type Way = 'login' | 'register';

export interface LoginGiven {
  language: Language;
  api: Api;
  people: People;
  onIn: (tokens: Tokens) => void;
  /** Whoever was here will not be back. */
  onGuest: () => void;
  onClosed: () => void;
}

export class LoginDialog {
  readonly dialog: Dialog;
  readonly #given: LoginGiven;

  constructor(given: LoginGiven, way: Way) {
    this.#given = given;
    const { person, door } = given.people;
    this.dialog = new Dialog(given.language, {
      title: '',
      kind: 'login',
      mustStay: person.kind === 'guest' && !door.guests,
      onClosed: given.onClosed,
    });
    this.#show(way, '');
  }

  open(): void {
    this.dialog.open();
  }

  #show(way: Way, name: string): void {
    const { account } = this.#given.language.words;
    this.dialog.title = way === 'login' ? account.loginTitle : account.registerTitle;
    const form = way === 'login' ? this.#loginForm(name) : this.#registerForm(name);
    this.dialog.body.replaceChildren(this.#lead(way), form, this.#foot(way));
    const fields = [...form.querySelectorAll('input')];
    (fields.find(field => field.value === '') ?? fields[0])?.setAttribute('autofocus', '');
    if (this.dialog.node.open) {
      fields.find(field => field.hasAttribute('autofocus'))?.focus();
    }
  }

  #lead(way: Way): HTMLElement | '' {
    const { account } = this.#given.language.words;
    const { person, door } = this.#given.people;
    if (person.kind === 'guest') {
      return element('p.lead', {}, door.guests ? account.comesAlong : account.loginFirst);
    }
    return way === 'login' ? element('p.lead', {}, account.wasSignedOut(person.user.name || person.user.username)) : '';
  }

  #foot(way: Way): HTMLElement {
    const { account } = this.#given.language.words;
    const { person, door } = this.#given.people;
    const other = way === 'login' ? 'register' : 'login';
    return element(
      'div.dialog-foot',
      {},
      door.registration
        ? element(
            'p',
            {},
            way === 'login' ? account.noAccount : account.haveAccount,
            ' ',
            textButton(way === 'login' ? account.register : account.logIn, () => this.#show(other, this.#typedName())),
          )
        : null,
      person.kind === 'signed out' && door.guests ? textButton(account.asGuest, () => this.#goOnAsGuest()) : null,
    );
  }

  #goOnAsGuest(): void {
    this.dialog.close();
    this.#given.onGuest();
  }

  #typedName(): string {
    return this.dialog.body.querySelector('input')?.value ?? '';
  }

  #loginForm(name: string): HTMLFormElement {
    const { language, api, people } = this.#given;
    const { account } = language.words;
    const fields = {
      username: new Field({
        label: account.usernameOrEmail,
        autocomplete: 'username',
        value: name || people.person.user?.username || '',
        attributes: { autocapitalize: 'off', spellcheck: 'false', dir: 'ltr' },
      }),
      password: new PasswordField(language, { label: account.password, autocomplete: 'current-password' }),
    };
    return new Form(language, {
      fields,
      action: account.logIn,
      check: (ignored, value) => (value.trim() === '' ? 'needed' : null),
      submit: async () => this.#cameIn(await api.login(fields.username.value.trim(), fields.password.value)),
      explain: problem => this.#explainLogin(problem, fields.password),
    }).node;
  }

  #registerForm(name: string): HTMLFormElement {
    const { language, api } = this.#given;
    const { account } = language.words;
    const isEmail = name.includes('@');
    const fields = {
      username: new Field({
        label: account.username,
        autocomplete: 'username',
        hint: account.usernameHint,
        value: isEmail ? '' : name,
        attributes: { autocapitalize: 'off', spellcheck: 'false', dir: 'ltr' },
      }),
      email: new Field({
        label: account.email,
        type: 'email',
        autocomplete: 'email',
        value: isEmail ? name : '',
        attributes: { dir: 'ltr' },
      }),
      password: new PasswordField(language, {
        label: account.password,
        autocomplete: 'new-password',
        hint: account.passwordHint,
      }),
    };
    const typed = () => ({ username: fields.username.value.trim(), email: fields.email.value.trim() });
    return new Form(language, {
      fields,
      action: account.register,
      check: (field, value) => {
        const { username, email } = typed();
        if (value.trim() === '') {
          return 'needed';
        }
        return {
          username: () => usernameBreaks(username),
          email: () => emailBreaks(email),
          password: () => passwordBreaks(value, [username, email]),
        }[field]();
      },
      submit: async () =>
        this.#cameIn(
          await api.register({
            ...typed(),
            password: fields.password.value,
            ...(language.dir === 'ltr' && { locale: language.locale }),
          }),
        ),
      explain: problem => this.#explainRegistration(problem),
    }).node;
  }

  #cameIn(tokens: Tokens): void {
    this.dialog.close();
    this.#given.onIn(tokens);
  }

  #explainLogin(problem: unknown, password: PasswordField): Trouble | null {
    const { troubles } = this.#given.language.words.account;
    if (problem instanceof Refused && problem.status === 401) {
      password.focus();
      return { field: null, sentence: troubles.wrongLogin };
    }
    if (isForbidden(problem)) {
      this.#given.people.learned({ logins: false, registration: false });
      return { field: null, sentence: troubles.noLogins };
    }
    return null;
  }

  #explainRegistration(problem: unknown): Trouble | null {
    if (isForbidden(problem)) {
      this.#given.people.learned({ registration: false });
      return { field: null, sentence: this.#given.language.words.account.troubles.noRegistration };
    }
    return null;
  }
}

function isForbidden(problem: unknown): boolean {
  return problem instanceof Refused && problem.status === 403 && problem.field === null;
}
