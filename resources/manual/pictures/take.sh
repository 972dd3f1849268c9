#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# take.sh PROGRAM [MODEL-FOLDER] : takes window.jpg anew, with the sample studies, on a display of its own.
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
import -window root "$work/window.png"
convert "$work/window.png" -strip -sampling-factor 1x1 -quality 90 "$here/window.jpg"
xdotool key ctrl+q
wait %2
