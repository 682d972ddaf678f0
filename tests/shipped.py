"""The shipped policies, loaded once for all tests, and their worked cases.

A policy never changes, so tests can share it. A test about loading loads its own.
"""

from functools import cache

import peerpolicy as pp


@cache
def loaded(policy_id):
    """The shipped policy of this id."""
    return pp.load_shipped(policy_id)


def decided_examples(policy):
    """The examples of a policy whose question has an answer on their day."""
    return [
        example
        for example in policy.program.examples
        if not any(
            (each.name, each.outcome) == (example.question, "not in force")
            for each in example.expectations
        )
    ]
