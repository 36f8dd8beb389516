#!/bin/sh
# Functions that have no place in the product: unbounded copies, conversions that can't report an
# error, hidden state, shells; and, outside of main.c, stopping the process from inside a library.
set -eu
banned='strcpy|strcat|strncpy|strncat|stpcpy|sprintf|vsprintf|gets|strtok|atoi|atol|atoll|atof|scanf'
banned="$banned|sscanf|fscanf|system|popen|alloca|tmpnam|tempnam|mktemp|gmtime|localtime|asctime"
banned="$banned|ctime|rand|srand"

# Comments and strings are blanked first; line numbers stay.
look_for() { # REGEX FILE...
    names=$1
    shift
    for file; do
        sed -E 's@"([^"\\]|\\.)*"@""@g; s@//.*@@; s@/\*.*\*/@@; s@^ *(/\*|\*).*@@' "$file" |
            grep -nE "(^|[^A-Za-z0-9_.>])($names)[[:space:]]*\(" | sed "s@^@$file:@"
    done
}
# shellcheck disable=SC2046  # names without blanks
found=$(
    look_for "$banned" $(find gen runtime spec out -name '*.[ch]')
    look_for 'exit|abort' $(find gen runtime -name '*.c' ! -name main.c)
)
[ -z "$found" ] || { echo "$found"; exit 1; }
