#!/bin/sh
# Called by the DHCP client with what it was given in the environment.
[ "$1" = bound ] || [ "$1" = renew ] || exit 0
ip addr replace "${ip:?}/${mask:-24}" dev "${interface:?}"
[ -n "$router" ] && ip route replace default via "${router%% *}" dev "$interface"
[ -n "$dns" ] && for server in $dns; do echo "nameserver $server"; done >/etc/resolv.conf
exit 0
