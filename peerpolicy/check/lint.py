"""Lint of the rule set: what loads but cannot be meant, and circles between clauses.

What it is for: questions without a requirement, names that nothing uses, clauses that ask for
each other in a circle. May import: `ir` and the rest of `check` below. What stays true: a warning
never keeps a policy from loading.
"""

from __future__ import annotations

from peerpolicy.check.declared import BINDING_KINDS, NAMED_KINDS, Index
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.ir.asking import asked_by, terms_of
from peerpolicy.ir.program import Clause, Question
from peerpolicy.ir.schema import Schema
from peerpolicy.ir.terms import ClauseMet
from peerpolicy.syntax import nodes as n


def lint(
    index: Index,
    clauses: tuple[Clause, ...],
    questions: tuple[Question, ...],
    used: set[str],
    report: Reporter,
) -> None:
    """Report PP207 for circles, PP504 for unused names, PP505 for questions nothing answers."""
    _report_circles(index, clauses, questions, report)
    for question in questions:
        declared = index.find("question", question.id)
        bound = (_bears_on(d, question.id) for d in index.of_kind(*BINDING_KINDS))
        if declared is None or declared.clause.broken:
            continue  # it may have named answers, in a line that could not be read
        told = question.answers or report.lacks_words
        if not told and not any(bound):
            message = f"no clause is `for {question.id}`"
            advice = "a question that nothing bears on is always unknown"
            report.error("PP505", declared.source, declared.clause.span, message, advice)
    for declared in index.of_kind("define", "open term", "parameter"):
        if declared.name not in used:
            message = f"nothing uses `{declared.kind} {declared.name}`"
            advice = "ask for it in a clause, or delete it"
            report.warning("PP504", declared.source, declared.clause.span, message, advice)


def check_names(index: Index, schema: Schema, report: Reporter) -> None:
    """Report (PP202) names that would hide a fact: definitions, and names of the judged day."""
    facts = {f.name for f in schema.facts} | {a.name for a in schema.ages}
    for declared in index.of_kind(*NAMED_KINDS):
        if declared.name in facts:
            message = f"`{declared.name}` is a fact, too, and a line could mean either"
            advice = "give the clause another name"
            span = declared.clause.name.span
            report.error("PP202", declared.source, span, message, advice)
    for declared in index.of_kind("question"):
        judged = declared.one(n.JudgedOn)
        if judged is not None and judged.name.text in facts:
            message = f"`{judged.name.text}` is a fact, and here it names the judged day"
            advice = "name the judged day by a word of its own, such as `decided_on_day`"
            report.error("PP202", declared.source, judged.name.span, message, advice)


def _bears_on(declared: Declared, question: str) -> bool:
    line = declared.one(n.ForQuestions)
    return line is None or question in {name.text for name in line.names}


def _report_circles(
    index: Index, clauses: tuple[Clause, ...], questions: tuple[Question, ...], report: Reporter
) -> None:
    """Report each clause of a circle; a question only where no clause takes part in it."""
    asks: dict[str, set[str]] = {}
    for clause in clauses:
        asks.setdefault(clause.id, set()).update(_names(terms_of(clause)))
    for question in (q for q in questions if q.id not in asks):
        bearing = {c.id for c in clauses if question.id in c.questions}
        asks[question.id] = bearing | _names(tuple(a.condition for a in question.answers))
    reached = {name: _reachable(name, asks) for name in asks}
    circular = {name for name in asks if name in reached[name]}
    through_clauses = {c.id for c in clauses} & circular
    for name in asks:
        if name in through_clauses or (name in circular and not reached[name] & through_clauses):
            declared = index.answers[name]
            message = f"`{name}` asks for its own outcome in the end"
            advice = (
                f"a {'question' if declared.kind == 'question' else 'clause'} must not need itself"
            )
            span = declared.clause.name.span
            report.error("PP207", declared.source, span, message, advice)


def _names(terms: object) -> set[str]:
    return {a.clause if isinstance(a, ClauseMet) else a.question for a in asked_by(terms)}


def _reachable(start: str, asks: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    pending = list(asks.get(start, ()))
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending.extend(asks.get(name, ()))
    return found
