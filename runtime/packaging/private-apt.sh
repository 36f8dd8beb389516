# shellcheck shell=sh
# Sourced: an apt state of our own, with the machine's Debian sources and keys.
#   private_apt_init DIR TYPE      TYPE: deb-src or deb
#   private_apt COMMAND ARGS...    e.g. private_apt apt-get update

private_apt_init() {
    apt_state=$1
    mkdir -p "$apt_state/sources" "$apt_state/lists/partial" "$apt_state/cache/archives/partial"
    rm -f "$apt_state"/sources/*
    # shellcheck source=/dev/null
    release=$(. /etc/os-release && echo "${VERSION_CODENAME:-bookworm}")

    # deb822: only Types changes, so that Signed-By (a path or a whole key) is carried along. Other
    # people's repositories, which name other suites, are left out.
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -e "$file" ] || continue
        awk -v type="$2" -v release="$release" '
            function flush() { if (fits && !off) printf "%s\n", text; text = ""; fits = off = 0 }
            /^[ \t]*$/ { flush(); next }
            { low = tolower($0) }
            low ~ /^architectures:/ { next }
            low ~ /^types:/ { $0 = "Types: " type }
            low ~ /^suites:/ && index($0, release) { fits = 1 }
            low ~ /^enabled:[ \t]*(no|false|0|off)/ { off = 1 }
            { text = text $0 "\n" }
            END { flush() }' "$file" >"$apt_state/sources/$(basename "$file")"
    done

    # One line an entry: deb [options] URI suite components.
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
        sed -n -E "/[[:space:]]$release/ s/^[[:space:]]*deb(-src)?[[:space:]]+/$2 /p" |
        sed -E 's/arch=[a-z0-9,]+ *//; s/\[ *\] *//' |
        sort -u >"$apt_state/sources/classic.list"
}

private_apt() {
    apt_command=$1
    shift
    "$apt_command" -qq -o Dir::Etc::sourcelist=/dev/null \
        -o "Dir::Etc::sourceparts=$apt_state/sources" -o "Dir::State::lists=$apt_state/lists" \
        -o "Dir::Cache=$apt_state/cache" -o APT::Sandbox::User=root "$@"
}
