"""Worked cases of a policy that are decided: all but those that expect no rule on their day."""


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
