a = 'single'
b = `back`
c = 1 & 2
d = 1 | 2
e = 2 ** 3
f = 2 ^ 3
g = ~1
h = 1; i = 2
j = “curly”
k = a \
l = @
m = 1 # fine
n = a b
