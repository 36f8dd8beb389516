#!/bin/sh
# Who may include whom. In gen/ an arrow points only upward in the list of layers; gen and runtime
# meet in abi.h; the runtime's modules form no circle; each library has few files that know it.
set -eu
found=0
complain() {
    echo "$*"
    found=1
}
includes() { # FILE: the names in #include "…"
    sed -n -E 's/^#include "([^"]+)".*/\1/p' "$1"
}

rank() { # PATH below gen/
    case $1 in
    base/*) echo 1 ;; read/*) echo 2 ;; model/*) echo 3 ;; emit/*) echo 4 ;;
    gen.* | output.*) echo 5 ;; local/*) echo 6 ;; *) echo 7 ;;
    esac
}
for file in $(cd gen && find . -name '*.[ch]' | sed 's@^\./@@'); do
    mine=$(rank "$file")
    for name in $(includes "gen/$file"); do
        if [ "$name" = abi.h ]; then
            continue
        elif [ -e "gen/$name" ]; then
            [ "$(rank "$name")" -le "$mine" ] || complain "gen/$file includes $name, a layer below it"
        elif [ -e "gen/$(dirname "$file")/$name" ]; then
            complain "gen/$file includes \"$name\": say where it is, from gen/"
        elif [ "$mine" -ne 6 ]; then
            complain "gen/$file includes $name: not in gen/, and only local/ may use the runtime"
        fi
    done
done

# tsort names a circle on stderr. A module is a .c with its .h.
circle=$(for file in runtime/*.[ch] runtime/include/*.h; do
    module=$(basename "$file" | sed 's/\.[ch]$//')
    for name in $(includes "$file"); do
        name=$(basename "$name" .h)
        [ "$name" = "$module" ] || echo "$module $name"
    done
done | tsort 2>&1 >/dev/null || true)
[ -z "$circle" ] || complain "the runtime's modules include each other in a circle: $circle"

only_in() { # HEADER REGEX-OF-FILES
    for file in $(grep -rlE "#include <$1" gen runtime --include='*.[ch]' || true); do
        echo "$file" | grep -qE "^($2)\$" || complain "$file includes <$1…>: that belongs in $2"
    done
}
only_in yaml.h       'gen/read/yaml\.c'
only_in cjson/       'gen/emit/json[a-z_]*\.[ch]|gen/local/.*'
only_in microhttpd.h 'gen/local/.*'
only_in curl/        'runtime/[a-z]*_curl\.c|gen/local/.*'
only_in openssl/     'runtime/hash\.c|runtime/[a-z]*_curl\.c|gen/[a-z]*/(digest|sha256|hash)\.c'
[ "$found" -eq 0 ]
