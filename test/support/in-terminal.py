"""Runs a command in a terminal of its own and passes on what it shows: in-terminal.py <command> <argument>..."""

import os
import pty
import sys

sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))
