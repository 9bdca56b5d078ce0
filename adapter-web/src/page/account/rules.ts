/** What the server takes, as far as it can be said before it is asked. It decides; this only saves the way. */

import type { Words } from '../../i18n/index.js';

export type TroubleName = keyof Words['account']['troubles'];
/** Those that are a plain sentence. */
export type Rule = Exclude<TroubleName, 'tooMany'>;

const USERNAME = /^[A-Za-z0-9][A-Za-z0-9._-]{2,63}$/;
const EMAIL = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*$/;
const LONGEST_EMAIL = 254;
const LONGEST_NAME = 64;
const [SHORTEST_PASSWORD, LONGEST_PASSWORD] = [10, 200];
const FEWEST_DIFFERENT = 4;

/** The rule that is broken; null if none is. Also below. */
export function usernameBreaks(username: string): Rule | null {
  return USERNAME.test(username) ? null : 'usernameForm';
}

export function emailBreaks(email: string): Rule | null {
  return email.length <= LONGEST_EMAIL && EMAIL.test(email) ? null : 'emailForm';
}

export function nameBreaks(name: string): Rule | null {
  return [...name].length <= LONGEST_NAME ? null : 'nameForm';
}

/** @param own what it must not contain */
export function passwordBreaks(password: string, own: readonly string[]): Rule | null {
  const characters = [...password.normalize('NFKC')];
  if (characters.length < SHORTEST_PASSWORD || characters.length > LONGEST_PASSWORD) {
    return 'passwordLength';
  }
  if (new Set(characters).size < FEWEST_DIFFERENT) {
    return 'passwordDifferent';
  }
  const plain = characters.join('').toLowerCase();
  const isPersonal = own.some(each => each !== '' && plain.includes(each.toLowerCase()));
  return isPersonal ? 'passwordPersonal' : null;
}

const NEW_PASSWORD: readonly [RegExp, Rule][] = [
  [/different/, 'passwordDifferent'],
  [/contain/, 'passwordPersonal'],
  [/characters/, 'passwordLength'],
];

/** What the server says of a field, by the rule it names. */
const SAID: Readonly<Record<string, readonly [RegExp, Rule][]>> = {
  username: [
    [/belongs to somebody/, 'usernameTaken'],
    [/must be/, 'usernameForm'],
  ],
  email: [
    [/belongs to somebody/, 'emailTaken'],
    [/must be/, 'emailForm'],
  ],
  password: [[/wrong/, 'passwordWrong'], ...NEW_PASSWORD],
  new_password: NEW_PASSWORD,
  old_password: [[/wrong|changed/, 'passwordWrong']],
  name: [[/must have/, 'nameForm']],
};

/** @param detail the rule, as the server told it to developers */
export function ruleSaid(field: string, detail: string): Rule {
  return SAID[field]?.find(([pattern]) => pattern.test(detail))?.[1] ?? 'fieldRefused';
}
