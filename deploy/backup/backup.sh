#!/usr/bin/env bash
# One dated folder: the database (custom format) and the files. Keeps fourteen.
# usage: backup.sh FOLDER   (DATABASE_URL and WUTONG_DATA from the environment)
set -euo pipefail
umask 077
folder=${1:?usage: backup.sh FOLDER}
target="$folder/$(date -u +%Y%m%dT%H%M%SZ)"
mkdir -p "$target.part"
pg_dump --format=custom --compress=6 --file="$target.part/database.dump" "$DATABASE_URL"
for part in media private; do
  if [ -d "$WUTONG_DATA/$part" ]; then
    tar -C "$WUTONG_DATA" -czf "$target.part/$part.tar.gz" "$part"
  fi
done
(cd "$target.part" && sha256sum ./* > SHA256SUMS)
mv "$target.part" "$target"
find "$folder" -mindepth 1 -maxdepth 1 -type d -name '*Z' | sort | head -n -14 | xargs -r rm -rf
echo "$target"
