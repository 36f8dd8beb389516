#!/usr/bin/env bash
# Runs the unit tests and every suite, and ends with one line: N passed, N failed[, N skipped].
#   tests/run.sh UNIT [SUITE...]      `make test` calls it; SUITES="golden bad" chooses suites there
#
# A suite is an executable tests/NAME/run. It runs in the project's root and prints one line a test:
#   ok - NAME          not ok - NAME          skip - NAME (reason)
# and what else helps to see why. Non-zero exit, or no test at all, is a failure of the suite. What
# it needs to know comes by environment:
#   LOCKSTEP BOOTSTRAP   the command and the bootstrap under test, and the deployable, with
#   FUNCTION_ZIP         absolute paths
#   CC SUITE_CFLAGS      compiler and flags of this flavour, for code that a suite compiles
#   SUITE_LIBS           libcurl and what it needs, to link with OBJ/liblockstep.a
#   OBJ BUILD FLAVOUR    build/FLAVOUR, build, release or asan …
#   DYNALITE NODE_PATH   dynalite's cli.js; the packages of tests/npm, which an ES module gets by
#                        createRequire(import.meta.url)
#   TMPDIR               a folder of the suite's own, removed afterwards
set -u
unit=$1
shift
logs=$OBJ/test-logs
mkdir -p "$logs"
passed=0 failed=0 skipped=0

report() { # NAME PASSED FAILED SKIPPED STATUS LOG SECONDS
    local name=$1 ok=$2 bad=$3 skip=$4 status=$5 log=$6
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1
        echo "not ok - $name exited with status $status" >>"$log"
    elif [ $((ok + bad + skip)) -eq 0 ]; then
        bad=1
        echo "not ok - $name ran no test" >>"$log"
    fi
    if [ "$bad" -ne 0 ]; then
        tail -n 200 "$log"
        echo "---- $name FAILED; the whole log is $log"
    fi
    printf '%-10s %4d ok %4d not ok %4d skipped  %4ds\n' "$name" "$ok" "$bad" "$skip" "$7"
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip))
}

if [ -n "$unit" ]; then
    log=$logs/unit.log
    SECONDS=0
    "$unit" >"$log" 2>&1
    status=$?
    # [====] Synthesis: Tested: 12 | Passing: 11 | Failing: 1 | Crashing: 0
    read -r tested ok < <(sed -n -E \
        's/.*Synthesis: Tested: ([0-9]+) \| Passing: ([0-9]+) .*/\1 \2/p' "$log" | tail -n 1)
    report unit "${ok:-0}" $((${tested:-0} - ${ok:-0})) 0 "$status" "$log" "$SECONDS"
fi

if [ $# -eq 0 ]; then
    for run in tests/*/run; do
        [ ! -x "$run" ] || set -- "$@" "$(basename "$(dirname "$run")")"
    done
fi
for suite; do
    log=$logs/$suite.log
    scratch=$(mktemp -d)
    SECONDS=0
    TMPDIR=$scratch timeout "${SUITE_TIMEOUT:-900}" "tests/$suite/run" >"$log" 2>&1 </dev/null
    status=$?
    rm -rf "$scratch"
    report "$suite" "$(grep -c '^ok - ' "$log")" "$(grep -c '^not ok - ' "$log")" \
        "$(grep -c '^skip - ' "$log")" "$status" "$log" "$SECONDS"
done

total="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || total="$total, $skipped skipped"
echo "$total"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
