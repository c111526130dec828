#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")
    from atlas.commands import run
    from atlas.outage import told_to_operators

    with told_to_operators():
        run(sys.argv)
