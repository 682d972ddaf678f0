"""The checker: from a text to a checked program and everything there is to say about it.

What it is for: runs the passes in order and hands out the program, or None where there is an
error. May import: the rest of `check`, `syntax` and `ir`. What stays true: each pass runs even
where an earlier one found faults, so that one run shows them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.check.answers import with_answers
from peerpolicy.check.clause_kinds import KindReader
from peerpolicy.check.clauses import ClauseLowerer
from peerpolicy.check.conditions import Lowerer
from peerpolicy.check.declared import FindVocabulary, Index, gather, open_vocabularies
from peerpolicy.check.examples import ExampleBuilder
from peerpolicy.check.frame import build_calendar, build_questions, build_sources, citations
from peerpolicy.check.ledger import build_ledger
from peerpolicy.check.lint import check_names, lint
from peerpolicy.check.parameters import build_parameters, sources_to_choose
from peerpolicy.check.phrases import PhraseReader, expanded
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.check.resolve import Context
from peerpolicy.check.versions import program_days, program_status
from peerpolicy.check.vocabulary import build_schema
from peerpolicy.diagnostics import Diagnostic, Severity
from peerpolicy.ir.program import Calendar, Interpretation, OpenTerm, Program, SourceText
from peerpolicy.source import Source
from peerpolicy.syntax import nodes as n
from peerpolicy.syntax.parser import parse


def check(
    source: Source, find_vocabulary: FindVocabulary
) -> tuple[Program | None, tuple[Diagnostic, ...]]:
    """Check a text.

    In: the source, and how to find a vocabulary by name (None if there is none). Out: the
    program, None if the text is a vocabulary or has errors; and all diagnostics (PP102 to PP706)
    ordered by file and place. No errors are raised.
    """
    report = Reporter()
    head, index = _read(source, find_vocabulary, report)
    program: Program | None = None
    if head is not None and head.kind == "program":
        program = _Checker(head, index, report).run()
    elif head is not None:
        build_schema(index, report)
    ordered = sorted(report.found, key=lambda d: _order(d, source))
    return None if report.failed else program, tuple(ordered)


def expand(
    source: Source, find_vocabulary: FindVocabulary
) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Return a text with each phrase replaced by the core text that it stands for.

    In: as for `check`. Out: the text, None if there are errors; and all diagnostics, as `check`
    gives them. No errors are raised.
    """
    _, found = check(source, find_vocabulary)
    if any(d.severity is Severity.ERROR for d in found):
        return None, found
    _, index = _read(source, find_vocabulary, Reporter())
    return expanded(source, index), found


def _read(
    source: Source, find_vocabulary: FindVocabulary, report: Reporter
) -> tuple[Declared | None, Index]:
    """Read a text and the vocabularies it uses: its head, and all clauses by name."""
    file, found = parse(source)
    report.extend(found)
    vocabularies = open_vocabularies(source, file, find_vocabulary, report)
    kinds = KindReader(source, file, vocabularies, report)
    phrases = PhraseReader(source, kinds.resolved(), vocabularies, report)
    head, index = gather(source, phrases.matched(), vocabularies, report)
    kinds.expand(index)
    phrases.expand(index)
    return head, index


def _order(diagnostic: Diagnostic, first: Source) -> tuple[bool, str, int]:
    source, span = diagnostic.source, diagnostic.span
    name = source.name if source else ""
    return name != first.name, name, span.start if span else 0


