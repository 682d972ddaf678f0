"""What one evaluation sees: the facts, from one day, believed from one grade of evidence up.

What it is for: reading values, lists and conventions, and saying why something is not known. May
import: `truth`, `dates`, `ir`, `facts.model`, `outcome` and attrs. What stays true: a value below
the floor is never believed, only reported; nothing missing is ever read as a no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from types import MappingProxyType

import attrs

from peerpolicy import truth
from peerpolicy._frozen import frozen
from peerpolicy.dates import LeapDay
from peerpolicy.facts.model import Datum, Facts, Holder, Mark, Record, RecordList, Value
from peerpolicy.ir.force import Days
from peerpolicy.ir.program import Program, Question
from peerpolicy.ir.schema import JUDGED_DAY, Grade, Sensitivity
from peerpolicy.ir.terms import DayOf, FactOf, JudgedDay, Subject, Term
from peerpolicy.outcome import Cause, ClauseTrace, Need, Reason, Trace
from peerpolicy.truth import Outcome

TO_FIELD = "to"
"""The field of a relation that names the other entity."""


@frozen
class Verdict:
    """An answer on the way to a trace: the outcome, why it is unknown, the lowest grade read."""

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    grade: Grade | None = None


@frozen
class Known:
    """A value that was read; `value` is None where it is not known, and `reasons` say why.

    `seen` is the value as it stands in the facts, also where it is below the floor.
    """

    value: Value | None
    reasons: tuple[Reason, ...] = ()
    grade: Grade | None = None
    seen: Value | None = None


@frozen
class Person:
    """The person of a roster who is being looked at."""

    id: str | None
    holder: Holder


@frozen
class Scene:
    """Everything that answering one term depends on.

    `floor` is the lowest grade that is believed. `shown`: a complete paper shows this clause, so
    each of its values counts as shown at least. `due`: only periods that end on one of these days
    are judged, those of the version of the clause; None for all. `proofs`: why it is not known
    whether a paper shows this clause, `fact_proofs` whether one shows a fact; a value that is not
    believed waits for that too. `answered`: clauses that were answered for these facts, so that
    none is answered twice however many others ask for it; `asked`: the same of what "CLAUSE is
    met" and "QUESTION is met" came to; `read`: conditions that were read on the question's grade,
    by their places in memory.
    """

    program: Program
    question: Question
    facts: Facts
    as_of: date
    floor: Grade
    shown: bool = False
    person: Person | None = None
    due: Days | None = None
    proofs: tuple[Reason, ...] = ()
    fact_proofs: Mapping[tuple[str, str], tuple[Reason, ...]] = attrs.field(
        default=MappingProxyType({}), repr=False
    )
    answered: dict[tuple[str, Grade, date], ClauseTrace] = attrs.field(
        factory=dict, eq=False, repr=False
    )
    asked: dict[tuple[type[Term], str, Grade, date], Trace] = attrs.field(
        factory=dict, eq=False, repr=False
    )
    read: dict[tuple[int, date, Days | None, bool], tuple[Term, Trace]] = attrs.field(
        factory=dict, eq=False, repr=False
    )

    @property
    def on_grade(self) -> Scene:
        """The same scene, believed from the grade of the question."""
        grade = self.question.grade
        return self if self.floor is grade else attrs.evolve(self, floor=grade)

    @property
    def unaided(self) -> Scene:
        """The same scene on the question's grade, without a paper or a person in hand."""
        if not self.shown and not self.proofs and self.person is None:
            return self.on_grade
        grade = self.question.grade
        return attrs.evolve(self, floor=grade, shown=False, proofs=(), person=None)

    @property
    def leap_day(self) -> LeapDay:
        """The declared convention; where a program declares none, 1 March."""
        return self.program.calendar.leap_day or LeapDay.MARCH_1

    def holder(self, subject: Subject) -> Holder:
        """Return what is known of a subject. Errors: ValueError if no person is in hand."""
        if not subject.in_hand:
            return self.facts.holder(subject.name)
        if self.person is None:
            raise ValueError("a term speaks of the person in hand outside a roster")
        return self.person.holder

    def need(self, subject: Subject, name: str, field: str = "") -> Need:
        """Name something of a subject that is not known. No errors."""
        in_hand = self.person.id if subject.in_hand and self.person is not None else None
        return Need(subject.name, name, field, in_hand or "")

    def listing(self, subject: Subject, name: str) -> RecordList | None:
        """Return the list of records of that name; None where nothing was said about it."""
        return self.holder(subject).lists.get(name)

    def graded(self, grade: Grade) -> Grade:
        """Return the grade that a value counts with. No errors."""
        return max(grade, Grade.SHOWN) if self.shown else grade

    def believes(self, grade: Grade) -> bool:
        """Say whether values of that grade count. No errors."""
        return self.graded(grade) >= self.floor


