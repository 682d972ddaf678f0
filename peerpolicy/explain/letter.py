"""The applicant's text: a decision in plain words, in short sentences, to the person it is about.

What it is for: `Decision.text(to="applicant")`. May import: `explain`'s blocks, lines, record,
remedies, steps, text and words, `ir`, `outcome`. What stays true: the answer comes first, then what
is missing, what is not known, what to do, what is good; an unknown reads "we do not know", never
"you did not"; no right, deadline, address or telephone number is invented; the policy's own words
stand in quotation marks; values about health and lived experience are not repeated unless asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from peerpolicy.explain import words
from peerpolicy.explain.answers import better
from peerpolicy.explain.blocks import Block, titled, wrapped
from peerpolicy.explain.findings import Finding
from peerpolicy.explain.limits import Limit
from peerpolicy.explain.lines import Line
from peerpolicy.explain.mask import Values, checked
from peerpolicy.explain.needs import Ask
from peerpolicy.explain.record import DecisionRecord
from peerpolicy.explain.remedies import Remedies
from peerpolicy.explain.steps import Step
from peerpolicy.explain.text import apart, wording_of
from peerpolicy.explain.traces import walk
from peerpolicy.ir.force import Status
from peerpolicy.ir.schema import Sensitivity
from peerpolicy.outcome import Cause, FindingOutcome, Need, Reason
from peerpolicy.quantity import Interval
from peerpolicy.truth import Outcome

_GUARDED = (Sensitivity.HEALTH, Sensitivity.LIVED_EXPERIENCE)
"""What a letter does not repeat of its own accord: somebody else may read it, too."""

_ANSWERS = {
    Outcome.MET: "The answer is yes.",
    Outcome.NOT_MET: "We cannot say yes today.",
    Outcome.UNKNOWN: "We do not know the answer yet.",
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@attrs.frozen
class _Letter:
    """What every sentence needs to know: the record, and which values may be repeated."""

    record: DecisionRecord
    hidden: tuple[Sensitivity, ...]

    def repeats(self, sensitivity: Sensitivity) -> bool:
        return sensitivity not in self.hidden


def letter(
    record: DecisionRecord, values: Values | None = None, remedies: Remedies | None = None
) -> str:
    """Return the text for the person who asked, ending in a line end.

    In: `values`, None to repeat what is neither health nor lived experience; `remedies`, to say
    what would lead to a yes. Errors: ValueError for unknown `values`.
    """
    hidden: tuple[Sensitivity, ...] = _GUARDED
    if values is not None:
        hidden = () if checked(values) else tuple(s for s in Sensitivity if s is not _PUBLIC)
    on = _Letter(record, hidden)
    missing = [f for f in record.blocking if f.outcome is FindingOutcome.NOT_MET]
    blocks: list[Block] = [
        _head(on),
        titled(_title(record, "What is missing"), _missing(on, missing)),
        titled("What we do not know", _unknown(on)),
        titled("What you can do", _to_do(on) if remedies is None else ()),
        titled("What others must decide", _others(record)),
        titled(_aim(remedies), _plan(on, remedies) if remedies is not None else ()),
        titled("What is good already", _good(on)),
        titled("How much", (line for each in record.limits for line in _limit(on, each))),
        titled("Where the rules stand", _sources(record)),
    ]
    return wrapped(blocks)


_PUBLIC = Sensitivity.PUBLIC


def _title(record: DecisionRecord, words_: str) -> str:
    aims = [words.phrase(answer.name) for answer in better(record.answers)]
    return f'{words_} for "{aims[0]}"' if aims and record.outcome is Outcome.MET else words_


def _aim(remedies: Remedies | None) -> str:
    answer = words.phrase(remedies.answer) if remedies is not None else ""
    return f'What would lead to "{answer}"' if answer else "What would lead to a yes"


def _head(on: _Letter) -> Block:
    record = on.record
    lines = [f"You asked: {words.plain(record.asks)}", _answer(on)]
    lines.append(f"We looked at the rules and facts for {_day(record.as_of)}.")
    if record.outcome is Outcome.UNKNOWN:
        lines.append("This is not a no.")
    if record.status is not Status.IN_FORCE:
        lines.append("This answer may change. The rules are not in force yet.")
    elif record.provisional:
        lines.append("This answer may change. A point in the rules is not decided yet.")
    lines.append("This is a draft in plain words.")
    return [(0, line) for line in lines]


def _answer(on: _Letter) -> str:
    record = on.record
    if isinstance(record.answer, str):
        return f"The answer is: {words.phrase(record.answer)}."
    if record.amount is None:
        return _ANSWERS[record.outcome]
    if not all(on.repeats(limit.sensitivity) for limit in record.limits):
        return "We worked out an amount. It is not in this letter."
    return f"The answer is: {words.certain(record.amount, record.answer_unit, dict(record.units))}."


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _name(name: str) -> str:
    spoken = words.phrase(name)
    return spoken[:1].upper() + spoken[1:]


# ---------------------------------------------------------------- findings


def _missing(on: _Letter, findings: Iterable[Finding]) -> Iterator[Line]:
    for number, finding in enumerate(findings, start=1):
        yield 0, f"{number}. {_name(finding.id)}"
        yield 1, f'The rule says: "{_rule(finding)}".'
        yield from ((1, sentence) for sentence in _seen(on, finding))


def _seen(on: _Letter, finding: Finding) -> Iterator[str]:
    """Yield what was seen, what more is needed, and the day on which waiting is enough."""
    units = dict(on.record.units)
    if finding.observed is not None and not on.repeats(finding.sensitivity):
        yield "This is not met now. We do not repeat here what we know about it."
        return
    if finding.observed is None:
        yield "This is not met now."
        yield from _parts(on, finding, units)
    else:
        yield f"We see: {_spoken(finding, units)}."
    more = finding.shortfall
    if more is not None and more.low > 0:
        unit = finding.required.unit if finding.required is not None else ""
        amount = words.number(more.low, unit, units)
        verb = "is" if more.low == 1 else "are"
        yield f"{amount} more {verb} needed."
    if finding.changes_on is not None and on.repeats(finding.sensitivity):
        yield f"If nothing else changes, this is met on {_day(finding.changes_on)}."


def _parts(on: _Letter, finding: Finding, units: dict[str, str]) -> Iterator[str]:
    """Yield what was seen of each part that is missing, where it may be repeated."""
    for leaf in finding.deciding:
        seen = leaf.trace.observed
        if leaf.denied or seen is None or not isinstance(seen.value, Interval):
            continue
        if leaf.trace.text != finding.text and on.repeats(seen.sensitivity):
            what, amount = words.phrase(leaf.trace.text), words.seen(seen, units)
            yield f'Of this we see {amount}: "{what}".'


def _spoken(finding: Finding, units: dict[str, str]) -> str:
    assert finding.observed is not None
    value = finding.observed.value
    if isinstance(value, date):
        return f"{finding.observed.words} {_day(value)}".strip()
    return words.seen(finding.observed, units)


def _rule(finding: Finding) -> str:
    """Return the author's line; of a group, the line and its items."""
    node = finding.parts
    while len(node.children) == 1 and node.children[0].text == node.text:
        node = node.children[0]
    line = words.phrase(finding.text)
    if not node.children or not line.endswith(" of"):
        return line
    return f"{line}: {'; '.join(words.phrase(child.text) for child in node.children)}"


