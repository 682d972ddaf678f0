"""The writer: statements of one function as they are made, its slots and its constants.

What it is for: whoever writes a term writes to it. May import: `backends.base` and the nodes and
slots of this back end. What stays true: a local is read only where it was surely given a value;
each statement stands on the line of the term in hand.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import attrs

from peerpolicy.backends.base import Kernels, Scene, Scenes
from peerpolicy.backends.codegen import nodes
from peerpolicy.backends.codegen.nodes import either, is_, just, name, when
from peerpolicy.backends.codegen.slots import AnySlot, Moment, Slot
from peerpolicy.backends.codegen.sums import LEFT
from peerpolicy.ir.program import Clause, Program
from peerpolicy.ir.terms import Term

ARGUMENTS = ("g", "v", "a", "s", "w", "b", "u")
"""What a function is given: the cells on the question's evidence and those that conditions are
believed from, the moments, both scenes as whoever answers other terms wants them, and the cells and
the scene in which every claim is believed."""

SCENES = {"g": "s", "v": "w"}
"""The scene that stands beside the cells of a reading."""

EmitAsked = Callable[[str, str], str | None]
"""Emits a clause or question by its name for a reading, as a condition asks for it.

Out: the local of the answer, None where it is left to the other back end.
"""


@attrs.define(eq=False)
class Writer:
    """Writes the body of one function.

    `asks`: it leaves something to the other back end. `rests`: what it leaves may read any fact.
    `idle`: which terms may have nothing due, by their places in memory. `raised` writes whether a
    paper shows a fact, so that a claim of it is enough; None where none can.
    """

    program: Program
    kernels: Kernels
    clause: EmitAsked
    question: EmitAsked
    raised: Callable[[Slot], str | None]
    slots: list[AnySlot]
    days: list[Moment]
    body: list[ast.stmt] = attrs.Factory(list)
    asks: bool = False
    rests: bool = False
    constants: list[object] = attrs.Factory(list)
    idle: dict[int, bool] = attrs.Factory(dict)
    scenes: dict[str, str] = attrs.Factory(lambda: dict(SCENES))
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

    def cell(self, reading: str, slot: AnySlot) -> str:
        """Return the local that holds the value of a slot in a reading. No errors."""
        if slot not in self.slots:
            self.slots.append(slot)
        return self.once((reading, slot), lambda: self._cell(reading, slot))

    def _cell(self, reading: str, slot: AnySlot) -> str:
        at = self.slots.index(slot)
        own = ast.Subscript(name(reading), just(at), ast.Load())
        flag = self.raised(slot) if isinstance(slot, Slot) else None
        if flag is None:
            return self.value(own)
        claimed = ast.Subscript(name("b"), just(at), ast.Load())
        return self.value(either(is_(flag, True), claimed, own))

    def shown(self, flag: str, reading: str) -> str:
        """Return a reading in which every claim is believed where a paper shows that. No errors."""
        chosen = self.value(either(is_(flag, True), name("b"), name(reading)))
        scene = self.value(either(is_(flag, True), name("u"), name(self.scenes[reading])))
        self.scenes[chosen] = scene
        return chosen

    def day(self, day: Moment) -> ast.expr:
        """Read a day that was worked out for the judged day. No errors."""
        if day not in self.days:
            self.days.append(day)
        return ast.Subscript(name("a"), just(1 + self.days.index(day)), ast.Load())

    def asked(self, what: Term | Clause, reading: str) -> str:
        """Leave a term or clause to the other back end, and return the local. No errors."""
        self.asks = self.rests = True
        return self.value(self._call(what, reading))

    def or_asked(self, found: str, term: Term, reading: str) -> str:
        """Leave a term where what was found is `LEFT`; it reads what was read. No errors."""
        self.asks = True
        is_left = nodes.compared(name(found), ast.Is(), self.constant(LEFT))
        self.put(when(is_left, [nodes.assign(found, self._call(term, reading))]))
        return found

    def _call(self, what: Term | Clause, reading: str) -> ast.expr:
        kernels = self.kernels
        answer = kernels.clause(what) if isinstance(what, Clause) else kernels.term(what)
        # the program keeps what is asked, so nothing else takes its place in memory
        ask = partial(View.ask, key=id(what), answer=answer)
        return ast.Call(self.constant(ask), [name(self.scenes[reading])], [])


@attrs.define(eq=False)
class View:
    """One case for the other back end, looked at when something is first left to it.

    `given` keeps what it answered, since both functions and both readings ask for the same.
    """

    look: Callable[[], Scenes]
    believes_all: bool
    given: dict[tuple[int, bool], object]

    def ask(self, key: int, answer: Callable[[Scene], object]) -> object:
        """Answer on the question's grade, or with every claim believed. No errors."""
        asked = key, self.believes_all
        if asked not in self.given:
            scenes = self.look()
            self.given[asked] = answer(scenes.believed if self.believes_all else scenes.sure)
        return self.given[asked]
