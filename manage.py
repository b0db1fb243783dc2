#!/usr/bin/env python
"""Run a management command. Commands see every tenant; serving and the shell do not."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bsc.settings.embedded")

from django.core.management import execute_from_command_line

from bsc.tenancy.doors import everything

OPEN_THEIR_OWN_SCOPES = {"runserver", "shell", "demo"}

if __name__ == "__main__":
    if OPEN_THEIR_OWN_SCOPES & set(sys.argv[1:2]):
        execute_from_command_line(sys.argv)
    else:
        with everything("management command"):
            execute_from_command_line(sys.argv)
