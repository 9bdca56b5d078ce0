/** A client of Parley: all of it but what is to be seen. */

export { Chat } from './chat/chat.js';
export type { ChatGiven, ChatListener, Making } from './chat/chat.js';
export { News } from './chat/news.js';
export type { NewsListener } from './chat/news.js';
export { Courier } from './chat/courier.js';
export { Drafts } from './chat/drafts.js';
export { Finder } from './chat/finder.js';
export type { FinderStage } from './chat/finder.js';
export { commandOf, newPlace, OutboxAtBest, OutboxInBrowser, OutboxInMemory } from './chat/outbox.js';
export type { Outbox } from './chat/outbox.js';
export { Sessions } from './chat/sessions.js';
export { Api, Refused, Unreachable } from './net/api.js';
export type { ApiOptions } from './net/api.js';
export { Account, CookieGuest, SignedOut, TokenGuest } from './net/identity.js';
export type { Ask, Identity, Shelf } from './net/identity.js';
export type { Line, LineStatus } from './net/line.js';
export { keysOf, shelf, ShelfInMemory } from './net/shelf.js';
export { isBehind, isWaiting, reduce, UNKNOWN } from './protocol/conversation.js';
export type { Action, Conversation, Session } from './protocol/conversation.js';
export type * from './protocol/frames.js';
export type { Message, Unsent, Written } from './protocol/messages.js';
export type { Open } from './protocol/replies.js';
export { lengthOf, sentencesOf } from './protocol/texts.js';
export { timeline } from './protocol/timeline.js';
export type { Entry } from './protocol/timeline.js';
export { browser, LocksOfOne } from './surroundings.js';
export type { Locks, Socket, Surroundings } from './surroundings.js';
