#!/usr/bin/env bash
# A mail server's pipe: one message on standard input.
set -euo pipefail
cd "$(dirname "$0")/.."
set -a; . /etc/wutong/wutong.env; set +a
export DJANGO_SETTINGS_MODULE=wutong.project.settings.prod
exec .venv/bin/python manage.py receive_mail
