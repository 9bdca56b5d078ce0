/** What somebody is called, what they look like, and where they get mail. */

import type { Api, User } from '../../../core/index.js';
import type { Language } from '../../../i18n/index.js';
import { element } from '../../../ui/dom.js';
import { Field } from '../field.js';
import { portrait } from '../foot.js';
import { Form } from '../form.js';
import { addressOf, squareOf } from '../picture.js';
import { emailBreaks, nameBreaks } from '../rules.js';
import { troubleOf } from '../troubles.js';
import { quietButton, section, statusLine } from './parts.js';

export function profile(language: Language, api: Api, user: User, onChanged: (user: User) => void): HTMLElement {
  const { account } = language.words;
  let now = user;
  const changed = (next: User): void => {
    now = next;
    onChanged(next);
  };
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
      changed(await api.changeMe({ name: fields.name.value.trim(), email: fields.email.value.trim() }));
      form.done(account.saved);
    },
  });
  // Servers that know no pictures do not speak of them.
  return section(user.avatar_url === undefined ? null : picture(language, api, () => now, changed), form.node);
}

function picture(language: Language, api: Api, user: () => User, onChanged: (user: User) => void): HTMLElement {
  const { account } = language.words;
  const status = statusLine();
  const shown = element('div.picture-shown');
  const file: HTMLInputElement = element('input', {
    type: 'file',
    accept: 'image/*',
    hidden: true,
    change: () => {
      const [chosen] = file.files ?? [];
      file.value = '';
      if (chosen) {
        void attempt(() => change(chosen));
      }
    },
  });
  const remove = quietButton(account.removePicture, () => void attempt(taken));
  const choose = quietButton(account.changePicture, () => file.click());

  const attempt = async (act: () => Promise<void>) => {
    status.clear();
    try {
      await act();
    } catch (problem) {
      const trouble = troubleOf(problem, language);
      if (trouble === null) {
        throw problem;
      }
      status.complain(trouble.sentence);
    }
  };
  const change = async (chosen: File) => {
    const square = await squareOf(chosen);
    if (square === null) {
      status.complain(account.pictureRefused);
      return;
    }
    const changed = await api.changeAvatar(square);
    onChanged(changed);
    show(await addressOf(square));
  };
  const taken = async () => {
    await api.removeAvatar();
    onChanged({ ...user(), avatar_url: null });
    show(null);
    choose.focus();
  };
  const show = (address: string | null) => {
    shown.replaceChildren(portrait({ kind: 'account', user: user() }, address));
    remove.hidden = address === null;
  };
  const read = async () => {
    const path = user().avatar_url;
    if (path) {
      const found = await api.avatar(path);
      show(found && (await addressOf(found)));
    }
  };

  show(null);
  void attempt(read);
  return element(
    'div.picture',
    {},
    shown,
    element(
      'div.picture-words',
      {},
      element('span.setting-label', {}, account.picture),
      element('span.setting-hint', {}, account.pictureHint),
      element('div.picture-acts', {}, file, choose, remove),
      status.node,
    ),
  );
}
