#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The paper's experiment on its two data sets, rebuilt: the numbers of docs/measurements/paper.md, each with
# the seconds and the memory that it took. Run it on a machine that does nothing else.
#   tests/bench/paper_experiment.sh SHARED OUT [CCAD-CLI]
# SHARED holds data/paper-a, data/paper-b, data/cxr/manifest.csv (who the images are of) and weights/mobilenet_v2_imagenet.safetensors; OUT is a
# folder to write models and results into.
set -euo pipefail

if [ $# -lt 2 ]; then
    sed -n '3,9s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
shared=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
here=$(dirname "$(realpath "$0")")
cli=${3:-$here/../../build/release/app/cli/ccad-cli}
base=$shared/weights/mobilenet_v2_imagenet.safetensors

# measured NAME COMMAND...: runs it, keeps what it says in OUT/NAME.txt, and prints a line.
measured() {
    local name=$1 start peak=0 now
    shift
    start=$(date +%s.%N)
    "$@" > "$out/$name.txt" 2> "$out/$name.log" &
    local pid=$!
    while kill -0 $pid 2> /dev/null; do
        now=$(awk '/^VmHWM/ { print $2 }' "/proc/$pid/status" 2> /dev/null || true)
        peak=${now:-$peak}
        sleep 0.2
    done
    wait $pid
    awk -v name="$name" -v start="$start" -v end="$(date +%s.%N)" -v kb="$peak" \
        'BEGIN { printf "%-28s %7.1f s %6.2f GB  ", name, end - start, kb / 1e6 }'
    grep -m 1 accuracy "$out/$name.txt" || echo
}

# manifest SET FILE: the set's folders as a manifest with patients and sources, which folders can't name.
manifest() {
    echo file,label,split,source,patient > "$2"
    find "$shared/data/paper-$1" -type f | sort | awk -F, -v OFS=, '
        NR == FNR { name = $1; sub(/.*\//, "", name); source[name] = $3; patient[name] = $4; next }
        { n = split($0, part, "/"); print $0, part[n - 1], part[n - 2], source[part[n]], patient[part[n]] }
    ' "$shared/data/cxr/manifest.csv" - >> "$2"
}

train() { "$cli" train "$@" --base "$base" --recipe paper --positive covid; }
cross() { "$cli" cross-validate "$@" --base "$base" --recipe paper --positive covid --folds 5; }

for set in a b; do
    data=$out/paper-$set.csv
    manifest "$set" "$data"
    measured "$set-paper" train "$data" --out "$out/$set-paper"
    measured "$set-10-epochs" train "$data" --out "$out/$set-10-epochs" --fine-tune-epochs 0 --dropout 0.5
    measured "$set-10-epochs-unchanged" train "$data" --out "$out/$set-10-epochs-unchanged" \
        --fine-tune-epochs 0 --dropout 0.5 --augment none
    measured "$set-10-epochs-5-folds" cross "$data" --out "$out/$set-10-epochs-5-folds" \
        --fine-tune-epochs 0 --dropout 0.5
    measured "$set-paper-5-folds" cross "$data" --out "$out/$set-paper-5-folds"
done
