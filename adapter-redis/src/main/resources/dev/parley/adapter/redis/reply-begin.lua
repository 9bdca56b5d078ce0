-- Begins an attempt at a reply, unless a later one is known.
-- KEYS: the session's head, the reply's text.
-- ARGV: reply, attempt, node, after, what else is known of it, milliseconds to keep it, channel, announcement.
-- Answers how long the text is already, or -2 if this attempt was overtaken.
local head = redis.call('HMGET', KEYS[1], 'reply', 'attempt', 'node', 'after', 'state', 'length')
if head[1] == ARGV[1] then
  local known = tonumber(head[2])
  local mine = tonumber(ARGV[2])
  if known > mine or (known == mine and (head[3] ~= ARGV[3] or head[5] ~= 'running')) then
    return -2
  end
  if known == mine and (head[6] == '0' or redis.call('EXISTS', KEYS[2]) == 1) then
    return tonumber(head[6])
  end
elseif head[1] and tonumber(head[4]) > tonumber(ARGV[4]) then
  return -2
end

if head[1] == ARGV[1] then
  -- Emptied, not deleted: Redis then still refuses what an earlier attempt might write.
  redis.call('XTRIM', KEYS[2], 'MAXLEN', '0')
else
  redis.call('DEL', KEYS[2])
end
redis.call('HSET', KEYS[1], 'reply', ARGV[1], 'attempt', ARGV[2], 'node', ARGV[3], 'after', ARGV[4],
  'about', ARGV[5], 'state', 'running', 'length', '0')
redis.call('PEXPIRE', KEYS[1], ARGV[6])
redis.call('PUBLISH', ARGV[7], ARGV[8])
return 0
