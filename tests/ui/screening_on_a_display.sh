#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# screening_on_a_display.sh PROGRAM DRAG-SOURCE FOLDER : drops a folder on the place of screening, as a
# person would with the mouse, waits for its worklist, and records a verdict by the keyboard. With
# CCAD_KEEP_PICTURES=FOLDER pictures of the window are kept there. Skipped (77) without Xvfb, xdotool or python3.
set -u
for tool in Xvfb xdotool python3; do
    command -v $tool >/dev/null || { echo "Skipped: $tool is not installed."; exit 77; }
done
patience=60 # seconds for what must happen, also beside programs that keep all cores busy
fifths=$((patience * 5))
program=$(realpath "$1")
source=$(realpath "$2")
work=$(mktemp -d)
folder=$work/day
cp -r "$3" "$folder"
echo "no radiograph" >"$folder/notes.dcm"
cp "$folder"/phantom.dcm "$folder/the same again"
fail() {
    echo "FAILED: $1"
    [ -n "${CCAD_KEEP_PICTURES:-}" ] && picture failed
    exit 1
}
picture() {
    [ -n "${CCAD_KEEP_PICTURES:-}" ] || return 0
    sleep 2 # until everything is drawn
    import -window root "$CCAD_KEEP_PICTURES/$1.png"
}

Xvfb -noreset -displayfd 3 -screen 0 1280x900x24 3>"$work/display" 2>/dev/null &
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$work"' EXIT
until [ -s "$work/display" ]; do sleep 0.1; done
DISPLAY=":$(cat "$work/display")"
mkdir -m 700 "$work/run"
export DISPLAY XDG_CONFIG_HOME=$work XDG_DATA_HOME=$work XDG_CACHE_HOME=$work XDG_RUNTIME_DIR=$work/run
export QT_QPA_PLATFORM=xcb

"$program" 2>"$work/messages" &
window=$(timeout $patience xdotool search --sync --onlyvisible --name 'CCAD' | head -1)
[ -n "$window" ] || fail "there is no window"
xdotool windowmove --sync "$window" 0 100 windowsize --sync "$window" 1280 800
xdotool windowfocus --sync "$window"
xdotool key --clearmodifiers ctrl+2
timeout $patience xdotool search --sync --onlyvisible --name '^Screening' >/dev/null || fail "Ctrl+2 leads nowhere"
picture empty

"$source" "$folder" &
drag=$(timeout $patience xdotool search --sync --onlyvisible --name '^Drag source' | head -1)
xdotool windowmove --sync "$drag" 0 0
drop() {
    xdotool mousemove 20 20 mousedown 1
    # Slowly: a drag begins after some way, and each window that it enters wants to answer.
    for step in "60 60" "300 200" "500 400" "600 500" "610 505" "620 510"; do
        # shellcheck disable=SC2086
        xdotool mousemove $step
        sleep 0.3
    done
    xdotool mouseup 1
}

# Without a model nothing is screened yet: dropped again until there is.
journal=
for _ in $(seq $((patience / 5))); do
    drop
    for _ in $(seq 25); do
        journal=$(find "$work" -path '*screening*' -name '*.journal' -type f | head -1)
        [ -n "$journal" ] && break 2
        sleep 0.2
    done
done
[ -n "$journal" ] || fail "the drop began no batch"
query() { python3 -c 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])' "$journal" "$1" 2>/dev/null; }
# What is no study has no row: the page and the script that belong to the samples.
files=$(find "$folder" -type f ! -name "*.md" ! -name "*.py" | wc -l)
for _ in $(seq $fifths); do
    [ "$(query "select count(*) from studies where status <> 4")" = "$files" ] && break
    sleep 0.2
done
[ "$(query "select count(*) from studies where status <> 4")" = "$files" ] || fail "not every file has a row that is done"
picture worklist

# To the table, to the first row, and a verdict; once more where the table did not show the rows yet.
xdotool windowfocus --sync "$window"
for _ in $(seq $((patience / 5))); do
    xdotool mousemove 500 400 click 1
    xdotool key --clearmodifiers Home
    xdotool key --clearmodifiers 1
    for _ in $(seq 25); do
        [ "$(query "select count(*) from studies where verdict <> 0")" = 1 ] && break 2
        sleep 0.2
    done
done
picture verdict
[ "$(query "select count(*) from studies where verdict <> 0")" = 1 ] || fail "the verdict was not recorded"
xdotool key --clearmodifiers Return
timeout $patience xdotool search --sync --onlyvisible --name '\.dcm' >/dev/null || fail "Enter opens no study"
picture study
xdotool key --clearmodifiers ctrl+q
echo "PASSED: $files files screened after a drop"
