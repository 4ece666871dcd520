one = [{
a = 1
}, {
b = 2
}]
two = merge({
a = f(1 ,
2,
3)
},
{ b = [
1
] }
)
three = [
    [ [
1
] ],
    # a comment takes the indentation

       2, # first
33333, // second
    ]
four = (
1
+ 2
- 3
)
five = {
for k,v in {a=1}:
k=>v...
if !v
}
six = {
  "quoted"=1
(a)=2,
longer_name=3 # last
  nested= {
x=1
}
"${a}"= 4
}
