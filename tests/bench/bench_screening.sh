#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bench_screening.sh BUILD-DIR [COUNT [ROUNDS]] : a batch against a straightforward Python pipeline
# (screening_peer.py) on the same files, in alternation; images a second of the whole program, start and
# CSV included, and for the peer also of its loop alone; medians. Files stay in the disk cache: COUNT 500
# takes 5 GB. KINDS=jpeg leaves the others out.
set -eu
build=$(realpath "$1")
count=${2:-500}
rounds=${3:-3}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

rate() { awk -v n="$1" -v a="$2" -v b="$3" 'BEGIN {printf "%.1f\n", n / (b - a)}'; }

# Images a second of the peer, as a program (peer.txt) and in its loop (loop.txt).
peer_once() {
    local start
    start=$(date +%s.%N)
    /usr/bin/python3 "$here/screening_peer.py" "$1" "$work/peer.csv" >>"$work/loop.txt"
    rate "$2" "$start" "$(date +%s.%N)" >>"$work/peer.txt"
}

# Images a second of one batch; its largest memory, children included, goes to memory.txt in kB.
screen_once() {
    rm -f "$work"/out.csv*
    local start
    start=$(date +%s.%N)
    "$build/app/cli/ccad-cli" screen "$1" --out "$work/out.csv" >/dev/null 2>"$work/errors.txt" &
    local pid=$!
    while kill -0 $pid 2>/dev/null; do
        ps -o rss= --pid $pid --ppid $pid | awk '{s += $1} END {print s}' >>"$work/memory.txt"
        sleep 0.2
    done
    # 1: the gate refuses made-up pictures, after the same work.
    wait $pid || [ $? -eq 1 ] || { cat "$work/errors.txt" >&2; exit 1; }
    rate "$2" "$start" "$(date +%s.%N)"
}

for kind in ${KINDS:-dicom jpeg}; do
    "$build/tests/bench/write_screening_files" "$work/$kind" "$count" "$kind"
    for log in memory ccad peer loop; do : >"$work/$log.txt"; done
    for _ in $(seq "$rounds"); do
        screen_once "$work/$kind" "$count" >>"$work/ccad.txt"
        peer_once "$work/$kind" "$count"
    done
    ours=$(median <"$work/ccad.txt")
    theirs=$(median <"$work/peer.txt")
    echo "$kind: ccad-cli $ours/s, peer $theirs/s ($(median <"$work/loop.txt") in its loop), ratio $(awk -v a="$ours" -v b="$theirs" 'BEGIN {printf "%.1f", a / b}'), at most $(($(sort -n "$work/memory.txt" | tail -1) / 1024)) MB"
    rm -rf "${work:?}/$kind"
done

# Linear time and flat memory: small pictures, ever more of them.
for many in 1000 10000; do
    "$build/tests/bench/write_screening_files" "$work/many" $many png
    : >"$work/memory.txt"
    echo "$many PNG of 224 px: $(screen_once "$work/many" $many)/s, at most $(($(sort -n "$work/memory.txt" | tail -1) / 1024)) MB"
    rm -rf "$work/many"
done
