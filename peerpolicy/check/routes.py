"""What pathways replace: requirements of the same question, in sets that do not overlap.

What it is for: reads the header of a pathway, and compares the pathways of a program. May import:
`syntax`, `ir`, `diagnostics` and the rest of `check` below. What stays true: the sets of two
pathways of one question are equal or have nothing in common, so that each requirement has one
place in the answer.
"""

from __future__ import annotations

from collections.abc import Iterable

from peerpolicy.check.declared import BINDING_KINDS, Index
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.diagnostics import Label
from peerpolicy.ir.program import Clause, Question
from peerpolicy.syntax import nodes as n

REPLACEABLE_KINDS = tuple(kind for kind in BINDING_KINDS if kind not in ("pathway", "limit"))
"""The kinds of clause that another route can stand for."""

_NAME_A_RULE = "name the `require`, or other rule, that it stands for"
_WHY_NOT = {
    "pathway": "a route replaces requirements: name the clauses that the other pathway replaces",
    "limit": "a limit caps an amount: write a second `limit`, each with its own `when`",
    "advise": "advice binds nobody, so there is nothing to replace: leave it out",
}


def replaced(
    index: Index, declared: Declared, questions: Iterable[Question], report: Reporter
) -> tuple[str, ...]:
    """Return the clauses that a pathway replaces, each once; what cannot be is reported.

    Reports PP201 for a name that nobody declared, PP211 for a clause that cannot be replaced or
    does not bear on each question of the pathway.
    """
    tail = declared.clause.tail
    names = tail.names if isinstance(tail, n.InsteadOf) else ()
    found: dict[str, None] = {}
    for name in names:
        other = index.answers.get(name.text)
        if other is None:
            known = (d.name for d in index.of_kind(*REPLACEABLE_KINDS))
            report.unknown(declared.source, name, "clause", known)
        elif _is_replaceable(declared, name, other, report) and _asked_alike(
            declared, name, other, questions, report
        ):
            found[name.text] = None
    return tuple(found)


def _is_replaceable(declared: Declared, name: n.Name, other: Declared, report: Reporter) -> bool:
    if other.kind in REPLACEABLE_KINDS:
        return True
    message = f"`{name.text}` is a clause of kind `{other.kind}`, which no pathway replaces"
    advice = _WHY_NOT.get(other.kind, _NAME_A_RULE)
    if other is declared:
        message, advice = f"the pathway `{name.text}` replaces itself", _NAME_A_RULE
    report.error("PP211", declared.source, name.span, message, advice)
    return False


def _asked_alike(
    declared: Declared,
    name: n.Name,
    other: Declared,
    questions: Iterable[Question],
    report: Reporter,
) -> bool:
    """Say whether the other clause bears on every question of the pathway."""
    line = other.one(n.ForQuestions)
    if line is None:
        return True
    bears_on = [each.text for each in line.names]
    lacking = [q.id for q in questions if q.id not in bears_on]
    if lacking:
        message = f"`{name.text}` does not bear on `{lacking[0]}`"
        advice = f"write `for {', '.join(bears_on)}`, or replace another clause"
        report.error("PP211", declared.source, name.span, message, advice)
    return not lacking


def check_sets(index: Index, clauses: Iterable[Clause], report: Reporter) -> None:
    """Report (PP212) each pathway that shares some clauses and not all with one before it."""
    pathways = [c for c in clauses if c.replaces]
    for at, each in enumerate(pathways):
        before = next((other for other in pathways[:at] if _overlap(each, other)), None)
        if before is not None:
            _report_overlap(index, each, before, report)


def _overlap(one: Clause, other: Clause) -> bool:
    """Say whether two pathways of one question replace partly the same clauses."""
    ours, theirs = set(one.replaces), set(other.replaces)
    asked_alike = set(one.questions) & set(other.questions)
    return bool(asked_alike and ours & theirs and ours != theirs)


def _report_overlap(index: Index, each: Clause, before: Clause, report: Reporter) -> None:
    declared, other = index.answers[each.id], index.answers[before.id]
    shared = ", ".join(name for name in each.replaces if name in before.replaces)
    message = f"`{each.id}` and `{before.id}` both replace {shared}, and not the same clauses"
    advice = f"write `pathway {each.id} instead of {', '.join(before.replaces)}:`"
    label = Label(other.source, other.clause.span, f"`{before.id}` stands here")
    tail = declared.clause.tail
    span = tail.span if tail is not None else declared.clause.span
    report.error("PP212", declared.source, span, message, advice, labels=(label,))
