-- Remembers a session as it was at an event, or only that nothing from before an event counts any more.
-- KEYS: the session. ARGV: the event; the event its header is from; how many messages it has; for how long, in
-- milliseconds; the session, empty for nothing.
local function known(field)
  return tonumber(redis.call('HGET', KEYS[1], field) or '0')
end
local event, header, messages = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local head = known('head')
local nothing = ARGV[5] == ''
if event < head or (nothing and event == head) then
  return 0
end
if nothing then
  redis.call('HDEL', KEYS[1], 'header', 'messages', 'session')
elseif event == head and (known('header') > header or (known('header') == header and known('messages') >= messages)) then
  return 0
else
  redis.call('HSET', KEYS[1], 'header', ARGV[2], 'messages', ARGV[3], 'session', ARGV[5])
end
redis.call('HSET', KEYS[1], 'head', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
