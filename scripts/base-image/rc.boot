#!/bin/sh
# Start-up of the guest: SSH answers within a second of user space.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
mkdir -p /dev/pts /dev/shm
mount -t devpts -o gid=5,mode=620,ptmxmode=666 devpts /dev/pts
mount -t tmpfs shm /dev/shm
mount -t tmpfs -o mode=755 run /run
mkdir -p /run/sshd /run/lock
mount -t tmpfs -o mode=1777 tmp /tmp
busybox hostname -F /etc/hostname
ip link set lo up
/usr/sbin/sshd
for card in /sys/class/net/*; do
    card=${card##*/}
    [ "$card" = lo ] && continue
    ip link set "$card" up
    busybox udhcpc -q -n -t 8 -T 1 -A 2 -i "$card" -s /etc/udhcpc.sh >/dev/null 2>&1 &
done
for module in ata_piix ahci virtio_scsi sd_mod sr_mod isofs button evdev virtio_console virtio_rng tpm_tis; do
    modprobe -q "$module"
done
busybox acpid
/etc/rc.seed &
[ -s /etc/machine-id ] || tr -d - </proc/sys/kernel/random/uuid >/etc/machine-id
exit 0
