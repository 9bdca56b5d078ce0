/** What the element and the window it loads know of each other: the one may be of another version than the other. */

import type { Locale } from '../i18n/language.js';
import type { ParleyMessage } from './parley-chat.js';

export interface WindowGiven {
  root: ShadowRoot;
  server: string;
  assistant: string | null;
  /** Names the tenant; null where the server's host does. */
  widgetKey: string | null;
  locale: Locale;
  /** What languages somebody wants, the dearest first. */
  wishes: readonly string[];
  /** What the page calls the chat; asked whenever it is drawn. */
  title(): string | null;
  context(): unknown;
  /** Gives a token of somebody the page vouches for, another than the one that was refused; null for visitors. */
  getToken: ((refused: string | null) => Promise<string | null>) | null;
  /** Whether the visitor has done anything with it: before that nothing is stored or asked for. */
  isTouched: boolean;
  acts: WindowActs;
}

export interface WindowActs {
  minimise(): void;
  close(): void;
  unread(count: number): void;
  message(message: ParleyMessage): void;
  error(code: string): void;
}

export interface LoadedWindow {
  readonly nodes: readonly Node[];
  /** The visitor has done something with it. Harmless when called again. */
  touch(): void;
  /** It is to be seen now, or not any more. */
  seen(isSeen: boolean): void;
  /** Where the visitor goes on: the field, or the window itself where a field brings up a keyboard. */
  focus(): void;
  /** Escape was pressed. Returns whether there was something to leave or to stop. */
  escape(): boolean;
  /** Something that is given has changed. */
  redraw(): void;
  send(text: string): void;
  newChat(): void;
  /** There is a new token. */
  renew(): void;
  /** Forgets everything that is kept of the visitor. */
  forget(): Promise<void>;
  leave(): void;
}

export type Enter = (given: WindowGiven) => Promise<LoadedWindow>;
