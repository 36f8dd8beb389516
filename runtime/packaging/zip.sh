#!/bin/sh
# Packs function.zip: the same inputs give the same bytes, on any day and in any folder.
#   zip.sh ZIP BOOTSTRAP ROOTS CONTRACT      CONTRACT is the digest of the spec, in hex
set -eu
: "${SOURCE_DATE_EPOCH:=315619200}" # 1980-01-02: a zip can't hold anything before 1980
unset ZIP ZIPOPT # zip takes options from them
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
install -m 0755 "$2" "$stage/bootstrap"
install -m 0644 "$3" "$stage/roots.pem"
printf '%s\n' "$4" >"$stage/contract"
chmod 0644 "$stage/contract"
touch -d "@$SOURCE_DATE_EPOCH" "$stage"/*
(cd "$stage" && TZ=UTC zip -qX9 function.zip bootstrap roots.pem contract)
mkdir -p "$(dirname "$1")"
mv "$stage/function.zip" "$1"
