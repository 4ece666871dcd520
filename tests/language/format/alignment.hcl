variable "region" {
type=string
  description   = "where"   # shown by inspect
default="eu-1"# a comment

sensitive=true
  # alone, so it ends the chain
validation {
condition = length(var.region)>2
error_message="Too short."
}
}
source "null" "a"{
ssh_host="192.0.2.1"
short = [
1,2
]
much_longer_name = {
a=1
}
between=true
tags = { a=1,b : 2 }
last   =   "é日本"   # wide
x = "plain" # narrow
  }
locals{one=1}
locals   {   }
locals {
}
a /* in the middle */ = 1
bb = 2 /* at the end */
ccc = 3 /* goes
  on */
