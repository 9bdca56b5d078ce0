-- Reads what is being written in a session.
-- KEYS: the session's head. ARGV: how the keys of texts begin; reply, attempt and length of what the reader has.
-- Answers nothing, or {reply, attempt, node, after, what else is known, the text from where the reader is, by pieces}.
local head = redis.call('HMGET', KEYS[1], 'reply', 'attempt', 'node', 'after', 'about', 'state')
if not head[1] or head[6] ~= 'running' then
  return {}
end
local from = 0
if head[1] == ARGV[2] and head[2] == ARGV[3] then
  from = tonumber(ARGV[4])
end
local text = {}
local pieces = redis.call('XRANGE', ARGV[1] .. head[1], head[2] .. '-' .. (from + 1), head[2])
for i, piece in ipairs(pieces) do
  text[2 * i - 1] = piece[1]
  text[2 * i] = piece[2][2]
end
return {head[1], head[2], head[3], head[4], head[5], text}
