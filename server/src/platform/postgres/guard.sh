#!/bin/sh
# Holds the data folder for one server and ends its database when that server dies in any way.
#   guard.sh DATA_DIR OWNER
# Prints "held" once it owns DATA_DIR/lock, or "busy" and leaves. Its stdin is a pipe from the server: nothing is ever
# written to it, so reading ends exactly when the server is gone, kill -9 included. The lock is the kernel's (flock), so it
# cannot go stale, and it is given back only after the database is down: a next server waits for that.
dir=$1
owner=$2
exec 9>>"$dir/lock"
flock -n 9 || { echo busy; exit 0; }
echo "$owner" >"$dir/lock"
echo held
while read -r _; do :; done

cluster="$dir/postgres"
# The database may have been started a moment ago and not have written its pid file yet: look for two seconds.
tries=20
while [ "$tries" -gt 0 ] && [ ! -s "$cluster/postmaster.pid" ] && [ -e "$dir/starting" ]; do
  tries=$((tries - 1))
  sleep 0.1
done
[ -s "$cluster/postmaster.pid" ] || exit 0
read -r pid <"$cluster/postmaster.pid"
ours() { [ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" = "$cluster" ]; }
for signal in INT QUIT KILL; do
  ours || exit 0
  kill "-$signal" "$pid" 2>/dev/null
  tries=50
  while [ "$tries" -gt 0 ] && ours; do
    tries=$((tries - 1))
    sleep 0.1
  done
done
