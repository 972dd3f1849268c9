#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# screening_on_a_display.sh PROGRAM DRAG-SOURCE FOLDER : drops a folder on the place of screening, as a
# person would with the mouse, waits for its worklist, and records a verdict by the keyboard. With
# CCAD_KEEP_PICTURES=FOLDER pictures of the window are kept there. Skipped (77) without Xvfb, xdotool or python3.
set -u
for tool in Xvfb xdotool python3; do
    command -v $tool >/dev/null || { echo "Skipped: $tool is not installed."; exit 77; }
done
program=$(realpath "$1")
source=$(realpath "$2")
work=$(mktemp -d)
folder=$work/day
cp -r "$3" "$folder"
echo "no radiograph" >"$folder/notes.txt"
cp "$folder"/phantom.dcm "$folder/the same again"
fail() {
    echo "FAILED: $1"
    [ -n "${CCAD_KEEP_PICTURES:-}" ] && picture failed
    exit 1
}
picture() {
    [ -n "${CCAD_KEEP_PICTURES:-}" ] || return 0
    import -window root "$CCAD_KEEP_PICTURES/$1.png"
}

Xvfb -noreset -displayfd 3 -screen 0 1280x900x24 3>"$work/display" 2>/dev/null &
server=$!
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$work"' EXIT
until [ -s "$work/display" ]; do sleep 0.1; done
DISPLAY=":$(cat "$work/display")"
mkdir -m 700 "$work/run"
export DISPLAY XDG_CONFIG_HOME=$work XDG_DATA_HOME=$work XDG_CACHE_HOME=$work XDG_RUNTIME_DIR=$work/run
export QT_QPA_PLATFORM=xcb

"$program" 2>"$work/messages" &
window=$(timeout 60 xdotool search --sync --onlyvisible --name 'CCAD' | head -1)
[ -n "$window" ] || fail "there is no window"
xdotool windowmove --sync "$window" 0 100 windowsize --sync "$window" 1280 800
xdotool windowfocus --sync "$window"
xdotool key --clearmodifiers ctrl+2
timeout 20 xdotool search --sync --onlyvisible --name '^Screening' >/dev/null || fail "Ctrl+2 leads nowhere"
sleep 3 # until there is a model
picture empty

"$source" "$folder" &
drag=$(timeout 20 xdotool search --sync --onlyvisible --name '^Drag source' | head -1)
xdotool windowmove --sync "$drag" 0 0
xdotool mousemove 20 20 mousedown 1
# Slowly: a drag begins after some way, and each window that it enters wants to answer.
for step in "60 60" "300 200" "500 400" "600 500" "610 505" "620 510"; do
    # shellcheck disable=SC2086
    xdotool mousemove $step
    sleep 0.3
done
xdotool mouseup 1

journal=
for _ in $(seq 100); do
    journal=$(find "$work" -path '*screening*' -name '*.journal' -type f | head -1)
    [ -n "$journal" ] && break
    sleep 0.2
done
[ -n "$journal" ] || fail "the drop began no batch"
query() { python3 -c 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])' "$journal" "$1" 2>/dev/null; }
files=$(find "$folder" -type f | wc -l)
for _ in $(seq 150); do
    [ "$(query "select count(*) from studies where status <> 4")" = "$files" ] && break
    sleep 0.2
done
[ "$(query "select count(*) from studies where status <> 4")" = "$files" ] || fail "not every file has a row that is done"
sleep 2
picture worklist

# To the table, down to the first row, and a verdict.
xdotool windowfocus --sync "$window"
xdotool mousemove 500 400 click 1
xdotool key --clearmodifiers Home
xdotool key --clearmodifiers 1
for _ in $(seq 50); do
    [ "$(query "select count(*) from studies where verdict <> 0")" = 1 ] && break
    sleep 0.2
done
picture verdict
[ "$(query "select count(*) from studies where verdict <> 0")" = 1 ] || fail "the verdict was not recorded"
xdotool key --clearmodifiers Return
timeout 20 xdotool search --sync --onlyvisible --name '\.dcm' >/dev/null || fail "Enter opens no study"
sleep 2
picture study
xdotool key --clearmodifiers ctrl+q
echo "PASSED: $files files screened after a drop"
