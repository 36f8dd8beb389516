#!/bin/sh
# Every example service generates and builds.
set -eu
for spec in spec/examples/*/spec.yaml; do
    [ -e "$spec" ] || continue
    name=$(basename "$(dirname "$spec")")
    echo "== $name"
    make --no-print-directory "SPEC=$spec" "OUT=$BUILD/examples/$name" bootstrap zip
done
