#!/usr/bin/env bash
# Draws the picture at the top of the README anew: the page of an example, in headless Chromium.
# Usage: .github/picture.sh [MATURITY], from anywhere; needs chromium and a built program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

maturity=${1:-target/release/maturity}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$maturity" score examples/scrm-it-led.yaml --format html --output "$scratch/report.html"
chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
  --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$scratch/user" \
  --window-size=1200,1180 --screenshot="$PWD/.github/report.png" "file://$scratch/report.html" 2>"$scratch/log" ||
  { cat "$scratch/log" >&2; exit 1; }
