#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# take.sh PROGRAM [MODEL-FOLDER] : takes the pictures of the manual anew, with the sample studies, on a display of its own.
# Debian: xvfb xdotool imagemagick.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$1
samples=("$here"/../../samples/*.dcm)
work=$(mktemp -d)
Xvfb -displayfd 3 -screen 0 1280x800x24 3>"$work/display" 2>/dev/null &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
until [ -s "$work/display" ]; do sleep 0.1; done
DISPLAY=":$(cat "$work/display")"
export DISPLAY XDG_CONFIG_HOME="$work" XDG_RUNTIME_DIR="$work" QT_QPA_PLATFORM=xcb

"$program" ${2:+--model "$2"} "${samples[@]}" &
window=$(timeout 60 xdotool search --sync --onlyvisible --name "$(basename "${samples[0]}")" | head -1)
xdotool windowmove "$window" 0 0 windowsize "$window" 1280 800 windowfocus --sync "$window"
sleep 5
for _ in "${samples[@]:1}"; do
    xdotool key n
    sleep 1
done
for _ in "${samples[@]:1}"; do
    xdotool key p
    sleep 1
done
# shoot NAME WINDOW QUALITY
shoot() {
    import -window "$2" "$work/$1.png"
    convert "$work/$1.png" -strip -sampling-factor 1x1 -quality "$3" "$here/$1.jpg"
}
# dialog TITLE : waits for the window of that title, gives it the focus and prints it; no window manager runs here.
dialog() {
    local found
    found=$(timeout 60 xdotool search --sync --onlyvisible --name "$1" | tail -1)
    xdotool windowmove "$found" 40 40 windowfocus --sync "$found"
    echo "$found"
}
shoot window root 90

xdotool key ctrl+shift+s
results=$(dialog "Save Results")
xdotool key alt+p
sleep 15
xdotool key Down
sleep 2
shoot save-results "$results" 80
xdotool key Escape
xdotool windowfocus --sync "$window"

xdotool key alt+f
sleep 1
xdotool key d
films=$(dialog "De-identify")
xdotool key alt+o
dialog "Add a Folder" >/dev/null
xdotool type "$(realpath "$here/../../samples")"
sleep 1
xdotool key Return
sleep 1
xdotool windowfocus --sync "$films" mousemove --window "$films" 150 587 click 1 type "$work/given-away"
sleep 1
xdotool key alt+n
sleep 15
xdotool key alt+a
for _ in {1..40}; do
    xdotool key Up
done
sleep 1
shoot de-identify "$films" 80
xdotool key Escape
xdotool windowfocus --sync "$window" key ctrl+q
wait %2
