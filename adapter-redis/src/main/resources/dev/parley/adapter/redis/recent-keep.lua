-- Remembers a session as it was at an event, or only that nothing from before an event counts any more.
-- KEYS: the session. ARGV: the event; the event its header is from; for how long, in milliseconds; the session, empty for
-- nothing.
local event = tonumber(ARGV[1])
local head = tonumber(redis.call('HGET', KEYS[1], 'head') or '0')
local nothing = ARGV[4] == ''
if event < head or (nothing and event == head) then
  return 0
end
if nothing then
  redis.call('HDEL', KEYS[1], 'header', 'session')
elseif event == head and tonumber(redis.call('HGET', KEYS[1], 'header') or '0') >= tonumber(ARGV[2]) then
  return 0
else
  redis.call('HSET', KEYS[1], 'header', ARGV[2], 'session', ARGV[4])
end
redis.call('HSET', KEYS[1], 'head', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
