/** Times as people say them, in the language of their browser. */

import { words } from '../words.js';

const DAY_MS = 24 * 60 * 60 * 1_000;
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
const dayOfYear = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'long' });
const dayOfAnyYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });

export function timeOfDay(at) {
  return clock.format(new Date(at));
}

export function fullTime(at) {
  return full.format(new Date(at));
}

export function dayName(at, now = new Date()) {
  const date = new Date(at);
  const days = daysBetween(date, now);
  if (days === 0 || days === 1) {
    return days === 0 ? words.today : words.yesterday;
  }
  return (date.getFullYear() === now.getFullYear() ? dayOfYear : dayOfAnyYear).format(date);
}

/** Under which heading of a list something is: today, yesterday, week or older. */
export function groupOf(at, now = new Date()) {
  const days = daysBetween(new Date(at), now);
  if (days <= 1) {
    return days <= 0 ? 'today' : 'yesterday';
  }
  return days < 7 ? 'week' : 'older';
}

function daysBetween(date, now) {
  const midnight = each => Date.UTC(each.getFullYear(), each.getMonth(), each.getDate());
  return Math.round((midnight(now) - midnight(date)) / DAY_MS);
}
