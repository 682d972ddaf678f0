"""The shipped policies, loaded once for all tests, and their worked cases.

A policy never changes, so tests can share it. A test about loading loads its own.
"""

from functools import cache

import peerpolicy as pp
from peerpolicy.ir.program import Example


@cache
def loaded(policy_id: str) -> pp.Policy:
    """The shipped policy of this id."""
    return pp.load_shipped(policy_id)


def decided_examples(policy: pp.Policy) -> list[Example]:
    """The examples of a policy whose question has an answer on their day."""
    return [
        example
        for example in policy.program.examples
        if not any(
            (each.name, each.outcome) == (example.question, "not in force")
            for each in example.expectations
        )
    ]
