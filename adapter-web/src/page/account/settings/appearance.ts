/** How the page looks and behaves. Everything here counts at once. */

import type { Assistant } from '../../../core/index.js';
import type { Language } from '../../../i18n/index.js';
import { LOCALES, localeFor } from '../../../i18n/index.js';
import type { Preferences } from '../../../ui/preferences.js';
import { choice, line, section, selection, toggle } from './parts.js';

export function appearance(
  language: Language,
  now: Preferences,
  assistants: readonly Assistant[],
  prefer: (change: Partial<Preferences>) => void,
  answers: HTMLElement,
): HTMLElement {
  const { account } = language.words;
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const locales = [{ value: '', label: account.browserLanguage(nameOfBrowsers()) }, ...LOCALES.map(toOption)];
  return section(
    line(account.language, null, (...labels) =>
      selection(labels, locales, now.locale ?? '', value =>
        prefer({ locale: value === '' ? null : (value as NonNullable<Preferences['locale']>) }),
      ),
    ),
    line(account.theme, null, (...labels) =>
      choice(labels, optionsOf(account.themes), now.theme, theme => prefer({ theme })),
    ),
    line(account.typing, isStill ? account.stillMotion : account.typingHint, (...labels) =>
      choice(labels, optionsOf(account.typings), now.typing, typing => prefer({ typing })),
    ),
    line(account.sendOnEnter, account.sendOnEnterHint, (...labels) =>
      toggle(labels, now.sendOnEnter, sendOnEnter => prefer({ sendOnEnter })),
    ),
    assistants.length < 2
      ? null
      : line(language.words.assistants.preferred, language.words.assistants.preferredHint, (...labels) =>
          selection(
            labels,
            assistants.map(({ name }) => ({ value: name, label: language.assistantName(name) })),
            assistants.find(({ name }) => name === now.assistant)?.name ?? assistants[0]?.name ?? '',
            assistant => prefer({ assistant: assistant === assistants[0]?.name ? null : assistant }),
          ),
        ),
    answers,
  );
}

function toOption({ locale, name }: (typeof LOCALES)[number]): { value: string; label: string } {
  return { value: locale, label: name };
}

function optionsOf<Value extends string>(labels: Readonly<Record<Value, string>>): { value: Value; label: string }[] {
  return (Object.entries(labels) as [Value, string][]).map(([value, label]) => ({ value, label }));
}

function nameOfBrowsers(): string {
  const locale = localeFor(navigator.languages);
  return LOCALES.find(each => each.locale === locale)?.name ?? locale;
}
