"""Terms as statements: each one leaves True, False or None in a local.

What it is for: the conditions that the generator knows. May import: `ir`, `facts.model`, `errors`
and the nodes and slots of this back end. What stays true: statements are flat, an item of a group
is no deeper than the group but for one `if`; a local is read only where it was surely given a
value; a term that is not known here is refused by its name.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import attrs

from peerpolicy.backends.codegen import nodes
from peerpolicy.backends.codegen.nodes import compared, either, is_, is_not, just, name, when
from peerpolicy.backends.codegen.slots import Slot
from peerpolicy.errors import UnsupportedByBackend
from peerpolicy.facts.model import Mark
from peerpolicy.ir.schema import JUDGED_DAY
from peerpolicy.ir.terms import (
    AgeTest,
    AllOf,
    AnyOf,
    AtLeastOf,
    Bound,
    ClauseMet,
    Compares,
    Defined,
    FactOf,
    FactTest,
    Includes,
    IsBetween,
    IsDated,
    IsIn,
    IsListed,
    IsYes,
    JudgedDay,
    Judgement,
    NeverFails,
    NoneOf,
    Op,
    Order,
    ParameterValue,
    Readings,
    ScopeTest,
    Subject,
    Term,
    Test,
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

EmitClause = Callable[[str, str], str]
"""Emits a clause by its name for a reading, and returns the local of what it contributes."""


@attrs.define(eq=False)
class Writer:
    """Writes the body of one function.

    `readings` are its arguments: "g" holds the cells on the question's evidence, "v" those that
    the conditions are believed from.
    """

    clause: EmitClause | None = None
    body: list[ast.stmt] = attrs.Factory(list)
    slots: list[Slot] = attrs.Factory(list)
    constants: list[object] = attrs.Factory(list)
    line: int = 1
    _known: list[dict[object, str]] = attrs.Factory(lambda: [{}])
    _locals: int = 0

    def fresh(self) -> str:
        """Return the name of a new local. No errors."""
        self._locals += 1
        return f"t{self._locals}"

    def put(self, *statements: ast.stmt) -> None:
        """Add statements, on the line of the term in hand. No errors."""
        nodes.on_line(statements, self.line)
        self.body += statements

    def value(self, expression: ast.expr) -> str:
        """Give a new local a value and return its name. No errors."""
        word = self.fresh()
        self.put(nodes.assign(word, expression))
        return word

    def constant(self, value: object) -> ast.expr:
        """Read a constant of the policy, which is an argument of the function. No errors."""
        self.constants.append(value)
        return name(f"k{len(self.constants) - 1}")

    @contextmanager
    def inside(self, test: ast.expr) -> Iterator[None]:
        """Write what follows under an `if`; locals that are made there are known only there."""
        outer, self.body = self.body, []
        self._known.append({})
        yield
        inner, self.body = self.body, outer
        self._known.pop()
        if inner:
            self.put(when(test, inner))

    def once(self, key: object, make: Callable[[], str]) -> str:
        """Return the local of something, made only where it is not there already. No errors."""
        for scope in self._known:
            if key in scope:
                return scope[key]
        word = make()
        self._known[-1][key] = word
        return word

    def cell(self, reading: str, slot: Slot) -> str:
        """Return the local that holds the value of a slot in a reading. No errors."""
        if slot not in self.slots:
            self.slots.append(slot)
        where = ast.Subscript(name(reading), just(self.slots.index(slot)), ast.Load())
        return self.once((reading, slot), lambda: self.value(where))


def emit(out: Writer, term: Term, reading: str) -> str:
    """Write a term, and return the local of its answer. Errors: UnsupportedByBackend."""
    before, out.line = out.line, term.place.line or out.line
    found = _emit(out, term, reading)
    out.line = before
    return found


def _emit(out: Writer, term: Term, reading: str) -> str:
    match term:
        case FactTest(fact=fact, test=test, own_word=own_word):
            return _tested(out, _slot(fact, own_word=own_word), test, reading)
        case AgeTest(since=since, test=test):
            return _tested(out, _slot(since, years=True), test, reading)
        case ScopeTest():
            return _scope(out, term, reading)
        case AllOf(items=items):
            return _joined(out, items, reading, stops_at=False)
        case AnyOf(items=items):
            return _joined(out, items, reading, stops_at=True)
        case NoneOf(items=items):
            return negated(out, _joined(out, items, reading, stops_at=True))
        case AtLeastOf(number=number, items=items):
            return _counted(out, number, items, reading)
        case Defined(item=item):
            return emit(out, item, reading)
        case Readings(options=options):
            return _agreed(out, tuple(each for _, each in options), reading)
        case NeverFails(item=item):
            found = emit(out, item, reading)
            return out.value(either(is_(found, False), just(None), name(found)))
        case Judgement(life=None):
            owned = Slot(
                _own(term.subject), term.name, owner=term.owner, in_writing=term.in_writing
            )
            return out.value(name(out.cell(reading, owned)))
        case ClauseMet(clause=clause) if out.clause is not None:
            return out.clause(clause, reading)
        case _:
            raise UnsupportedByBackend(type(term).__name__)


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


def _slot(fact: FactOf, *, own_word: bool = False, years: bool = False) -> Slot:
    return Slot(_own(fact.subject), fact.name, own_word, years)


def _own(subject: Subject) -> str:
    if subject.in_hand:
        raise UnsupportedByBackend("SomeWho")
    return subject.name


def _tested(out: Writer, slot: Slot, test: Test, reading: str) -> str:
    """Write a test of a value: one that is absent stands none, one not known settles none."""
    seen = out.cell(reading, slot)
    if isinstance(test, IsDated) and isinstance(test.day, FactOf):
        # a day that never was is in no order to any other, known or not
        other = out.cell(reading, _slot(test.day))
        answer = _unless_unknown(seen, _stands(out, seen, test, reading))
        return out.value(_unless_absent(out, seen, _unless_absent(out, other, answer)))
    if isinstance(test, IsYes) and not test.negated:
        answer = name(seen)
    else:
        answer = _unless_unknown(seen, _stands(out, seen, test, reading))
    return out.value(_unless_absent(out, seen, answer))


def _unless_unknown(seen: str, answer: ast.expr) -> ast.expr:
    return either(is_(seen, None), just(None), answer)


def _unless_absent(out: Writer, seen: str, answer: ast.expr) -> ast.expr:
    absent = compared(name(seen), ast.Is(), out.constant(Mark.ABSENT))
    return either(absent, just(False), answer)


def _stands(out: Writer, seen: str, test: Test, reading: str) -> ast.expr:
    """Compare a value that is there. Errors: UnsupportedByBackend."""
    match test:
        case IsYes():
            return ast.UnaryOp(ast.Not(), name(seen))
        case IsIn(values=values, negated=negated_):
            how = ast.NotIn() if negated_ else ast.In()
            return compared(name(seen), how, out.constant(frozenset(values)))
        case Includes(values=values):
            apart = out.constant(frozenset(values).isdisjoint)
            return ast.UnaryOp(ast.Not(), ast.Call(apart, [name(seen)], []))
        case Compares(op=op, bound=bound):
            return compared(name(seen), _OPS[op](), out.constant(_number(bound)))
        case IsBetween(low=low, high=high):
            ends = (out.constant(_number(low)), out.constant(_number(high)))
            return ast.Compare(ends[0], [ast.LtE(), ast.LtE()], [name(seen), ends[1]])
        case IsDated(order=order, day=FactOf() as day):
            other = out.cell(reading, _slot(day))
            dated = compared(name(seen), _ORDERS[order](), name(other))
            return _unless_unknown(other, dated)
        case IsDated(order=order, day=JudgedDay()):
            today = out.cell(reading, Slot("", JUDGED_DAY))
            return compared(name(seen), _ORDERS[order](), name(today))
        case IsDated(order=order, day=day):
            return compared(name(seen), _ORDERS[order](), out.constant(day))
        case IsListed():
            raise UnsupportedByBackend("IsListed")


def _number(bound: Bound) -> Number:
    if isinstance(bound, ParameterValue):
        raise UnsupportedByBackend("ParameterValue")
    return bound


def _scope(out: Writer, term: ScopeTest, reading: str) -> str:
    seen = out.cell(reading, _slot(term.fact))
    allowed = compared(name(seen), ast.In(), out.constant(frozenset(term.allowed)))
    barred = compared(name(seen), ast.In(), out.constant(frozenset(term.barred)))
    others = just({"allowed": True, "barred": False}.get(term.others))
    answer = either(allowed, just(True), either(barred, just(False), others))
    return out.value(_unless_unknown(seen, answer))
