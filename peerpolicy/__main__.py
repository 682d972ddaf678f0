"""`python -m peerpolicy`: the command line without the installed script.

What it is for: runs `cli.main` and hands its exit code to the shell. May import: `cli`. What
stays true: nothing happens when this module is imported and not run.
"""

import sys

from peerpolicy.cli import main

if __name__ == "__main__":
    sys.exit(main())
