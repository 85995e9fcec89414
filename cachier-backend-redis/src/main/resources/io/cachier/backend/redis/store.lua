-- KEYS entry; ARGV token, version, retention in ms, payload, channel of changes. Answers 1 if it was written.
local entry, problem = read(KEYS[1])
if problem then
  return problem
end
if ARGV[1] ~= NO_TOKEN and (not entry or entry.token ~= ARGV[1]) then
  return 0
end
local time = now()
local keep = time + tonumber(ARGV[3])
redis.call('SET', KEYS[1],
  'C1v' .. unclaimed(keep) .. ARGV[2] .. struct.pack('>I6', time) .. ARGV[4])
redis.call('PEXPIREAT', KEYS[1], keep)
tell(ARGV[5], KEYS)
if entry then
  wake(KEYS[1], entry)
end
return 1
