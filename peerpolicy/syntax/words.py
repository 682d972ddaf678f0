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
        "cite", "complete", "each", "for", "from", "holds", "if", "in", "includes", "is", "met",
        "no", "none", "not", "of", "on", "or", "otherwise", "shows", "since", "some", "than", "the",
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
    "parameter",
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
    "phrase",
    "clause kind",
    "require",
    "advise",
    "permit",
    "submit",
    "define",
    "pathway",
    "exception",
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

TAILS = {"pathway": "instead of CLAUSE", "exception": "to CLAUSE"}
"""What stands between name and colon in the header of some kinds; of all others, nothing does."""

_PERIODS = (
    ("week", "a calendar week or any seven days", "week", "7 days"),
    ("month", "a calendar month or any thirty days", "calendar_month", "1 month"),
    ("year", "a calendar year or any twelve months", "calendar_year", "12 months"),
)

AMBIGUOUS = (
    *(
        (
            f"{word} {unit}",
            f"`{word} {unit}` can mean {readings}",
            f"write `in each {period} since ...` or `in the {length} before ...`",
        )
        for unit, readings, period, length in _PERIODS
        for word in ("per", "a", "every")
    ),
    (
        "until",
        "`until` can include the day or leave it out",
        "write `through` a date (the day counts) or `before` a date (it does not)",
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

ADVERBS = (
    (
        "annually",
        "`annually` does not say which year is meant",
        "write `in each calendar_year since ...`, or declare a year in the calendar with"
        " `NAME runs from ...` and write `in each NAME`",
    ),
    (
        "yearly",
        "`yearly` does not say which year is meant",
        "write `in each calendar_year since ...`, or declare a year in the calendar with"
        " `NAME runs from ...` and write `in each NAME`",
    ),
    (
        "monthly",
        "`monthly` can mean each calendar month or every thirty days",
        "write `in each calendar_month since ...` or `in the 1 month before ...`",
    ),
    (
        "weekly",
        "`weekly` can mean each calendar week or every seven days",
        "write `in each week since ...` (the calendar says on which day it starts) or"
        " `in the 7 days before ...`",
    ),
)
"""Single words that read both ways, and their readings; each can also be a name."""

_IN_TIME = (
    "of records write `in the 12 months before DAY`, of a date fact `is within 10 days after DAY`"
)

HINTS = {
    "not": "write `NAME is no`, or put the item under `none of:`",
    "and": "put each condition on a line of its own under `all of:`",
    "or": "put each condition on a line of its own under `any of:`; an amount begins `at least`",
    "if": "write `when` and the condition on a line of its own",
    "then": "write `when` and the condition on a line of its own",
    "else": "write a second clause, with its own `when`",
    "must": "the kind of the clause says it: `require` for must, `advise` for should",
    "should": "the kind of the clause says it: `require` for must, `advise` for should",
    "no": "write `at most 0 records of NAME`, or put the item under `none of:`",
    "with": "to choose among records write `where FIELD is ...`",
    "before": "days are not reckoned from one another: for an age declare a fact that `is completed"
    " years since DATE`, for records write `in the 30 days before DAY`",
    "within": _IN_TIME,
    "during": _IN_TIME,
    "the": "leave `the` out",
    "who": "for one person write `some ROLE who meets all of:`, for as many as there are items"
    " under it `each met by a different ROLE:`",
    "per": "write `in each PERIOD since DAY`, or for a ratio"
    " `FACT is at most 3 UNITS for each FACT`",
    "each": "write `in each PERIOD since DAY`",
    "every": "write `in each PERIOD since DAY`",
    "since": "`since` stands in `in each PERIOD since DAY`",
    "text": "there is no free text: a fact `is one of NAME`, its values stand in `choices NAME:`",
    "money": "write `is a unit of its own`",
}
"""What to write in place of a word that other languages, or plain English, would use."""

_WINDOW = "write `in the 12 months before DAY`: a date, a fact, or the name after `judged on`"
_ANY_OF = "write `any of:`, and each condition on a line of its own under it"

SYNONYMS = (
    ("a minimum of", "write `at least`"),
    ("minimum", "write `at least`"),
    ("no less than", "write `at least`"),
    ("not less than", "write `at least`"),
    ("no fewer than", "write `at least`"),
    ("a maximum of", "write `at most`"),
    ("maximum", "write `at most`"),
    ("no more than", "write `at most`"),
    ("not more than", "write `at most`"),
    ("up to", "write `at most`"),
    ("no later than", "of a day write `is on or before DAY`"),
    ("not later than", "of a day write `is on or before DAY`"),
    ("is no earlier than", "write `is on or after DAY`"),
    ("not earlier than", "write `is on or after DAY`"),
    (
        "not older than",
        "for an age write `is at most` or `is less than`; how long a paper counts stands in its"
        " `document`, as `valid for 12 months after DAY`",
    ),
    ("more than", "an amount over entries is written `at least` or `at most`"),
    ("less than", "an amount over entries is written `at least` or `at most`"),
    ("older than", "write `is more than`, or `is at least` where that age is enough"),
    ("younger than", "write `is less than`"),
    ("above", "write `is more than`, or `is at least`"),
    ("below", "write `is less than`"),
    ("to be determined", "write `to_be_determined by NAME`"),
    ("tbd", "write `to_be_determined by NAME`"),
    ("at least one of", "write `is one of`, or a group that begins `any of:`"),
    ("any of", "write `is one of`"),
    ("either of", "write `is one of`"),
    ("over", "write `at least`, or `more than` after `is`"),
    ("under", "write `at most`, or `less than` after `is`"),
    ("is between", "write `is from ... through ...`; both ends count"),
    ("in the last", _WINDOW),
    ("in the past", _WINDOW),
    ("is one of:", "write the values on this line; a fact `is one of` the `choices` it names"),
    ("one of:", _ANY_OF),
    ("either:", _ANY_OF),
    ("is complete", "of a paper write `complete NAME`; of a list in an example `NAME complete`"),
    ("has", "write the name of a fact alone, `holds CREDENTIAL` or `complete DOCUMENT`"),
    ("except", "write `unless CONDITION then does not apply`"),
)
"""Plain English, and how the language says it; where two of them fit, the first is named."""

_MUST = "write `require` for what must hold, `exclude` for what bars"
KIND_HINTS = {
    "rule": _MUST,
    "must": _MUST,
    "shall": _MUST,
    "requirement": _MUST,
    "should": "write `advise` for what should hold",
    "recommend": "write `advise` for what should hold",
    "may": "write `permit` for what may be",
    "allow": "write `permit` for what may be",
    "form": "write `document` for a paper, `fact` for an answer",
    "kind": "write `clause kind` for a kind of clause that a vocabulary declares",
    "number": "write `parameter` for a value that changes, `fact` for one that a case has",
}
"""What people take for a kind of clause, and the kinds to choose from."""

_BY_THE_DAY = "or test the judged day, as in `JUDGED_DAY is on or after 2026-06-01`"

NOT_DATED = {
    ("define", "in"): f"the clauses that use a definition have the days; {_BY_THE_DAY}",
    (
        "limit",
        "in",
    ): "a limit holds on every day: let its cap be a parameter with rows `from` a day,"
    " or write `when JUDGED_DAY is on or after 2026-06-01`",
    ("exception", "in"): f"an exception holds whenever its condition does: {_BY_THE_DAY[3:]}",
    ("clause kind", "means"): "write `means by code`; what means one condition is a `phrase`",
    ("parameter", "in"): "the rows have the days: write `from 2026-06-01 is ...` under `values:`",
    ("parameter", "issued"): "values count whenever they were issued; from which day on they hold"
    " is written in the row: `from 2026-06-01 is ...`",
}
"""By kind and first word: lines, most of them dates, of clauses that have none such; what to do."""

TYPE_HINTS = {
    **dict.fromkeys(
        ("number", "amount"), "an amount is written `is in MEASURE`, such as `is in hours`"
    ),
    **dict.fromkeys(("text", "string"), "there is no free text: write `is one of CHOICES`"),
    "time": "there is no time of day: ask for what the rule needs, as a fact that `is yes or no`",
    "boolean": "write `is yes or no`",
}
"""What people take for the type of a fact, and how the language says it."""
