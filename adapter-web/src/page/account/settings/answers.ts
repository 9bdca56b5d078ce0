/** How one is answered. Kept by the server alone, which knows what may be chosen. */

import type { AllowedAnswers, Api, WirePreferences } from '../../../core/index.js';
import type { Language } from '../../../i18n/index.js';
import { element } from '../../../ui/dom.js';
import { troubleOf } from '../troubles.js';
import type { Option } from './parts.js';
import { line, section, selection, statusLine } from './parts.js';

type Range = NonNullable<AllowedAnswers['temperature']>;

export function answers(language: Language, api: Pick<Api, 'preferences' | 'changePreferences'>): HTMLElement {
  const lines = element('div.section');
  const status = statusLine();
  const attempt = async (act: () => Promise<void>, complain: (sentence: string) => void): Promise<void> => {
    try {
      await act();
    } catch (problem) {
      const trouble = troubleOf(problem, language);
      if (trouble === null) {
        throw problem;
      }
      complain(trouble.sentence);
    }
  };
  const prefer = (change: WirePreferences) =>
    void attempt(
      async () => {
        await api.changePreferences(change);
        status.done(language.words.account.saved);
      },
      sentence => status.complain(sentence),
    );
  const read = async () => lines.replaceChildren(...linesOf(language, await api.preferences(), prefer));
  void attempt(read, () => lines.replaceChildren()); // the other settings do without a server
  return section(lines, status.node);
}

function linesOf(
  language: Language,
  kept: WirePreferences,
  prefer: (change: WirePreferences) => void,
): readonly HTMLElement[] {
  const words = language.words.account.answers;
  const asIs = { value: '', label: words.asAssistant };
  const numbers = (values: readonly number[]): Option<string>[] => [
    asIs,
    ...values.map(value => ({ value: String(value), label: language.number(value) })),
  ];
  const { models = [], temperature = null, max_tokens: length = null } = kept.allowed ?? {};
  const made: HTMLElement[] = [];
  if (models.length > 0) {
    const options = [asIs, ...models.map(name => ({ value: name, label: name }))];
    const chosen = models.find(name => name === kept.model) ?? '';
    made.push(
      line(words.model, null, (...labels) =>
        selection(labels, options, chosen, name => prefer({ model: name === '' ? null : name })),
      ),
    );
  }
  if (temperature) {
    const chosen = within(temperature, kept.temperature);
    made.push(
      line(words.temperature, words.temperatureHint, (...labels) =>
        selection(labels, numbers(temperatures(temperature, chosen)), String(chosen ?? ''), value =>
          prefer({ temperature: value === '' ? null : Number(value) }),
        ),
      ),
    );
  }
  if (length) {
    const chosen = within(length, kept.max_tokens);
    made.push(
      line(words.length, words.lengthHint, (...labels) =>
        selection(labels, numbers(lengths(length, chosen)), String(chosen ?? ''), value =>
          prefer({ max_tokens: value === '' ? null : Number(value) }),
        ),
      ),
    );
  }
  return made;
}

/** What counts of a number that was chosen under other bounds, too. */
export function within({ min, max }: Range, chosen: number | null | undefined): number | null {
  return typeof chosen === 'number' ? Math.min(Math.max(chosen, min), max) : null;
}

/** Tenths, both ends, and what was chosen. */
export function temperatures({ min, max }: Range, chosen: number | null): readonly number[] {
  const tenths = Array.from({ length: 21 }, (_, tenth) => tenth / 10);
  return inOrder([min, ...tenths.filter(each => each > min && each < max), max], chosen);
}

/** A few lengths up to the greatest, and what was chosen. */
export function lengths({ min, max }: Range, chosen: number | null): readonly number[] {
  const usual = [100, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000];
  return inOrder([...usual.filter(each => each >= min && each < max), max], chosen);
}

function inOrder(values: readonly number[], chosen: number | null): readonly number[] {
  return [...new Set(chosen === null ? values : [...values, chosen])].sort((one, other) => one - other);
}
