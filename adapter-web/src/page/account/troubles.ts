/** What went wrong, in a sentence, at the place where it can be put right. */

import { Refused, SignedOut, Unreachable } from '../../core/index.js';
import type { Language } from '../../i18n/index.js';
import { ruleSaid } from './rules.js';

/** A trouble with one field, or with none of them. */
export interface Trouble {
  readonly field: string | null;
  readonly sentence: string;
}

const A_WHILE_MS = 60_000;

/** @returns null if it is no trouble of a request, but a bug */
export function troubleOf(problem: unknown, language: Language): Trouble | null {
  const { troubles } = language.words.account;
  if (problem instanceof Unreachable) {
    return { field: null, sentence: troubles.unreachable };
  }
  if (problem instanceof SignedOut) {
    return { field: null, sentence: troubles.signedOut };
  }
  return problem instanceof Refused ? troubleOfRefusal(problem, language) : null;
}

function troubleOfRefusal({ code, field, message, retryAfterMs }: Refused, language: Language): Trouble {
  const { troubles } = language.words.account;
  if (code === 'RATE_LIMITED') {
    return { field: null, sentence: troubles.tooMany(language.timeAhead(retryAfterMs ?? A_WHILE_MS)) };
  }
  if (field !== null) {
    return { field, sentence: troubles[ruleSaid(field, message)] };
  }
  return { field, sentence: code === null ? language.words.failed : language.sentenceFor(code) };
}