@frozen
class _Checker:
    head: Declared
    index: Index
    report: Reporter

    def run(self) -> Program:
        schema = build_schema(self.index, self.report)
        sources = build_sources(self.index)
        calendar = build_calendar(self.head, self.index, schema, self.report)
        questions = build_questions(self.head, self.index, schema, self.report)
        interpretations = tuple(self._interpretations(sources))
        settled = {i.settles: i.reading for i in interpretations}
        parameters = build_parameters(self.index, schema, sources, settled, self.report)
        check_names(self.index, schema, self.report)
        lowerer = Lowerer(self.index, schema, calendar, settled, parameters, self.report)
        questions = with_answers(questions, self.index, lowerer, self.report)
        clauses = ClauseLowerer(self.index, questions, sources, lowerer, self.report).lower_all()
        self._check_definitions(lowerer, questions[0].about if questions else "")
        schema = attrs.evolve(schema, judgements=tuple(sorted(lowerer.judgements)))
        lint(self.index, clauses, questions, lowerer.used, self.report)
        examples = ExampleBuilder(
            self.index,
            schema,
            {q.id: q for q in questions},
            {c.id: c for c in clauses},
            self.report,
        ).build_all()
        for declared in self.index.of_kind("define", "example", "registry"):
            citations(declared, sources, self.report)
        title = self.head.one(n.Title)
        return Program(
            self.head.name,
            title.text.text if title else "",
            schema,
            calendar or Calendar(),
            MappingProxyType(sources),
            questions,
            clauses,
            interpretations,
            tuple(self._open_terms(sources, settled)),
            build_ledger(self.index, sources, self.report),
            examples,
            tuple(parameters.values()),
            program_days(self.head, self.report),
            program_status(self.head, self.report),
        )

    def _check_definitions(self, lowerer: Lowerer, about: str) -> None:
        """Lower what no clause uses, too, so that its faults are not hidden."""
        days = frozenset(_judged(q).text for q in self.index.of_kind("question"))
        for declared in self.index.of_kind("define"):
            line = declared.one(n.About)
            subject = line.entity.text if line else about
            if declared.name not in lowerer.used or line is not None:
                context = Context(declared.source, subject, days)
                says = lowerer.says(context, declared.clause.span)
                lowerer.definition(declared, context, says)

    def _interpretations(self, sources: Mapping[str, SourceText]) -> Iterator[Interpretation]:
        seen: dict[str, str] = {}
        for declared in self.index.of_kind("interpret"):
            settles, chosen = declared.one(n.Settles), declared.one(n.ChosenBy)
            if settles is None or chosen is None:
                continue
            term = self._open(settles.term, declared)
            if term is None:
                continue
            readings = [i.name.text for i in term.items(n.Readings) if isinstance(i, n.Reading)]
            readings = readings or sources_to_choose(term)
            if settles.reading.text not in readings:
                what = f"reading of {term.name}"
                self.report.unknown(declared.source, settles.reading, what, readings)
                continue
            if term.name in seen:
                message = f"`{term.name}` is settled twice"
                advice = f"keep this clause or `interpret {seen[term.name]}`"
                span = settles.term.span
                self.report.error("PP202", declared.source, span, message, advice)
            seen.setdefault(term.name, declared.name)
            because = declared.one(n.Because)
            yield Interpretation(
                declared.name,
                term.name,
                settles.reading.text,
                chosen.owner.text,
                chosen.day.value,
                because.text.text if because else "",
                citations(declared, sources, self.report),
            )

    def _open(self, name: n.Name, declared: Declared) -> Declared | None:
        """Find the open term, or the parameter with values that differ, that is settled."""
        kinds = ("open term", "parameter")
        found = next((x for kind in kinds if (x := self.index.find(kind, name.text))), None)
        if found is None:
            known = [name for kind in kinds for name in self.index.names(kind)]
            self.report.unknown(declared.source, name, "open term or parameter", known)
        return found

    def _open_terms(
        self, sources: Mapping[str, SourceText], settled: Mapping[str, str]
    ) -> Iterator[OpenTerm]:
        for declared in self.index.of_kind("open term"):
            wording, decided = declared.one(n.Wording), declared.one(n.DecidedBy)
            items = declared.items(n.Readings)
            yield OpenTerm(
                declared.name,
                wording.text.text if wording else "",
                decided.owner.text if decided else "",
                tuple(i.name.text for i in items if isinstance(i, n.Reading)),
                citations(declared, sources, self.report),
                settled.get(declared.name),
            )


def _judged(question: Declared) -> n.Name:
    line = question.one(n.JudgedOn)
    return line.name if line else question.clause.name
