-- Puts tickets into the queue: behind all that wait, or back where they were. A ticket that waits already stays where it is.
-- KEYS: the queue, a sorted set of tickets by their places.
-- ARGV: how many may wait, milliseconds to keep them; then of each ticket its place, empty for behind all others, and itself.
-- Answers how many there was no room for.
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
local behind = last[2] and last[2] + 1 or 0
local room = ARGV[1] - redis.call('ZCARD', KEYS[1])
local dropped = 0
for i = 3, #ARGV, 2 do
  if room <= 0 then
    dropped = dropped + 1
  elseif ARGV[i] ~= '' then
    room = room - redis.call('ZADD', KEYS[1], 'NX', ARGV[i], ARGV[i + 1])
  else
    local added = redis.call('ZADD', KEYS[1], 'NX', behind, ARGV[i + 1])
    behind = behind + added
    room = room - added
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return dropped
