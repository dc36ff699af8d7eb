#!/usr/bin/env bash
# Puts a backup into an EMPTY database and an empty data folder; refuses anything else.
# usage: restore.sh BACKUP   (DATABASE_URL and WUTONG_DATA from the environment)
set -euo pipefail
backup=${1:?usage: restore.sh BACKUP}
(cd "$backup" && sha256sum --check --quiet SHA256SUMS)
tables=$(psql "$DATABASE_URL" -Atc "select count(*) from information_schema.tables where table_schema = 'public'")
if [ "$tables" != 0 ]; then
  echo "The database is not empty ($tables tables). Restore into an empty one." >&2
  exit 1
fi
pg_restore --no-owner --exit-on-error --single-transaction --dbname="$DATABASE_URL" "$backup/database.dump"
mkdir -p "$WUTONG_DATA"
for part in media private; do
  if [ -f "$backup/$part.tar.gz" ]; then
    tar -C "$WUTONG_DATA" -xzf "$backup/$part.tar.gz"
  fi
done
echo "restored from $backup"
