"""Papers, relations and judgements: what a subject has on file on the judged day.

What it is for: `Paper`, `Related` and `Judgement`. May import: `dates`, `ir`,
`facts.model`, `outcome` and the rest of this back end below. What stays true: one record that is
certainly good is enough; "none" is only said of a complete list; nobody judges but the owner.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import attrs

from peerpolicy import truth
from peerpolicy.backends.interpreter.facts import answer
from peerpolicy.backends.interpreter.scene import (
    TO_FIELD,
    Known,
    Scene,
    Verdict,
    beyond,
    every,
    on_or_after,
    on_or_before,
    read_field,
    sensitivity_of,
    some,
    there,
)
from peerpolicy.backends.interpreter.windows import LEAP_DAY, is_leap_day
from peerpolicy.dates import back
from peerpolicy.facts.model import Attestation, Record
from peerpolicy.ir.schema import Document, Grade, Sensitivity
from peerpolicy.ir.terms import Judgement, Paper, Related, Subject
from peerpolicy.outcome import Cause, Need, Observed, Reason, Required, Trace
from peerpolicy.truth import Outcome

JudgeRecord = Callable[[Record, Need], Verdict]


def _one_of(scene: Scene, subject: Subject, name: str, judge: JudgeRecord) -> Verdict:
    """Answer "some record is good"; not met only where the list covers the judged day."""
    listing = scene.listing(subject, name)
    need = scene.need(subject, name)
    records = listing.records if listing is not None else ()
    return some(*(judge(r, need) for r in records), beyond(scene, listing, need, scene.as_of))


def _records(scene: Scene, subject: Subject, name: str) -> tuple[Record, ...]:
    listing = scene.listing(subject, name)
    return listing.records if listing is not None else ()


# ---------------------------------------------------------------- papers


def judge_paper(scene: Scene, term: Paper) -> Trace:
    """Answer whether a paper with all its parts is on file and in effect on the judged day."""
    kind = scene.program.schema.record(term.subject.name, term.document)
    if not isinstance(kind, Document):
        raise TypeError(f"{term.document} is not a document")

    def is_good(record: Record, need: Need) -> Verdict:
        return _good_paper(scene, kind, record, need, scene.as_of)

    verdict = _one_of(scene, term.subject, term.document, is_good)
    need = scene.need(term.subject, term.document)
    records = _records(scene, term.subject, term.document)
    firsts = [r.fields.get(kind.first or "") for r in records]
    begins = [
        day
        for day, record in zip(firsts, records, strict=True)
        if isinstance(day, date)
        and day > scene.as_of
        and _good_paper(scene, kind, record, need, day).outcome is Outcome.MET
    ]
    leap = kind.valid_for is not None and kind.valid_for[1] == "years"
    leap = leap and any(isinstance(day, date) and is_leap_day(day) for day in firsts)
    return attrs.evolve(
        answer(term, verdict),
        required=Required("complete and in effect on", scene.as_of),
        changes_on=None if verdict.outcome is Outcome.MET else min(begins, default=None),
        conventions=frozenset({LEAP_DAY} if leap else ()),
    )


def _good_paper(scene: Scene, kind: Document, record: Record, need: Need, day: date) -> Verdict:
    parts = [_part(read_field(scene, record, need, part)) for part in kind.parts]
    return every(there(scene, record, need), *parts, _in_effect(scene, kind, record, need, day))


def _part(read: Known) -> Verdict:
    if read.value is None:
        return Verdict(Outcome.UNKNOWN, read.reasons, read.grade)
    return Verdict(truth.of(read.value is True), (), read.grade)


def _in_effect(scene: Scene, kind: Document, record: Record, need: Need, day: date) -> Verdict:
    """Answer "the paper is in effect on `day`"; one without dates always is."""
    verdicts = []
    if kind.first is not None:
        first = read_field(scene, record, need, kind.first)
        verdicts.append(on_or_before(first, day))
        if kind.valid_for is not None:
            verdicts.append(_still_good(scene, first, kind.valid_for, day))
    if kind.last is not None:
        verdicts.append(on_or_after(read_field(scene, record, need, kind.last), day))
    return every(*verdicts)


def _still_good(scene: Scene, first: Known, life: tuple[int, str], day: date) -> Verdict:
    if not isinstance(first.value, date):
        return Verdict(Outcome.UNKNOWN, first.reasons, first.grade)
    return Verdict(truth.of(_good_through(scene, first.value, life) >= day), (), first.grade)


def _good_through(scene: Scene, since: date, life: tuple[int, str]) -> date:
    """Find the last day of "valid for one year after" a day: its anniversary, which counts.

    The first day is not one of the days "after" it, and a window that counts both its end days
    has the same ends.
    """
    number, unit = life
    return back(since, -number, unit, scene.leap_day) or date.max


# ---------------------------------------------------------------- relations


def judge_related(scene: Scene, term: Related) -> Trace:
    """Answer whether a record of the relation names the other entity. No errors."""

    def names(record: Record, need: Need) -> Verdict:
        to = read_field(scene, record, need, TO_FIELD)
        same = Verdict(truth.of(to.value == term.other), (), to.grade)
        if to.value is None:
            same = Verdict(Outcome.UNKNOWN, to.reasons, to.grade)
        return every(there(scene, record, need), same)

    verdict = _one_of(scene, term.subject, term.relation, names)
    private = sensitivity_of(scene, term.subject, term.relation)
    settled = verdict.outcome is not Outcome.UNKNOWN
    seen = Observed(verdict.outcome is Outcome.MET, private) if settled else None
    return attrs.evolve(answer(term, verdict), observed=seen, required=Required("to", term.other))


# ---------------------------------------------------------------- judgements


def judge_judgement(scene: Scene, term: Judgement) -> Trace:
    """Answer from an attestation by the owner that is good on the judged day, else unknown.

    An open term that somebody has settled for this case stays provisional.
    """
    said = scene.holder(term.subject).attestations.get(term.name)
    required = Required("attested by", term.owner)
    if said is None or not _counts(scene, term, said):
        cause = Cause.OPEN_TERM if term.is_open_term else Cause.NEEDS_JUDGEMENT
        reason = Reason(cause, scene.need(term.subject, term.name), term.owner)
        asked = answer(term, Verdict(Outcome.UNKNOWN, (reason,)))
        return attrs.evolve(asked, required=required)
    if term.in_writing and said.value and said.grade < Grade.SHOWN:
        reason = Reason(Cause.NOT_SHOWN, scene.need(term.subject, term.name), term.owner)
        unseen = answer(term, Verdict(Outcome.UNKNOWN, (reason,), said.grade))
        return attrs.evolve(unseen, required=required)
    leap = term.life is not None and term.life[1] == "years" and is_leap_day(said.on)
    return attrs.evolve(
        answer(term, Verdict(truth.of(said.value), (), Grade.VERIFIED)),
        observed=Observed(said.value, Sensitivity.PERSONAL),
        required=required,
        conventions=frozenset({LEAP_DAY} if leap else ()),
        provisional=term.is_open_term,
    )


def _counts(scene: Scene, term: Judgement, said: Attestation) -> bool:
    if said.by != term.owner or said.on > scene.as_of:
        return False
    if said.through is not None and said.through < scene.as_of:
        return False
    return term.life is None or _good_through(scene, said.on, term.life) >= scene.as_of
