/**
 * Replies that have not ended. Each is known by its question, for that is there first. The list is in the order in which
 * the questions were asked. Functions return a new list, or the same if nothing changed; null says that something is
 * missing and the server must be asked to begin again from what we have.
 */

import type { ChunkFrame, SnapshotFrame, StartedFrame } from './frames.js';
import { join } from './pieces.js';

export interface Open {
  readonly question: string;
  /** Null until it is known. */
  readonly reply: string | null;
  /** 0 until it is known. */
  readonly attempt: number;
  readonly text: string;
}

export type Opens = readonly Open[];

/** A question waits for its reply. */
export function awaiting(open: Opens, question: string, reply: string | null = null): Opens {
  const known = open.find(entry => entry.question === question || (reply !== null && entry.reply === reply));
  if (!known) {
    return [...open, { question, reply, attempt: 0, text: '' }];
  }
  const isAllKnown = known.question === question && (known.reply !== null || reply === null);
  return isAllKnown ? open : replaced(open, known, { ...known, question, reply: known.reply ?? reply });
}

/** An attempt begins, or is told from its base on. */
export function started(open: Opens, frame: StartedFrame): Opens | null {
  const { message_id: reply, attempt, base_offset: base = 0 } = frame;
  const list = awaiting(open, frame.reply_to ?? reply, reply);
  const entry = find(list, reply);
  if (!entry || attempt < entry.attempt) {
    return list;
  }
  if (base > entry.text.length) {
    return null;
  }
  return replaced(list, entry, { ...entry, attempt, text: entry.text.slice(0, base) });
}

/** More text came. */
export function continued(open: Opens, { message_id: reply, attempt, offset, content }: ChunkFrame): Opens | null {
  const entry = find(open, reply);
  if (!entry || attempt > entry.attempt) {
    return offset === 0 ? begunBy(open, reply, attempt, content) : null;
  }
  if (attempt < entry.attempt) {
    return open;
  }
  const joined = join(entry.text, offset, content);
  if (joined.is !== 'joined') {
    return null;
  }
  return joined.text === entry.text ? open : replaced(open, entry, { ...entry, text: joined.text });
}

/** The text so far is this. */
export function shown(open: Opens, { message_id: reply, reply_to: question, attempt, content }: SnapshotFrame): Opens {
  const list = awaiting(open, question ?? reply, reply);
  const entry = find(list, reply);
  return !entry || attempt < entry.attempt ? list : replaced(list, entry, { ...entry, attempt, text: content });
}

/** A reply has ended, or its question was answered. */
export function ended(open: Opens, reply: string, question: string | null): Opens {
  return open.filter(entry => entry.reply !== reply && entry.question !== question);
}

/** Forgets the text of a reply that does not agree with the server's. */
export function distrusted(open: Opens, { message_id: reply }: ChunkFrame): Opens {
  const entry = find(open, reply);
  return entry ? replaced(open, entry, { ...entry, attempt: 0, text: '' }) : open;
}

/** Whether a piece says something else than what we have. */
export function conflicts(open: Opens, { message_id: reply, attempt, offset, content }: ChunkFrame): boolean {
  const entry = find(open, reply);
  return entry !== undefined && entry.attempt === attempt && join(entry.text, offset, content).is === 'conflict';
}

function begunBy(open: Opens, reply: string, attempt: number, text: string): Opens {
  const entry = find(open, reply);
  return entry
    ? replaced(open, entry, { ...entry, attempt, text })
    : [...open, { question: reply, reply, attempt, text }];
}

function find(open: Opens, reply: string): Open | undefined {
  return open.find(entry => entry.reply === reply);
}

function replaced(open: Opens, old: Open, entry: Open): Opens {
  return open.map(each => (each === old ? entry : each));
}
