#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# program_on_a_display.sh PROGRAM FOLDER : starts the real program on a virtual X display, opens a study
# of the folder, uses the keyboard, and quits. Fails when the window does not come, does not name the
# study, or when the program does not end by itself with status 0. Skipped (77) without Xvfb, xdotool
# or a study.
set -u
program=$1
study=$(find "$2" -name '*.dcm' | sort | head -1)
for tool in Xvfb xdotool; do
    command -v "$tool" >/dev/null || { echo "SKIP: there is no $tool."; exit 77; }
done
[ -n "$study" ] || { echo "SKIP: there is no study in $2."; exit 77; }

patience=60 # seconds for what must happen, also beside programs that keep all cores busy
tenths=$((patience * 10))
work=$(mktemp -d)
server=
window_program=
finish() {
    [ -n "$window_program" ] && kill "$window_program" 2>/dev/null
    [ -n "$server" ] && kill "$server" 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT
fail() {
    echo "FAIL: $*"
    sed 's/^/  program: /' "$work/messages"
    exit 1
}

# Without any display: a sentence and status 1, and --version all the same.
env -u DISPLAY -u WAYLAND_DISPLAY -u QT_QPA_PLATFORM "$program" "$study" 2>"$work/messages"
[ $? -eq 1 ] || fail "without a display the program does not end with status 1"
grep -q "no display" "$work/messages" || fail "the program does not say that there is no display"
env -u DISPLAY -u WAYLAND_DISPLAY -u QT_QPA_PLATFORM "$program" --version >/dev/null 2>"$work/messages" \
    || fail "--version needs a display"

# -displayfd picks a display that is free.
Xvfb -displayfd 3 -screen 0 1280x800x24 3>"$work/display" 2>/dev/null &
server=$!
for _ in $(seq $tenths); do
    [ -s "$work/display" ] && break
    sleep 0.1
done
[ -s "$work/display" ] || { echo "SKIP: Xvfb does not start here."; exit 77; }
DISPLAY=":$(cat "$work/display")"
export DISPLAY XDG_CONFIG_HOME="$work" XDG_DATA_HOME="$work" XDG_CACHE_HOME="$work" XDG_RUNTIME_DIR="$work" QT_QPA_PLATFORM=xcb

"$program" "$study" >"$work/messages" 2>&1 &
window_program=$!
name=$(basename "$study")
window=$(timeout $patience xdotool search --sync --onlyvisible --name "$name" | head -1)
[ -n "$window" ] || fail "no window named after $name within $patience s"

# No window manager runs here, so the focus is given by hand. Left panels, themes and views are touched.
xdotool windowfocus --sync "$window"
for key in i r h F7 F8 F8 F7 o bracketright shift+o f shift+f Escape 0 3 x x t t c k s c F9 F9 d Escape F1; do
    xdotool key --clearmodifiers "$key"
    kill -0 "$window_program" 2>/dev/null || fail "the program ended after the key $key"
done
timeout $patience xdotool search --sync --onlyvisible --name '^Keyboard Shortcuts' >/dev/null \
    || fail "F1 shows no sheet of shortcuts"
xdotool windowfocus --sync "$window"
xdotool key --clearmodifiers shift+F1
timeout $patience xdotool search --sync --onlyvisible --name '^Manual' >/dev/null || fail "Shift+F1 shows no manual"

# From opening a file to saving its report, by keyboard alone.
xdotool windowfocus --sync "$window"
xdotool key --clearmodifiers ctrl+o
dialog=$(timeout $patience xdotool search --sync --onlyvisible --name '^Open Radiographs' | head -1)
[ -n "$dialog" ] || fail "Ctrl+O asks for no file"
xdotool windowfocus --sync "$dialog"
other=$(find "$2" -name '*.dcm' | sort | tail -1)
xdotool type "$(realpath "$other")"
xdotool key --clearmodifiers Return
timeout $patience xdotool search --sync --onlyvisible --name "$(basename "$other")" >/dev/null \
    || fail "the file that was typed does not open"
# Without a finding there is nothing to report yet: asked for again until there is.
report=
for _ in $(seq $((patience / 2))); do
    xdotool windowfocus --sync "$window"
    xdotool key --clearmodifiers ctrl+p
    report=$(timeout 2 xdotool search --sync --onlyvisible --name '^Report' | head -1)
    [ -n "$report" ] && break
done
[ -n "$report" ] || fail "Ctrl+P shows no report"
xdotool windowfocus --sync "$report"
xdotool key --clearmodifiers alt+s
dialog=$(timeout $patience xdotool search --sync --onlyvisible --name '^Save Report' | head -1)
[ -n "$dialog" ] || fail "Alt+S asks for no file"
xdotool windowfocus --sync "$dialog"
xdotool key --clearmodifiers ctrl+a
xdotool type "$work/report.pdf"
xdotool key --clearmodifiers Return
for _ in $(seq $tenths); do
    [ -s "$work/report.pdf" ] && break
    sleep 0.1
done
head -c 5 "$work/report.pdf" 2>/dev/null | grep -q '%PDF-' || fail "no report was saved"
xdotool windowfocus --sync "$report"
xdotool key --clearmodifiers Escape

# The places, by their keys; the window's title says which one it is.
for place in "ctrl+3 ^Training" "ctrl+4 ^Model" "ctrl+1 $(basename "$other")"; do
    xdotool windowfocus --sync "$window"
    xdotool key --clearmodifiers "${place%% *}"
    timeout $patience xdotool search --sync --onlyvisible --name "${place#* }" >/dev/null \
        || fail "${place%% *} does not lead to ${place#* }"
done

xdotool windowfocus --sync "$window"
xdotool key --clearmodifiers ctrl+q
for _ in $(seq $tenths); do
    kill -0 "$window_program" 2>/dev/null || break
    sleep 0.1
done
kill -0 "$window_program" 2>/dev/null && fail "Ctrl+Q does not end the program within $patience s"
wait "$window_program"
status=$?
window_program=
[ "$status" -eq 0 ] || fail "the program ended with status $status"
echo "PASS"
