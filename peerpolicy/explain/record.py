"""The record of a decision: all that a decision holds, each part made when it is first read.

What it is for: the data under `Decision`, so that texts and data forms can read it without
knowing the class that offers them. May import: the rest of `explain` that makes records,
`facts`, `ir`, `outcome` and attrs. What stays true: advice never
blocks; whatever is read rests on the facts and the rules that were decided on, and nothing else.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from peerpolicy._version import __version__
from peerpolicy.explain.lazily import lazily
from peerpolicy.explain.replay import Case, Inquiry
from peerpolicy.facts.model import Facts
from peerpolicy.ir.force import Status
from peerpolicy.ir.program import Convention, Interpretation, Program
from peerpolicy.ir.schema import Grade
from peerpolicy.ir.versions import status_on
from peerpolicy.outcome import Payable, QuestionTrace
from peerpolicy.quantity import Interval
from peerpolicy.truth import Outcome

if TYPE_CHECKING:  # what makes records is imported when one is read
    from peerpolicy.explain.account import Account
    from peerpolicy.explain.answers import Answer
    from peerpolicy.explain.findings import Finding
    from peerpolicy.explain.limits import Limit
    from peerpolicy.explain.needs import Ask, Referral
    from peerpolicy.explain.routes import Route
    from peerpolicy.explain.shared import Teller
    from peerpolicy.explain.tellings import Telling

_SHOWN = (
    *("program", "question", "as_of", "decided_on", "outcome", "findings", "provisional"),
    *("limits", "digest", "known_on", "status"),
)
_COMPARED = (
    *("program", "question", "as_of", "known_on", "outcome", "policy_digest", "facts_digest"),
    *("title", "asks", "about", "decided_on", "answer_unit", "status", "engine", "units"),
    *(
        "answer",
        "payable",
        "answers",
        "findings",
        "blocking",
        "limits",
        "missing",
        "asked",
        "referrals",
    ),
    *("routes", "advice", "conventions", "interpretations", "provisional", "digest"),
)


@attrs.frozen(slots=False, eq=False, repr=False)
class DecisionRecord:
    """What was asked, of which program, what came out, and why. See `Decision`.

    `outcome` is known at once. Everything that explains it is made by the inquiry's evaluator, from
    the copy of the facts that was decided on, when it is first read. `answered` is the trace of
    the question where somebody has it already.
    """

    _inquiry: Inquiry
    _facts: Facts
    as_of: date
    outcome: Outcome
    _answered: QuestionTrace | None = None

    def __eq__(self, other: object) -> bool:
        """Say whether the other decision has the same records, each of them."""
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _COMPARED)

    def __hash__(self) -> int:
        """Return the hash of what was asked and what came out."""
        return hash((self.program, self.question, self.as_of, self.known_on, self.outcome))

    def __repr__(self) -> str:
        """Show the question, the answer and the findings, and no value of a fact."""
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in _SHOWN)
        return f"{type(self).__name__}({shown})"

    def __reduce__(self) -> tuple[type[DecisionRecord], tuple[object, ...]]:
        """Pickle what it was made from; what is worked out is worked out again."""
        told = (self.as_of, self.outcome, self._answered)
        return type(self), (self._inquiry, self._facts, *told)

    def __copy__(self) -> DecisionRecord:
        """Return the record itself, which never changes."""
        return self

    def __deepcopy__(self, memo: object) -> DecisionRecord:
        """Return the record itself, which never changes."""
        return self

    # ------------------------------------------------------------ what was asked

    @property
    def program(self) -> str:
        """The id of the program."""
        return self._program.id

    @property
    def title(self) -> str:
        """The title of the program."""
        return self._program.title

    @property
    def question(self) -> str:
        """The name of the question."""
        return self._inquiry.question.id

    @property
    def asks(self) -> str:
        """The question in words."""
        return self._inquiry.question.asks

    @property
    def about(self) -> str:
        """The entity that the question is about."""
        return self._inquiry.question.about

    @property
    def decided_on(self) -> Grade:
        """The grade of evidence that the question is decided on."""
        return self._inquiry.question.grade

    @property
    def answer_unit(self) -> str:
        """The unit of a question that answers in an amount, else empty."""
        return self._inquiry.question.answers_in or ""

    @property
    def known_on(self) -> date | None:
        """The day by which a rule must have been issued to count; None: all count."""
        return self._program.known_on

    @property
    def status(self) -> Status:
        """How the program stands on the judged day."""
        return status_on(self._program, self.as_of)

    @property
    def units(self) -> tuple[tuple[str, str], ...]:
        """Plural and singular name of each measure."""
        return tuple((m.name, m.singular) for m in self._program.schema.measures.values())

    @property
    def policy_digest(self) -> str:
        """The digest of the policy that decided."""
        return self._inquiry.policy_digest

    @property
    def engine(self) -> str:
        """The version of the library that decided; no part of the digest."""
        return __version__

    @property
    def case(self) -> Case:
        """What it was made from, so that it can be asked again."""
        return Case(self._inquiry, self._facts, self.as_of)

    # ------------------------------------------------------------ why it came out so

    @lazily
    def findings(self) -> tuple[Finding, ...]:
        """One finding for each clause, in the order of the policy."""
        account, shared = self.account, self.shared
        if shared is None:
            return account.findings
        return tuple([each.finding for each in shared])

    @lazily
    def answer(self) -> Interval | str | Outcome | None:
        """An amount; or the name of the settled answer, unknown while none is; else None."""
        if self.teller.can_tell:
            return None
        if not self._trace.answers:
            return self._trace.answer
        settled = self._trace.settled
        return settled.name if settled is not None else Outcome.UNKNOWN

    @property
    def amount(self) -> Interval | None:
        """The answer of a question that answers in an amount, None for every other one."""
        return self.answer if isinstance(self.answer, Interval) else None

    @lazily
    def payable(self) -> tuple[Payable, ...]:
        """What of each requested line is payable, under all limits at once."""
        return () if self.teller.can_tell else self._trace.payable

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The named answers in their ranking, none where the question has no such."""
        return self.account.answers

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that stand in the way of a met, or of a better, answer."""
        return self.account.blocking

    @property
    def routes(self) -> tuple[Route, ...]:
        """The ways past what a pathway replaces, the one with least left to do first."""
        return self.account.routes

    @property
    def advice(self) -> tuple[Finding, ...]:
        """The findings outside the answer."""
        return self.account.advice

    @property
    def referrals(self) -> tuple[Referral, ...]:
        """What a person has to settle."""
        return self.account.referrals

    @property
    def limits(self) -> tuple[Limit, ...]:
        """What the caps allow."""
        return self.account.limits

    @property
    def provisional(self) -> bool:
        """Whether something assumed mattered, or the program is not in force yet."""
        return self.account.provisional

    @property
    def conventions(self) -> tuple[Convention, ...]:
        """The conventions that some finding used, in the order of the calendar."""
        return self.account.conventions

    @property
    def interpretations(self) -> tuple[Interpretation, ...]:
        """The interpretations behind the clauses of the question."""
        return self.account.interpretations

    @property
    def missing(self) -> tuple[Ask, ...]:
        """What is not known and may still matter. See `Decision.needs`."""
        return self.account.missing

    @property
    def asked(self) -> tuple[tuple[str, str, str], ...]:
        """Subject, fact and the policy's question for it, for what is unknown in any finding."""
        return self.account.asked

    @lazily
    def digest(self) -> str:
        """The digest of rules, question, days, facts and outcomes."""
        from peerpolicy.explain.digests import decision_digest

        teller, tellings = self.teller, self.tellings
        answers = () if teller.can_tell else self._trace.answers
        in_order = teller.by_name(tellings) if self._is_told else sorted(tellings, key=_name)
        return decision_digest(
            policy=self.policy_digest,
            question=self.question,
            days=(self.as_of, self.known_on),
            facts=self._facts_used,
            outcomes=[each.outcome_text for each in in_order],
            answers=[(answer.name, answer.outcome.value) for answer in answers],
        )

    @lazily
    def facts_digest(self) -> str:
        """The digest of the facts that the answer can rest on, in their normalised form."""
        from peerpolicy.ir.canonical import fingerprint_of

        return fingerprint_of(self._facts_used)

    # ------------------------------------------------------------ what all of it is made from

    @property
    def _program(self) -> Program:
        return self._inquiry.program

    @property
    def teller(self) -> Teller:
        """What tells the clauses of the question."""
        return self._inquiry.teller

    @lazily
    def tellings(self) -> tuple[Telling, ...]:
        """What became of each clause, in the order of the policy."""
        teller = self.teller
        if self._is_told:
            return teller.tell(self._facts, self.as_of)
        return tuple([teller.telling(each) for each in self._trace.clauses])

    @property
    def shared(self) -> tuple[Telling, ...] | None:
        """The tellings, where each finding is that of its telling alone; else None."""
        return self.tellings if self._is_told and not self.teller.has_routes else None

    @property
    def _is_told(self) -> bool:
        """Whether the clauses are told one by one."""
        return self._answered is None and self.teller.can_tell

    @lazily
    def account(self) -> Account:
        """What the tellings come to."""
        teller, tellings = self.teller, self.tellings
        if self._is_told:
            account = teller.account(tellings, self.as_of)
            self._refuse_another(account.outcome)
            return account
        from peerpolicy.explain.account import Account

        asked = (self._program, self._inquiry.question, self.as_of)
        return Account(*asked, tellings, self._trace.answers)

    @lazily
    def _trace(self) -> QuestionTrace:
        if self._answered is not None:
            return self._answered
        asked = self._inquiry
        trace = asked.answer(asked.program, asked.question, self._facts, self.as_of)
        self._refuse_another(trace.outcome)
        return trace

    def _refuse_another(self, outcome: Outcome) -> None:
        """Refuse to explain another outcome than this one."""
        if outcome is not self.outcome:
            raise RuntimeError("two evaluators of peerpolicy disagree: please report this fault")

    @lazily
    def _facts_used(self) -> str:
        from peerpolicy.explain.digests import facts_used

        return facts_used(self._inquiry.read, self._facts)


def _name(telling: Telling) -> str:
    return telling.clause.id
