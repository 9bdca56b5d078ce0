-- Says who of a node is online in a tenant, or no more.
-- KEYS: who is online: node|role|user, each with the time until which it is believed without a sign of life.
-- ARGV: the time in milliseconds, empty for Redis' own; how long a sign of life counts; how many are gone; those who are gone;
-- then those who are there.
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
else
  now = tonumber(ARGV[1])
end
local lasts = tonumber(ARGV[2])
local gone = tonumber(ARGV[3])

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
for i = 4, 3 + gone do
  redis.call('ZREM', KEYS[1], ARGV[i])
end
for i = 4 + gone, #ARGV do
  redis.call('ZADD', KEYS[1], now + lasts, ARGV[i])
end
if #ARGV > 3 + gone then
  redis.call('PEXPIRE', KEYS[1], lasts)
end
return 0