def _good(on: _Letter) -> Iterator[Line]:
    """Yield what is met by name, but where the name alone would tell a value not to be repeated."""
    met = [f for f in apart(on.record.findings) if f.outcome is FindingOutcome.MET]
    named = [f for f in met if not f.either_way and _may_be_named(on, f)]
    for finding in named:
        bars = ": this does not stand in the way" if finding.kind == "exclude" else ""
        yield 0, f"- {_name(finding.id)}{bars}"
    for finding in on.record.findings:
        if finding.satisfied_by is not None:
            yield 0, f"- {_name(finding.id)}: another way is enough for this"
    others = len(met) - len(named)
    if others:
        rules, them = ("1 rule is", "it") if others == 1 else (f"{others} rules are", "them")
        yield 0, f"- {rules} also met. We do not name {them} here."


def _may_be_named(on: _Letter, finding: Finding) -> bool:
    seen = (each.observed for each in walk(finding.parts) if each.observed is not None)
    return all(on.repeats(observed.sensitivity) for observed in seen)


# ---------------------------------------------------------------- what is not known


_PLAIN = {
    Cause.MISSING: "We do not know this.",
    Cause.CANNOT_BE_KNOWN: "Nobody can tell us this.",
    Cause.LIST_OPEN: "We do not know if we have the whole list.",
    Cause.NOT_SHOWN: "We were told this. We have no proof of it yet.",
    Cause.INCOMPLETE: "We do not have this paper, or a part of it is missing.",
    Cause.NEEDS_JUDGEMENT: "A person must decide this.",
    Cause.OPEN_TERM: "The rule leaves this open.",
    Cause.READINGS_DIFFER: "The rule can be read in two ways.",
    Cause.UNADDRESSED: "The rule does not speak about this.",
    Cause.NOTHING_APPLIES: "We do not know if any rule is about this.",
    Cause.NOT_DUE: "Nothing has to be done yet.",
    Cause.NOT_DETERMINED: "The number in the rule is not decided yet.",
    Cause.NO_VALUE: "The rule has no number for this day.",
    Cause.NOT_IN_FORCE: "The rule does not hold on this day.",
    Cause.DAY_OF_CHANGE: "The rule has changed. Nobody can tell on which day.",
    Cause.RULE_CONFLICT: "Two exceptions to the rule do not agree.",
}
"""Why something is unknown, in a sentence or two; the sentence says it of us or of the rule."""

_OTHERS_DECIDE = (Cause.NEEDS_JUDGEMENT, Cause.OPEN_TERM, Cause.READINGS_DIFFER)


