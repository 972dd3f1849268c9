#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# slurm_array.sh CCAD-CLI SAMPLES SCRIPT : runs packaging/slurm/screen.sbatch as a job array of three on a
# Slurm of one node, made for this test, and compares with an undivided run. Skipped (77) where there is
# no Slurm, or where it cannot be run (its daemons want root).
set -u
cli=$(realpath "$1")
samples=$(realpath "$2")
script=$(realpath "$3")
for tool in munged slurmctld slurmd sbatch; do
    command -v $tool >/dev/null || { echo "Skipped: $tool is not installed."; exit 77; }
done
[ "$(id -u)" = 0 ] || { echo "Skipped: Slurm's daemons want root."; exit 77; }

work=$(mktemp -d /tmp/ccad-slurm-XXXXXX)
daemons=()
finish() {
    [ ${#daemons[@]} -gt 0 ] && kill "${daemons[@]}" 2>/dev/null
    wait 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT
fail() {
    echo "FAILED: $1"
    tail -20 "$work"/*.log 2>/dev/null
    exit 1
}

chmod 755 "$work"
host=$(hostname -s)
port=$((20000 + RANDOM % 20000))
dd if=/dev/urandom of="$work/munge.key" bs=1 count=1024 2>/dev/null
chmod 400 "$work/munge.key"
munged --force --foreground --key-file="$work/munge.key" --socket="$work/munge.socket" \
    --pid-file="$work/munge.pid" --seed-file="$work/munge.seed" --log-file="$work/munge.log" \
    >"$work/munge-start.log" 2>&1 &
daemons+=($!)
cat >"$work/slurm.conf" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 RealMemory=4096 State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
mkdir -p "$work/state" "$work/spool"
export SLURM_CONF=$work/slurm.conf
for _ in $(seq 50); do [ -S "$work/munge.socket" ] && break; sleep 0.1; done
slurmctld -D >"$work/ctld-start.log" 2>&1 &
daemons+=($!)
slurmd -D -N "$host" >"$work/d-start.log" 2>&1 &
daemons+=($!)
ready=
for _ in $(seq 100); do
    [ "$(sinfo -h -o %t 2>/dev/null)" = idle ] && { ready=1; break; }
    sleep 0.2
done
[ -n "$ready" ] || { cat "$work"/*.log | tail -20; echo "Skipped: this machine runs no Slurm daemons."; exit 77; }

"$cli" screen "$samples" --out "$work/whole.csv" >/dev/null 2>&1
[ -s "$work/whole.csv" ] || fail "the undivided run wrote no worklist"
export CCAD_CLI=$cli
array=$(cd "$work" && sbatch --parsable --array=1-3 "$script" "$work/results" "$samples") \
    || fail "the array was not accepted"
merge=$(cd "$work" && sbatch --parsable --dependency=afterany:"$array" "$script" --merge "$work/results") \
    || fail "the merge was not accepted"
for _ in $(seq 240); do
    [ -z "$(squeue -h -j "$merge" 2>/dev/null)" ] && break
    sleep 0.5
done
cat "$work"/slurm-*.out
cmp "$work/whole.csv" "$work/results/worklist.csv" || fail "the joined worklist differs from the undivided one"
echo "PASSED: $(($(wc -l <"$work/whole.csv") - 1)) files in three tasks, the same worklist"
