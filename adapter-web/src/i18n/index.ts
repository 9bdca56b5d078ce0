/** Which language is spoken, and its words, which are fetched when they are needed. */

import type { Words } from './en.js';
import { Language } from './language.js';
import type { Locale } from './language.js';
import { localeOf } from './locales.js';

export type { Words } from './en.js';
export { groupOf, Language } from './language.js';
export type { Locale } from './language.js';
export { localeFor } from './locales.js';

/** Those that people can choose, by the name each has for itself. */
export const LOCALES: readonly { locale: Locale; name: string }[] = [
  { locale: 'en', name: 'English' },
  { locale: 'zh-TW', name: '繁體中文' },
  { locale: 'zh-CN', name: '简体中文' },
];

const WORDS: Record<Locale, () => Promise<Words>> = {
  en: () => import('./en.js').then(module => module.en),
  'zh-TW': () => import('./zh-tw.js').then(module => module.zhTw),
  'zh-CN': () => import('./zh-cn.js').then(module => module.zhCn),
  'qps-mirror': () => import('./mirror.js').then(module => module.mirror),
};

/**
 * Fetches the words of a language.
 *
 * @param wishes what the browser says of its person; decides how numbers and times are written
 */
export async function languageFor(locale: Locale, wishes: readonly string[]): Promise<Language> {
  const region = wishes.filter(wish => localeOf(wish) === locale).flatMap(tagOf)[0];
  return new Language(
    locale,
    locale === 'qps-mirror' ? 'rtl' : 'ltr',
    await WORDS[locale](),
    region ?? standard(locale),
  );
}

const standard = (locale: Locale): string => (locale === 'qps-mirror' ? 'en' : locale);

/** The tag of a language as the platform takes it; nothing if it is none. Browsers say `en-US@posix`, pages `en_US`. */
function tagOf(wish: string): string[] {
  try {
    return Intl.getCanonicalLocales(wish.replaceAll('_', '-'));
  } catch (error) {
    if (error instanceof RangeError) {
      return [];
    }
    throw error;
  }
}
