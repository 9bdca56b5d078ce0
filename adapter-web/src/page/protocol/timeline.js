/**
 * What is to be seen of a conversation, from top to bottom. A reply stands right after its question, wherever its
 * position is, for further questions may have been asked before it came.
 *
 * An entry is `{kind, key, item}`; an item that did not change is the same object as before, so that nobody needs to
 * draw it again. Kinds: `day` (item: a time), `message`, `open` (a reply that has not ended), `unsent`.
 */

/** @returns {{kind: string, key: string, item: unknown}[]} */
export function timeline(state) {
  const visible = state.messages.filter(message => message.active);
  const questions = new Set(visible.filter(message => message.type !== 'ai').map(message => message.id));
  const answers = repliesByQuestion(visible);
  const entries = [];
  for (const message of visible) {
    if (!questions.has(message.replyTo)) {
      entries.push(ofMessage(message), ...repliesTo(message, answers, state.open));
    }
  }
  const strays = state.open.filter(entry => !questions.has(entry.question));
  return [...withDays(entries), ...strays.map(ofOpen), ...state.unsent.map(ofUnsent)];
}

function repliesTo(message, answers, open) {
  return [
    ...(answers.get(message.id) ?? []).map(ofMessage),
    ...open.filter(entry => entry.question === message.id).map(ofOpen),
  ];
}

// One key for a message from the moment it was written, and for a reply from its first word to its end.
function ofMessage(message) {
  return { kind: 'message', key: message.clientId ?? message.id, item: message };
}

function ofOpen(entry) {
  return { kind: 'open', key: entry.reply ?? `reply to ${entry.question}`, item: entry };
}

function ofUnsent(unsent) {
  return { kind: 'unsent', key: unsent.clientId, item: unsent };
}

function withDays(entries) {
  let last = null;
  return entries.flatMap(entry => {
    const day = new Date(entry.item.at ?? NaN).toDateString();
    if (entry.kind !== 'message' || entry.item.type === 'ai' || day === last) {
      return [entry];
    }
    last = day;
    return [{ kind: 'day', key: `day of ${entry.key}`, item: entry.item.at }, entry];
  });
}

function repliesByQuestion(messages) {
  const replies = new Map();
  for (const message of messages) {
    if (message.replyTo) {
      replies.set(message.replyTo, [...(replies.get(message.replyTo) ?? []), message]);
    }
  }
  return replies;
}
