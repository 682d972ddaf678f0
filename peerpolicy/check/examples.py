"""Examples: cases worked by hand beside the rules, turned into plain facts and expectations.

What it is for: `given` lines become facts in the form any caller sends, so that an example is
read by the same reader and decided by the same evaluator as a real case. May import: `syntax`,
`ir`, `facts` and the rest of `check` below. What stays true: facts of an example count as verified
unless it says otherwise; a name that no subject has is reported where it stands.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping

import attrs

from peerpolicy.check.declared import BINDING_KINDS, Index
from peerpolicy.check.given import GivenReader
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.errors import FactsError
from peerpolicy.facts.reader import read
from peerpolicy.ir.program import Clause, Example, Expectation, Question
from peerpolicy.ir.schema import Schema
from peerpolicy.ir.terms import Cap
from peerpolicy.syntax import nodes as n

_OUTCOMES = ("met", "not met", "unknown", "not applicable")
"""What may be expected of every question and clause."""


@attrs.define
class ExampleBuilder:
    """Builds the examples of one program."""

    index: Index
    schema: Schema
    questions: Mapping[str, Question]
    clauses: Mapping[str, Clause]
    report: Reporter
    _built: dict[str, dict[str, object]] = attrs.Factory(dict)
    _open: list[str] = attrs.Factory(list)

    def build_all(self) -> tuple[Example, ...]:
        """Build every example whose question is known; reports PP201, PP206, PP207, PP303."""
        built = (self._build(declared) for declared in self.index.of_kind("example"))
        return tuple(example for example in built if example is not None)

    def _build(self, declared: Declared) -> Example | None:
        decide = declared.one(n.DecideOn)
        if decide is None:
            return None
        if self.index.find("question", decide.question.text) is None:
            known = self.questions
            self.report.unknown(declared.source, decide.question, "question", known)
            return None
        if decide.question.text not in self.questions:
            return None
        before = len(self.report.found)
        facts = self._facts(declared)
        if len(self.report.found) == before:
            self._check_facts(declared, facts)
        return Example(
            declared.name,
            decide.question.text,
            decide.day.value,
            facts,
            tuple(self._expectations(declared)),
            declared.source.place(declared.clause.span),
        )

    def _facts(self, declared: Declared) -> dict[str, object]:
        """Return the facts of an example, those of the one it is `like` first."""
        if declared.name in self._built:
            return copy.deepcopy(self._built[declared.name])
        if declared.name in self._open:
            message = f"`{declared.name}` is like an example that is like it"
            advice = "let one of them stand alone"
            span = declared.clause.name.span
            self.report.error("PP207", declared.source, span, message, advice)
            return {}
        self._open.append(declared.name)
        like = declared.one(n.Like)
        facts = self._facts_of_model(declared, like.example) if like else {}
        self._open.pop()
        evidence = declared.one(n.ExampleEvidence)
        if evidence is not None or "evidence" not in facts:
            facts["evidence"] = evidence.grade if evidence else "verified"
        reader = GivenReader(declared, self.schema, self._about(declared), facts, self.report)
        reader.take(declared.items(n.Given))
        self._built[declared.name] = facts
        return copy.deepcopy(facts)

    def _facts_of_model(self, declared: Declared, name: n.Name) -> dict[str, object]:
        model = self.index.find("example", name.text)
        if model is None:
            known = [x for x in self.index.names("example") if x != declared.name]
            self.report.unknown(declared.source, name, "example", known)
            return {}
        return self._facts(model)

    def _about(self, declared: Declared) -> str:
        decide = declared.one(n.DecideOn)
        question = self.questions.get(decide.question.text) if decide else None
        return question.about if question else ""

    def _check_facts(self, declared: Declared, facts: Mapping[str, object]) -> None:
        """Let the facts reader check the values; its findings stand at the example."""
        try:
            read(self.schema, facts)
        except FactsError as error:
            for each in error.diagnostics:
                self.report.error(
                    each.code, declared.source, declared.clause.span, each.message, each.help
                )

    def _expectations(self, declared: Declared) -> Iterable[Expectation]:
        for item in declared.items(n.Expect):
            expectation = self._expectation(declared, item)
            if expectation is not None:
                yield expectation

    def _expectation(self, declared: Declared, item: n.Node) -> Expectation | None:
        place = declared.source.place(item.span)
        match item:
            case n.ExpectOutcome(name=name, outcome=outcome):
                if self._known_answer(declared, name):
                    return Expectation(name.text, outcome, place=place)
            case n.ExpectAmount(name=name, low=low, high=high):
                fits = [self._fitting(declared, name, q) for q in (low, high) if q]
                if self._known_answer(declared, name) and all(fits):
                    most = high.amount if high else low.amount
                    if most < low.amount:
                        message, advice = "the range ends before it begins", "swap the amounts"
                        self.report.error("PP304", declared.source, item.span, message, advice)
                    return Expectation(name.text, None, low.amount, most, place=place)
            case n.ExpectAnswer(name=name, answer=answer):
                if self._known_answer(declared, name) and self._named(declared, name, answer):
                    return Expectation(name.text, answer=answer.text, place=place)
            case n.Needs(fact=ref):
                if self._known_need(declared, ref.name):
                    return Expectation(ref.name.text, need=ref.name.text, place=place)
        return None

    def _known_answer(self, declared: Declared, name: n.Name) -> bool:
        if name.text in self.questions or name.text in self.clauses:
            return True
        kinds = (*BINDING_KINDS, "advise", "question")
        known = [d.name for d in self.index.of_kind(*kinds)]
        if name.text not in known:
            self.report.unknown(declared.source, name, "question or clause", known)
        return False

    def _named(self, declared: Declared, name: n.Name, answer: n.Name) -> bool:
        """Say whether a question has that answer; else an outcome was meant (PP104, PP201)."""
        question = self.questions.get(name.text)
        known = [each.name for each in question.answers] if question is not None else []
        if answer.text not in known:
            what = f"answer of {name.text}" if known else "outcome"
            code = "PP201" if known else "PP104"
            self.report.unknown(declared.source, answer, what, [*known, *_OUTCOMES], code)
        return answer.text in known

    def _answered_in(self, name: str) -> str:
        """Return the measure of a question that answers in an amount, or of a limit."""
        question, clause = self.questions.get(name), self.clauses.get(name)
        if question is not None:
            return question.answers_in or ""
        return clause.condition.unit if clause and isinstance(clause.condition, Cap) else ""

    def _known_need(self, declared: Declared, name: n.Name) -> bool:
        known = {f.name for f in self.schema.facts} | {r.name for r in self.schema.records}
        known |= {judgement for _, judgement in self.schema.judgements}
        known |= set(self.schema.registries)
        if name.text not in known:
            self.report.unknown(declared.source, name, "fact", known)
        return name.text in known

    def _fitting(self, declared: Declared, name: n.Name, low: n.Quantity) -> bool:
        measure = self.schema.measures.get(self._answered_in(name.text))
        if measure is not None and low.unit.text in (measure.name, measure.singular):
            return True
        message = f"`{name.text}` is not answered in {low.unit.text}"
        advice = f"write one of: {', '.join(_OUTCOMES)}"
        if measure is not None:
            advice = f"write the amount in {measure.name}"
        self.report.error("PP302", declared.source, low.unit.span, message, advice)
        return False
