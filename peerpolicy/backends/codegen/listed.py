"""Terms about lists: a call of a kernel that was made for the term.

What it is for: totals, topics, caps, lengths of time, papers, as far as the kernels know them. May
import: `dates`, `ir` and the kernels, slots and writer of this back end. What stays true: what is
not written here (None) is left to the other back end, and so is a case in which a kernel finds
something rare (`LEFT`).
"""

from __future__ import annotations

import ast

from peerpolicy.backends.codegen.capped import Capped
from peerpolicy.backends.codegen.columns import Spec
from peerpolicy.backends.codegen.fields import Passes, tests_of
from peerpolicy.backends.codegen.lengths import Length, covers
from peerpolicy.backends.codegen.nodes import just, name
from peerpolicy.backends.codegen.on_file import Good, complete_paper, names, one_of, word_of
from peerpolicy.backends.codegen.parameters import against, through_by_key, within_by_key
from peerpolicy.backends.codegen.slots import BackFrom, ListSlot, Slot
from peerpolicy.backends.codegen.sums import (
    Calendar,
    Kernel,
    Reached,
    back_from,
    each_period,
    is_vague,
    reached_by,
    through,
    topics,
    within,
)
from peerpolicy.backends.codegen.writer import Writer
from peerpolicy.dates import LeapDay
from peerpolicy.ir.program import Program
from peerpolicy.ir.schema import JUDGED_DAY, Approval, Document, Entry
from peerpolicy.ir.terms import (
    Back,
    Cap,
    DayOf,
    Duration,
    EachCalendar,
    Ever,
    FactOf,
    IsYes,
    JudgedDay,
    Judgement,
    Op,
    Paper,
    ParameterValue,
    Related,
    Subject,
    TopicTotal,
    Total,
    Where,
    Window,
)

PAID = Where("paid", IsYes())
"""What `used means paid` asks of a record of the history."""


def emit_total(out: Writer, term: Total, reading: str) -> str | None:
    """Write a sum or count against a bound; None where it is left. No errors."""
    kind = _entry(out, term.subject, term.entry)
    if kind is not None and isinstance(term.bound, ParameterValue):
        return _by_parameter(out, term, term.bound, kind, reading)
    part = None if kind is None else _part(kind, term)
    if part is None:
        return None
    spec, reached = part
    shelf = name(out.cell(reading, ListSlot(term.subject.name, term.entry)))
    call = _called(out, term.window, spec, reached, reading)
    if call is None:
        return None
    kernel, days = call
    return out.value(ast.Call(out.constant(kernel), [shelf, *days, _today()], []))


def _by_parameter(
    out: Writer, term: Total, bound: ParameterValue, kind: Entry, reading: str
) -> str | None:
    """Write a total against a parameter, whose key is believed from the question's grade."""
    tests = tests_of(term.where)
    first = _first_day(out, term.window)
    key = just(None) if bound.key is None else _day(out, bound.key, "g")
    if tests is None or first is None or key is None:
        return None
    spec = _spec(kind, term.counted, tests)
    compare = against(out.program, term.op, bound)
    shelf = name(out.cell(reading, ListSlot(term.subject.name, term.entry)))
    if isinstance(term.window, Ever):
        call = ast.Call(out.constant(through_by_key(spec, compare)), [shelf, key, _today()], [])
    else:
        kernel = out.constant(within_by_key(spec, compare))
        call = ast.Call(kernel, [shelf, first, key, _today()], [])
    return out.value(call)


def _called(
    out: Writer, window: Window, spec: Spec, reached: Reached, reading: str
) -> tuple[Kernel, list[ast.expr]] | None:
    """Return the kernel of a window, and the days that it wants beside the judged one."""
    calendar = _calendar(out.program)
    match window:
        case Ever():
            return through(spec, reached), []
        case Back(number=number, unit=unit, day=JudgedDay()):
            return within(spec, reached), [out.day(BackFrom(number, unit, calendar.both_ends))]
        case Back(day=day):
            kernel, since = back_from(spec, reached, window, calendar), _day(out, day, reading)
        case EachCalendar(period=period, since=day) if spec.last is None:
            kernel, since = each_period(spec, reached, period, calendar), _day(out, day, reading)
        case _:
            return None
    return None if since is None else (kernel, [since])


def emit_topics(out: Writer, term: TopicTotal, reading: str) -> str | None:
    """Write a total with topics; None where it is left. No errors.

    Where an hour serves one topic and each record has one, all topics are served at once if each
    of them is. Where a record may have several, it is left how they share it.
    """
    total, kind = term.total, _entry(out, term.total.subject, term.total.entry)
    shared = term.division.one_topic and len(term.topics) > 1
    if kind is None or total.op is not Op.AT_LEAST or (shared and term.is_set):
        return None
    first = _first_day(out, total.window)
    parts = [_part(kind, each) for each in (total, *map(term.of_topic, term.topics))]
    known = [part for part in parts if part is not None]
    if first is None or len(known) < len(parts):
        return None
    vague = _spec(kind, True, ((term.field, is_vague),)) if shared else None
    shelf = name(out.cell(reading, ListSlot(total.subject.name, total.entry)))
    kernel = out.constant(topics(known, vague))
    found = out.value(ast.Call(kernel, [shelf, first, _today()], []))
    return found if vague is None else out.or_asked(found, term, reading)


