#!/bin/sh
# Downloads a Debian source package by a private apt state, so that the machine's own stays as it
# is, and prints the path of its .dsc. The log is DIR/apt.log.
#   debian-source.sh PACKAGE DIR
set -eu
package=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
. "$here/private-apt.sh"
private_apt_init "$dir/apt" deb-src

cd "$dir"
{
    # One source that can't be reached must not stop the others.
    private_apt apt-get update || true
    # apt verifies what it downloads against the signed archive.
    private_apt apt-get source --download-only "$package"
} >"$dir/apt.log" 2>&1
# shellcheck disable=SC2012  # apt names these files
echo "$dir/$(ls -t "${package}"_*.dsc | head -n 1)"
