"""Named answers: whether each holds, and what stands in the way of the better ones.

What it is for: `Answer`, and which findings an answer rests on. May import: `explain.findings`,
`ir`, `outcome`, `truth` and attrs. What stays true: the answers stand in their ranking, the one
that is left last; whatever keeps an answer from holding is named, clause or condition.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

import attrs

from peerpolicy.explain.findings import Finding, finding
from peerpolicy.ir.asking import as_clause, behind_answers
from peerpolicy.ir.program import Answer as Declared
from peerpolicy.ir.program import Program, Question
from peerpolicy.ir.terms import ClauseMet, QuestionMet
from peerpolicy.outcome import AnswerTrace
from peerpolicy.truth import Outcome


@attrs.frozen(kw_only=True)
class Answer:
    """One named answer of a question, and whether it holds.

    `outcome` is met where the answer certainly holds; the best one of those is the decision's, if
    no better one may hold, too. `condition` says how its condition came out, None for the answer
    that is left where no other holds. `waits_for` names what keeps it from holding: clauses, and
    its own name where its condition asks for something itself.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> policy = pp.loads('''language 1
    ... program small:
    ...   title "A certificate"
    ...   use peer_support
    ...   decided on claimed
    ... question certificate:
    ...   asks "Which certificate is due?"
    ...   about peer
    ...   judged on application_date
    ...   answers:
    ...     full when has_ged
    ...     provisional when has_email
    ...     no_certificate otherwise
    ...   full beats provisional
    ... ''', name="small.policy")
    >>> d = policy.decide({"peer": {"has_email": True}}, as_of=date(2026, 11, 23))
    >>> d.answer, [(each.name, each.outcome.value, each.waits_for) for each in d.answers]
    (<Outcome.UNKNOWN: 'unknown'>, [('full', 'unknown', ('full',)), ('provisional', 'met', ()), \
('no_certificate', 'not met', ())])
    """

    name: str
    outcome: Outcome
    condition: Finding | None = attrs.field(repr=False)
    waits_for: tuple[str, ...]


def answers_of(
    program: Program,
    question: Question,
    answered: Iterable[AnswerTrace],
    findings: Iterable[Finding],
    in_the_way: Container[str],
) -> tuple[Answer, ...]:
    """Make the answers of a decision, in their ranking. No errors.

    In: the findings of the decision, in the order of the file, and which of them stand in the way.
    """
    obstacles = tuple(f.id for f in findings if f.id in in_the_way)
    declared = {answer.name: answer for answer in question.answers}
    return tuple(
        _answer(program, question, declared[each.name], each, obstacles) for each in answered
    )


def _answer(
    program: Program,
    question: Question,
    declared: Declared,
    trace: AnswerTrace,
    obstacles: tuple[str, ...],
) -> Answer:
    if trace.condition is None:
        return Answer(name=trace.name, outcome=trace.outcome, condition=None, waits_for=())
    condition = finding(as_clause(question, declared), trace.condition)
    waits: tuple[str, ...] = ()
    if trace.outcome is not Outcome.MET:
        rests = rests_on(program, question, declared)
        waits = tuple(name for name in obstacles if name in rests)
        # what a clause says is said by its finding; only the rest is the condition's own
        asks = isinstance(declared.condition, ClauseMet | QuestionMet)
        if condition.holds is not Outcome.MET and not (asks and waits):
            waits = (*waits, trace.name)
    return Answer(name=trace.name, outcome=trace.outcome, condition=condition, waits_for=waits)


def rests_on(program: Program, question: Question, answer: Declared) -> frozenset[str]:
    """Return the clauses on which an answer rests: the question's, and those it asks for."""
    own = frozenset(c.id for c in program.clauses if question.id in c.questions)
    return own | behind_answers(program, (answer,))


def better(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return the answers before the first one that holds, all but the one that is left."""
    found = []
    for answer in answers:
        if answer.outcome is Outcome.MET or answer.condition is None:
            break
        found.append(answer)
    return tuple(found)


def still_open(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """Return the answers for which it still matters what is not known. No errors.

    While the answer is not settled, those that may be it; where none holds, all; else none.
    """
    candidates = better(answers)
    unknown = tuple(a for a in candidates if a.outcome is Outcome.UNKNOWN)
    none_holds = len(candidates) == len(answers) - 1
    return unknown or (candidates if none_holds else ())


def waiting(answers: Iterable[Answer], findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what keeps some of these answers from holding, clauses first. No errors."""
    answers = tuple(answers)
    names = {name for answer in answers for name in answer.waits_for}
    own = (a.condition for a in answers if a.condition is not None and a.name in a.waits_for)
    return (*(f for f in findings if f.id in names), *own)


def mattering(
    program: Program, question: Question, answers: Iterable[Answer], findings: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Return the findings and conditions on which the settling of an answer rests. No errors.

    Those of the first answer that holds and of every better one; a worse one settles nothing.
    """
    declared = {answer.name: answer for answer in question.answers}
    names: set[str] = set()
    own: list[Finding] = []
    for answer in answers:
        names |= rests_on(program, question, declared[answer.name])
        own += [answer.condition] if answer.condition is not None else []
        if answer.outcome is Outcome.MET:
            break
    return (*(f for f in findings if f.id in names), *own)
