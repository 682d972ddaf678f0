"""What all tests share: Hypothesis without a deadline.

A deadline measures the machine and not the library: a busy one would fail a law that holds.
"""

from hypothesis import settings

settings.register_profile("peerpolicy", deadline=None)
settings.load_profile("peerpolicy")