def _unknown(on: _Letter) -> Iterator[Line]:
    """Yield each finding that is open, with the reasons in plain words, each once."""
    for finding in on.record.blocking:
        if finding.outcome is not FindingOutcome.UNKNOWN:
            continue
        yield 0, f'- {_name(finding.id)}: "{_rule(finding)}"'
        said = (_because(on, finding, each) for each in finding.unknown_because)
        yield from ((1, sentence) for sentence in dict.fromkeys(said))
    if on.record.outcome is Outcome.UNKNOWN and not on.record.blocking:
        yield 0, _PLAIN[Cause.NOTHING_APPLIES]


def _because(on: _Letter, finding: Finding, reason: Reason) -> str:
    """Return why a finding is open; what is not known is named where the rule does not name it."""
    sentence = _PLAIN.get(reason.cause, "We do not know this yet.")
    if reason.need is None or reason.cause not in (Cause.MISSING, Cause.LIST_OPEN):
        return sentence
    what = _what(on, attrs.evolve(reason.need, person=""))
    is_named = reason.cause is Cause.MISSING and what in _rule(finding)
    return sentence if is_named else f"{sentence.removesuffix('.')}: {what}."


def _to_do(on: _Letter) -> Iterator[Line]:
    papers = {f.id for f in on.record.findings if f.kind == "submit"}
    for ask in on.record.missing:
        sentence = _please(on, ask, is_paper=papers.issuperset(ask.findings))
        if sentence:
            yield 0, f"- {sentence}"


def _please(on: _Letter, ask: Ask, *, is_paper: bool) -> str:
    """Return what the person can tell or send; nothing where only others can act."""
    what = _what(on, Need(ask.subject, ask.name, ask.field))
    causes = set(ask.causes)
    if Cause.INCOMPLETE in causes:
        return f"Send this paper, with all its parts: {what}."
    if Cause.NOT_SHOWN in causes:
        return f"Send something that shows this: {what}."
    if is_paper:
        return f"Send this paper, if you have it: {what}."
    if Cause.LIST_OPEN in causes:
        return f"Is this all, or is there more? Tell us about this: {what}."
    if Cause.MISSING in causes and ask.asked:
        return f"Tell us: {words.plain(ask.asked)}"
    return f"Tell us about this: {what}." if Cause.MISSING in causes else ""


def _what(on: _Letter, need: Need) -> str:
    """Name what is needed; whose it is only where it is not the subject's of the question."""
    subject = "" if need.subject == on.record.about else need.subject
    return words.whose(attrs.evolve(need, subject=subject))


def _others(record: DecisionRecord) -> Iterator[Line]:
    seen = dict.fromkeys(
        (each.who, wording_of(record, each) or each.what) for each in record.referrals
    )
    for who, what in seen:
        yield 0, f'- {_name(who)} decides this: "{words.phrase(what)}".'


def _plan(on: _Letter, remedies: Remedies) -> Iterator[Line]:
    if remedies.plan is None:
        yield 0, "We found no steps that lead to a yes now."
        return
    for step in remedies.plan.steps:
        yield 0, f"- {_step(on, step)}"


def _step(on: _Letter, step: Step) -> str:
    what = _what(on, Need(step.subject, step.name))
    by = words.phrase(step.by)
    match step.kind:
        case "ask":
            return (
                f"Tell us: {words.plain(step.asked)}" if step.asked else f"Tell us about: {what}."
            )
        case "show":
            return f"Send something that shows this: {what}."
        case "send":
            return f"Send this paper: {what}."
        case "do":
            if by and step.value is True:
                return f"Ask {by} to confirm this: {what}."
            return f"Get this from {by}: {what}." if by else f"Get this: {what}{_much(on, step)}."
        case "settle":
            return f"{_name(by)} must decide this: {what}."
        case "wait" if step.on is not None and on.repeats(step.sensitivity):
            return f"Wait until {_day(step.on)}."
        case "wait":
            return "Wait."
        case _:
            return f"This would have to be different: {what}."


def _much(on: _Letter, step: Step) -> str:
    if not isinstance(step.value, Interval) or not on.repeats(step.sensitivity):
        return ""
    return f", {words.amount(step.value, step.unit, dict(on.record.units))}"


# ---------------------------------------------------------------- amounts and sources


def _limit(on: _Letter, limit: Limit) -> Iterator[Line]:
    if not on.repeats(limit.sensitivity):
        yield 0, f"- {_name(limit.id)}: we do not repeat the amounts here."
        return
    units = dict(on.record.units)
    yield 0, f"- {_name(limit.id)}"
    yield 1, f"Asked for: {words.amount(limit.requested, limit.unit, units)}."
    yield 1, f"Can be paid: {words.certain(limit.allowed, limit.unit, units)}."


def _sources(record: DecisionRecord) -> Iterator[Line]:
    """Yield each place that what is in the way cites; else each that the answer rests on."""
    told = record.blocking or tuple(f for f in apart(record.findings) if f.may_apply)
    places: dict[str, dict[str, None]] = {}
    for finding in told:
        for cited in finding.citation:
            places.setdefault(cited.title, {}).update(dict.fromkeys(cited.locators))
    for title, locators in places.items():
        yield 0, f"- {words.plain(title)}: {words.plain('; '.join(locators))}"
