#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# elf_hardening.sh PROGRAM... : reads off each program or library that it was built to make an attack hard:
# position-independent, relocations read-only before it starts, no stack that can run, stack protector, checked
# functions of the C library, landing pads for indirect jumps. 77 (skipped) where there is no readelf.
set -uo pipefail

for tool in readelf objdump; do
    command -v "$tool" >/dev/null || { echo "There is no $tool."; exit 77; }
done

failed=0
complain() {
    echo "$1: $2"
    failed=1
}

for program in "$@"; do
    [ -f "$program" ] || { complain "$program" "is not there"; continue; }
    header="$(readelf -hW "$program")"
    segments="$(readelf -lW "$program")"
    dynamic="$(readelf -dW "$program")"
    symbols="$(readelf --dyn-syms -W "$program")"
    grep -q 'Type:.*DYN' <<<"$header" || complain "$program" "is not position-independent"
    grep -q 'GNU_RELRO' <<<"$segments" || complain "$program" "has relocations that stay writable"
    grep -qE 'BIND_NOW|FLAGS_1.*NOW' <<<"$dynamic" || complain "$program" "binds functions late, by a table that stays writable"
    grep -q 'TEXTREL' <<<"$dynamic" && complain "$program" "writes into its own code"
    grep 'GNU_STACK' <<<"$segments" | grep -q 'RWE' && complain "$program" "has a stack that can run"
    grep -qE 'RPATH' <<<"$dynamic" && complain "$program" "looks for libraries by an RPATH before the system's list"
    grep -q '__stack_chk_fail' <<<"$symbols" || complain "$program" "has no stack protector"
    # A library may call none that has a checked form of unknown size.
    case "$program" in
        *.so) ;;
        *) grep -qE '__[a-z]+_chk(@| |$)' <<<"$symbols" || complain "$program" "calls no checked function of the C library" ;;
    esac
    if grep -q 'X86-64' <<<"$header"; then
        # Of the code that is ours: its constructors and destructors alone are hundreds of functions.
        pads="$(objdump -d --no-show-raw-insn "$program" | grep -c 'endbr64')"
        [ "$pads" -ge 100 ] || complain "$program" "has $pads landing pads for indirect jumps"
    fi
done
[ "$failed" -eq 0 ] && echo "All of $# are hardened."
exit "$failed"
