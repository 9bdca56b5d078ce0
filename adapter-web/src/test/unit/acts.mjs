// The reducer's actions as functions.
import { UNKNOWN, isBehind, reduce, resumePoint } from '../../core/protocol/conversation.ts';

const act =
  (type, ...fields) =>
  (state, ...values) =>
    reduce(state, { type, ...Object.fromEntries(fields.map((field, at) => [field, values[at]])) });

export { isBehind, resumePoint };
export const unknown = (unsent = []) => ({ ...UNKNOWN, unsent });
export const receive = act('received', 'frame');
export const loaded = act('loaded', 'page');
export const extended = act('extended', 'before', 'page');
export const corrected = act('corrected', 'message');
export const said = act('said', 'message');
export const recalled = act('recalled', 'messages');
export const resaid = act('resaid', 'clientId');
export const withdrawn = act('withdrawn', 'clientId');
export const disconnected = act('disconnected');
