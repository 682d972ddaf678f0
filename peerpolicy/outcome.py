"""Outcomes as pure data: what an evaluator found, term by term, before anybody phrases it.

What it is for: evaluators hand a `QuestionTrace` to the explainer. May import: `truth`,
`quantity`, `dates`, `source`, `ir.schema`, `ir.terms` and attrs. What stays true: a trace mirrors
the term it answers; an unknown always carries at least one reason; nothing here is text for
people except the author's own line.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NoReturn

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.dates import Span
from peerpolicy.ir.program import Citation
from peerpolicy.ir.schema import Grade, Sensitivity
from peerpolicy.ir.terms import Unlock
from peerpolicy.quantity import Interval, Number
from peerpolicy.source import Place
from peerpolicy.truth import Outcome, all_of, any_of


class FindingOutcome(enum.Enum):
    """The outcome of one clause: as an `Outcome`, or not applicable.

    >>> import peerpolicy as pp
    >>> pp.FindingOutcome.NOT_APPLICABLE.value
    'not applicable'
    """

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"

    def __bool__(self) -> NoReturn:
        """Refuse to be a truth value: compare with `is`."""
        raise TypeError("an outcome is neither true nor false; compare it with `is`")


class Cause(enum.Enum):
    """Why something is unknown.

    >>> import peerpolicy as pp
    >>> pp.Cause.LIST_OPEN.value
    'list not known to be complete'
    """

    MISSING = "missing"
    CANNOT_BE_KNOWN = "cannot be known"
    LIST_OPEN = "list not known to be complete"
    NOT_SHOWN = "not shown"
    NEEDS_JUDGEMENT = "needs a person's judgement"
    OPEN_TERM = "left open by the source"
    READINGS_DIFFER = "the readings of the source differ"
    UNADDRESSED = "not addressed by the source"
    INCOMPLETE = "paper missing or not complete"
    NOTHING_APPLIES = "perhaps nothing applies"
    NOT_DUE = "nothing is due yet"
    NOT_DETERMINED = "a value is not determined yet"
    NO_VALUE = "no value is in force"
    RULE_CONFLICT = "exceptions that hold differ"
    NOT_IN_FORCE = "not in force on that day"
    DAY_OF_CHANGE = "the day of a change is not known"


@attrs.frozen(order=True)
class Need:
    """Something that is not known and may matter: a value, a list, a paper or an attestation.

    `subject` is the entity, `name` the fact, record kind or judgement. `field` is set where one
    field of existing records is not known. `person` is the id of a person of a roster.

    >>> import peerpolicy as pp
    >>> pp.Need("peer", "birth_date").name
    'birth_date'
    """

    subject: str
    name: str
    field: str = ""
    person: str = ""


@frozen
class Reason:
    """One reason for an unknown: the cause, what is needed, and who has to settle it.

    >>> import peerpolicy as pp
    >>> pp.Reason(pp.Cause.NEEDS_JUDGEMENT, owner="agency").owner
    'agency'
    """

    cause: Cause
    need: Need | None = None
    owner: str = ""


CONFLICT = Reason(Cause.RULE_CONFLICT)
"""Why a clause is unknown whose exceptions contradict each other."""

NOT_DUE = Reason(Cause.NOT_DUE)
"""Why a clause decides nothing yet: nothing has to be done by the judged day."""


@frozen
class Observed:
    """What was seen: an interval in `unit`, a date, a name or some names, yes or no.


    `words` stand before a date that is not simply the value of a fact, such as "through".
    """

    value: Interval | date | str | bool | tuple[str, ...] | None
    sensitivity: Sensitivity
    unit: str = ""
    words: str = ""


@frozen
class Required:
    """What was asked for: the operator's words and the bound, in `unit` where it has one.

    The bound is an interval where several amounts are possible, and the name of its parameter
    where no amount is known.
    """

    words: str
    bound: Number | Interval | date | str | None = None
    unit: str = ""


@frozen
class PeriodTrace:
    """One period of a periodic line: when it was, what was seen, and whether it was enough.

    `bound` is what the amount was compared with; None where perhaps no value was in force.
    """

    span: Span
    outcome: Outcome
    observed: Interval
    bound: Interval | None


@frozen
class LineTrace:
    """The requested amount of one day, and what of it is allowed and in excess."""

    day: date | None
    requested: Interval
    allowed: Interval
    excess: Interval
    unlocked: Outcome


@frozen
class Allocation:
    """What a cap does to requested amounts; `cap` is None where perhaps none is in force."""

    requested: Interval
    allowed: Interval
    used: Interval
    excess: Interval
    unit: str
    cap: Interval | None
    period: str
    lines: tuple[LineTrace, ...]
    unlock: Unlock | None


@frozen
class Trace:
    """How one term was answered.

    `nothing_due`: a periodic line with no completed period yet; its outcome is then unknown.
    `due_unknown`: whether anything is due yet is not known, because the first day is not.
    `due_on`: the first day on which a periodic line is judged, the day after its first period.
    `not_in_force`: no version of the clause holds, so its condition was not looked at.
    `changes_on`: the day on which this term alone would be met if nothing new happens.
    `grade`: the lowest evidence among the values it read, None if it read none. `sources` of a
    term's answer that people may want to see stand in `children`, in the order of the items.
    `citations` are those of the rows of parameters that it went by. `asks` names the clause or
    question whose outcome this is; whoever else asks for it has the same traces below.
    `nearest`: of a roster, the id of the person who comes closest; `others` counts the rest.
    """

    outcome: Outcome
    text: str
    place: Place
    observed: Observed | None = None
    required: Required | None = None
    shortfall: Interval | None = None
    reasons: tuple[Reason, ...] = ()
    changes_on: date | None = None
    grade: Grade | None = None
    conventions: frozenset[str] = frozenset()
    children: tuple[Trace, ...] = ()
    nothing_due: bool = False
    due_unknown: bool = False
    due_on: date | None = None
    not_in_force: bool = False
    periods: tuple[PeriodTrace, ...] = ()
    progress: PeriodTrace | None = None
    allocation: Allocation | None = None
    nearest: str | None = None
    others: int = 0
    provisional: bool = False
    citations: tuple[Citation, ...] = ()
    asks: str = ""


@frozen
class ExceptionTrace:
    """How one exception was answered: whether it holds, and what it asks for instead."""

    id: str
    condition: Trace
    instead: Trace | None = None


@frozen
class ClauseTrace:
    """How one clause was answered; `replaces` is set for a pathway.

    `condition` is the clause's own; `in_play` says what counts beside or instead of it.
    `conflict`: exceptions that certainly hold lead to different answers.
    `version`: which of its versions, counted from the earliest. `contributes`: whether it bears on
    the outcome. `tried`: where more than one version had a say, the answers of each, which the
    others sum up; `in_turn`: each for its own periods, otherwise because any of them may hold.
    """

    clause: str
    applies: Outcome
    holds: Outcome
    condition: Trace
    guard: Trace | None = None
    exceptions: tuple[ExceptionTrace, ...] = ()
    replaces: tuple[str, ...] = ()
    conflict: bool = False
    version: int = 0
    contributes: bool = True
    tried: tuple[ClauseTrace, ...] = ()
    in_turn: bool = False

    @property
    def contribution(self) -> Outcome:
        """Does not apply, or holds: what the clause adds to its question.

        A pathway adds a way and no demand: it applies and holds.
        """
        return contribution(self.applies, self.holds, is_route=bool(self.replaces))

    @property
    def in_play(self) -> tuple[ExceptionTrace | None, ...]:
        """What may have the word: exceptions, or (None) the clause as it is written."""
        chosen = in_play(each.condition.outcome for each in self.exceptions)
        return tuple(None if n is None else self.exceptions[n] for n in chosen)

    @property
    def around(self) -> tuple[Trace, ...]:
        """What says whether the clause counts as it is written: its guard and its exceptions."""
        return around(self.guard, (each.condition for each in self.exceptions))


def around(guard: Trace | None, exceptions: Iterable[Trace]) -> tuple[Trace, ...]:
    """Return what says whether a clause counts as it is written. No errors."""
    guards = () if guard is None else (guard,)
    return (*guards, *exceptions)


def contribution(applies: Outcome, holds: Outcome, *, is_route: bool) -> Outcome:
    """Return what a clause adds to its question; a route adds a way and no demand. No errors."""
    if is_route:
        return all_of((applies, holds))
    # any_of((negate(applies), holds)), spelt out: it is asked for of every clause many times
    if applies is Outcome.NOT_MET or holds is Outcome.MET:
        return Outcome.MET
    return holds if applies is Outcome.MET else Outcome.UNKNOWN


def in_play(exceptions: Iterable[Outcome]) -> tuple[int | None, ...]:
    """Return which readings may have the word: exceptions, or (None) the clause as written.

    In: whether each exception holds. Those that certainly hold rule the written clause out; one
    that perhaps holds stands beside whatever else may count. No errors.
    """
    known = tuple(enumerate(exceptions))
    certain = tuple(n for n, holds in known if holds is Outcome.MET)
    possible = tuple(n for n, holds in known if holds is Outcome.UNKNOWN)
    return (*(certain or (None,)), *possible)


@frozen
class AnswerTrace:
    """How one named answer came out: whether it holds, and how its condition was answered.

    Without a condition it is the answer that is left where no other one holds.
    """

    name: str
    outcome: Outcome
    condition: ClauseTrace | None = None


@frozen
class Payable:
    """What of the amount that is requested on one day is payable, under all limits at once.

    `day` is None for requests of which it is not known.
    """

    entry: str
    day: date | None
    requested: Interval
    payable: Interval


@frozen
class QuestionTrace:
    """How one question was answered: the traces of its clauses, in the order of the file.

    `clauses` holds those that its named answers ask for, too. `answer` is an amount, `payable`
    what it is made of; `answers` are the named ones, the best first.
    """

    question: str
    as_of: date
    outcome: Outcome
    clauses: tuple[ClauseTrace, ...]
    answer: Interval | None = None
    answers: tuple[AnswerTrace, ...] = ()
    payable: tuple[Payable, ...] = ()

    @property
    def settled(self) -> AnswerTrace | None:
        """The named answer that certainly is the one, None while a better one may be."""
        return settled(self.answers)


@frozen
class Fork:
    """Requirements that are replaced together, and the pathways that replace them."""

    replaced: tuple[ClauseTrace, ...]
    pathways: tuple[ClauseTrace, ...]

    @property
    def ordinary(self) -> Outcome:
        """Whether the requirements are met themselves, every one of them."""
        return all_of(c.contribution for c in self.replaced)

    @property
    def outcome(self) -> Outcome:
        """Whether one route is met as a whole; halves of two are nothing."""
        return any_of((self.ordinary, *(c.contribution for c in self.pathways)))

    @property
    def met_by(self) -> str:
        """The pathway that met it where the requirements did not, empty where none did."""
        if self.ordinary is Outcome.MET:
            return ""
        met = (c.clause for c in self.pathways if c.contribution is Outcome.MET)
        return next(met, "")


def forks(clauses: Iterable[ClauseTrace]) -> tuple[Fork, ...]:
    """Gather pathways with what they replace, in the order of the clauses. No errors."""
    known = {c.clause: c for c in clauses}
    sets: dict[frozenset[str], list[ClauseTrace]] = {}
    for each in known.values():
        if each.replaces:
            sets.setdefault(frozenset(each.replaces), []).append(each)
    return tuple(
        Fork(tuple(c for c in known.values() if c.clause in names), tuple(pathways))
        for names, pathways in sets.items()
    )


def demands(clauses: Iterable[ClauseTrace]) -> Iterator[Outcome]:
    """Yield what must be met, each of it: clauses on their own, then one route of each fork."""
    known = tuple(clauses)
    found = forks(known)
    replaced = {c.clause for fork in found for c in fork.replaced}
    yield from (c.contribution for c in known if c.clause not in replaced and not c.replaces)
    yield from (fork.outcome for fork in found)


def in_the_way(clauses: Iterable[ClauseTrace]) -> frozenset[str]:
    """Return the clauses that stand in the way of a met answer.

    Those whose contribution is open or fails; of a fork that is met, none. A pathway that
    certainly does not apply is no way, so it cannot stand in it. No errors.
    """
    known = tuple(clauses)
    settled = {
        c.clause
        for fork in forks(known)
        if fork.outcome is Outcome.MET
        for c in (*fork.replaced, *fork.pathways)
    }
    return frozenset(
        c.clause
        for c in known
        if c.contribution is not Outcome.MET
        and c.clause not in settled
        and not (c.replaces and c.applies is Outcome.NOT_MET)
    )


def combine(clauses: tuple[ClauseTrace, ...]) -> Outcome:
    """Combine the clauses that bear on an outcome; those that do not are left out.

    Out: strong Kleene all-of over what they demand; unknown where no requirement certainly
    applies, because then perhaps no rule speaks about this case at all. A pathway is no
    requirement.
    """
    bearing = tuple(c for c in clauses if c.contributes)
    outcome = all_of(demands(bearing))
    required = (c.applies for c in bearing if not c.replaces)
    if outcome is Outcome.MET and any_of(required) is not Outcome.MET:
        return Outcome.UNKNOWN
    return outcome


def settled(answers: Iterable[AnswerTrace]) -> AnswerTrace | None:
    """Return the first answer that holds where each before it certainly does not, else None.

    In: the answers, the best first. No errors.
    """
    first = next((a for a in answers if a.outcome is not Outcome.NOT_MET), None)
    return first if first is not None and first.outcome is Outcome.MET else None


def outcome_of(answers: Iterable[AnswerTrace]) -> Outcome:
    """Return met where an answer with a condition is settled, not met where the last one is."""
    found = settled(answers)
    if found is None:
        return Outcome.UNKNOWN
    return Outcome.NOT_MET if found.condition is None else Outcome.MET
