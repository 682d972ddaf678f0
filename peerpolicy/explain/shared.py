"""Shared tellings: what is told of a clause for the same values is made once, not for each case.

What it is for: `Teller`, which tells the clauses of a question one by one. May import: `explain`'s
accounts and tellings, `dates`, `facts.model`, `ir`, `outcome` and attrs; never a back end. What
stays true: whatever is told was told by the evaluator that is handed in; what it rests on is part
of the key; no date, no name and no free word of anybody is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

import attrs

from peerpolicy.dates import LeapDay, completed_years
from peerpolicy.explain.account import Account
from peerpolicy.explain.lazily import lazily
from peerpolicy.explain.tellings import Telling
from peerpolicy.explain.traces import walk
from peerpolicy.facts.model import Facts
from peerpolicy.ir.asking import asked_by, terms_of
from peerpolicy.ir.program import Clause, Program, Question
from peerpolicy.ir.schema import JUDGED_DAY, AmountOf, ChoiceOf, Grade, Schema, SetOf, YesNo
from peerpolicy.ir.terms import (
    AgeTest,
    AllOf,
    AnyOf,
    AtLeastOf,
    Compares,
    Defined,
    FactOf,
    FactTest,
    IsListed,
    NeverFails,
    NoneOf,
    ParameterValue,
    Readings,
    ScopeTest,
    Term,
    parts,
)
from peerpolicy.ir.versions import Version, all_versions, ids, versions_of
from peerpolicy.outcome import ClauseTrace

AskClause = Callable[[Program, str, Question, Facts, date], ClauseTrace]

Read = Callable[[Facts, date], object]
"""What of the facts a clause rests on; None where that is nothing to be kept."""

_MOST_DAYS, _MOST_CASES = 8, 512
"""Tellings are kept for so many judged days, and so many combinations of values for each clause."""

_PLAIN = (
    *(FactTest, AgeTest, ScopeTest, AllOf, AnyOf, NoneOf, AtLeastOf),
    *(Defined, Readings, NeverFails),
)
"""The terms that rest on single facts alone."""

_MOST_YEARS, _LAST_YEAR = 150, 9000
"""Within these, whoever is old enough is told the same whatever the birthday."""

Told = dict[object, Telling]


@attrs.frozen(eq=False, slots=False)
class Teller:
    """Tells the clauses of a question; what it keeps is shared by all decisions on the question."""

    program: Program = attrs.field(repr=False)
    question: Question
    ask: AskClause = attrs.field(repr=False)
    _boards: dict[date, tuple[Told, ...]] = attrs.field(factory=dict, init=False, repr=False)
    _accounts: dict[object, Account] = attrs.field(factory=dict, init=False, repr=False)

    @lazily
    def clauses(self) -> tuple[str, ...]:
        """The names of the clauses of the question, each once, in the order of the file."""
        return tuple(dict.fromkeys(c.id for c in self._own))

    @lazily
    def can_tell(self) -> bool:
        """Whether each clause can be answered by itself.

        None of them asks for another one, no paper raises a fact, and the answer is neither an
        amount nor a name. Everything else is told as a whole.
        """
        question = self.question
        if question.answers or question.answers_in is not None:
            return False
        if question.grade is Grade.SHOWN and self.program.papers:
            return False
        terms = (term for clause in self._own for term in terms_of(clause))
        return not any(True for term in terms for _ in asked_by(term))

    @lazily
    def has_routes(self) -> bool:
        """Whether a pathway may be gone instead of some clause."""
        return any(clause.replaces for clause in self._own)

    @lazily
    def _own(self) -> tuple[Clause, ...]:
        return tuple(c for c in self.program.clauses if self.question.id in c.questions)

    @lazily
    def _reads(self) -> tuple[Read | None, ...]:
        return tuple(reads(self.program, name) for name in self.clauses)

    @lazily
    def _versions(self) -> Mapping[str, tuple[Version, ...]]:
        return {name: versions_of(self.program, name) for name in ids(self.program)}

    def telling(self, trace: ClauseTrace) -> Telling:
        """Tell a clause from its trace. No errors."""
        clause = all_versions(self.program, trace.clause)[trace.version]
        return Telling(self.program, clause, trace, self._versions[clause.id])

    def tell(self, facts: Facts, day: date) -> tuple[Telling, ...]:
        """Tell every clause, in the order of the file. Errors: those of the evaluator."""
        found = []
        board = self._boards.get(day) or self._board(day)
        for name, read, known in zip(self.clauses, self._reads, board, strict=True):
            key = None if read is None else read(facts, day)
            telling = known.get(key) if key is not None else None
            if telling is None:
                trace = self.ask(self.program, name, self.question, facts, day)
                telling = self.telling(trace)
                if key is not None and _may_be_kept(trace):
                    if len(known) >= _MOST_CASES:
                        known.clear()
                    known[key] = telling
            found.append(telling)
        return tuple(found)

    def account(self, tellings: tuple[Telling, ...], day: date) -> Account:
        """Return what the tellings of every clause come to; no errors.

        Plain ones add nothing to it, so it is shared by all decisions with the same other ones.
        """
        if self.has_routes:
            return Account(self.program, self.question, day, tellings)
        others = tuple([each for each in tellings if not each.is_plain])
        key = (day, others, len(others) < len(tellings))
        account = self._accounts.get(key)
        if account is None:
            if len(self._accounts) >= _MOST_CASES:
                self._accounts.clear()
            account = Account(self.program, self.question, day, others, applies=key[2])
            self._accounts[key] = account
        return account

    def by_name(self, tellings: tuple[Telling, ...]) -> Sequence[Telling]:
        """Return what was told in the order of the names of the clauses. No errors."""
        return [tellings[n] for n in self._order]

    @lazily
    def _order(self) -> tuple[int, ...]:
        """The places of the clauses of the question, by their names."""
        return tuple(sorted(range(len(self.clauses)), key=self.clauses.__getitem__))

    def _board(self, day: date) -> tuple[Told, ...]:
        if len(self._boards) >= _MOST_DAYS:
            self._boards.clear()
        board: tuple[Told, ...] = tuple({} for _ in self.clauses)
        return self._boards.setdefault(day, board)


def _may_be_kept(trace: ClauseTrace) -> bool:
    """Say whether nothing in a trace follows from somebody's own dates."""
    tops = [trace.condition, *trace.around]
    tops += [each.instead for each in trace.exceptions if each.instead is not None]
    return not trace.tried and all(t.changes_on is None for top in tops for t in walk(top))


