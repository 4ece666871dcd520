# shellcheck shell=bash
# Installs what the scripts need: Debian packages, and a Python environment in .venv.

# shellcheck disable=SC2034  # used by the scripts that read this file
QEMU_PACKAGES=(qemu-system-x86 qemu-utils swtpm ovmf mmdebstrap syslinux syslinux-common
    syslinux-efi mtools dosfstools e2fsprogs fdisk cpio kmod)
# shellcheck disable=SC2034
SSH_PACKAGES=(openssh-server openssh-client)
# shellcheck disable=SC2034
DOCKER_PACKAGES=(docker.io docker-registry iptables apache2-utils busybox-static mmdebstrap iproute2)

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# Installs those of the named packages that are missing.
need_packages() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
            missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return
    printf 'Installing %s\n' "${missing[*]}"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Makes .venv with the locked dependencies and goldsmith itself, unless it is up to date.
make_environment() {
    local stamp=.venv/.installed wanted
    wanted=$(cat requirements.lock pyproject.toml | sha256sum)
    [ -f $stamp ] && [ "$(cat $stamp)" = "$wanted" ] && return
    printf 'Making the Python environment\n'
    [ -x .venv/bin/pip ] || /usr/bin/python3 -m venv --clear .venv
    # The lock names everything; resolving again would look for versions newer than its own.
    .venv/bin/pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
    .venv/bin/pip install -q --disable-pip-version-check --no-deps -e .
    printf '%s' "$wanted" >$stamp
}
