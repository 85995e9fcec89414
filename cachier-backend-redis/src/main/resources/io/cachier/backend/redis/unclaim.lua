-- KEYS entries. Ends their claims, and answers how many were live.
local live = 0
local time = now()
for _, key in ipairs(KEYS) do
  local entry = read(key)
  if entry and entry.token ~= NO_TOKEN then
    unclaim(key, entry)
    if entry.ends > time then
      live = live + 1
    end
  end
end
return live
