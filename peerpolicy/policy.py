"""The facade: a checked policy, and everything that can be asked of it.

What it is for: `Policy`, `Requirement` and the running of examples; the one place where facts, an
evaluator and explanations meet. May import: everything of lower rank. What stays true: a policy
never changes; no clock is read, so the day judged on is always given; the same facts on the same
day give the same decision, to the byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import attrs

from peerpolicy.deciding import Decider
from peerpolicy.diagnostics import Diagnostic, did_you_mean
from peerpolicy.errors import FactsError, PeerPolicyError, RowError
from peerpolicy.facts.model import CheckedFacts, Facts
from peerpolicy.facts.quick import QuickReader
from peerpolicy.facts.reader import read
from peerpolicy.ir.canonical import digest
from peerpolicy.ir.program import (
    Citation,
    Clause,
    LedgerRow,
    OpenTerm,
    Program,
    Question,
)
from peerpolicy.ir.schema import Schema
from peerpolicy.ir.versions import Version, all_versions, ids, versions_of

if TYPE_CHECKING:
    import os

    from peerpolicy.explain.decision import Decision
    from peerpolicy.explain.examples import ExampleResult
    from peerpolicy.explain.findings import Finding

# What a first decision does not need is imported by the methods that need it.

_MOST_KNOWN = 32
"""For so many questions and days of `known_on` what decides them is kept."""

Extra = Literal["error", "ignore"]
"""What becomes of a key that the policy does not know."""


@attrs.frozen(eq=False)
class Policy:
    """A checked policy: ask it with `decide`.

    Made by `pp.load`, `pp.loads` and `pp.load_shipped`. Two policies are equal if their programs
    are; the hash is that of the `digest`. Frozen, safe to share between threads, picklable.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> policy = pp.load_shipped("us/ct/dds_peer_to_peer")
    >>> [question.id for question in policy.questions]
    ['hire', 'may_receive', 'service_in_order']
    >>> policy.decide({}, as_of=date(2026, 11, 23), question="hire").outcome
    <Outcome.UNKNOWN: 'unknown'>
    """

    program: Program = attrs.field(repr=False)
    id: str = attrs.field(init=False)
    digest: str = attrs.field(kw_only=True)
    _deciders: dict[str | None, Decider] = attrs.field(init=False, repr=False, factory=dict)
    _known: dict[tuple[str, date], Decider] = attrs.field(init=False, repr=False, factory=dict)
    _reader: QuickReader = attrs.field(init=False, repr=False)

    @id.default
    def _id(self) -> str:
        return self.program.id

    @digest.default
    def _digest(self) -> str:
        return digest(self.program)

    @_reader.default
    def _tables(self) -> QuickReader:
        return QuickReader(self.program.schema)

    def __eq__(self, other: object) -> bool:
        """Say whether the other policy has an equal program."""
        if not isinstance(other, Policy):
            return NotImplemented
        return self.digest == other.digest and self.program == other.program

    def __hash__(self) -> int:
        """Return the hash of the digest."""
        return hash(self.digest)

    def __reduce__(self) -> tuple[type[Policy], tuple[object]]:
        """Pickle the program alone, as plain data; what is worked out is worked out again."""
        from peerpolicy.explain.replay import plain

        return Policy, (plain(self.program),)

    @property
    def title(self) -> str:
        """The title of the program."""
        return self.program.title

    @property
    def schema(self) -> Schema:
        """What facts may say: entities, facts, records, choices, measures, registries."""
        return self.program.schema

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions that the policy answers."""
        return self.program.questions

    @property
    def open_terms(self) -> tuple[OpenTerm, ...]:
        """The terms that the sources leave open, and who has to settle them."""
        return self.program.open_terms

    @property
    def ledger(self) -> tuple[LedgerRow, ...]:
        """The sentences of the sources, and what became of each."""
        return self.program.ledger

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """The clauses, each of which can be evaluated alone, in the order of the file.

        A clause with several versions stands once, for its latest one.
        """
        return tuple(self.requirement(name) for name in ids(self.program))

    @property
    def versions(self) -> Mapping[str, tuple[Version, ...]]:
        """For each clause its versions, the earliest first: days, day of issue, citation, place."""
        program = self.program
        return MappingProxyType({name: versions_of(program, name) for name in ids(program)})

    @property
    def citations(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """For each place of a source, (source id, locator), the clauses and exceptions there."""
        cited: dict[tuple[str, str], tuple[str, ...]] = {}
        for clause in self.program.clauses:
            made = ((each.id, each.citations) for each in clause.exceptions)
            for name, citations in ((clause.id, clause.citations), *made):
                for citation in citations:
                    for locator in citation.locators:
                        place = (citation.source, locator)
                        cited[place] = tuple(dict.fromkeys((*cited.get(place, ()), name)))
        return MappingProxyType(cited)

    def requirement(self, name: str) -> Requirement:
        """Return the clause of that name, to be evaluated alone.

        Errors: PeerPolicyError, with the nearest name, if there is none.
        """
        versions = all_versions(self.program, name)
        if not versions:
            raise _unknown("clause", name, ids(self.program))
        return Requirement(self, versions[-1])

    def read_facts(self, facts: object, *, extra: Extra = "error") -> CheckedFacts:
        """Read facts once, to be handed to `decide` for several questions, days or both.

        In: facts as for `decide`. Out: a copy of them, checked; the `repr` shows no value. Errors:
        FactsError for facts that cannot be read (PP601 to PP607).
        """
        return CheckedFacts(self._read(facts, extra), self.digest)

    def decide(
        self,
        facts: object,
        *,
        as_of: date,
        known_on: date | None = None,
        question: str | None = None,
        extra: Extra = "error",
    ) -> Decision:
        """Answer a question about a case.

        In: facts nested by subject (a mapping or objects), or what `read_facts` gave; the day
        judged on; with `known_on` only what was issued by that day counts, otherwise everything;
        the question, which may be left out where the policy has one; what becomes of unknown keys.
        Errors: FactsError for facts that cannot be read (PP601 to PP607; PP605 also if `as_of` or
        `known_on` is not a date), PeerPolicyError for a question that the policy does not have,
        NotInForceError if no rule for it is in force on the day.
        """
        decider = self._deciders.get(question) if known_on is None else None
        if decider is None:
            decider = self._asked(question, known_on)
        day = _civil(as_of, "as_of")
        again = type(facts) is CheckedFacts
        return decider.decide(self._read(facts, extra), day, once=not again)

    def decide_many(
        self,
        rows: Iterable[object],
        *,
        as_of: date,
        known_on: date | None = None,
        question: str | None = None,
        extra: Extra = "error",
    ) -> Iterator[Decision | RowError]:
        """Answer a question about many cases, one after the other, in their order.

        In: the facts of each case, as for `decide`; the day is the same for all of them. Out: for
        each row, when it is asked for, the decision, or a RowError where the row cannot be read;
        the next rows are decided all the same. No row is kept. Errors, at once: as for `decide`,
        but for the facts of a row.

        >>> import peerpolicy as pp
        >>> from datetime import date
        >>> policy = pp.load_shipped("us/ct/dds_peer_to_peer")
        >>> rows = [{"peer": {"birth_date": "2007-04-02"}}, {"peer": {"shoes": 2}}, {}]
        >>> for result in policy.decide_many(rows, as_of=date(2026, 11, 23), question="hire"):
        ...     if isinstance(result, pp.RowError):
        ...         print(f"row {result.position}: {result.diagnostics[0].message}")
        ...     else:
        ...         print(result.outcome.value)
        not met
        row 1: `peer.shoes` is not known to this policy
        unknown
        """
        decider, day = self._asked(question, known_on), _civil(as_of, "as_of")
        decider.inquiry.refuse_without_rules(day)
        return self._each(iter(rows), decider, day, extra)

    def replay(
        self, record: Mapping[str, object], facts: object, *, extra: Extra = "error"
    ) -> Decision:
        """Decide a case again from the data of an earlier decision, and compare the two.

        In: what `Decision.to_dict` gave, masked or full; the facts of that time. Out: the new
        decision, equal to the recorded one in policy, facts, outcomes and answer. Another version
        of the library alone is no difference. Errors: ReplayError where something differs;
        PeerPolicyError for data that is no decision; as for `decide` else.

        >>> import peerpolicy as pp
        >>> from datetime import date
        >>> policy = pp.load_shipped("us/ct/dds_peer_to_peer")
        >>> first = policy.decide({}, as_of=date(2026, 11, 23), question="hire")
        >>> policy.replay(first.to_dict(), {}).digest == first.digest
        True
        """
        from peerpolicy.explain.recorded import asked_in, refuse_differences

        asked = asked_in(record)
        again = self.decide(
            facts,
            as_of=asked.as_of,
            known_on=asked.known_on,
            question=asked.question,
            extra=extra,
        )
        refuse_differences(record, again)
        return again

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the checked policy to a file, from which `pp.load_compiled` loads it.

        The file is JSON: data and no code. It holds everything that the policy holds; nothing of
        a case. A file of that name is replaced. Errors: OSError if it cannot be written.

        >>> import peerpolicy as pp
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> policy = pp.load_shipped("us/ct/dds_peer_to_peer")
        >>> with TemporaryDirectory() as folder:
        ...     policy.save(Path(folder, "peers.json"))
        ...     pp.load_compiled(Path(folder, "peers.json")) == policy
        True
        """
        from pathlib import Path

        from peerpolicy.saved.write import written

        Path(path).write_bytes(written(self.program, self.digest))

    def json_schema(self) -> dict[str, object]:
        """Return the JSON Schema (draft 2020-12) of the facts that the policy reads. No errors."""
        from peerpolicy.facts.json_schema import json_schema

        return json_schema(self.schema, self.id)

    def described(self, *, as_of: date) -> dict[str, object]:
        """Return the policy described as facts, to be judged by a policy about programs.

        In: the day on which it is described. Out: facts about the subject `program`, in the words
        of the shipped vocabulary `program_rules`: each clause, its kind, force and topics, whether
        its words are settled, and the hours that it asks for at least; the lists are complete
        through that day. Errors: FactsError PP605 if `as_of` is not a date.

        >>> import peerpolicy as pp
        >>> from datetime import date
        >>> day = date(2026, 11, 23)
        >>> facts = pp.load_shipped("us/mt/sdmi_peer_support").described(as_of=day)
        >>> letter = pp.load_shipped("us/federal/cms_smdl_07_011")
        >>> letter.requirement("amount_of_service").evaluate(facts, as_of=day).outcome
        <FindingOutcome.MET: 'met'>
        """
        from peerpolicy.facts.described import describe

        return describe(self.program, _civil(as_of, "as_of"))

    def check_examples(self) -> tuple[ExampleResult, ...]:
        """Run the worked cases of the policy; what fails is data, never an exception."""
        from peerpolicy.examples import Runner

        runner = Runner(self.program, self._decider)
        return tuple(runner.checked(example) for example in self.program.examples)

    def _read(self, facts: object, extra: Extra) -> Facts:
        """Read facts: the common forms quickly, anything else carefully."""
        if type(facts) is CheckedFacts:
            if facts.policy_digest == self.digest:
                return facts.facts
            help_ = "read them with the policy that is asked"
            raise FactsError([Diagnostic("PP601", "the facts were read by another policy", help_)])
        quick = self._reader.read(facts) if extra in ("error", "ignore") else None
        return read(self.schema, facts, extra=extra) if quick is None else quick

    def _each(
        self, rows: Iterator[object], decider: Decider, day: date, extra: Extra
    ) -> Iterator[Decision | RowError]:
        for position, row in enumerate(rows):
            try:
                facts = self._read(row, extra)
            except FactsError as error:
                yield RowError(position, error.diagnostics)
            else:
                again = type(row) is CheckedFacts
                decision = decider.decide(facts, day, once=not again)
                if not again:
                    facts.kept.clear()  # worked out again if need be; a caller may keep a million
                yield decision

    def _question(self, name: str | None, known: tuple[str, ...]) -> Question:
        if name is None and len(known) == 1:
            name = known[0]
        if name is None:
            raise PeerPolicyError(f"say which question is meant; there are: {', '.join(known)}")
        found = self.program.question(name) if name in known else None
        if found is None:
            raise _unknown("question", name, known)
        return found

    def _asked(self, name: str | None, known_on: object) -> Decider:
        """Return what decides a question by its name, which may be left out if it is the one."""
        question = self._question(name, tuple(q.id for q in self.questions))
        decider = self._decider(question, known_on)
        if known_on is None:
            self._deciders[name] = decider
        return decider

    def _decider(self, question: Question, known_on: object = None) -> Decider:
        """Return what decides a question by all rules, or by those issued by a day."""
        if known_on is not None:
            return self._knowing(question, _civil(known_on, "known_on"))
        found = self._deciders.get(question.id)
        if found is None:
            found = Decider.of(self.program, question, self.digest)
            self._deciders[question.id] = found
        return found

    def _knowing(self, question: Question, known_on: date) -> Decider:
        """Return what decides a question by the rules issued by a day; the last few are kept."""
        found = self._known.get((question.id, known_on))
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            program = attrs.evolve(self.program, known_on=known_on)
            found = Decider.of(program, question, self.digest)
            self._known[question.id, known_on] = found
        return found


@attrs.frozen
class Requirement:
    """One clause of a policy, which can be evaluated alone.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> min_age = pp.load_shipped("us/ct/dds_peer_to_peer").requirement("min_age")
    >>> min_age.kind, min_age.text
    ('require', 'age is at least 21 years')
    >>> facts = {"peer": {"birth_date": {"value": "1990-05-01", "evidence": "verified"}}}
    >>> min_age.evaluate(facts, as_of=date(2026, 11, 23)).outcome
    <FindingOutcome.MET: 'met'>
    """

    _policy: Policy = attrs.field(repr=False)
    _clause: Clause = attrs.field(repr=False)
    id: str = attrs.field(init=False)

    @id.default
    def _id(self) -> str:
        return self._clause.id

    @property
    def kind(self) -> str:
        """The kind of clause: require, permit, submit and so on."""
        return self._clause.kind

    @property
    def text(self) -> str:
        """The author's line."""
        return self._clause.text

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that the clause bears on."""
        return self._clause.questions

    @property
    def citation(self) -> tuple[Citation, ...]:
        """What the clause cites."""
        return self._clause.citations

    @property
    def topics(self) -> tuple[str, ...]:
        """What the clause is about, as its line `on topic` says."""
        return self._clause.topics

    @property
    def because(self) -> str:
        """The author's reason for the clause, empty where none is given."""
        return self._clause.because

    @property
    def versions(self) -> tuple[Version, ...]:
        """The versions of the clause, the earliest first; the other properties are of the last."""
        return versions_of(self._policy.program, self.id)

    def evaluate(
        self,
        facts: object,
        *,
        as_of: date,
        known_on: date | None = None,
        question: str | None = None,
        extra: Extra = "error",
    ) -> Finding:
        """Evaluate the clause alone, by the version that is in force.

        In: as for `Policy.decide`; the question, whose grade of evidence counts, may be left out:
        then it is the first one that the clause bears on. Errors: as for `Policy.decide`.
        """
        from peerpolicy.examples import found

        policy, known = self._policy, self.questions
        if question is not None and question not in known and policy.program.question(question):
            others = ", ".join(known)
            raise PeerPolicyError(f"`{self.id}` does not bear on `{question}`, but on: {others}")
        asked = policy._question(question or known[0], known)
        day, inquiry = _civil(as_of, "as_of"), policy._decider(asked, known_on).inquiry
        inquiry.refuse_without_rules(day)
        return found(inquiry.program, self.id, asked, policy._read(facts, extra), day)


def _unknown(kind: str, name: str, known: tuple[str, ...]) -> PeerPolicyError:
    advice = did_you_mean(name, known, f"there are: {', '.join(known)}")
    return PeerPolicyError(f"the policy has no {kind} `{name}`; {advice}")


def _civil(day: object, name: str) -> date:
    """Refuse what is not a civil date: the hour of a datetime has no meaning here."""
    if type(day) is date or (isinstance(day, date) and not isinstance(day, datetime)):
        return day
    message = f"`{name}` must be a date, without a time of day"
    help_ = "pass a `datetime.date`, such as `date(2026, 11, 23)`"
    raise FactsError([Diagnostic("PP605", message, help_)])
