-- KEYS entry; ARGV token, lease in ms, owner. Answers {0, rest of the lease} or {1, version}.
local entry, problem = read(KEYS[1])
if problem then
  return problem
end
local time = now()
-- Its own token: a client that sent this twice, having lost the first answer, holds the claim.
if entry and entry.token ~= NO_TOKEN and entry.token ~= ARGV[1] and entry.ends > time then
  return {0, entry.ends - time}
end
local lease = tonumber(ARGV[2])
local ends = time + lease
-- The claim stays the newest for a lease more, so the key must stay as well.
local keep = ends + lease
if entry and entry.stored then
  keep = math.max(keep, entry.keep)
  redis.call('SETRANGE', KEYS[1], 3, claiming(0, keep, ARGV[1], ends, lease))
  redis.call('PEXPIREAT', KEYS[1], keep)
  return {1, entry.version}
end
redis.call('SET', KEYS[1], 'C1c' .. claiming(0, keep, ARGV[1], ends, lease) .. ARGV[3])
redis.call('PEXPIREAT', KEYS[1], keep)
return {1, ''}
