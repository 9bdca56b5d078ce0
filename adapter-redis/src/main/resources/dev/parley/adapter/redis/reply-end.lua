-- Ends an attempt: the text goes, and for a while it is known that there was one.
-- KEYS: the session's head, the reply's text.
-- ARGV: reply, attempt, node, milliseconds to keep the head, channel, announcement.
local head = redis.call('HMGET', KEYS[1], 'reply', 'attempt', 'node')
if head[1] ~= ARGV[1] or head[2] ~= ARGV[2] or head[3] ~= ARGV[3] then
  return 0
end
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[1], 'state', 'ended')
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PUBLISH', ARGV[5], ARGV[6])
return 1
