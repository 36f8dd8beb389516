#!/bin/sh
# Installs the Debian packages that a step of the build needs, when they are missing.
#   deps.sh build|run|test|check|arm64|x86_64|fallback-libcurl|fallback-libmicrohttpd
set -eu

# A bare name is looked up as a package. COMMAND=PACKAGE is satisfied by the command alone, for
# tools that people also install by other means.
case "${1:-}" in
build)    wanted="gcc=gcc libc6-dev libssl-dev libc-ares-dev libyaml-dev libcjson-dev
                  dpkg-source=dpkg-dev zip=zip unzip=unzip flock=util-linux ca-certificates" ;;
run)      wanted="node=nodejs npm=npm" ;;
test)     wanted="libcriterion-dev curl=curl" ;;
check)    wanted="clang=clang clang-format=clang-format clang-tidy=clang-tidy cppcheck=cppcheck
                  libclang-rt-14-dev qemu-aarch64-static=qemu-user-static
                  aarch64-linux-gnu-gcc=gcc-aarch64-linux-gnu libc6-dev-arm64-cross" ;;
arm64)    wanted="aarch64-linux-gnu-gcc=gcc-aarch64-linux-gnu libc6-dev-arm64-cross" ;;
x86_64)   wanted="x86_64-linux-gnu-gcc=gcc-x86-64-linux-gnu libc6-dev-amd64-cross" ;;
fallback-libcurl)       wanted="libcurl4-openssl-dev" ;;
fallback-libmicrohttpd) wanted="libmicrohttpd-dev" ;;
*) sed -n '2,3p' "$0" >&2; exit 2 ;;
esac

packages=
missing=
for item in $wanted; do
    case $item in
    *=*) command -v "${item%%=*}" >/dev/null || missing="$missing ${item#*=}" ;;
    *)   packages="$packages $item" ;;
    esac
done
if command -v dpkg-query >/dev/null; then
    # shellcheck disable=SC2086  # a list of names
    have=" $(dpkg-query -W -f '${db:Status-Status}=${Package} ' $packages 2>/dev/null || true)"
    for package in $packages; do
        case $have in
        *" installed=$package "*) ;;
        *) missing="$missing $package" ;;
        esac
    done
elif [ -n "$packages" ]; then
    echo "deps: not a Debian system; these must be installed by hand:$packages" >&2
fi
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    as_root=sudo
fi
if ! command -v apt-get >/dev/null || ! { [ -z "$as_root" ] || command -v sudo >/dev/null; }; then
    echo "deps: please install, as root:$missing" >&2
    exit 1
fi
# A parallel build may come here twice at a time, and apt does not wait for its lists.
if command -v flock >/dev/null; then
    exec 7>"${TMPDIR:-/tmp}/lockstep-deps-$(id -u).lock"
    flock 7
fi
echo "deps: installing$missing"
apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@"
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086
if ! { apt update && apt install -y --no-install-recommends $missing; } >"$log" 2>&1; then
    cat "$log" >&2
    echo "deps: apt-get could not install:$missing" >&2
    exit 1
fi
