#!/bin/sh
# Builds libmicrohttpd, which serves `lockstep run`, from Debian's source package without TLS.
# Debian's own library brings GnuTLS and ten more into every start of the command, also of
# `lockstep generate`: 2 ms of 3.5.
#   build-libmicrohttpd.sh ROOT
# ROOT/libs becomes what to link, for gcc's @file; headers are in ROOT/include. Where the sources
# can't be had it is Debian's own library.
set -eu
mkdir -p "$1"
root=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
exec 9>"$root/.lock"
flock 9

fallback() {
    echo "libmicrohttpd: $1; using the distribution's" >&2
    sh "$here/deps.sh" fallback-libmicrohttpd
    mkdir -p "$root/include"
    echo "-lmicrohttpd" >"$root/libs"
    exit 0
}

recipe=$(cksum <"$here/build-libmicrohttpd.sh")
if [ "$(cat "$root/recipe" 2>/dev/null)" != "$recipe" ]; then
    dsc=$(sh "$here/debian-source.sh" libmicrohttpd "$root/src") ||
        fallback "Debian's source package can't be had"
    echo "libmicrohttpd: building $(basename "$dsc" .dsc)"
    work=$root/work
    rm -rf "$work"
    dpkg-source --no-check --no-copy -x "$dsc" "$work" >"$root/build.log" 2>&1
    (
        cd "$work"
        ./configure --prefix=/ --disable-shared --enable-static --disable-https --disable-curl \
            --disable-doc --disable-examples --disable-tools --disable-bauth --disable-dauth \
            --disable-httpupgrade --disable-dependency-tracking \
            CFLAGS="-O2 -ffunction-sections -fdata-sections -ffile-prefix-map=$work=libmicrohttpd"
        make -C src/microhttpd -j"$(nproc)" libmicrohttpd.la
        make -C src/microhttpd install-libLTLIBRARIES DESTDIR="$root"
        make -C src/include install DESTDIR="$root"
    ) >>"$root/build.log" 2>&1 || {
        tail -n 20 "$root/build.log" >&2
        fallback "it does not build, see $root/build.log"
    }
    rm -rf "$work"
    echo "-lmicrohttpd -lpthread" >"$root/libs"
    echo "$recipe" >"$root/recipe"
fi
touch "$root/libs"
