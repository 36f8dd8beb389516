#!/bin/sh
# npm's lock files name packages and digests, never where somebody downloaded them from.
set -eu
! grep -n '"resolved"' gen/local/dynalite/package-lock.json tests/npm/package-lock.json
