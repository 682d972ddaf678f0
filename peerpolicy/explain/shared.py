"""Shared tellings: what is told of a clause for the same values is made once, not for each case.

What it is for: `Teller`, which tells the clauses of a question one by one. May import: `explain`'s
accounts and tellings, `facts.model`, `facts.sent`, `ir`, `outcome` and attrs; never a back end.
What stays true: whatever is told was told by the evaluator that is handed in; what it rests on is
part of the key; no date, no name and no free word of anybody is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import attrs

from peerpolicy.explain.account import Account
from peerpolicy.explain.lazily import lazily
from peerpolicy.explain.rests import Read, reads
from peerpolicy.explain.stamps import Stamps
from peerpolicy.explain.tellings import Telling
from peerpolicy.explain.traces import below
from peerpolicy.facts.model import Facts
from peerpolicy.facts.sent import Sent, seen
from peerpolicy.ir.asking import asked_by, terms_of
from peerpolicy.ir.program import Clause, Program, Question
from peerpolicy.ir.schema import Grade
from peerpolicy.ir.terms import Cap, ClauseMet, QuestionMet, parts
from peerpolicy.ir.versions import Version, all_versions, ids, versions_of
from peerpolicy.outcome import ClauseTrace

AskClause = Callable[[Program, str, Question, Facts, date], ClauseTrace]

_MOST_DAYS, _MOST_CASES = 8, 512
"""Tellings are kept for so many judged days, and so many combinations of values for each clause."""


@attrs.define(eq=False)
class Shelf:
    """What was told of one clause on one day, by what it rests on.

    `fact`: it rests on this one fact of whom the question is about. Else `read` says what it rests
    on, None where that is never kept.
    """

    clause: str
    fact: str
    read: Read | None
    told: dict[object, Telling] = attrs.field(factory=dict)


@attrs.frozen(eq=False, slots=False)
class Teller:
    """Tells the clauses of a question; what it keeps is shared by all decisions on the question.

    `rows` keeps the data form of what they have in common, which `explain.data` makes.
    """

    program: Program = attrs.field(repr=False)
    question: Question
    ask: AskClause = attrs.field(repr=False)
    _boards: dict[date, tuple[Shelf, ...]] = attrs.field(factory=dict, init=False, repr=False)
    rows: Stamps = attrs.field(factory=Stamps, init=False, repr=False)
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
    def _reads(self) -> tuple[tuple[str, Read | None], ...]:
        about = self.question.about
        return tuple(reads(self.program, name, about) for name in self.clauses)

    @lazily
    def _capped(self) -> frozenset[str]:
        """The clauses whose condition holds a cap, or asks for what may hold one."""
        return frozenset(
            clause.id
            for clause in self.program.clauses
            for term in terms_of(clause)
            if any(isinstance(part, Cap | ClauseMet | QuestionMet) for part in parts(term))
        )

    @lazily
    def _versions(self) -> Mapping[str, tuple[Version, ...]]:
        return {name: versions_of(self.program, name) for name in ids(self.program)}

    def telling(self, trace: ClauseTrace) -> Telling:
        """Tell a clause from its trace. No errors."""
        clause = all_versions(self.program, trace.clause)[trace.version]
        versions = self._versions[clause.id]
        return Telling(self.program, clause, trace, versions, clause.id in self._capped)

    def tell(self, facts: Facts, day: date) -> tuple[Telling, ...]:
        """Tell every clause, in the order of the file. Errors: those of the evaluator."""
        values = facts.holder(self.question.about).values
        form, grade = (values.form, values.grade) if type(values) is Sent else (None, None)
        found = []
        for shelf in self._boards.get(day) or self._board(day):
            if shelf.fact:
                # one fact of whom the question is about: the commonest case by far
                if form is None:
                    key: object = seen(values, shelf.fact) or ()
                else:
                    value = form.get(shelf.fact)
                    key = () if value is None else (value, grade)
            else:
                key = shelf.read(facts, day) if shelf.read is not None else None
            telling = shelf.told.get(key)
            found.append(self._told(shelf, key, facts, day) if telling is None else telling)
        return tuple(found)

    def _told(self, shelf: Shelf, key: object, facts: Facts, day: date) -> Telling:
        """Ask the evaluator, and keep what it says under the key; None is no key."""
        trace = self.ask(self.program, shelf.clause, self.question, facts, day)
        telling = self.telling(trace)
        if key is not None and _may_be_kept(trace):
            if len(shelf.told) >= _MOST_CASES:
                shelf.told.clear()
            shelf.told[key] = telling
        return telling

    def _board(self, day: date) -> tuple[Shelf, ...]:
        if len(self._boards) >= _MOST_DAYS:
            self._boards.clear()
        pairs = zip(self.clauses, self._reads, strict=True)
        board = tuple(Shelf(name, *read) for name, read in pairs)
        return self._boards.setdefault(day, board)

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


def _may_be_kept(trace: ClauseTrace) -> bool:
    """Say whether nothing in a trace follows from somebody's own dates."""
    tops = [trace.condition, *trace.around]
    tops += [each.instead for each in trace.exceptions if each.instead is not None]
    return not trace.tried and all(t.changes_on is None for top in tops for t in below(top))
