a = 1
b {
  a = 2
  c = 3
  c = 4
}
a = 5
