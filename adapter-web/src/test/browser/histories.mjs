// Histories that would take too long to be written, or that the server would never let be written.
const PAGE = 100;

/**
 * From now on the server tells another history of the visitor's conversation: questions at odd positions, replies at
 * even ones.
 *
 * @param {number} length how many messages it has, an even number
 * @param {(position: number) => string} textAt what they say
 * @param {(position: number) => object} moreOf what else there is to say of one
 */
export async function tellHistory({ page, session }, length, textAt, moreOf = () => ({})) {
  const idOf = position => `${String(position).padStart(8, '0')}-0000-4000-8000-000000000000`;
  const messageAt = position => ({
    message_id: idOf(position),
    content: textAt(position),
    created_at: new Date(Date.UTC(2024, 0, 1) + position * 60_000).toISOString(),
    position,
    seq: position + 1,
    version: 1,
    is_active: true,
    ...(position % 2 === 1 ? { type: 'user' } : { type: 'ai', state: 'complete', reply_to: idOf(position - 1) }),
    ...moreOf(position),
  });
  const pageBefore = before => {
    const first = Math.max(1, before - PAGE);
    return {
      messages: Array.from({ length: before - first }, (_, at) => messageAt(first + at)),
      has_more: first > 1,
      before: first > 1 ? first : null,
      after: null,
      open_replies: [],
      read_up_to: length,
      delivered_up_to: length,
      total_count: length,
    };
  };
  await page.route(`**/api/chat/session/${session}/history/*`, async route => {
    const before = Number(new URL(route.request().url()).searchParams.get('before'));
    await route.fulfill({ json: { session_id: session, last_seq: 3, ...pageBefore(before) } });
  });
  await page.route(`**/api/chat/session/${session}/?include=messages*`, async route => {
    const real = await (await route.fetch()).json();
    await route.fulfill({ json: { ...real, ...pageBefore(length + 1) } });
  });
}
