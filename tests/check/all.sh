#!/usr/bin/env bash
# `make check`: one line a check, and at the end one line: N passed, N failed[, N skipped]. The tests
# that run again under the sanitizers are counted one by one.
set -u
logs=$BUILD/check-logs
mkdir -p "$logs"
passed=0 failed=0 skipped=0

step() { # NAME COMMAND...
    local name=$1 log=$logs/$1.log status=0 counts=
    shift
    SECONDS=0
    "$@" >"$log" 2>&1 </dev/null || status=$?
    counts=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1)
    read -r ok _ bad _ skip _ <<<"${counts:-0 passed, 0 failed}"
    skip=${skip:-0}
    if [ -z "$counts" ]; then
        [ "$status" -eq 0 ] && ok=1 || bad=1
    elif [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1
    fi
    if [ "$bad" -ne 0 ]; then
        tail -n 150 "$log"
        echo "---- $name FAILED; the whole log is $log"
    fi
    printf '%-22s %-7s %4ds  %s\n' "$name" "$([ "$bad" -eq 0 ] && echo ok || echo FAILED)" \
        "$SECONDS" "$counts"
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip))
}
# All that is wrong is to be seen in one run: -k. The checks share no job server with `make check`.
unset MAKEFLAGS MAKELEVEL
target() {
    step "$1" make --no-print-directory -k "BUILD=$BUILD" "${@:2}"
}

target tools          deps-check
target build-gcc      all
target build-clang    FLAVOUR=clang objects lockstep bootstrap
target gcc-analyzer   FLAVOUR=analyze objects
target format         format-check
target headers        headers
step   layers         sh tests/check/layers.sh
step   banned         sh tests/check/banned.sh
step   examples       sh tests/check/examples.sh
target tidy           tidy
target cppcheck       cppcheck
step   out-is-fresh   sh tests/check/fresh-out.sh
step   reproducible   sh tests/check/reproducible.sh
step   lock-files     sh tests/check/lock-files.sh
target fuzz-replay    FLAVOUR=fuzz FUZZ_RUNS=20000 FUZZ_SEED=1 fuzz-replay
target sanitizers     FLAVOUR=asan test

total="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || total="$total, $skipped skipped"
echo "$total"
[ "$failed" -eq 0 ]
