#!/bin/sh
# Installs the command, and what a service in a repository of its own builds with.
#   install.sh DESTDIR PREFIX ARCH COMMAND RUNTIME_LIB LIBCURL_DIR ROOTS
set -eu
root=$1$2
prefix=$2
arch=$3
here=$(dirname "$0")
libdir=lib/lockstep/$arch
share=$root/share/lockstep

install -D -m 0755 "$4" "$root/bin/lockstep"
install -D -m 0644 -t "$root/include/lockstep" "$here/../include/lockstep.h" "$here/../abi.h"
install -D -m 0644 -t "$root/$libdir" "$5" "$6/libs" "$6/link"
for archive in "$6"/lib/*.a; do
    [ ! -e "$archive" ] || install -m 0644 -t "$root/$libdir" "$archive"
done
install -D -m 0644 -t "$share" "$7" "$here/service.mk" "$here/deploy.sh" "$here/zip.sh" \
    "$here/link.sh" "$here/npm-install.sh"
install -D -m 0644 -t "$share/dynalite" "$here/../../gen/local/dynalite/package.json" \
    "$here/../../gen/local/dynalite/package-lock.json"

mkdir -p "$root/lib/pkgconfig"
cat >"$root/lib/pkgconfig/lockstep.pc" <<PC
prefix=$prefix
libdir=\${prefix}/$libdir
includedir=\${prefix}/include/lockstep

Name: lockstep
Description: Runtime of a Lockstep service on AWS Lambda
Version: 1
Cflags: -I\${includedir}
Libs: -L\${libdir} -llockstep $(cat "$6/libs")
PC
echo "installed in $root; a service's Makefile is: include $prefix/share/lockstep/service.mk"