# ---------------------------------------------------------------- what a clause rests on


def reads(program: Program, name: str) -> Read | None:
    """Return what reads everything that a clause rests on; None where that is never kept."""
    versions = all_versions(program, name)
    whole = [part for clause in versions for part in _parts(clause)]
    if not all(_is_plain(part) for part in whole):
        return None
    born = {p.since for p in whole if isinstance(p, AgeTest)}
    facts = {p for p in whole if isinstance(p, FactOf) and p.name != JUDGED_DAY}
    facts |= {clause.in_force.by for clause in versions if clause.in_force and clause.in_force.by}
    if any(not _is_kept(program.schema, fact) for fact in facts - born):
        return None
    if born & _tested(whole) or any(_is_far(p) for p in whole if isinstance(p, AgeTest)):
        return None
    if any(fact.subject.in_hand for fact in facts):
        return None
    own = sorted(facts - born, key=lambda fact: (fact.subject.name, fact.name))
    return _reader(own, sorted(born, key=lambda f: f.name), program.calendar.leap_day)


def _parts(clause: Clause) -> Iterator[object]:
    yield from (part for term in terms_of(clause) for part in parts(term))


def _is_plain(part: object) -> bool:
    if isinstance(part, Term):
        return isinstance(part, _PLAIN)
    return not isinstance(part, IsListed)


def _is_kept(schema: Schema, fact: FactOf) -> bool:
    """Say whether values of a fact may be kept: yes or no, amounts, and the policy's own words."""
    declared = schema.fact(fact.subject.name, fact.name)
    match declared.type if declared is not None else None:
        case YesNo() | AmountOf() | SetOf():
            return True
        case ChoiceOf(choices=name):
            return not schema.choices[name].others
        case _:
            return False


def _tested(whole: list[object]) -> set[FactOf]:
    """Return the facts that are read otherwise than for an age."""
    tests = [p for p in whole if isinstance(p, FactTest | ScopeTest)]
    return {p for test in tests for p in parts(test) if isinstance(p, FactOf)}


def _is_far(term: AgeTest) -> bool:
    """Say whether a birthday may matter to somebody who is old enough."""
    test = term.test
    ends = (test.bound,) if isinstance(test, Compares) else (test.low, test.high)
    return any(isinstance(end, ParameterValue) or end > _MOST_YEARS for end in ends)


def _reader(own: list[FactOf], born: list[FactOf], leap_day: LeapDay | None) -> Read:
    names = [(fact.subject.name, fact.name) for fact in own]
    if not born and len(names) == 1:
        return _single(*names[0])

    def read(facts: Facts, day: date) -> object:
        found: list[object] = []
        for entity, name in names:
            datum = facts.holder(entity).values.get(name)
            found.append(None if datum is None else (datum.value, datum.grade))
        for fact in born:
            datum = facts.holder(fact.subject.name).values.get(fact.name)
            if datum is None:
                found.append(None)
                continue
            since = datum.value
            if isinstance(since, date):
                if day.year >= _LAST_YEAR:
                    return None
                years = completed_years(since, day, leap_day or LeapDay.MARCH_1)
                found.append((years, since.month == 2 and since.day == 29, datum.grade))
            else:
                found.append((since, datum.grade))
        return tuple(found)

    return read


def _single(entity: str, name: str) -> Read:
    """Read one fact, the commonest case by far."""

    def read(facts: Facts, day: date) -> object:
        datum = facts.holder(entity).values.get(name)
        return () if datum is None else (datum.value, datum.grade)

    return read
