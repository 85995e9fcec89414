-- KEYS entries. Answers how many held a value. What is not ours is left alone.
local removed = 0
for _, key in ipairs(KEYS) do
  local entry = read(key)
  if entry then
    redis.call('UNLINK', key)
    wake(key, entry)
    if entry.stored then
      removed = removed + 1
    end
  end
end
return removed
