"""Terms as statements: each one leaves True, False or None in a local.

What it is for: the conditions that the generator writes itself, and a call of what answers any
other. May import: `backends.base`, `ir`, `facts.model` and the nodes and slots of this back end.
What stays true: statements are flat, an item of a group is no deeper than the group but for one
`if`; a local is read only where it was surely given a value.
"""

from __future__ import annotations

import ast
import math
from datetime import date

from peerpolicy.backends.codegen import nodes
from peerpolicy.backends.codegen.listed import (
    emit_cap,
    emit_duration,
    emit_judgement,
    emit_paper,
    emit_related,
    emit_topics,
    emit_total,
)
from peerpolicy.backends.codegen.nodes import compared, either, is_, is_not, just, name, when
from peerpolicy.backends.codegen.slots import Slot, TooYoung
from peerpolicy.backends.codegen.writer import Writer
from peerpolicy.facts.model import Mark
from peerpolicy.ir.schema import JUDGED_DAY
from peerpolicy.ir.terms import (
    AgeTest,
    AllOf,
    AnyOf,
    AtLeastOf,
    Cap,
    ClauseMet,
    Compares,
    Deadline,
    Defined,
    Duration,
    EachAnchored,
    EachCalendar,
    FactOf,
    FactTest,
    Gap,
    Includes,
    IsBetween,
    IsDated,
    IsIn,
    IsYes,
    JudgedDay,
    Judgement,
    NeverFails,
    NoneOf,
    Op,
    Order,
    Paper,
    ParameterValue,
    QuestionMet,
    Readings,
    Related,
    ScopeTest,
    Term,
    Test,
    TopicTotal,
    Total,
    parts,
)
from peerpolicy.quantity import Number

_OPS = {
    Op.AT_LEAST: ast.GtE,
    Op.AT_MOST: ast.LtE,
    Op.MORE_THAN: ast.Gt,
    Op.LESS_THAN: ast.Lt,
}
_ORDERS = {
    Order.BEFORE: ast.Lt,
    Order.AFTER: ast.Gt,
    Order.ON_OR_BEFORE: ast.LtE,
    Order.ON_OR_AFTER: ast.GtE,
}

# More years than the calendar has.
_MOST_YEARS = 10_000


def may_idle(out: Writer, term: Term) -> bool:
    """Say whether a term may have nothing due. No errors."""
    found = out.idle.get(id(term))
    if found is None:
        found = out.idle[id(term)] = any(
            isinstance(part, Deadline | Gap)
            or (isinstance(part, Total) and isinstance(part.window, EachCalendar | EachAnchored))
            for part in parts(term)
        )
    return found


def emit(out: Writer, term: Term, reading: str) -> str:
    """Write a term, and return the local of its answer: True, False or None. No errors."""
    found = emit_due(out, term, reading)
    if not may_idle(out, term):
        return found
    otherwise = either(is_(found, False), just(False), just(None))
    return out.value(either(is_(found, True), just(True), otherwise))


def emit_due(out: Writer, term: Term, reading: str) -> str:
    """Write a term that may have nothing due; its answer may be a `Due`, too. No errors."""
    # a term is kept by the program, so no other one takes its place in memory
    key = ("defined", term.name) if isinstance(term, Defined) else ("term", id(term))
    return out.once((*key, reading), lambda: _emit_here(out, term, reading))


def _emit_here(out: Writer, term: Term, reading: str) -> str:
    before, out.line = out.line, term.place.line or out.line
    found = _emit(out, term, reading)
    if found is None:
        found = out.asked(term, reading)
    out.line = before
    return found


