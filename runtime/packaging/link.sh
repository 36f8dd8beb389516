#!/bin/sh
# Runs a link command. Leaves out of its messages glibc's remarks on getaddrinfo, dlopen and their
# like in static executables: c-ares resolves names, OpenSSL loads nothing, so none is reached.
set -eu
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
"$@" 2>"$log" || status=$?
awk '/: in function/ { held = $0 "\n"; next }
     /in statically linked applications/ { held = ""; next }
     { printf "%s%s\n", held, $0; held = "" }' "$log" >&2
exit $status
