/** What kind of device somebody has, from what its browser says of itself. */

export interface Kind {
  /** Null if it is not known; also below. */
  readonly browser: string | null;
  readonly system: string | null;
  /** Whether it fits into a hand. */
  readonly isSmall: boolean;
}

/** Most say that they are others as well: the first that is found counts. */
const BROWSERS: readonly [RegExp, string][] = [
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Version\/.*Safari\//, 'Safari'],
  [/^curl\//, 'curl'],
];

const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Macintosh|Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

/** @param userAgent empty if it said nothing */
export function deviceOf(userAgent: string): Kind {
  const first = (known: readonly [RegExp, string][]) => known.find(([sign]) => sign.test(userAgent))?.[1] ?? null;
  return { browser: first(BROWSERS), system: first(SYSTEMS), isSmall: /iPhone|iPod|Android|Mobile/.test(userAgent) };
}
