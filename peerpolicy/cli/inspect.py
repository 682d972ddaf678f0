"""`peerpolicy inspect`: what a policy holds, with the place in the source beside each rule.

What it is for: questions, clauses and conventions; the ledger of the sources; the open points;
the policy as facts. May import: the frame of the command line, `policy` and `ir`. What stays
true: it shows the policy alone and reads no facts; text and JSON hold the same.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import attrs

from peerpolicy.cli.console import Console
from peerpolicy.cli.frame import Exit, UsageError, Verb
from peerpolicy.cli.inputs import CHECKED_HELP, day_of, policy_of
from peerpolicy.cli.open_points import open_points
from peerpolicy.explain.finding_data import version
from peerpolicy.ir.program import Citation, Clause, Force, LedgerRow, Parameter, Program, Row
from peerpolicy.ir.versions import days_of, ids, versions_of
from peerpolicy.quantity import show

_Row = dict[str, object]


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("policy", metavar="POLICY", help=CHECKED_HELP)
    parser.add_argument(
        "--ledger", action="store_true", help="show what became of each place of the sources"
    )
    parser.add_argument(
        "--open", action="store_true", help="show what the policy leaves to somebody"
    )
    parser.add_argument(
        "--as-facts",
        action="store_true",
        help="print the policy as a facts file, to be judged by a policy about programs",
    )
    parser.add_argument(
        "--as-of", type=day_of, metavar="DATE", help="the day of those facts, such as 2026-11-23"
    )


def _run(arguments: argparse.Namespace, console: Console) -> int:
    _refuse_views_that_do_not_go_together(arguments)
    policy = policy_of(arguments.policy)
    if arguments.as_facts:
        console.data(policy.described(as_of=arguments.as_of))
        return Exit.DONE
    program = policy.program
    views: list[tuple[Callable[[Program], _Row], Callable[[Program], Iterator[str]]]] = []
    if arguments.ledger:
        views.append((_ledger_data, _ledger_lines))
    if arguments.open:
        views.append((_open_data, _open_lines))
    views = views or [(_overview_data, _overview_lines)]
    if arguments.json:
        head = {"schema_version": 1, "id": policy.id, "title": policy.title}
        rows = [data(program) for data, _ in views]
        console.data(head | {"digest": policy.digest} | {k: v for r in rows for k, v in r.items()})
    else:
        console.result(f"{policy.id}: {policy.title}\n{policy.digest}")
        for _, lines in views:
            console.result("\n".join(["", *lines(program)]))
    return Exit.DONE


def _refuse_views_that_do_not_go_together(arguments: argparse.Namespace) -> None:
    """Errors: UsageError for facts without a day, a day without facts, and facts with a view."""
    if arguments.as_facts and arguments.as_of is None:
        raise UsageError("say with `--as-of YEAR-MONTH-DAY` on which day the policy is described")
    if arguments.as_of is not None and not arguments.as_facts:
        raise UsageError("`--as-of` goes with `--as-facts`")
    if arguments.as_facts and (arguments.ledger or arguments.open):
        raise UsageError("`--as-facts` prints facts alone; leave out `--ledger` and `--open`")


def _overview_lines(program: Program) -> Iterator[str]:
    yield from _holds(program)
    yield "Questions"
    for question in program.questions:
        yield f"  {question.id}: {question.asks}"
        for answer in question.answers:
            term = answer.condition
            yield f"    {answer.name} " + (f"when {term.text}" if term else "otherwise")
    yield "\nClauses"
    for clause in program.clauses:
        yield f"  {clause.kind} {clause.id} (for {', '.join(clause.questions)})"
        if clause.text:
            yield f"    {clause.text}"
        if clause.replaces:
            yield f"    instead of {', '.join(clause.replaces)}"
        yield from _dates(program, clause)
        for citation in clause.citations:
            yield f"    cites {citation.source}: {', '.join(citation.locators)}"
        for made in clause.exceptions:
            if made.id:
                places = "; ".join(f"{c.source}: {', '.join(c.locators)}" for c in made.citations)
                yield f"    exception {made.id} (cites {places})"
    yield "\nParameters"
    for parameter in program.parameters:
        goes_by = f", by {parameter.goes_by}" if parameter.goes_by else ""
        yield f"  {parameter.id} (in {parameter.measure}{goes_by})"
        for row in parameter.rows:
            yield f"    {_row(row)}"
    yield "\nConventions"
    for each in program.calendar.conventions.values():
        by = f" in {each.by}" if each.by else ""
        yield f"  {each.name}: {each.reading} ({each.basis}{by})"


def _dates(program: Program, clause: Clause) -> Iterator[str]:
    """Yield when a version holds and that it is planned, for clauses that are not always so."""
    days = days_of(program, clause)
    if clause.in_force is not None:
        latest = " at the latest" if clause.in_force.at_the_latest else ""
        by = f", by {clause.in_force.by.name}" if clause.in_force.by is not None else ""
        yield f"    in force {days.show()}{latest}{by}"
    if clause.force is Force.PLANNED:
        yield "    planned"


def _holds(program: Program) -> Iterator[str]:
    """Yield when the whole program holds, and how it stands otherwise."""
    if program.in_force is not None:
        yield f"in force {program.in_force.show()}"
    if program.status is not None:
        yield f"{program.status.status.value} {program.status.days.show()}"


def _overview_data(program: Program) -> _Row:
    questions = [
        {
            "id": question.id,
            "asks": question.asks,
            "about": question.about,
            "judged_on": question.judged_on,
            "answers_in": question.answers_in,
            "answers": [
                {"name": answer.name, "when": answer.condition.text if answer.condition else None}
                for answer in question.answers
            ],
            "decided_on": question.grade.word,
        }
        for question in program.questions
    ]
    conventions = [attrs.asdict(each) for each in program.calendar.conventions.values()]
    clauses = [_clause_data(clause) for clause in program.clauses]
    versions = {name: [version(v) for v in versions_of(program, name)] for name in ids(program)}
    return {
        "questions": questions,
        "clauses": clauses,
        "parameters": [_parameter_data(each) for each in program.parameters],
        "conventions": conventions,
        "versions": versions,
        "in_force": list(_holds(program)),
    }


def _row(row: Row) -> str:
    """Return for whom and when a row is, what it gives, and where that stands."""
    given = [f"{show(each.amount)} ({each.citation.show()})" for each in row.offers]
    value = " or ".join(given) or f"not determined yet, open with {row.owner}"
    return f"{row.show() or 'always'}: {value}"


def _parameter_data(parameter: Parameter) -> _Row:
    rows = [
        {
            "key": row.key,
            "first": row.first.isoformat() if row.first else None,
            "last": row.last.isoformat() if row.last else None,
            "offers": [
                {
                    "amount": show(offer.amount),
                    "source": offer.citation.source,
                    "locators": list(offer.citation.locators),
                }
                for offer in row.offers
            ],
            "owner": row.owner,
        }
        for row in parameter.rows
    ]
    return {
        "id": parameter.id,
        "measure": parameter.measure,
        "by": parameter.goes_by,
        "rows": rows,
    }


def _clause_data(clause: Clause) -> _Row:
    return {
        "id": clause.id,
        "kind": clause.kind,
        "questions": list(clause.questions),
        "replaces": list(clause.replaces),
        "topics": list(clause.topics),
        "text": clause.text,
        "citations": _citations(clause.citations),
        "exceptions": [
            {"id": made.id, "citations": _citations(made.citations)} for made in clause.exceptions
        ],
        "file": clause.place.file,
        "line": clause.place.line,
    }


def _citations(cited: Iterable[Citation]) -> list[_Row]:
    return [
        {"source": each.source, "title": each.title, "locators": list(each.locators)}
        for each in cited
    ]


def _ledger_lines(program: Program) -> Iterator[str]:
    rows = [(_place(r), r.status, ", ".join(r.clauses), _remark(r)) for r in program.ledger]
    heads = ("locator", "status", "clauses", "note")
    table = [heads, *rows]
    place, status = (max(len(row[i]) for row in table) for i in (0, 1))
    for row in table:
        yield f"{row[0]:<{place}} | {row[1]:<{status}} | {row[2]} | {row[3]}".rstrip()
    yield ""
    counts = _counts(program)
    yield ", ".join(f"{count} {word}" for word, count in counts.items()) or "no ledger"


def _ledger_data(program: Program) -> _Row:
    rows = [attrs.asdict(row) for row in program.ledger]
    return {"ledger": rows, "counts": _counts(program)}


def _counts(program: Program) -> dict[str, int]:
    return dict(sorted(Counter(row.status for row in program.ledger).items()))


def _place(row: LedgerRow) -> str:
    return f"{row.source}: {row.locator}"


def _remark(row: LedgerRow) -> str:
    """Return the reason, the owner or the place repeated, and the note."""
    owner = f"open with {row.owner}" if row.owner else ""
    repeats = f"repeats {row.repeats}" if row.repeats else ""
    return "; ".join(part for part in (row.reason, owner, repeats, row.note) if part)


def _open_lines(program: Program) -> Iterator[str]:
    points = open_points(program)
    yield f"{len(points)} open point{'' if len(points) == 1 else 's'}"
    for point in points:
        yield f"  {point.show()}"


def _open_data(program: Program) -> _Row:
    return {"open": [attrs.asdict(point) for point in open_points(program)]}


VERB = Verb("inspect", "Show what a policy holds, with its sources.", _configure, _run)
