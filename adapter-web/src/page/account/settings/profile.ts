/** What somebody is called, and where they get mail. */

import type { Api, User } from '../../../core/index.js';
import type { Language } from '../../../i18n/index.js';
import { Field } from '../field.js';
import { Form } from '../form.js';
import { emailBreaks, nameBreaks } from '../rules.js';
import { section } from './parts.js';

export function profile(language: Language, api: Api, user: User, onChanged: (user: User) => void): HTMLElement {
  const { account } = language.words;
  const fields = {
    username: new Field({
      label: account.username,
      autocomplete: 'username',
      value: user.username,
      attributes: { readonly: true, dir: 'ltr' },
    }),
    name: new Field({
      label: account.name,
      autocomplete: 'name',
      hint: account.nameHint,
      value: user.name ?? '',
      attributes: { dir: 'auto' },
    }),
    email: new Field({
      label: account.email,
      type: 'email',
      autocomplete: 'email',
      value: user.email,
      attributes: { dir: 'ltr' },
    }),
  };
  const form: Form<keyof typeof fields> = new Form(language, {
    fields,
    action: language.words.save,
    check: (field, value) => {
      switch (field) {
        case 'name':
          return nameBreaks(value.trim());
        case 'email':
          return value.trim() === '' ? 'needed' : emailBreaks(value.trim());
        case 'username':
          return null;
      }
    },
    submit: async () => {
      onChanged(await api.changeMe({ name: fields.name.value.trim(), email: fields.email.value.trim() }));
      form.done(account.saved);
    },
  });
  return section(form.node);
}
