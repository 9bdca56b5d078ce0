/**
 * A language nobody speaks, for trying the layout: English with every letter accented, longer by a third, and written
 * from right to left.
 */

import { en } from './en.js';
import type { Words } from './en.js';

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ACCENTED = [...'åƀçđéƒĝĥîĵķļɱñôþɋřšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶĻṀÑÔÞɊŘŠŢÛṼŴẊÝŽ'];

function mirrored(text: string): string {
  const accented = [...text].map(letter => ACCENTED[PLAIN.indexOf(letter)] ?? letter).join('');
  return `\u202b${accented}${'·'.repeat(Math.ceil(text.length / 3))}\u202c`;
}

function of(said: unknown): unknown {
  if (typeof said === 'string') {
    return mirrored(said);
  }
  if (typeof said === 'function') {
    return (...given: unknown[]) => of((said as (...given: unknown[]) => unknown)(...given));
  }
  if (Array.isArray(said)) {
    return said.map(of);
  }
  return Object.fromEntries(Object.entries(said as object).map(([key, each]) => [key, of(each)]));
}

export const mirror = of(en) as Words;
