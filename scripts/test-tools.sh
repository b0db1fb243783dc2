#!/bin/sh
# What the tests need from the system: a browser, Redis, Pango for PDFs, and pdftoppm.
# As root on Debian or Ubuntu it is installed; elsewhere one line says what to install.
set -u
wanted=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || wanted="$wanted chromium"
command -v redis-server >/dev/null 2>&1 || wanted="$wanted redis-server"
command -v pdftoppm >/dev/null 2>&1 || wanted="$wanted poppler-utils"
.venv/bin/python -c 'import weasyprint' >/dev/null 2>&1 || wanted="$wanted libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
[ -n "$wanted" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing for the tests:$wanted"
  apt-get update -q >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -q $wanted >/dev/null && exit 0
fi
echo "The tests need these system packages: sudo apt-get install$wanted" >&2
exit 1
