"""Small phrases: an author's line, an amount, what was seen and needed, why something is unknown.

What it is for: the wording that all texts share. May import: `outcome`, `ir.schema`, `quantity`
and the standard library. What stays true: plain words and digits, our own words in ASCII; an
unknown is never worded as a refusal; a text of a fact cannot begin a line of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from peerpolicy.explain.mask import MASKED
from peerpolicy.ir.schema import Grade
from peerpolicy.outcome import Cause, Need, Observed, Reason, Required
from peerpolicy.quantity import Interval, Number, show

REQUESTED = "requested"
"""The lines of a list that are asked for, apart from history; no record has a field so called."""

GRADES = {Grade.CLAIMED: "stated", Grade.SHOWN: "shown", Grade.VERIFIED: "verified"}
"""How each grade of evidence is spoken: what is only claimed is "stated"."""


def phrase(line: str) -> str:
    """Return an author's line for people: underscores become spaces, all on one line. No errors.

    >>> phrase("at least 30 hours of peer_support_training")
    'at least 30 hours of peer support training'
    """
    return plain(line.replace("_", " "))


def rule(line: str) -> str:
    """Return an author's line for people; of a group, as a line that the items follow. No errors.

    >>> rule("any of")
    'any of these'
    """
    spoken = phrase(line)
    return f"{spoken} these" if spoken.endswith(" of") else spoken


def plain(text: str) -> str:
    """Return a text on one line, without characters that could steer a terminal. No errors."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def amount(value: Interval, unit: str, singular: Mapping[str, str]) -> str:
    """Return what is known of an amount: "1 year", "10 to 12 units", "3 hours or more"."""
    if value.high is None:
        return f"{number(value.low, unit, singular)} or more"
    if value.is_exact:
        return number(value.low, unit, singular)
    return f"{show(value.low)} to {number(value.high, unit, singular)}"


def certain(value: Interval, unit: str, singular: Mapping[str, str]) -> str:
    """Return a payable amount: "10 units", or "10 units certain, up to 12"."""
    low = number(value.low, unit, singular)
    if value.high is None:
        return f"{low} certain, perhaps more"
    return low if value.is_exact else f"{low} certain, up to {show(value.high)}"


def number(value: Number, unit: str, singular: Mapping[str, str]) -> str:
    """Return a number with its unit, in the singular for exactly one. No errors.

    A unit that is no measure is an entry that counts nothing else: its records are counted.
    """
    if unit and unit not in singular:
        return f"{show(value)} {'record' if value == 1 else 'records'} of {phrase(unit)}"
    word = singular.get(unit, "") if value == 1 else unit
    return f"{show(value)} {phrase(word)}".rstrip()


def seen(observed: Observed, singular: Mapping[str, str]) -> str:
    """Return what was seen: an amount, a date, a name, yes or no. No errors."""
    match observed.value:
        case None:
            return "none"
        case bool():
            return "yes" if observed.value else "no"
        case date():
            return f"{observed.words} {observed.value.isoformat()}".strip()
        case str():
            return phrase(observed.value)
        case tuple():
            return ", ".join(map(phrase, observed.value)) or "none"
        case Interval():
            return amount(observed.value, observed.unit, singular)


def needed(required: Required, singular: Mapping[str, str], *, dates: bool = True) -> str:
    """Return what was asked for: the operator's words and the bound. No errors.

    `dates`: whether a date may be shown, because it may itself be a fact.
    """
    match required.bound:
        case None:
            bound = ""
        case date():
            bound = required.bound.isoformat() if dates else MASKED
        case str():
            bound = phrase(required.bound)
        case Interval():
            bound = amount(required.bound, required.unit, singular)
        case _:
            bound = number(required.bound, required.unit, singular)
    # "needed: yes" reads better than "needed: is yes"
    operator = " ".join(word for word in phrase(required.words).split() if word != "is")
    return f"{operator} {bound}".strip()


def short_by(shortfall: Interval, unit: str, singular: Mapping[str, str]) -> str:
    """Return how much is missing: "short by 1 year", "short by up to 2 hours", or nothing."""
    if shortfall.high == 0:
        return ""
    if shortfall.low == 0 and shortfall.high is not None:
        return f"short by up to {number(shortfall.high, unit, singular)}"
    return f"short by {amount(shortfall, unit, singular)}"


def whose(need: Need, *, person: bool = True) -> str:
    """Return what is needed, in words: "birth date of the peer". No errors.

    `person`: whether the id of a person of a roster may be shown.
    """
    what = phrase(need.name)
    if need.field == REQUESTED:
        what = f"the {what} asked for"
    elif need.field:
        what = f"{phrase(need.field)} in {what}"
    owner = f"the {phrase(need.subject)}" if need.subject else ""
    if need.person:
        owner += f" {plain(need.person)}" if person else ""
    return f"{what} of {owner}" if owner else what


def why(
    reason: Reason, asked: str, grade: Grade | None, decided_on: Grade, *, person: bool = True
) -> str:
    """Return why something is unknown, in plain words.

    In: the reason; the policy's question for the fact, if any; the grade that was seen and the
    one that the question is decided on; whether the id of a person may be shown. No errors.
    """
    need = whose(reason.need, person=person) if reason.need else ""
    owner = phrase(reason.owner) or "the owner of the source"
    after = f": {need}" if need else ""
    match reason.cause:
        case Cause.MISSING:
            what = need or "a fact"
            return (
                f"we do not know: {plain(asked)} ({what})" if asked else f"we do not know: {what}"
            )
        case Cause.CANNOT_BE_KNOWN:
            return f"this was asked and cannot be known{after}"
        case Cause.LIST_OPEN:
            return f"it is not known whether this list is complete{after}"
        case Cause.NOT_SHOWN:
            return f"{GRADES[grade or Grade.CLAIMED]}, not {decided_on.word} yet{after}"
        case Cause.NEEDS_JUDGEMENT:
            return f"a person must judge this: {owner}"
        case Cause.OPEN_TERM:
            return f"the source leaves this open; {owner} decides{after}"
        case Cause.READINGS_DIFFER:
            return f"the readings of the source lead to different answers; {owner} decides"
        case Cause.UNADDRESSED:
            return "the source does not speak of this case"
        case Cause.INCOMPLETE:
            return f"paper missing or incomplete{after}"
        case Cause.NOTHING_APPLIES:
            return "perhaps no rule applies to this case"
        case Cause.RULE_CONFLICT:
            return "exceptions that hold lead to different answers"
        case Cause.NOT_DUE:
            return "nothing is due yet"
        case Cause.NOT_DETERMINED:
            return f"the value is not determined yet; {owner} decides{after}"
        case Cause.NO_VALUE:
            return f"no value is in force on the day that counts{after}"
        case Cause.NOT_IN_FORCE:
            return "no text of this rule is in force on that day"
        case Cause.DAY_OF_CHANGE:
            return "the day on which the text changed is not known, and its texts differ"
