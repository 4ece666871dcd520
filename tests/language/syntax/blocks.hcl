foo "bar" = 4
foo "bar"
foo "bar"
{
  a = 1
}
foo
{
}
source foo.bar {
  a = 1
}
foo "a${b}" {
}
foo "a" 1 {
}
"foo" {
}
foo ( {
}
foo { a = 1, b = 2 }
foo { a = 1
  b = 2
}
foo { a { } }
foo { "a" = 1 }
foo { a }
foo { a = 1 } b = 2
foo {
  a = 1 }
