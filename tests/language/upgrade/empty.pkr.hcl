build {
  sources = []
}