def _emit(out: Writer, term: Term, reading: str) -> str | None:
    """Write a term, None where it is left to the other back end."""
    match term:
        case FactTest(fact=fact, test=test, own_word=own_word):
            return _tested(out, fact, test, reading, own_word=own_word)
        case AgeTest(since=since, test=test):
            return _aged(out, since, test, reading)
        case ScopeTest():
            return _scope(out, term, reading)
        case AllOf(items=items) if not may_idle(out, term):
            return _joined(out, items, reading, stops_at=False)
        case AnyOf(items=items):
            return _joined(out, items, reading, stops_at=True)
        case NoneOf(items=items):
            return negated(out, _joined(out, items, reading, stops_at=True))
        case AtLeastOf(number=number, items=items):
            return _counted(out, number, items, reading)
        case Defined(item=item):
            return emit_due(out, item, reading)
        case Readings(options=options) if not may_idle(out, term):
            return _agreed(out, tuple(each for _, each in options), reading)
        case NeverFails(item=item):
            found = emit_due(out, item, reading)
            return out.value(either(is_(found, False), just(None), name(found)))
        case Judgement():
            return emit_judgement(out, term, reading)
        case Paper():
            return emit_paper(out, term, reading)
        case Related():
            return emit_related(out, term, reading)
        case Duration():
            return emit_duration(out, term, reading)
        case Total():
            return emit_total(out, term, reading)
        case TopicTotal():
            return emit_topics(out, term, reading)
        case Cap():
            return emit_cap(out, term, reading)
        case ClauseMet(clause=clause):
            return out.clause(clause, reading)
        case QuestionMet(question=question):
            return out.question(question, reading)
        case _:
            return None


def negated(out: Writer, word: str) -> str:
    """Write the opposite of a local; unknown stays unknown. No errors."""
    opposite = ast.UnaryOp(ast.Not(), name(word))
    return out.value(either(is_(word, None), just(None), opposite))


# ---------------------------------------------------------------- groups


def _joined(out: Writer, items: tuple[Term, ...], reading: str, *, stops_at: bool) -> str:
    """Write "every item" (which stops at False) or "some item" (which stops at True)."""
    whole = out.value(just(not stops_at))
    for item in items:
        with out.inside(is_not(whole, stops_at)):
            found = emit(out, item, reading)
            out.put(when(is_not(found, not stops_at), [nodes.assign(whole, name(found))]))
    return whole


def _counted(out: Writer, number: int, items: tuple[Term, ...], reading: str) -> str:
    certain, possible = out.value(just(0)), out.value(just(0))
    for item in items:
        found = emit(out, item, reading)
        out.put(when(is_(found, True), [nodes.change(certain, ast.Add(), 1)]))
        out.put(when(is_not(found, False), [nodes.change(possible, ast.Add(), 1)]))
    enough = out.constant(number)
    perhaps = compared(name(possible), ast.GtE(), out.constant(number))
    rest = either(perhaps, just(None), just(False))
    return out.value(either(compared(name(certain), ast.GtE(), enough), just(True), rest))


def _agreed(out: Writer, options: tuple[Term, ...], reading: str) -> str:
    whole = out.value(name(emit(out, options[0], reading)))
    for option in options[1:]:
        found = emit(out, option, reading)
        differs = compared(name(found), ast.IsNot(), name(whole))
        out.put(when(differs, [nodes.assign(whole, just(None))]))
    return whole


# ---------------------------------------------------------------- one value


def _slot(fact: FactOf, *, own_word: bool = False) -> Slot | None:
    """Return the slot of a fact; None for one of the person of a roster in hand."""
    return None if fact.subject.in_hand else Slot(fact.subject.name, fact.name, own_word)


def _fact(out: Writer, fact: FactOf, reading: str, *, own_word: bool = False) -> ast.expr | None:
    """Read a fact: a local, or the judged day. None as for `_slot`."""
    if fact.name == JUDGED_DAY:
        return _today()
    slot = _slot(fact, own_word=own_word)
    return None if slot is None else name(out.cell(reading, slot))


def _today() -> ast.expr:
    return ast.Subscript(name("a"), just(0), ast.Load())


def _tested(
    out: Writer, fact: FactOf, test: Test, reading: str, *, own_word: bool = False
) -> str | None:
    """Write a test of a value: one that is absent stands none, one not known settles none."""
    seen = _fact(out, fact, reading, own_word=own_word)
    if seen is None:
        return None
    if isinstance(test, IsDated):
        return _dated(out, seen, test, reading)
    word = seen.id if isinstance(seen, ast.Name) else out.value(seen)
    answer = _stands(out, word, test)
    if answer is None:
        return None
    if not (isinstance(test, IsYes) and not test.negated):
        answer = _unless_unknown(word, answer)
    return out.value(_unless_absent(out, word, answer))


def _unless_unknown(seen: str, answer: ast.expr) -> ast.expr:
    return either(is_(seen, None), just(None), answer)


