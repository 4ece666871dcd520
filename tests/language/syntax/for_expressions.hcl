a = [for x in y]
b = [for x y : z]
c = [for : z]
d = [for x, y, z in w : z]
e = {for x in y : x}
f = [for x in y : x => x]
g = [for x in y : x...]
h = {for x in y : x => x if x
i = {for = 1}
j = [for x in y : x, 1]
