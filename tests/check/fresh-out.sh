#!/bin/sh
# What is committed under out/ is what the spec generates.
set -eu
"$BUILD/lockstep" generate spec/spec.yaml -o out --check
