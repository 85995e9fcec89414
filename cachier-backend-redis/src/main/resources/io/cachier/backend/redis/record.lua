-- The head of every script: how one entry lies in one string. RecordFormat.java and
-- docs/backends/redis.md tell the same.
local NO_TOKEN = string.rep('\0', 8)

-- Whole milliseconds by the server's clock.
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- What is known of a key, or nil; then, what is wrong with it, or nil.
local function read(key)
  local head = redis.pcall('GETRANGE', key, 0, 41)
  if type(head) == 'table' then
    return nil, head
  end
  if head == '' then
    return nil, nil
  end
  if string.sub(head, 1, 2) ~= 'C1' or string.len(head) < 28 then
    return nil, redis.error_reply('FOREIGN a record of another program')
  end
  local entry = {
    stored = string.sub(head, 3, 3) == 'v',
    awaited = string.byte(head, 4) - 48,
    keep = struct.unpack('>I6', head, 5),
    token = string.sub(head, 11, 18),
    ends = struct.unpack('>I6', head, 19),
    lease = struct.unpack('>I4', head, 25),
  }
  if entry.stored then
    entry.version = string.sub(head, 29, 36)
    entry.written = struct.unpack('>I6', head, 37)
  end
  return entry, nil
end

-- The part that a claim changes: from the fourth byte on, as long in every record.
local function claiming(awaited, keep, token, ends, lease)
  return string.char(48 + awaited) .. struct.pack('>I6', keep) .. token
    .. struct.pack('>I6', ends) .. struct.pack('>I4', lease)
end

local function unclaimed(keep)
  return claiming(0, keep, NO_TOKEN, 0, 0)
end

-- Who waits has left a mark: 1 for PUBLISH, 2 for SPUBLISH, 3 for both. A server that lets this user
-- publish nothing must not refuse the write for it: who waits polls besides.
local function wake(key, entry)
  if entry.awaited == 1 or entry.awaited == 3 then
    redis.pcall('PUBLISH', key, '')
  end
  if entry.awaited >= 2 then
    redis.pcall('SPUBLISH', key, '')
  end
end

-- Tells who keeps entries near: the digests of what has changed, on the function's channel. Refused is
-- refused, as above.
local function tell(channel, keys)
  if channel ~= '' and #keys > 0 then
    local digests = {}
    for i, key in ipairs(keys) do
      digests[i] = string.sub(key, -65, -2)
    end
    redis.pcall('PUBLISH', channel, table.concat(digests))
  end
end

-- Ends the claim, whoever holds it.
local function unclaim(key, entry)
  if entry.stored then
    redis.call('SETRANGE', key, 3, unclaimed(entry.keep))
  else
    redis.call('UNLINK', key)
  end
  wake(key, entry)
end
