-- Answers who is online in a tenant, on whatever node.
-- KEYS: who is online: node|role|user, each with the time until which it is believed without a sign of life.
-- ARGV: the time in milliseconds, empty for Redis' own.
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
else
  now = tonumber(ARGV[1])
end
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. string.format('%.0f', now), '+inf')
