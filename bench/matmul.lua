local function product(a, b)
  local n = #a
  local c = {}
  for i = 1, n do
    local ci, ai = {}, a[i]
    for j = 1, n do
      local s = 0.0
      for k = 1, n do s = s + ai[k] * b[k][j] end
      ci[j] = s
    end
    c[i] = ci
  end
  return c
end
local function matrix(n)
  local m = {}
  for i = 1, n do
    m[i] = {}
    for j = 1, n do m[i][j] = (i - j) * (i + j - 2) / n end
  end
  return m
end
local c = product(matrix(300), matrix(300))
print(c[150][151])
