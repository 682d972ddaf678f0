"""Named answers of a question: their conditions, and the ranking between them.

What it is for: `answers:` and `beats` lines become the answers of a question, best first. May
import: `syntax`, `ir` and the rest of `check` below. What stays true: the order of the lines never
ranks; every two answers are ranked, or the question is refused; one answer is left for the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.check.conditions import Lowerer
from peerpolicy.check.declared import Index
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.check.resolve import Context
from peerpolicy.ir.program import Answer, Question
from peerpolicy.ir.terms import Term
from peerpolicy.syntax import nodes as n

_OTHER_MEANING = {
    "unknown": "an answer that is not settled is called so",
    "asks": "another line of a question begins so",
    "answers": "another line of a question begins so",
    "decided": "another line of a question begins so",
    "judged": "another line of a question begins so",
}
"""Words that cannot name an answer although they are not reserved, and why."""

Ranking = dict[str, set[str]]
"""For each answer, the answers that it beats, directly or by way of others."""


def with_answers(
    questions: tuple[Question, ...], index: Index, lowerer: Lowerer, report: Reporter
) -> tuple[Question, ...]:
    """Give each question its named answers, best first; reports what keeps them from being whole.

    In: questions without answers. Reports PP109, PP110, PP201, PP202, PP203 and PP215, and
    whatever is wrong with a condition.
    """
    table = {q.id: q for q in questions}
    for declared in index.of_kind("question"):
        question = table.get(declared.name)
        if question is not None:
            found = _Answers(declared, question, index, lowerer, report).build()
            table[question.id] = attrs.evolve(question, answers=found)
    return tuple(table.values())


@frozen
class _Answers:
    declared: Declared
    question: Question
    index: Index
    lowerer: Lowerer
    report: Reporter

    def build(self) -> tuple[Answer, ...]:
        opener = next(
            (x for x in self.declared.clause.lines if isinstance(x.node, n.Answers)), None
        )
        if opener is None:
            self._ranks_nothing()
            return ()
        items = self.declared.items(n.Answers)
        named = {i.name.text: i for i in items if isinstance(i, n.AnswerWhen)}
        rest = [i for i in items if isinstance(i, n.AnswerOtherwise)]
        self._check_names([i for i in items if isinstance(i, n.AnswerWhen | n.AnswerOtherwise)])
        lowered = {name: self._condition(item) for name, item in named.items()}
        if not self.declared.clause.broken:
            self._check_whole(opener, named, rest)
        order = self._ranked(opener, list(named), {i.name.text for i in rest})
        found = [Answer(name, lowered[name]) for name in order if lowered[name] is not None]
        return (*found, *(Answer(i.name.text, None) for i in rest[:1]))

    def _condition(self, item: n.AnswerWhen) -> Term | None:
        days = frozenset({self.question.judged_on})
        context = Context(self.declared.source, self.question.about, days)
        return self.lowerer.single(item.condition, context)

    def _error(self, code: str, node: n.Node | n.Line, message: str, advice: str) -> None:
        self.report.error(code, self.declared.source, node.span, message, advice)

    def _ranks_nothing(self) -> None:
        for line in self.declared.every(n.Beats)[:1]:
            if not self.declared.clause.broken:
                message = f"`question {self.declared.name}` ranks answers and lists none"
                advice = "write `answers:` and under it `NAME when CONDITION` and `NAME otherwise`"
                self._error("PP109", line, message, advice)

    def _check_names(self, items: list[n.AnswerWhen | n.AnswerOtherwise]) -> None:
        seen: set[str] = set()
        for item in items:
            name = item.name
            if name.text in _OTHER_MEANING:
                message = f"`{name.text}` cannot name an answer"
                advice = f"{_OTHER_MEANING[name.text]}: choose another name"
                self._error("PP203", name, message, advice)
            elif name.text in self.index.answers:
                kind = self.index.answers[name.text].kind
                message = f"`{name.text}` is the name of a `{kind}`, too"
                self._error("PP202", name, message, "give the answer another name")
            elif name.text in seen and not isinstance(item, n.AnswerOtherwise):
                message = f"the answer `{name.text}` stands here twice"
                advice = "join the two with a `define` that says `any of:`"
                self._error("PP202", name, message, advice)
            elif name.text in seen:
                message = f"`{name.text}` has a condition of its own and is what is left, too"
                self._error("PP202", name, message, "give the last answer another name")
            seen.add(name.text)

    def _check_whole(
        self, opener: n.Line, named: Mapping[str, object], rest: list[n.AnswerOtherwise]
    ) -> None:
        if not rest:
            message = f"`question {self.declared.name}` does not say what is left"
            advice = "write `NAME otherwise` under `answers:`, for where no other answer holds"
            self._error("PP109", opener, message, advice)
        for item in rest[1:]:
            self._error("PP110", item, "a second `otherwise`", "keep one of the two")
        if rest and not named:
            message = f"`question {self.declared.name}` has no answer with a condition"
            self._error("PP109", opener, message, "write `NAME when CONDITION` under `answers:`")

    # ------------------------------------------------------------ the ranking

    def _ranked(self, opener: n.Line, names: list[str], rest: set[str]) -> list[str]:
        """Return the answers, best first; as they stand where the ranking is faulty."""
        before = len(self.report.found)
        beats = self._beats(names, rest)
        circle = next((name for name in names if name in beats[name]), None)
        if circle is not None:
            line = self._line_of_circle(beats)
            message = f"the ranking goes round in a circle at `{circle}`"
            self._error("PP215", line, message, "delete one of the lines of the circle")
        order = sorted(names, key=lambda name: (-len(beats[name]), names.index(name)))
        if len(self.report.found) > before or self.declared.clause.broken:
            return order
        lacking = [
            f"`{one} beats {next_}`" for one, next_ in pairwise(order) if next_ not in beats[one]
        ]
        if lacking:
            message = f"the answers of `{self.declared.name}` are not all ranked"
            advice = f"write {' and '.join(lacking)}, or the other way round"
            self._error("PP215", opener, message, advice)
        return order

    def _beats(self, names: list[str], rest: set[str]) -> Ranking:
        beats: Ranking = {name: set() for name in names}
        for line in self.declared.every(n.Beats):
            for name in (line.better, line.worse):
                if name.text in rest and name.text not in names:
                    message = f"`{name.text}` stands `otherwise` and takes no part in the ranking"
                    advice = "delete this line: every other answer goes before it"
                    self._error("PP215", name, message, advice)
                elif name.text not in names:
                    self.report.unknown(self.declared.source, name, "answer", names)
            if line.better.text in names and line.worse.text in names:
                beats[line.better.text].add(line.worse.text)
        return {name: _reached(name, beats) for name in names}

    def _line_of_circle(self, beats: Ranking) -> n.Beats:
        """Return the first line both of whose answers beat themselves."""
        round_ = {name for name, beaten in beats.items() if name in beaten}
        lines = self.declared.every(n.Beats)
        return next(x for x in lines if {x.better.text, x.worse.text} <= round_)


def _reached(start: str, beats: Ranking) -> set[str]:
    found: set[str] = set()
    waiting = list(beats[start])
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += beats[name]
    return found