def _unless_absent(out: Writer, seen: str, answer: ast.expr) -> ast.expr:
    absent = compared(name(seen), ast.Is(), out.constant(Mark.ABSENT))
    return either(absent, just(False), answer)


def _dated(out: Writer, seen: ast.expr, test: IsDated, reading: str) -> str | None:
    """Compare two days; a day that never was is in no order to any other, known or not."""
    match test.day:
        case JudgedDay():
            other: ast.expr | None = _today()
        case FactOf() as fact:
            other = _fact(out, fact, reading)
        case date() as day:
            other = out.constant(day)
    if other is None:
        return None
    left, right = out.value(seen), out.value(other)
    answer = compared(name(left), _ORDERS[test.order](), name(right))
    answer = _unless_unknown(left, _unless_unknown(right, answer))
    return out.value(_unless_absent(out, left, _unless_absent(out, right, answer)))


def _stands(out: Writer, seen: str, test: Test) -> ast.expr | None:
    """Compare a value that is there; None for what is left to the other back end."""
    match test:
        case IsYes(negated=False):
            return name(seen)
        case IsYes():
            return ast.UnaryOp(ast.Not(), name(seen))
        case IsIn(values=values, negated=negated_):
            how = ast.NotIn() if negated_ else ast.In()
            return compared(name(seen), how, out.constant(frozenset(values)))
        case Includes(values=values):
            apart = out.constant(frozenset(values).isdisjoint)
            return ast.UnaryOp(ast.Not(), ast.Call(apart, [name(seen)], []))
        case Compares(op=op, bound=bound) if not isinstance(bound, ParameterValue):
            return compared(name(seen), _OPS[op](), out.constant(bound))
        case IsBetween(low=low, high=high) if not _goes_by_parameter(test):
            ends = (out.constant(low), out.constant(high))
            return ast.Compare(ends[0], [ast.LtE(), ast.LtE()], [name(seen), ends[1]])
        case _:
            return None


def _goes_by_parameter(test: Compares | IsBetween) -> bool:
    ends = (test.bound,) if isinstance(test, Compares) else (test.low, test.high)
    return any(isinstance(each, ParameterValue) for each in ends)


def _aged(out: Writer, since: FactOf, test: Compares | IsBetween, reading: str) -> str | None:
    """Compare a birthday with the first one of those who are too young on the judged day."""
    slot = _slot(since)
    if slot is None or since.name == JUDGED_DAY or _goes_by_parameter(test):
        return None
    ends = [(test.op, test.bound)] if isinstance(test, Compares) else _ends(test)
    born = out.cell(reading, slot)
    answer: ast.expr | None = None
    for op, bound in ends:
        assert not isinstance(bound, ParameterValue)
        stands = _old_enough(out, born, op, bound)
        answer = stands if answer is None else either(answer, stands, just(False))
    assert answer is not None
    return out.value(_unless_absent(out, born, _unless_unknown(born, answer)))


def _ends(test: IsBetween) -> list[tuple[Op, Number]]:
    assert not isinstance(test.low, ParameterValue)
    assert not isinstance(test.high, ParameterValue)
    return [(Op.AT_LEAST, test.low), (Op.AT_MOST, test.high)]


def _old_enough(out: Writer, born: str, op: Op, bound: Number) -> ast.expr:
    """Ask for whole years: "at most 17" is "not 18", since years are completed."""
    asks_for_more = op in (Op.AT_LEAST, Op.MORE_THAN)
    beyond = op in (Op.MORE_THAN, Op.AT_MOST)
    years = math.floor(bound) + 1 if beyond else math.ceil(bound)
    if years <= 0:
        return just(asks_for_more)
    edge = out.day(TooYoung(min(years, _MOST_YEARS)))
    return compared(name(born), ast.Lt() if asks_for_more else ast.GtE(), edge)


def _scope(out: Writer, term: ScopeTest, reading: str) -> str | None:
    slot = _slot(term.fact)
    if slot is None:
        return None
    seen = out.cell(reading, slot)
    allowed = compared(name(seen), ast.In(), out.constant(frozenset(term.allowed)))
    barred = compared(name(seen), ast.In(), out.constant(frozenset(term.barred)))
    others = just({"allowed": True, "barred": False}.get(term.others))
    answer = either(allowed, just(True), either(barred, just(False), others))
    return out.value(_unless_unknown(seen, answer))
