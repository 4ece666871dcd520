a="${ b }${c}  $${ d }  %%{ e }"
bb= "%{ for x in [1,2] ~}${ x }%{ endfor }" # c
ccc="${ {a=1} }${ f( {b=2} ) }"
dddd = "${
a   +
b
} text"
e = "a # b // c /* d */ = e"
