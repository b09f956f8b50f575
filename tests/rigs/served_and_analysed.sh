#!/bin/sh
# The web process, and beside it a pass of the analysis for every line that is sent: one family, so that one trace holds both.
python=$1
shift
"$@" >&2 &
while read -r _; do
    "$python" -m flask analysis run >&2
    echo analysed
done
wait
