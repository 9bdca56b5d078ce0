/** Another password. */

import type { Api, Tokens, User } from '../../../core/index.js';
import type { Language } from '../../../i18n/index.js';
import { element } from '../../../ui/dom.js';
import { PasswordField } from '../field.js';
import { Form } from '../form.js';
import { passwordBreaks } from '../rules.js';
import { section } from './parts.js';

export function password(language: Language, api: Api, user: User, onRenewed: (tokens: Tokens) => void): HTMLElement {
  const { account } = language.words;
  const fields = {
    old_password: new PasswordField(language, { label: account.oldPassword, autocomplete: 'current-password' }),
    new_password: new PasswordField(language, {
      label: account.newPassword,
      autocomplete: 'new-password',
      hint: account.passwordHint,
    }),
  };
  // Programs that keep passwords want to know whose it is.
  const whose = element('input', { type: 'text', autocomplete: 'username', hidden: true, readonly: true });
  whose.value = user.username;
  const form: Form<keyof typeof fields> = new Form(language, {
    fields,
    action: account.changePassword,
    check: (field, value) => {
      if (value === '') {
        return 'needed';
      }
      return field === 'new_password' ? passwordBreaks(value, [user.username, user.email]) : null;
    },
    submit: async () => {
      onRenewed(await api.changePassword(fields.old_password.value, fields.new_password.value));
      fields.old_password.input.value = fields.new_password.input.value = '';
      form.done(account.passwordChanged);
    },
  });
  form.node.prepend(whose);
  return section(element('p.lead', {}, account.passwordLead), form.node);
}
