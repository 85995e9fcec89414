-- KEYS entry; ARGV token. Answers 1 if the claim was the newest.
local entry, problem = read(KEYS[1])
if problem then
  return problem
end
if not entry or entry.token ~= ARGV[1] then
  return 0
end
unclaim(KEYS[1], entry)
return 1
