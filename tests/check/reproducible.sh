#!/bin/sh
# The same sources give the same function.zip, in whatever folder they are built.
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
