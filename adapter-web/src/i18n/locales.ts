/** Which of our languages suits somebody. */

import type { Locale } from './language.js';

/**
 * The language that suits somebody best.
 *
 * @param wishes tags of languages (BCP 47), the dearest first
 */
export function localeFor(wishes: readonly string[]): Locale {
  return wishes.map(localeOf).find(locale => locale !== null) ?? 'en';
}

/** Traditional characters are written in Taiwan, Hong Kong and Macao, and wherever somebody says so. */
export function localeOf(tag: string): Locale | null {
  const parts = tag.toLowerCase().split(/[-_]/);
  if (parts[0] === 'qps') {
    return 'qps-mirror';
  }
  if (parts[0] === 'en') {
    return 'en';
  }
  if (parts[0] !== 'zh') {
    return null;
  }
  const isTraditional = parts.includes('hant') || ['tw', 'hk', 'mo'].some(region => parts.includes(region));
  return isTraditional && !parts.includes('hans') ? 'zh-TW' : 'zh-CN';
}
