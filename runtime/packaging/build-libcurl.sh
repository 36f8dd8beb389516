#!/bin/sh
# Builds the small static libcurl that Lockstep links, from Debian's own source package: HTTP and
# HTTPS only, DNS by c-ares (glibc's resolver must not be linked statically).
#   build-libcurl.sh ARCH ROOT
# ARCH is x86_64 or arm64. ROOT/ARCH becomes a link to ROOT/VERSION-ARCH, which holds
#   lib/    libcurl.a and the static libraries under it
#   include/curl/
#   libs    what to link, for gcc's @file
#   link    how to link a bootstrap, for gcc's @file: -static -no-pie
# Where Debian's sources can't be had, libs and link describe a dynamic build with the
# distribution's libcurl instead, and the script says so.
set -eu
arch=$1
mkdir -p "$2"
root=$(cd "$2" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
host=$(uname -m | sed s/aarch64/arm64/)
tuple=$(echo "$arch" | sed s/arm64/aarch64/)-linux-gnu

# Two builds at a time would tread on each other.
exec 9>"$root/.lock"
flock 9

fallback() {
    echo "libcurl: $1" >&2
    [ "$arch" = "$host" ] || exit 1
    echo "libcurl: falling back to the distribution's. bootstrap will be a DYNAMIC executable:" >&2
    echo "libcurl: good for tests and 'make run' on this machine, not for AWS Lambda." >&2
    sh "$here/deps.sh" fallback-libcurl
    dir=$root/distribution-$arch
    mkdir -p "$dir/lib" "$dir/include"
    echo "-lcurl -lssl -lcrypto" >"$dir/libs"
    : >"$dir/link"
    ln -sfn "$(basename "$dir")" "$root/$arch"
    exit 0
}

dsc=$(sh "$here/debian-source.sh" curl "$root/src") ||
    fallback "Debian's source package can't be had, see $root/src/apt.log"
version=$(basename "$dsc" .dsc)
version=${version#curl_}
dir=$root/$version-$arch
recipe=$(cksum <"$here/build-libcurl.sh")

if [ "$(cat "$dir/recipe" 2>/dev/null)" != "$recipe" ]; then
    echo "libcurl: building curl $version for $arch"
    work=$root/work-$arch
    rm -rf "$work" "$dir"
    mkdir -p "$dir/lib"
    libraries=/usr/lib/$tuple
    set --
    if [ "$arch" != "$host" ]; then
        sysroot=$(sh "$here/sysroot.sh" "$arch" "$root")
        libraries=$sysroot/usr/lib/$tuple
        mkdir -p "$dir/include"
        cp -r "$sysroot/usr/include/." "$dir/include/"
        cp -r "$sysroot/usr/include/$tuple/." "$dir/include/"
        set -- "--host=$tuple" "CC=$tuple-gcc" "CPPFLAGS=-I$dir/include" "LDFLAGS=-L$dir/lib"
    fi
    cp "$libraries/libcares.a" "$libraries/libssl.a" "$libraries/libcrypto.a" "$dir/lib/"
    # No check of signatures here: apt has made it.
    dpkg-source --no-check --no-copy -x "$dsc" "$work" >"$root/build.log" 2>&1
    (
        cd "$work"
        ./configure --prefix=/ --disable-shared --enable-static --with-openssl --enable-ares \
            --disable-threaded-resolver --disable-openssl-auto-load-config \
            --without-ca-bundle --without-ca-path --without-ca-fallback \
            --without-zlib --without-brotli --without-zstd --without-libpsl --without-libidn2 \
            --without-nghttp2 --without-nghttp3 --without-ngtcp2 --without-libssh2 \
            --without-libssh --without-librtmp --without-libgsasl \
            --disable-ldap --disable-ldaps --disable-ftp --disable-file --disable-smtp \
            --disable-imap --disable-pop3 --disable-telnet --disable-tftp --disable-dict \
            --disable-gopher --disable-mqtt --disable-smb --disable-rtsp --disable-ntlm \
            --disable-ntlm-wb --disable-tls-srp --disable-cookies --disable-netrc \
            --disable-alt-svc --disable-hsts --disable-proxy --disable-unix-sockets \
            --disable-manual --disable-libcurl-option --disable-versioned-symbols \
            --disable-doh --disable-progress-meter --disable-dateparse \
            --disable-dependency-tracking "$@" \
            CFLAGS="-Os -ffunction-sections -fdata-sections -ffile-prefix-map=$work=curl"
        make -C lib -j"$(nproc)"
        make -C lib install DESTDIR="$dir"
        make -C include install DESTDIR="$dir"
    ) >>"$root/build.log" 2>&1 || {
        tail -n 20 "$root/build.log" >&2
        fallback "curl $version does not build, see $root/build.log"
    }
    rm -rf "$work" "$dir/lib/libcurl.la" "$dir/lib/pkgconfig"
    echo "-lcurl -lcares -lssl -lcrypto" >"$dir/libs"
    echo "-static -no-pie" >"$dir/link"
    echo "$recipe" >"$dir/recipe"
fi
ln -sfn "$(basename "$dir")" "$root/$arch"
touch "$dir/libs"
