"""Whose fact is meant: from a name in a condition to a subject and what it has.

What it is for: looks up names of facts and records for the clause at hand. May import: `syntax`,
`ir` and the rest of `check` below. What stays true: inside `some ROLE who` a fact of every person
belongs to that person; everything else belongs to the clause's `about`; `of ENTITY` overrules
both; a name is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypedDict, TypeVar

from peerpolicy._frozen import frozen
from peerpolicy.check.reporter import Reporter
from peerpolicy.ir import schema as ir
from peerpolicy.ir.terms import Subject
from peerpolicy.source import Place, Source, Span
from peerpolicy.syntax import nodes as n

K = TypeVar("K", bound=ir.RecordKind)

_ASKED_FOR: Mapping[type[ir.RecordKind], str] = MappingProxyType(
    {
        ir.Credential: "`holds {0}`",
        ir.Document: "`complete {0}`",
        ir.Entry: "`at least 1 record of {0}`",
        ir.Role: "`some {0} who meets all of:` and the lines under it",
    }
)
"""How a condition asks for records of each kind."""


class Says(TypedDict):
    """The author's words for a term, and where they stand."""

    text: str
    place: Place


@frozen
class Context:
    """Where a condition stands: in which text, about whom, with which person in hand.

    `takes_papers`: in a `submit`, where a paper may show another clause.
    """

    source: Source
    about: str
    judged_days: frozenset[str]
    in_hand: str | None = None
    takes_papers: bool = False

    def says(self, span: Span) -> Says:
        """Return the author's words and their place, for the term they become. No errors."""
        text = " ".join(self.source.slice(span).split()).removesuffix(":")
        return {"text": text, "place": self.source.place(span)}


@frozen
class Resolver:
    """Looks up names against a schema and reports what it cannot find."""

    schema: ir.Schema
    report: Reporter

    def fact(self, ref: n.FactRef, context: Context) -> tuple[Subject, ir.Fact | ir.Age] | None:
        """Return whose fact `ref` is, and the fact; None (reported) if there is no such fact."""
        for subject in self._subjects(ref.entity, context):
            name = ref.name.text
            found = self.schema.fact(subject.name, name) or self.schema.age(subject.name, name)
            if found is not None:
                return subject, found
        self._report_missing(ref.name, ref.entity, "fact", self._fact_owners(), context)
        return None

    def unknown(self, name: n.Name, what: str, known: Iterable[str], context: Context) -> None:
        """Report a name that is no `what`: PP204 if it is a thing of another kind, else PP201."""
        found = self._known_as(name.text)
        if found is None:
            self.report.unknown(context.source, name, what, known)
            return
        kind, asked = found
        message = f"`{name.text}` is {_a(kind)}, not {_a(what)}"
        advice = f"write {asked}" if asked else f"use the name of {_a(what)}"
        self.report.error("PP204", context.source, name.span, message, advice)

    def _known_as(self, name: str) -> tuple[str, str] | None:
        """Return what kind of thing has a name, and how a condition asks for it."""
        for fact in self.schema.facts:
            if fact.name == name:
                yes_no = isinstance(fact.type, ir.YesNo)
                return "fact", f"`{name}` alone" if yes_no else f"what it must be: `{name} is ...`"
        if any(age.name == name for age in self.schema.ages):
            return "fact", f"`{name} is at least 21 years`, for example"
        record = next((each for each in self.schema.records if each.name == name), None)
        if record is None:
            return self._known_as_unit(name)
        asked = _ASKED_FOR.get(type(record), "").format(name)
        if isinstance(record, ir.Entry) and record.amount is not None:
            asked = f"`at least 10 {record.amount} of {name}`, or {asked}"
        return type(record).__name__.lower(), asked

    def _known_as_unit(self, name: str) -> tuple[str, str] | None:
        """Return how amounts in a unit are asked for, where a name is one that entries count."""
        entries = [r for r in self.schema.records if isinstance(r, ir.Entry)]
        counting = [e.name for e in entries if name in (e.amount, e.count)]
        if not counting:
            return None
        return "unit", f"of what they are: `at least 10 {name} of {counting[0]}`"

    def has_fact(self, ref: n.FactRef, context: Context) -> bool:
        """Say whether `ref` names a fact, without reporting anything."""
        return any(
            self.schema.fact(s.name, ref.name.text) or self.schema.age(s.name, ref.name.text)
            for s in self._subjects(ref.entity, context, silent=True)
        )

    def record(
        self, name: n.Name, entity: n.Name | None, kind: type[K], context: Context
    ) -> tuple[Subject, K] | None:
        """Return whose records of `kind` are meant, and the record kind; None if unknown."""
        for subject in self._subjects(entity, context):
            found = self.schema.record(subject.name, name.text)
            if isinstance(found, kind) and not self._names_the_person(found, subject):
                return subject, found
        self._report_missing(name, entity, kind.__name__.lower(), self._owners_of(kind), context)
        return None

    def _names_the_person(self, kind: ir.RecordKind, subject: Subject) -> bool:
        """Tell whether the records name the person in hand and so are somebody else's.

        A meeting that names its supervisor is a record of the supervised, though supervisor and
        supervised are both persons.
        """
        return subject.in_hand and kind.field_naming(subject.name) is not None

    def _subjects(
        self, entity: n.Name | None, context: Context, silent: bool = False
    ) -> list[Subject]:
        if entity is not None:
            return self._named_subject(entity, context, silent)
        here = [Subject(context.about)]
        return [Subject(context.in_hand, True), *here] if context.in_hand else here

    def _named_subject(self, entity: n.Name, context: Context, silent: bool) -> list[Subject]:
        if entity.text == context.in_hand:
            return [Subject(entity.text, True)]
        known = [e.name for e in self.schema.entities]
        if entity.text in known:
            return [Subject(entity.text)]
        if not silent:
            self.unknown(entity, "entity", known, context)
        return []

    def _fact_owners(self) -> list[tuple[str, str]]:
        facts = [(f.name, f.owner) for f in self.schema.facts]
        return facts + [(a.name, a.owner) for a in self.schema.ages]

    def _owners_of(self, kind: type[ir.RecordKind]) -> list[tuple[str, str]]:
        return [(r.name, r.owner) for r in self.schema.records if isinstance(r, kind)]

    def _report_missing(
        self,
        name: n.Name,
        entity: n.Name | None,
        what: str,
        declared: list[tuple[str, str]],
        context: Context,
    ) -> None:
        if entity is not None and entity.text not in [e.name for e in self.schema.entities]:
            return  # the entity was reported, and one fault is enough
        owners = sorted(owner for known, owner in declared if known == name.text)
        if not owners:
            self.unknown(name, what, [known for known, _ in declared], context)
            return
        whose = entity.text if entity else context.about
        owner = self._an_entity(owners[0])
        message = f"`{name.text}` is {_a(what)} of {owner}, not of {whose}"
        advice = f"write `{name.text} of {owner}`"
        if what == "entry":
            advice = f"add the line `about {owner}`"
        self.report.error("PP206", context.source, name.span, message, advice)

    def _an_entity(self, owner: str) -> str:
        if owner != "person":
            return owner
        return next((e.name for e in self.schema.entities if e.is_person), owner)


def _a(what: str) -> str:
    return f"an {what}" if what[0] in "ae" else f"a {what}"
