-- KEYS entries; ARGV an age in ms, channel of changes. Removes the values that are older, and answers how many.
local removed = {}
local time = now()
for _, key in ipairs(KEYS) do
  local entry = read(key)
  if entry and entry.stored and time - entry.written > tonumber(ARGV[1]) then
    if entry.token == NO_TOKEN then
      redis.call('UNLINK', key)
    else
      -- Who computes may still store.
      local keep = math.max(time, entry.ends) + entry.lease
      redis.call('SET', key,
        'C1c' .. claiming(entry.awaited, keep, entry.token, entry.ends, entry.lease))
      redis.call('PEXPIREAT', key, keep)
    end
    removed[#removed + 1] = key
  end
end
tell(ARGV[2], removed)
return #removed
