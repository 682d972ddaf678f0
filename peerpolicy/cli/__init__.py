"""The command line: one file for each verb, and the frame that they share.

What it is for: the script `peerpolicy`. May import: every room but the package's own front page.
What stays true: results go to standard output and all else to standard error; the exit codes of
`cli.frame` are frozen; a fact's value is printed by reports only.
"""

from peerpolicy.cli.main import main

__all__ = ["main"]
