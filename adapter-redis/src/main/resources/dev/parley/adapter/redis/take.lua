-- Takes one from each bucket, or from none if one of them is empty; or only looks.
-- KEYS: the buckets. Each holds the time at which it is full again.
-- ARGV: the time in microseconds, empty for Redis' own; 'take' or 'peek'; then of each bucket how many it gives within a minute.
-- Answers 0, or after how many microseconds there is one in each.
local PERIOD = 60000000
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
else
  now = tonumber(ARGV[1])
end

local full = {}
local wait = 0
for i, key in ipairs(KEYS) do
  local known = redis.call('GET', key)
  local from = math.max(now, known and tonumber(known) or 0)
  full[i] = from + PERIOD / tonumber(ARGV[i + 2])
  wait = math.max(wait, full[i] - now - PERIOD)
end
-- Less than a microsecond is what adding fractions got wrong.
if wait >= 1 then
  return math.ceil(wait)
end

if ARGV[2] == 'peek' then
  return 0
end
for i, key in ipairs(KEYS) do
  redis.call('SET', key, string.format('%.1f', full[i]), 'PX', math.ceil((full[i] - now) / 1000))
end
return 0