def all_count(facts: Facts, floor: Grade) -> bool:
    """Say whether no value, list or record is below a grade. No errors."""
    if floor is Grade.CLAIMED:
        return True
    lists = facts.registries.values()
    return _counts_in(lists, floor) and all(_counts(h, floor) for h in facts.holders.values())


def _counts(holder: Holder, floor: Grade) -> bool:
    if any(datum.grade < floor for datum in holder.values.values()):
        return False
    return _counts_in(holder.lists.values(), floor)


def _counts_in(lists: Iterable[RecordList], floor: Grade) -> bool:
    for each in lists:
        if each.grade < floor:
            return False
        for record in (*each.records, *(each.requested or ())):
            if record.grade < floor:
                return False
            if record.person is not None and not _counts(record.person, floor):
                return False
    return True


def lowest(grades: Iterable[Grade | None]) -> Grade | None:
    """Return the lowest of some grades, None where nothing was read. No errors."""
    return min([g for g in grades if g is not None], default=None)


def union(reasons: Iterable[Iterable[Reason]]) -> tuple[Reason, ...]:
    """Join reasons, each once, in the order in which they came. No errors."""
    return tuple(dict.fromkeys(chain.from_iterable(reasons)))


def missing(need: Need) -> Reason:
    """Say that nobody has said it. No errors."""
    return Reason(Cause.MISSING, need)


def not_shown(scene: Scene, need: Need) -> tuple[Reason, ...]:
    """Say that it is below the floor, and what keeps a paper from showing it. No errors."""
    return (Reason(Cause.NOT_SHOWN, need), *scene.proofs)


def unknown(*reasons: Reason, grade: Grade | None = None) -> Verdict:
    """Make the verdict of something not known. No errors."""
    return Verdict(Outcome.UNKNOWN, reasons, grade)


def _joined(outcome: Outcome, verdicts: tuple[Verdict, ...]) -> Verdict:
    """Join verdicts whose outcome is `outcome` in sum: only those that made it so count.

    A group that is met or unknown although an item is not, or the other way round, owes nothing
    to that item; so neither its reasons nor its grade are taken over.
    """
    grade: Grade | None = None
    for v in verdicts:
        if v.outcome is outcome and v.grade is not None and (grade is None or v.grade < grade):
            grade = v.grade
    if outcome is not Outcome.UNKNOWN:
        return Verdict(outcome, (), grade)
    return Verdict(outcome, union([v.reasons for v in verdicts if v.outcome is outcome]), grade)


def every(*verdicts: Verdict) -> Verdict:
    """Answer "each of these"; where that is unknown, for the reasons of the unknown ones."""
    return _joined(truth.all_of([v.outcome for v in verdicts]), verdicts)


def some(*verdicts: Verdict) -> Verdict:
    """Answer "one of these"; where that is unknown, for the reasons of the unknown ones."""
    return _joined(truth.any_of([v.outcome for v in verdicts]), verdicts)


def read_fact(scene: Scene, fact: FactOf, own_word: bool = False) -> Known:
    """Read one fact; with `own_word` a claimed value is enough.

    Out: the value, or None with its reason: nobody said it, it cannot be known, or it is below
    the floor. Errors: as for `Scene.holder`.
    """
    if fact.name == JUDGED_DAY:
        return Known(scene.as_of, seen=scene.as_of)
    datum: Datum | None = scene.holder(fact.subject).values.get(fact.name)
    if datum is None:
        return Known(None, (missing(scene.need(fact.subject, fact.name)),))
    grade = scene.graded(datum.grade)
    if datum.value is Mark.NOT_KNOWN:
        need = scene.need(fact.subject, fact.name)
        return Known(None, (Reason(Cause.CANNOT_BE_KNOWN, need),), grade)
    if not own_word and grade < scene.floor:
        shows = scene.fact_proofs.get((fact.subject.name, fact.name), ())
        reasons = not_shown(scene, scene.need(fact.subject, fact.name))
        return Known(None, (*reasons, *shows), grade, datum.value)
    return Known(datum.value, (), grade, datum.value)


