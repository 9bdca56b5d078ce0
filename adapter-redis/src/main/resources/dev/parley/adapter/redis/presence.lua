-- Says who of a node is in a session, and answers who of other nodes is.
-- KEYS: who is there: node|role|user, each with the time until which it is believed without a sign of life.
-- ARGV: the time in milliseconds, empty for Redis' own; how long a sign of life counts; the node; the channel, and what to
-- say there if anything is different; then all of the node's people, role|user.
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
else
  now = tonumber(ARGV[1])
end
local lasts = tonumber(ARGV[2])
local mine = ARGV[3] .. '|'

local different = redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now) > 0
local own = {}
for i = 6, #ARGV do
  own[mine .. ARGV[i]] = true
end
local others = {}
for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if string.sub(member, 1, #mine) ~= mine then
    others[#others + 1] = member
  elseif not own[member] then
    redis.call('ZREM', KEYS[1], member)
    different = true
  end
end
for i = 6, #ARGV do
  different = redis.call('ZADD', KEYS[1], now + lasts, mine .. ARGV[i]) > 0 or different
end
if #ARGV > 5 then
  redis.call('PEXPIRE', KEYS[1], lasts)
end
if different then
  redis.call('PUBLISH', ARGV[4], ARGV[5])
end
return others
