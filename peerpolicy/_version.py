"""The version of this package, in one place.

What it is for: the build, `peerpolicy.__version__` and the command line read it here. May
import: nothing. What stays true: it is a plain text that needs no installed metadata.
"""

__version__ = "0.1.0"
