local function longest(limit)
  local best, at = 0, 0
  for n = 1, limit do
    local k, steps = n, 0
    while k ~= 1 do
      if k % 2 == 0 then k = k // 2 else k = 3 * k + 1 end
      steps = steps + 1
    end
    if steps > best then best, at = steps, n end
  end
  return at, best
end
print(longest(300000))
