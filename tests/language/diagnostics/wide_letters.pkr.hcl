locals {
  名前 = "日本語${uper("é")}"
	b = "👩‍👩‍👧 ${vr.x}"
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
