#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# CCAD's engine, ONNX Runtime and PyTorch in alternation on this machine, ROUNDS times; run it on a quiet
# one. Prints medians of the medians as a table, and CCAD's ratio to ONNX Runtime.
#   compare_peers.sh BENCH_ENGINE [WORK_FOLDER [ROUNDS [SECONDS]]]
# WORK_FOLDER keeps onnxruntime-node (from npm, 290 MB) and the exported model between calls.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
bench=$(readlink -f "$1")
work=${2:-$(mktemp -d)}
rounds=${3:-5}
seconds=${4:-2}
mkdir -p "$work"
cd "$work"
[ -d node_modules/onnxruntime-node ] || npm install --ignore-scripts --no-audit --no-fund onnxruntime-node >/dev/null
[ -f mobilenet_v2.onnx ] || "${PYTHON:-/usr/bin/python3}" "$here/export_onnx.py" mobilenet_v2.onnx

log=$(mktemp)
for ((round = 0; round < rounds; ++round)); do
    for setting in "1 1" "2 1" "2 32"; do
        read -r threads batch <<<"$setting"
        node "$here/ort_bench.js" mobilenet_v2.onnx "$threads" "$batch" "$seconds" | tee -a "$log"
        "$bench" --threads "$threads" --batch "$batch" --seconds "$seconds" | tee -a "$log"
        "${PYTHON:-/usr/bin/python3}" "$here/torch_bench.py" "$threads" "$batch" "$seconds" 2>/dev/null | tee -a "$log"
    done
done
# shellcheck disable=SC2016 # these are for node
node -e '
const lines = require("fs").readFileSync(process.argv[1], "utf8").trim().split("\n").map(JSON.parse);
const median = values => values.sort((a, b) => a - b)[values.length >> 1];
const engines = ["ccad", "onnxruntime", "pytorch-frozen", "pytorch"];
console.log(`| threads, batch | ${engines.join(" | ")} | ccad / onnxruntime |`);
for (const [threads, batch] of [[1, 1], [2, 1], [2, 32]]) {
    const of = engine => median(lines.filter(l => l.engine === engine && l.threads === threads && l.batch === batch).map(l => l.medianMs));
    const values = engines.map(of);
    console.log(`| ${threads}, ${batch} | ${values.map(v => v.toFixed(2)).join(" | ")} | ${(values[0] / values[1]).toFixed(2)} |`);
}' "$log"
rm -f "$log"
