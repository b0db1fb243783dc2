#!/bin/sh
# Runs once, on an empty database volume. bsc_app is bound by row-level security; bsc_backup reads
# every tenant, so its password belongs to the backup job alone.
set -eu
psql -v ON_ERROR_STOP=1 --username postgres \
  -v app="$BSC_APP_PASSWORD" -v backup="$BSC_BACKUP_PASSWORD" <<'SQL'
CREATE ROLE bsc_app LOGIN PASSWORD :'app';
CREATE ROLE bsc_backup LOGIN BYPASSRLS PASSWORD :'backup';
GRANT pg_read_all_data TO bsc_backup;
CREATE DATABASE bsc OWNER bsc_app;
SQL
