#!/usr/bin/env python
"""Django's own commands for a checkout; `samsyn manage …` is the same where only the package is installed."""

import sys

from samsyn.project.command import main

if __name__ == "__main__":
    sys.exit(main(["manage", *sys.argv[1:]]))
