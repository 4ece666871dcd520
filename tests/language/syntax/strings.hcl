a = "not closed
b = "\d \u12 \uD800 \U00110000 \${x} \' C:\Users"
c = ["x, "y"]
d = "say "hello" to"
e = text"
f = some text
g = "two
lines"
