/** What the widget says before its window is there: little, so that every language is at hand. */

import type { Locale } from './language.js';

export interface ButtonWords {
  chat: string;
  open: string;
  openUnread: (count: string) => string;
  minimise: string;
  loading: string;
  failed: string;
  retry: string;
}

const en: ButtonWords = {
  chat: 'Chat',
  open: 'Open chat',
  openUnread: count => `Open chat, ${count} unread`,
  minimise: 'Minimise',
  loading: 'Loading…',
  failed: 'The chat could not be loaded.',
  retry: 'Try again',
};

const zhTw: ButtonWords = {
  chat: '聊天',
  open: '開啟聊天',
  openUnread: count => `開啟聊天，${count} 則未讀`,
  minimise: '縮到最小',
  loading: '載入中…',
  failed: '聊天視窗無法載入。',
  retry: '再試一次',
};

const zhCn: ButtonWords = {
  chat: '聊天',
  open: '打开聊天',
  openUnread: count => `打开聊天，${count} 条未读`,
  minimise: '最小化',
  loading: '加载中…',
  failed: '聊天窗口无法加载。',
  retry: '重试',
};

const ALL: Record<Locale, ButtonWords> = { en, 'zh-TW': zhTw, 'zh-CN': zhCn, 'qps-mirror': en };

export function buttonWords(locale: Locale): ButtonWords {
  return ALL[locale];
}
