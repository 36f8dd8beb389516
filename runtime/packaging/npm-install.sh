#!/bin/sh
# Installs the npm packages that a lock file names, without running their scripts.
#   npm-install.sh FROM TO        FROM holds package.json and package-lock.json
set -eu
command -v npm >/dev/null || { echo "npm is missing: apt-get install nodejs npm" >&2; exit 1; }
mkdir -p "$2"
cp "$1/package.json" "$1/package-lock.json" "$2/"
cd "$2"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
