a = 1 # fine /*
b = 2 /* and so on
c = 3
