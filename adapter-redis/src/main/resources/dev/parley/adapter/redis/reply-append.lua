-- Adds to the text of a running reply what comes after an offset, once, and tells it, or the rest of it that was not told yet.
-- KEYS: the session's head, the reply's text.
-- ARGV: reply, attempt, node, offset, the offset behind it, text, milliseconds to keep it, channel, head of the announcement,
-- and the rest, if it is not all of the text.
-- Answers {0, how many heard it}; {1, how long the text is} if it does not end at the offset; {-1} if the reply is not
-- known, {-2} if this attempt was overtaken.
local head = redis.call('HMGET', KEYS[1], 'reply', 'attempt', 'node', 'length', 'state')
if not head[1] then
  return {-1}
end
if head[1] ~= ARGV[1] or head[2] ~= ARGV[2] or head[3] ~= ARGV[3] or head[5] ~= 'running' then
  return {-2}
end
if head[4] ~= ARGV[4] then
  return {1, tonumber(head[4])}
end

local entry = ARGV[2] .. '-' .. ARGV[5]
local first = head[4] == '0'
if first then
  redis.call('XADD', KEYS[2], entry, 't', ARGV[6])
elseif not redis.call('XADD', KEYS[2], 'NOMKSTREAM', entry, 't', ARGV[6]) then
  return {-1}
end
redis.call('HSET', KEYS[1], 'length', ARGV[5])
if first or redis.call('PTTL', KEYS[1]) < tonumber(ARGV[7]) / 2 then
  redis.call('PEXPIRE', KEYS[1], ARGV[7])
  redis.call('PEXPIRE', KEYS[2], ARGV[7])
end
return {0, redis.call('PUBLISH', ARGV[8], ARGV[9] .. (ARGV[10] or ARGV[6]))}
