#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")
    from django.core.management import execute_from_command_line

    from atlas.outage import told_to_operators

    with told_to_operators():
        execute_from_command_line(sys.argv)
