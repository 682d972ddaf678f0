"""Who asks whom: the clauses whose outcome a term, an answer or a question rests on.

What it is for: findings, digests and circles need to know what stands behind a question beside
the clauses that are `for` it. May import: `ir.program`, `ir.terms` and attrs. What stays true:
names only, each once; a circle in a faulty program does not go on for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from peerpolicy.ir.program import Answer, Clause, Force, Program, Question
from peerpolicy.ir.terms import ClauseMet, QuestionMet, Term


def asked_by(value: object) -> Iterator[ClauseMet | QuestionMet]:
    """Yield each clause and question whose outcome a term (or what it is made of) asks for."""
    if isinstance(value, ClauseMet | QuestionMet):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from asked_by(item)
    elif isinstance(value, Term):
        for field in attrs.fields(type(value)):
            yield from asked_by(getattr(value, field.name))


def terms_of(clause: Clause) -> tuple[Term, ...]:
    """Return the guard and the condition of a clause, and those of its exceptions."""
    every = [clause.guard, clause.condition]
    for exception in clause.exceptions:
        every += [exception.condition, exception.instead]
    return tuple(term for term in every if term is not None)


def as_clause(question: Question, answer: Answer) -> Clause:
    """Return the condition of a named answer as a clause that is for no question.

    So it is answered, explained and mended like any clause. Errors: ValueError for the answer
    that is left, which has no condition.
    """
    if answer.condition is None:
        raise ValueError(f"the answer {answer.name} has no condition")
    term = answer.condition
    return Clause(
        answer.name,
        "answer",
        Force.MUST,
        (),
        question.about,
        term,
        (),
        term.text,
        place=term.place,
    )


def behind_answers(program: Program, answers: Iterable[Answer]) -> frozenset[str]:
    """Return the clauses that answers ask for: by name, or through a question. No errors."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting: list[object] = [answer.condition for answer in answers]
    while waiting:
        for asked in asked_by(waiting.pop()):
            if isinstance(asked, ClauseMet):
                found.add(asked.clause)
            elif asked.question not in seen:
                seen.add(asked.question)
                found |= {c.id for c in program.clauses if asked.question in c.questions}
                other = program.question(asked.question)
                waiting += [a.condition for a in other.answers] if other is not None else []
    return frozenset(found)


def behind(program: Program, question: Question) -> tuple[Clause, ...]:
    """Return every clause that an answer to the question can rest on, in the order of the file.

    Those for it, those its answers ask for, and whatever these ask for in turn. No errors.
    """
    found = {c.id for c in program.clauses if question.id in c.questions}
    found |= behind_answers(program, question.answers)
    waiting = sorted(found)
    while waiting:
        clause = program.clause(waiting.pop())
        asks = () if clause is None else (Answer("", term) for term in terms_of(clause))
        more = behind_answers(program, asks) - found
        found |= more
        waiting += sorted(more)
    return tuple(c for c in program.clauses if c.id in found)
