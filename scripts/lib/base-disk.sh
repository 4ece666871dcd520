# shellcheck shell=bash
# The small Debian disk that the demo and the tests start from, made once.

# Makes the disk if it is missing, and names it in $base_disk; its key is $base_disk.key.
need_base_disk() {
    local version folder
    version=$(LC_ALL=C && cat scripts/make-base-image scripts/base-image/* | sha256sum | cut -c-16)
    folder=$PWD/.cache/base-disk/$version
    base_disk=$folder/base.qcow2
    mkdir -p "$folder"
    exec {base_disk_lock}>"$folder/lock"
    flock "$base_disk_lock"
    if [ ! -f "$base_disk" ]; then
        as_root scripts/make-base-image -o "$base_disk"
        as_root chown "$(id -u):$(id -g)" "$base_disk" "$base_disk.key" "$base_disk.key.pub"
    fi
    exec {base_disk_lock}>&-
}
