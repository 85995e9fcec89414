-- KEYS entry; ARGV token, lease in ms. Answers 1 if the claim is the newest.
local entry, problem = read(KEYS[1])
if problem then
  return problem
end
if not entry or entry.token ~= ARGV[1] then
  return 0
end
local lease = tonumber(ARGV[2])
local ends = now() + lease
local keep = math.max(ends + lease, entry.keep)
redis.call('SETRANGE', KEYS[1], 3, claiming(entry.awaited, keep, ARGV[1], ends, lease))
redis.call('PEXPIREAT', KEYS[1], keep)
return 1
