#!/bin/sh
# Unpacks another architecture's OpenSSL and c-ares from Debian's packages, to link a bootstrap for
# it, and prints where. Nothing of that architecture is installed on the machine.
#   sysroot.sh ARCH ROOT           ARCH: x86_64 or arm64
set -eu
mkdir -p "$2/sysroot-$1"
sysroot=$(cd "$2/sysroot-$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
debian=$(echo "$1" | sed s/x86_64/amd64/)
. "$here/private-apt.sh"
private_apt_init "$sysroot/apt" deb

# An empty status file: what this machine has installed is of another architecture.
: >"$sysroot/apt/status"
foreign_apt() {
    private_apt apt-get -o "APT::Architecture=$debian" -o "APT::Architectures=$debian" \
        -o "Dir::State::status=$sysroot/apt/status" "$@"
}
(
    cd "$sysroot"
    foreign_apt update || true
    rm -f ./*.deb
    foreign_apt download libssl-dev libc-ares-dev
    for package in ./*.deb; do
        dpkg-deb -x "$package" .
    done
) >"$sysroot/apt.log" 2>&1 || {
    cat "$sysroot/apt.log" >&2
    exit 1
}
echo "$sysroot"
