#!/bin/sh
# Puts the greeting into the image; runs as root on the machine that is being made.
set -eu

install -m 755 /tmp/greet /usr/local/bin/greet
rm /tmp/greet
printf "GREETING='%s'\nIMAGE_NAME='%s'\n" "$GREETING" "$IMAGE_NAME" >/etc/quickstart
greet >/etc/motd
