-- KEYS entries; ARGV channel of changes. Answers how many held a value. What is not ours is left alone.
local removed = {}
for _, key in ipairs(KEYS) do
  local entry = read(key)
  if entry then
    redis.call('UNLINK', key)
    wake(key, entry)
    if entry.stored then
      removed[#removed + 1] = key
    end
  end
end
tell(ARGV[1], removed)
return #removed
