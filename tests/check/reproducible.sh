#!/bin/sh
# The same sources give the same function.zip, in whatever folder they are built, for both
# architectures: the one that the spec says, and arm64.
set -eu
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir -p "$copy/build"
cp -r Makefile gen runtime spec out tests "$copy/"
for shared in libcurl libmicrohttpd deps; do
    ln -s "$(pwd)/build/$shared" "$copy/build/$shared"
done
rm -f "$copy/out/function.zip"
make --no-print-directory zip
make --no-print-directory -C "$copy" zip
cmp out/function.zip "$copy/out/function.zip"

arm64=build/arm64
make --no-print-directory FLAVOUR=release ARCH=arm64 "OUT=$arm64" zip
make --no-print-directory -C "$copy" FLAVOUR=release ARCH=arm64 "OUT=$arm64" zip
cmp "$arm64/function.zip" "$copy/$arm64/function.zip"
