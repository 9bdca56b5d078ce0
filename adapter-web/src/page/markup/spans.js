/** Reads what stands within a line: code, strong, emphasised and struck words, links. */

const ADDRESS = /https?:\/\/[^\s<>"'`]+/;
const TOKEN = new RegExp(
  [
    /(?<ticks>`+)(?<code>[^`](?:.*?[^`])?)\k<ticks>(?!`)/,
    /\\(?<plain>[!-/:-@[-`{-~])/,
    /\*\*\*(?<both>[^\s*](?:[^*]*[^\s*])?)\*\*\*/,
    /\*\*(?<strong>\S(?:.*?\S)?)\*\*/,
    /~~(?<struck>[^\s~](?:[^~]*[^\s~])?)~~/,
    /(?<![\w*])\*(?<emphasis>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])/,
    /(?<![\w_])_(?<slanted>[^\s_](?:[^_]*[^\s_])?)_(?![\w_])/,
    /\[(?<label>[^\]]+)\]\((?<target>[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)/,
    new RegExp(`(?<bare>${ADDRESS.source})`),
  ]
    .map(each => each.source)
    .join('|'),
  'u',
);

/** The spans of a line. */
export function spansOf(line) {
  const spans = [];
  let rest = line;
  for (let token = TOKEN.exec(rest); token; token = TOKEN.exec(rest)) {
    const { span, length } = spanOf(token);
    add(spans, text(rest.slice(0, token.index)));
    add(spans, span);
    rest = rest.slice(token.index + length);
  }
  add(spans, text(rest));
  return spans;
}

/** The address as the browser will follow it, if it leads to the web; else null. */
export function webAddress(address) {
  try {
    const url = new URL(address);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null; // not an address at all: it stays text
  }
}

function spanOf(token) {
  const { code, plain, both, strong, struck, label, target, bare } = token.groups;
  const emphasis = token.groups.emphasis ?? token.groups.slanted;
  const length = token[0].length;
  if (code !== undefined) {
    return { span: { kind: 'code', text: code }, length };
  }
  if (plain !== undefined) {
    return { span: text(plain), length };
  }
  if (both !== undefined) {
    return { span: { kind: 'strong', spans: [{ kind: 'emphasis', spans: spansOf(both) }] }, length };
  }
  if (strong !== undefined) {
    return { span: { kind: 'strong', spans: spansOf(strong) }, length };
  }
  if (emphasis !== undefined) {
    return { span: { kind: 'emphasis', spans: spansOf(emphasis) }, length };
  }
  if (struck !== undefined) {
    return { span: { kind: 'struck', spans: spansOf(struck) }, length };
  }
  return bare === undefined ? labelled(token[0], label, target) : bareLink(bare);
}

function labelled(whole, label, target) {
  const address = webAddress(target);
  const span = address ? { kind: 'link', address, spans: [text(label)] } : text(whole);
  return { span, length: whole.length };
}

// What ends a sentence, or closes a bracket that the address did not open, is no part of it.
function bareLink(bare) {
  let shown = bare.replace(/[.,;:!?。，；：！？、）」』”’*_]+$/u, '');
  while (shown.endsWith(')') && shown.split(')').length > shown.split('(').length) {
    shown = shown.slice(0, -1);
  }
  const address = webAddress(shown);
  const span = address ? { kind: 'link', address, spans: [text(shown)] } : text(shown);
  return { span, length: shown.length };
}

function text(content) {
  return { kind: 'text', text: content };
}

function add(spans, span) {
  const last = spans.at(-1);
  if (span.kind !== 'text') {
    spans.push(span);
  } else if (last?.kind === 'text') {
    spans[spans.length - 1] = text(last.text + span.text);
  } else if (span.text !== '') {
    spans.push(span);
  }
}
