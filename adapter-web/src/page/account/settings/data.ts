/** What the server has of somebody: to be taken home, or to be gone. */

import type { Api, User } from '../../../core/index.js';
import type { Language } from '../../../i18n/index.js';
import { drawing, element } from '../../../ui/dom.js';
import { icons as common } from '../../../ui/icons.js';
import { Field, PasswordField } from '../field.js';
import { Form } from '../form.js';
import { troubleOf } from '../troubles.js';
import { line, quietButton, section, statusLine } from './parts.js';

const FILE = 'parley-export.json';

export interface DataActs {
  deletedAll(): void;
  deletedAccount(): void;
}

/** @param user null for guests, who have conversations only */
export function data(language: Language, api: Api, user: User | null, acts: DataActs): HTMLElement {
  const { account } = language.words;
  const made = statusLine();
  const gone = statusLine();

  const download = async () => {
    made.say(account.downloading);
    try {
      save(await api.export());
      made.clear();
    } catch (problem) {
      const trouble = troubleOf(problem, language);
      if (trouble === null) {
        throw problem;
      }
      made.complain(trouble.sentence);
    }
  };

  const deleteAll = sure({
    label: account.deleteAll,
    hint: account.deleteAllHint,
    button: account.deleteAllButton,
    warning: account.deleteAllSure,
    form: leave => {
      gone.clear();
      const form: Form<never> = new Form<never>(language, {
        fields: {},
        action: account.deleteAllConfirm,
        isDanger: true,
        check: () => null,
        submit: async () => {
          await api.deleteSessions();
          leave();
          acts.deletedAll();
          gone.done(account.deletedAll);
        },
        beside: quietButton(language.words.cancel, leave),
      });
      return form.node;
    },
  });

  return section(
    user === null
      ? element('p.lead', {}, account.guestData)
      : line(account.download, account.downloadHint, () => quietButton(account.downloadButton, () => void download())),
    made.node,
    deleteAll,
    gone.node,
    user === null ? null : deleteAccount(language, api, user, acts),
  );
}

function deleteAccount(language: Language, api: Api, user: User, acts: DataActs): HTMLElement {
  const { account } = language.words;
  return sure({
    label: account.deleteAccount,
    hint: account.deleteAccountHint,
    button: account.deleteAccountButton,
    warning: account.deleteAccountSure,
    form: leave => {
      const fields = {
        typed: new Field({
          label: account.typeName(user.username),
          autocomplete: 'off',
          attributes: { autocapitalize: 'off', spellcheck: 'false', dir: 'ltr' },
        }),
        password: new PasswordField(language, { label: account.password, autocomplete: 'current-password' }),
      };
      return new Form(language, {
        fields,
        action: account.deleteAccountConfirm,
        isDanger: true,
        check: (field, value) => {
          if (value === '') {
            return 'needed';
          }
          return field === 'typed' && value.trim() !== user.username
            ? { sentence: account.typedOther(user.username) }
            : null;
        },
        submit: async () => {
          await api.deleteMe(fields.password.value);
          acts.deletedAccount();
        },
        beside: quietButton(language.words.cancel, leave),
      }).node;
    },
  });
}

interface Danger {
  label: string;
  hint: string;
  button: string;
  warning: string;
  form: (leave: () => void) => HTMLElement;
}

/** Something that can't be undone: first a button, then what it means, then what has to be said for it. */
function sure({ label, hint, button, warning, form }: Danger): HTMLElement {
  const leave = (): void => {
    more.replaceChildren();
    first.hidden = false;
    first.focus();
  };
  const first: HTMLButtonElement = quietButton(
    button,
    () => {
      first.hidden = true;
      more.replaceChildren(
        element('p.danger-words', {}, drawing(common.warning), element('span', {}, warning)),
        form(leave),
      );
      more.querySelector<HTMLElement>('input, button')?.focus();
      more.scrollIntoView({ block: 'nearest' });
    },
    true,
  );
  const more: HTMLElement = element('div.danger-more');
  return element(
    'div.danger-line',
    {},
    line(label, hint, () => first),
    more,
  );
}

function save(file: Blob): void {
  const address = URL.createObjectURL(file);
  const link = element('a', { href: address, download: FILE });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
