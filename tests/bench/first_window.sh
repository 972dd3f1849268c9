#!/bin/bash
# Milliseconds from the start of the program to its first window, on a display of its own: five
# starts after one that warms the disk cache, and their median.
#   tests/bench/first_window.sh build/release/app/gui/ccad
set -euo pipefail
program=$(realpath "$1")
for tool in Xvfb xdotool; do
    command -v "$tool" >/dev/null || { echo "There is no $tool."; exit 1; }
done
work=$(mktemp -d)
export XDG_CONFIG_HOME=$work XDG_DATA_HOME=$work XDG_CACHE_HOME=$work XDG_RUNTIME_DIR=$work
# -noreset: without it the server restarts whenever its last client has gone.
Xvfb -noreset -displayfd 3 -screen 0 1280x800x24 3>"$work/display" 2>/dev/null &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
until [ -s "$work/display" ]; do sleep 0.05; done
DISPLAY=:$(<"$work/display")
export DISPLAY

times=()
for start in 0 1 2 3 4 5; do
    begin=$(date +%s%N)
    "$program" >/dev/null 2>&1 &
    pid=$!
    until xdotool search --onlyvisible --pid $pid >/dev/null 2>&1; do sleep 0.005; done
    took=$(( ($(date +%s%N) - begin) / 1000000 ))
    kill $pid; wait $pid 2>/dev/null || true
    [ $start = 0 ] || { times+=("$took"); echo "$took ms"; }
done
printf '%s\n' "${times[@]}" | sort -n | sed -n 3p | sed 's/$/ ms, the median/'
