#!/bin/sh
# Installs the portal on a Debian 12 host under systemd. As root, from the unpacked tree; safe to repeat: nothing
# that is there is overwritten but the code, the units and their users. docs/install.md tells what comes before
# and after. ROOT=/some/folder installs below it and touches neither users nor services (a dry run).
set -eu
tree=$(cd "$(dirname "$0")/.." && pwd)
root=${ROOT:-}
app=$root/opt/beredskab etc=$root/etc/beredskab

say() { echo "install: $*" >&2; }

say "code to $app"
install -d -m 755 "$app"
(cd "$tree" && tar -c --exclude=./var --exclude=./.git --exclude=./venv .) | tar -x -C "$app" --no-same-owner
if [ -z "$root" ]; then
  say "environment from hash-pinned requirements"
  [ -x "$app/venv/bin/python" ] || python3 -m venv "$app/venv"
  "$app/venv/bin/pip" install --quiet --require-hashes -r "$app/requirements.txt"
fi

say "users, folders and units"
install -D -m 644 "$app/deploy/systemd/sysusers.conf" "$root/usr/lib/sysusers.d/beredskab.conf"
install -D -m 644 "$app/deploy/systemd/tmpfiles.conf" "$root/usr/lib/tmpfiles.d/beredskab.conf"
for unit in "$app"/deploy/systemd/*.service "$app"/deploy/systemd/*.timer; do
  install -D -m 644 "$unit" "$root/etc/systemd/system/$(basename "$unit")"
done
install -D -m 755 "$app/deploy/beredskab-manage" "$root/usr/local/bin/beredskab-manage"

say "variables in $etc, readable by root alone"
install -d -m 700 "$etc"
for file in portal web worker keys backup owner drill; do
  [ -e "$etc/$file.env" ] || install -m 600 "$app/deploy/env/$file.env" "$etc/$file.env"
done

if [ -z "$root" ]; then
  systemd-sysusers /usr/lib/sysusers.d/beredskab.conf
  systemd-tmpfiles --create /usr/lib/tmpfiles.d/beredskab.conf
  if [ ! -s /var/lib/beredskab/secret-key ]; then
    (umask 027; head -c 48 /dev/urandom | base64 -w0 > /var/lib/beredskab/secret-key)
    chown root:beredskab /var/lib/beredskab/secret-key
  fi
  systemctl daemon-reload
fi
say "next: fill in $etc/*.env, then docs/install.md from step 3"
