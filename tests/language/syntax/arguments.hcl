"foo" = 1
"foo bar" = 1
foo: 2
foo.bar = 3
foo
foo = 
foo = 1 2
foo = 1,
foo = 1 = 2
foo = x and y
foo = x or y
foo += 1
1 = 2
= 4
foo[0] = 5
}