def read_field(scene: Scene, record: Record, need: Need, field: str) -> Known:
    """Read one field of a record; the record's own grade is judged by `there`. No errors."""
    value = record.fields.get(field)
    grade = scene.graded(record.grade)
    if value is None:
        return Known(None, (missing(attrs.evolve(need, field=field)),), grade)
    if value is Mark.NOT_KNOWN:
        asked = attrs.evolve(need, field=field)
        return Known(None, (Reason(Cause.CANNOT_BE_KNOWN, asked),), grade)
    return Known(value, (), grade, value)


def read_day(scene: Scene, day: DayOf) -> Known:
    """Read a day that a term names: the judged day, a date fact or a date. No errors."""
    match day:
        case JudgedDay():
            return Known(scene.as_of, seen=scene.as_of)
        case FactOf():
            return read_fact(scene, day)
        case date():
            return Known(day, seen=day)


def there(scene: Scene, record: Record, need: Need) -> Verdict:
    """Answer "this record counts"; one below the floor is only possibly there. No errors."""
    grade = scene.graded(record.grade)
    if scene.believes(record.grade):
        return Verdict(Outcome.MET, (), grade)
    return unknown(*not_shown(scene, need), grade=grade)


def complete(scene: Scene, listing: RecordList | None, need: Need, day: date) -> Verdict:
    """Answer "nothing dated on or before `day` is missing from this list".

    Met, or unknown: a list is open unless somebody says that it is complete, on evidence of the
    grade that counts. No errors.
    """
    if listing is None or not listing.covers(day):
        return unknown(Reason(Cause.LIST_OPEN, need))
    grade = scene.graded(listing.grade)
    if not scene.believes(listing.grade):
        return unknown(*not_shown(scene, need), grade=grade)
    return Verdict(Outcome.MET, (), grade)


def believed_through(scene: Scene, listing: RecordList | None) -> date | None:
    """Return the last day, up to the judged one, on which a list certainly lacks nothing.

    None where there is no such day that counts. No errors.
    """
    if listing is None or not scene.believes(listing.grade):
        return None
    through = scene.as_of if listing.complete else listing.complete_through
    return None if through is None else min(through, scene.as_of)


def beyond(scene: Scene, listing: RecordList | None, need: Need, day: date) -> Verdict:
    """Answer "there may be records that the list does not show": unknown, or not met.

    A list about which nothing was said at all is simply missing. No errors.
    """
    full = complete(scene, listing, need, day)
    if listing is None:
        return unknown(missing(need))
    return attrs.evolve(full, outcome=truth.negate(full.outcome))


def on_or_before(first: Known, day: date) -> Verdict:
    """Answer "`first` is `day` or earlier"; without a first day, always. No errors."""
    if first.value is None:
        return Verdict(Outcome.UNKNOWN, first.reasons, first.grade)
    earlier = not isinstance(first.value, date) or first.value <= day
    return Verdict(truth.of(earlier), (), first.grade)


def on_or_after(last: Known, day: date) -> Verdict:
    """Answer "`last` is `day` or later"; without a last day, always. No errors."""
    if last.value is None:
        return Verdict(Outcome.UNKNOWN, last.reasons, last.grade)
    later = not isinstance(last.value, date) or last.value >= day
    return Verdict(truth.of(later), (), last.grade)


def sensitivity_of(scene: Scene, subject: Subject, name: str) -> Sensitivity:
    """Return how private a fact or record of a subject is; `personal` if undeclared."""
    if name == JUDGED_DAY:
        return Sensitivity.PUBLIC
    schema = scene.program.schema
    entity = subject.name
    found = schema.fact(entity, name) or schema.age(entity, name) or schema.record(entity, name)
    return Sensitivity.PERSONAL if found is None else found.sensitivity