def _part(kind: Entry, total: Total) -> tuple[Spec, Reached] | None:
    tests = tests_of(total.where)
    if tests is None or isinstance(total.bound, ParameterValue):
        return None
    return _spec(kind, total.counted, tests), reached_by(total.op, total.bound)


def _spec(kind: Entry, counted: bool, tests: tuple[tuple[str, Passes], ...]) -> Spec:
    last = None if kind.last == kind.first else kind.last
    return Spec(kind.first, None if counted else kind.amount, tests, last)


def _first_day(out: Writer, window: Window) -> ast.expr | None:
    """Return the first day of a window that ends on the judged day; None for another window."""
    match window:
        case Ever():
            return just(None)
        case Back(number=number, unit=unit, day=JudgedDay()):
            return out.day(BackFrom(number, unit, _calendar(out.program).both_ends))
    return None


def emit_cap(out: Writer, term: Cap, reading: str) -> str | None:
    """Write a cap that is a plain number; None where it is left. No errors."""
    kind = _entry(out, term.subject, term.entry)
    if kind is None or kind.last != kind.first or isinstance(term.cap, ParameterValue):
        return None
    if term.of_records:
        return None
    tests = tests_of((PAID,) if term.paid_only else ())
    assert tests is not None
    entity, unlock = term.subject.name, term.unlock
    leave: ast.expr = just(None)
    given: Approval | None = None
    if unlock is not None:
        found_kind = out.program.schema.record(entity, unlock.approval)
        if not isinstance(found_kind, Approval):
            return None
        given = found_kind
        leave = name(out.cell(reading, ListSlot(entity, unlock.approval)))
    spec = _spec(kind, False, tests)
    kernel = Capped(term.cap, term.period, spec, out.program.calendar, unlock, given)
    shelf = name(out.cell(reading, ListSlot(entity, term.entry)))
    found = out.value(ast.Call(out.constant(kernel), [shelf, leave, _today()], []))
    return out.or_asked(found, term, reading)


def emit_duration(out: Writer, term: Duration, reading: str) -> str | None:
    """Write a length of time that is a plain number; None where it is left. No errors."""
    kind, tests = _entry(out, term.subject, term.entry), tests_of(term.where)
    first = _first_day(out, term.window)
    if kind is None or tests is None or first is None or isinstance(term.number, ParameterValue):
        return None
    length = Length(term.op, int(term.number), term.unit, _calendar(out.program).leap_day)
    kernel = out.constant(covers(_spec(kind, True, tests), length))
    shelf = name(out.cell(reading, ListSlot(term.subject.name, term.entry)))
    found = out.value(ast.Call(kernel, [shelf, first, _today()], []))
    return out.or_asked(found, term, reading)


# ---------------------------------------------------------------- on file


def emit_paper(out: Writer, term: Paper, reading: str) -> str | None:
    """Write that a paper is on file; None where it is left. No errors."""
    kind = out.program.schema.record(term.subject.name, term.document)
    if not isinstance(kind, Document):
        return None
    good = complete_paper(kind, _calendar(out.program).leap_day)
    return _one_of(out, term.subject, term.document, good, reading)


def emit_related(out: Writer, term: Related, reading: str) -> str | None:
    """Write that a relation names an entity; None where it is left. No errors."""
    return _one_of(out, term.subject, term.relation, names(term.other), reading)


def _one_of(out: Writer, subject: Subject, list_: str, good: Good, reading: str) -> str | None:
    if subject.in_hand:
        return None
    shelf = name(out.cell(reading, ListSlot(subject.name, list_)))
    return out.value(ast.Call(out.constant(one_of(good)), [shelf, _today()], []))


def emit_judgement(out: Writer, term: Judgement, reading: str) -> str | None:
    """Write what was attested; None where it is left. No errors."""
    if term.subject.in_hand:
        return None
    said = name(out.cell(reading, Slot(term.subject.name, term.name, attested=True)))
    word = out.constant(word_of(term, _calendar(out.program).leap_day))
    return out.value(ast.Call(word, [said, _today()], []))


# ---------------------------------------------------------------- what they have in common


def _entry(out: Writer, subject: Subject, name_: str) -> Entry | None:
    """Return the kind of some entries; None for those of the person of a roster in hand."""
    kind = None if subject.in_hand else out.program.schema.record(subject.name, name_)
    return kind if isinstance(kind, Entry) else None


def _calendar(program: Program) -> Calendar:
    said = program.calendar
    return Calendar(
        said.spans,
        said.leap_day or LeapDay.MARCH_1,
        said.both_end_days is not False,
        bool(said.first_part_counts),
    )


def _today() -> ast.expr:
    return ast.Subscript(name("a"), just(0), ast.Load())


def _day(out: Writer, day: DayOf, reading: str) -> ast.expr | None:
    """Read a day, or another fact, that a term names; None for one of a person in hand."""
    match day:
        case JudgedDay():
            return _today()
        case FactOf(subject=subject, name=fact):
            if fact == JUDGED_DAY:
                return _today()
            return None if subject.in_hand else name(out.cell(reading, Slot(subject.name, fact)))
        case _:
            return out.constant(day)
