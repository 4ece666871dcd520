   # first   
a=1# b
bb=2   // c

/* block */ ccc=3 /* d */   # e
    /*
  as   it is
 */
b {# opens
  # inside
c=1      # trailing
      long_name=[# opens
1,   # one
222, # two
] # closes
}      # end
#
