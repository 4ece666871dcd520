source "null" "a" {
  first {
    x = 1
  y = 2
}
build {
  sources = []
}
