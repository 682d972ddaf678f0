"""The words of the language: clause kinds, reserved words, and wordings that are refused.

What it is for: the lists that the parser, the checker and the messages share. May import: the
standard library. What stays true: `RESERVED` is exactly the list inside the NAME terminal of
`grammars/core.lark` (a test compares them); each refused wording offers its readings.
"""

from __future__ import annotations

EDITION = 1

# fmt: off
RESERVED = frozenset(
    (
        "about", "after", "all", "and", "any", "at", "attests", "because", "before", "by",
        "cite", "complete", "each", "for", "from", "holds", "if", "in", "is", "met", "no",
        "none", "not", "of", "on", "or", "otherwise", "shows", "since", "some", "than", "the",
        "then", "through", "to", "unless", "until", "when", "where", "who", "yes",
    )
)
# fmt: on

KINDS = (
    "program",
    "vocabulary",
    "source",
    "calendar",
    "question",
    "entity",
    "fact",
    "measure",
    "choices",
    "entry",
    "credential",
    "role",
    "relation",
    "approval",
    "document",
    "registry",
    "require",
    "advise",
    "permit",
    "submit",
    "define",
    "exclude",
    "limit",
    "scope",
    "judge",
    "open term",
    "interpret",
    "ledger",
    "example",
)
"""Every clause kind, in the order in which a file is usually written."""

AMBIGUOUS = (
    (
        "until",
        "`until` can include the day or leave it out",
        "write `through` a date (the day counts) or `before` a date (it does not)",
    ),
    (
        "annually",
        "`annually` does not say which year is meant",
        "write `in each calendar_year since ...`, or declare a year in the calendar with"
        " `NAME runs from ...` and write `in each NAME`",
    ),
    (
        "per week",
        "`per week` can mean a calendar week or any seven days",
        "write `in each week` (the calendar says on which day it starts) or"
        " `in the 7 days before ...`",
    ),
    (
        "per month",
        "`per month` can mean a calendar month or any thirty days",
        "write `in each calendar_month since ...` or `in the 1 month before ...`",
    ),
    (
        "per year",
        "`per year` can mean a calendar year or any twelve months",
        "write `in each calendar_year since ...` or `in the 12 months before ...`",
    ),
    (
        "no older than",
        "`no older than` can mean up to that birthday or through that year of age",
        "write `age is at most N years` (through that year of age) or"
        " `age is less than N years` (up to that birthday)",
    ),
    (
        "in at least one of",
        "`in at least one of` can ask for the amount in one item or in all items together",
        "write `any of:` with one amount for each item, or one amount with"
        " `where NAME is one of ...`",
    ),
    (
        "unless approved by",
        "`unless approved by` does not say whether the approval must come first",
        "write `unless approved beforehand by NAME then ...` or"
        " `unless approved at any time by NAME then ...`",
    ),
)
"""Wordings that read both ways: the words, what is unclear, and the readings to choose from."""

HINTS = {
    "not": "write `NAME is no`, or put the item under `none of:`",
    "and": "put each condition on a line of its own under `all of:`",
    "or": "put each condition on a line of its own under `any of:`; an amount begins `at least`",
    "if": "write `when` and the condition on a line of its own",
    "then": "write `when` and the condition on a line of its own",
    "else": "write a second clause, with its own `when`",
    "must": "the kind of the clause says it: `require` for must, `advise` for should",
    "should": "the kind of the clause says it: `require` for must, `advise` for should",
}
"""What to write in place of a word that other languages, or plain English, would use."""
