-- KEYS entry; ARGV how to be woken: 1 or 2, 0 for not at all. Answers the rest of the lease in ms, 0 if nobody claims.
local entry, problem = read(KEYS[1])
if problem then
  return problem
end
if not entry or entry.token == NO_TOKEN then
  return 0
end
local rest = entry.ends - now()
if rest <= 0 then
  return 0
end
local mark = bit.bor(entry.awaited, tonumber(ARGV[1]))
if mark ~= entry.awaited then
  redis.call('SETRANGE', KEYS[1], 3, string.char(48 + mark))
end
return rest
