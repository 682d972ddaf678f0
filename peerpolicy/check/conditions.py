"""Lowering of conditions: from what the author wrote to terms of the IR.

What it is for: one function for each form of condition, groups, and names that stand for
definitions, open terms and judgements. May import: `syntax`, `ir` and the rest of `check` below.
What stays true: a term comes out only if every name and unit in it was found; what is faulty is
reported where it stands and left out; definitions never go round in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from peerpolicy.check.amounts import AmountLowerer
from peerpolicy.check.credentials import CredentialLowerer
from peerpolicy.check.deadlines import DeadlineLowerer
from peerpolicy.check.declared import NAMED_KINDS, Index
from peerpolicy.check.parameter_uses import ParameterUses
from peerpolicy.check.phrase_terms import PhraseLowerer
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.check.resolve import Context, Resolver, Says
from peerpolicy.check.shapes import CONDITIONS
from peerpolicy.check.topics import TopicLowerer
from peerpolicy.check.value_tests import TestReader, operator
from peerpolicy.diagnostics import did_you_mean, nearest
from peerpolicy.ir import schema as ir
from peerpolicy.ir import terms as t
from peerpolicy.ir.program import Calendar, Parameter
from peerpolicy.source import Span
from peerpolicy.syntax import nodes as n
from peerpolicy.syntax.nodes.clause_kinds import OwnLines

_MOST_TERMS = 5_000
_MOST_LEVELS = 50
"""More definitions than this do not stand in each other: each takes its part of the stack."""

JUDGED = ir.Fact(ir.JUDGED_DAY, "", ir.DateValue(), ir.Sensitivity.PUBLIC)
"""The judged day, where a line asks something of it as of a fact."""


@attrs.define
class Lowerer:
    """Lowers the conditions of one program."""

    index: Index
    schema: ir.Schema
    calendar: Calendar | None
    settled: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    report: Reporter
    judgements: set[tuple[str, str]] = attrs.Factory(set)
    used: set[str] = attrs.Factory(set)
    resolver: Resolver = attrs.field(init=False)
    tests: TestReader = attrs.field(init=False)
    amounts: AmountLowerer = attrs.field(init=False)
    credentials: CredentialLowerer = attrs.field(init=False)
    topics: TopicLowerer = attrs.field(init=False)
    deadlines: DeadlineLowerer = attrs.field(init=False)
    phrases: PhraseLowerer = attrs.field(init=False)
    _open: list[str] = attrs.field(factory=list, init=False)
    _too_deep: bool = attrs.field(default=False, init=False)
    _terms: int = attrs.field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self.resolver = Resolver(self.schema, self.report)
        uses = ParameterUses(self.index, self.schema, self.resolver, self.parameters, self.used)
        self.tests = TestReader(self.schema, self.resolver, self.day, uses)
        self.amounts = AmountLowerer(
            self.schema, self.calendar, self.resolver, self.tests, self.report
        )
        self.credentials = CredentialLowerer(self.resolver, self.amounts, self.report)
        self.deadlines = DeadlineLowerer(self.amounts, self.report)
        self.phrases = PhraseLowerer(self.index, self.schema, self.report, self.line)
        self.topics = TopicLowerer(self.schema, self.amounts, self.report, self.says)

    def condition_of(self, declared: Declared, context: Context) -> t.Term | None:
        """Lower the one condition of a clause; None if it is missing or faulty."""
        line = next((x for x in declared.clause.lines if isinstance(x.node, CONDITIONS)), None)
        if line is not None and isinstance(line.node, n.Including):
            return self.topics.lower(line, declared, context)
        self.topics.alone(declared)
        return None if line is None else self.line(line, context)

    def line(self, line: n.Line, context: Context) -> t.Term | None:
        """Lower a condition line: a single condition, or a group with its items."""
        node = line.node
        match node:
            case n.AllOf() | n.AnyOf() | n.NoneOf() | n.AtLeastOf():
                return self._group(node, self.items(line.items, context), line, context)
            case n.SomeWho() | n.EachBy():
                return self._of_a_roster(node, line, context)
        return self.single(node, context)

    def items(self, nodes: Iterable[n.Node], context: Context) -> tuple[t.Term, ...] | None:
        """Lower the items of a group; None if one of them is faulty."""
        terms = [self.single(node, context) for node in nodes]
        whole = tuple(term for term in terms if term is not None)
        return whole if len(whole) == len(terms) else None

    def _group(
        self, node: n.Node, items: tuple[t.Term, ...] | None, line: n.Line, context: Context
    ) -> t.Term | None:
        if items is None:
            return None
        says = self.says(context, line.span)
        match node:
            case n.AllOf():
                return t.AllOf(items, **says)
            case n.AnyOf():
                return t.AnyOf(items, **says)
            case n.NoneOf():
                return t.NoneOf(items, **says)
            case n.AtLeastOf():
                number = self._number_needed(node, len(items), context)
                return None if number is None else t.AtLeastOf(number, items, **says)
        return None

    def _number_needed(self, node: n.AtLeastOf, most: int, context: Context) -> int | None:
        if not isinstance(node.bound, n.AtLeast):
            message = "a group says how many items are needed at least"
            advice = "write `at least 2 of:` or `none of:`"
            self.report.error("PP104", context.source, node.span, message, advice)
            return None
        if not isinstance(node.number, int) or not 1 <= node.number <= most:
            message = f"this number of items makes no sense where there are {most}"
            self.report.error("PP305", context.source, node.span, message, f"write 1 to {most}")
            return None
        return node.number

    def _of_a_roster(
        self, node: n.SomeWho | n.EachBy, line: n.Line, context: Context
    ) -> t.Term | None:
        found = self.resolver.record(node.role, None, ir.Role, context)
        if found is None:
            return None
        subject, role = found
        items = self.items(line.items, attrs.evolve(context, in_hand=role.name))
        if items is None:
            return None
        kind = t.SomeWho if isinstance(node, n.SomeWho) else t.EachBy
        return kind(subject, role.name, items, **self.says(context, line.span))

    def single(self, node: n.Node, context: Context) -> t.Term | None:
        """Lower one condition that stands on a line of its own."""
        if self._too_many(node, context):
            return None
        says = self.says(context, node.span)
        match node:
            case n.Amount():
                return self.amounts.lower(node, context, says)
            case n.Gap():
                return self.deadlines.gap(node, context, says)
            case n.FactTrue(fact=fact):
                return self._named_or_fact(fact, context, says)
            case n.FactIs(fact=fact, test=test):
                return self._fact_is(fact, test, context, says)
            case n.Attests(fact=fact):
                return self._yes(fact, context, says, own_word=True)
            case n.Holds():
                return self.credentials.holds(node, context, says)
            case n.Complete(document=name, entity=entity, day=day):
                return self._paper(name, entity, day, context, says)
            case n.Shows(document=name):
                if not context.takes_papers:
                    message = "a paper shows a clause only in a `submit`"
                    advice = f"write `complete {name.text}` here"
                    self.report.error("PP204", context.source, node.span, message, advice)
                return self._paper(name, None, None, context, says)
            case n.Related():
                return self._related(node, context, says)
            case n.Phrase() | OwnLines():
                return self.phrases.lower(node, context, says)
        return None

    def _too_many(self, node: n.Node, context: Context) -> bool:
        """Bound the size of what definitions unfold to, so that no file can exhaust memory."""
        self._terms += 1
        if self._terms <= _MOST_TERMS * max(1, len(self.index.all)):
            return False
        message = "definitions unfold to too many conditions"
        self.report.error("PP207", context.source, node.span, message, "use fewer levels")
        return True

    def says(self, context: Context, span: Span) -> Says:
        """Return the author's words and their place, for the term they become."""
        return context.says(span)

    def day(self, day: n.Day | n.FactRef, context: Context) -> t.DayOf | None:
        """Return the day that a date, a date fact or the name of the judged day means."""
        if isinstance(day, n.Day):
            return day.value
        if _is_judged_day(day, context):
            return t.JudgedDay()
        dates = {f.name for f in self.schema.facts if isinstance(f.type, ir.DateValue)}
        known = {f.name for f in self.schema.facts} | {a.name for a in self.schema.ages}
        if day.entity is None and day.name.text not in known:
            self.report.unknown(context.source, day.name, "day", dates | context.judged_days)
            return None
        found = self.resolver.fact(day, context)
        if found is None:
            return None
        subject, fact = found
        if fact.name in dates:
            return t.FactOf(subject, fact.name)
        message = f"`{day.name.text}` is not a date"
        advice = "write a date such as 2026-11-23, a fact that is a date, or the judged day"
        self.report.error("PP301", context.source, day.span, message, advice)
        return None

    def _fact_is(self, ref: n.FactRef, test: n.Test, context: Context, says: Says) -> t.Term | None:
        if isinstance(test, n.MetTest):
            return self._outcome_met(ref.name, context, says)
        if _is_judged_day(ref, context):
            return self._value_is(t.Subject(context.about), JUDGED, test, context, says)
        if self.credentials.names_one(ref, context):
            return self.credentials.standing(ref, test, context, says)
        found = self.resolver.fact(ref, context)
        if found is None:
            return None
        subject, fact = found
        if isinstance(fact, ir.Age):
            return self._age(subject, fact, test, context, says)
        return self._value_is(subject, fact, test, context, says)

    def _value_is(
        self, subject: t.Subject, fact: ir.Fact, test: n.Test, context: Context, says: Says
    ) -> t.Term | None:
        """Lower a test of one value: of a fact, or of the judged day, which every subject has."""
        if isinstance(test, n.Within):
            return self.deadlines.lower(subject, fact, test, context, says)
        typed = self.tests.read(test, fact.type, context)
        if isinstance(test, n.InRegistry):
            self.tests.check_day(test.registry, [], context)
        if typed is None:
            return None
        return t.FactTest(t.FactOf(subject, fact.name), typed, **says)

    def _age(
        self,
        subject: t.Subject,
        age: ir.Age,
        test: n.Test,
        context: Context,
        says: Says,
    ) -> t.Term | None:
        self.amounts.need_leap_day(test.span, context)
        typed: t.Compares | t.IsBetween | None
        if isinstance(test, n.Bounded):
            op = operator(test.comparison)
            typed = self.tests.compares(op, test.quantity, "years", context, whole=True)
        elif isinstance(test, n.Between):
            typed = self.tests.between(test, "years", context, whole=True)
        else:
            message = f"`{age.name}` is a number of completed years"
            advice = f"write `{age.name} is at least 21 years`, for example"
            self.report.error("PP301", context.source, test.span, message, advice)
            return None
        if typed is None or not self._completed(age, test, context):
            return None
        return t.AgeTest(t.FactOf(subject, age.since), age.name, typed, **says)

    def _completed(self, age: ir.Age, test: n.Bounded | n.Between, context: Context) -> bool:
        """Say whether each number of years is whole, and report those that are not (PP305)."""
        said = (test.quantity,) if isinstance(test, n.Bounded) else (test.low, test.high)
        parts = [x for x in said if isinstance(x, n.Quantity) and not isinstance(x.amount, int)]
        for quantity in parts:
            years = int(quantity.amount)
            message = f"`{age.name}` is a number of completed years, which is whole"
            advice = f"write {years} or {years + 1} years, as the source means it"
            self.report.error("PP305", context.source, quantity.span, message, advice)
        return not parts

    def _yes(
        self, ref: n.FactRef, context: Context, says: Says, own_word: bool = False
    ) -> t.Term | None:
        found = self.resolver.fact(ref, context)
        if found is None:
            return None
        subject, fact = found
        if not isinstance(fact, ir.Fact) or not isinstance(fact.type, ir.YesNo):
            message = f"`{fact.name}` is not a yes-or-no fact"
            advice = f"say what it must be: `{fact.name} is ...`"
            if isinstance(fact, ir.Age):
                advice = f"write `{fact.name} is at least 21 years`, for example"
            self.report.error("PP301", context.source, ref.span, message, advice)
            return None
        return t.FactTest(t.FactOf(subject, fact.name), t.IsYes(), own_word, **says)

    def _named_or_fact(self, ref: n.FactRef, context: Context, says: Says) -> t.Term | None:
        declared = self.index.answers.get(ref.name.text) if ref.entity is None else None
        if declared is None or self.resolver.has_fact(ref, context):
            known = [d.name for d in self.index.of_kind(*NAMED_KINDS)]
            return self._fact_or_near(ref, known, context, says)
        if declared.kind not in NAMED_KINDS:
            message = f"`{ref.name.text}` is a clause of kind `{declared.kind}`"
            advice = f"ask for its outcome: `{ref.name.text} is met`"
            self.report.error("PP204", context.source, ref.span, message, advice)
            return None
        self.used.add(declared.name)
        if declared.kind == "judge":
            if declared.one(n.InForce) is not None:
                message = f"`judge {declared.name}` holds on some days only"
                advice = f"ask for its outcome: `{declared.name} is met`"
                self.report.error("PP210", context.source, ref.span, message, advice)
            return self.judgement(declared, context)
        if declared.kind == "define":
            return self.definition(declared, context, says)
        return self._open_term(declared, context, says)

    def _fact_or_near(
        self, ref: n.FactRef, named: list[str], context: Context, says: Says
    ) -> t.Term | None:
        """A yes-or-no fact; if there is none, the nearest name may be a definition's."""
        facts = {f.name for f in self.schema.facts} | {a.name for a in self.schema.ages}
        if ref.entity is None and ref.name.text not in facts:
            known = [*named, *facts]
            self.resolver.unknown(ref.name, "fact or definition", known, context)
            return None
        return self._yes(ref, context, says)

    def definition(self, declared: Declared, context: Context, says: Says) -> t.Term | None:
        """Lower a definition where it is used; a circle is reported (PP207)."""
        if declared.name in self._open:
            chain = " -> ".join([*self._open[self._open.index(declared.name) :], declared.name])
            message = f"definitions go round in a circle: {chain}"
            advice = "a definition must not need itself"
            span = declared.clause.name.span
            self.report.error("PP207", declared.source, span, message, advice)
            return None
        if self._is_too_deep(declared):
            return None
        self._open.append(declared.name)
        item = self.condition_of(declared, self._inside(declared, context))
        self._open.pop()
        return item and t.Defined(declared.name, item, **says)

    def _is_too_deep(self, declared: Declared) -> bool:
        """Bound the levels of definitions; say so once, and look into none of them after that."""
        if len(self._open) == _MOST_LEVELS:
            message = f"`{declared.name}` stands inside more than {_MOST_LEVELS} definitions"
            span = declared.clause.name.span
            self.report.error("PP207", declared.source, span, message, "use fewer levels")
            self._too_deep = True
            # what stands deeper is not looked at, so nobody can say that nothing uses it
            kinds = ("define", "open term", "parameter")
            self.used.update(each.name for each in self.index.of_kind(*kinds))
        return self._too_deep

    def _inside(self, declared: Declared, context: Context) -> Context:
        """Return where the lines of a definition stand: about whom it says, else as its user."""
        about = declared.one(n.About)
        inside = attrs.evolve(context, source=declared.source, takes_papers=False)
        if about is None:
            return inside
        known = [e.name for e in self.schema.entities]
        if about.entity.text not in known:
            self.report.unknown(declared.source, about.entity, "entity", known)
        return attrs.evolve(inside, about=about.entity.text, in_hand=None)

    def _open_term(self, declared: Declared, context: Context, says: Says) -> t.Term | None:
        names = [i.name for i in declared.items(n.Readings) if isinstance(i, n.Reading)]
        if not names:
            return self.judgement(declared, context)
        options = []
        for name in names:
            define = self.index.find("define", name.text)
            if define is None:
                known = self.index.names("define")
                self.report.unknown(declared.source, name, "definition", known)
                continue
            term = self._reading(define, context, says)
            options.extend([(name.text, term)] if term is not None else [])
        if len(options) < len(names):
            return None
        settled = self.settled.get(declared.name)
        if settled is not None:  # the other readings were checked above and are not asked
            chosen = dict(options).get(settled)
            return chosen and t.Defined(declared.name, chosen, **says)
        owner = declared.one(n.DecidedBy)
        return t.Readings(declared.name, owner.owner.text if owner else "", tuple(options), **says)

    def _reading(self, define: Declared, context: Context, says: Says) -> t.Term | None:
        self.used.add(define.name)
        return self.definition(define, context, says)

    def judgement(self, declared: Declared, context: Context) -> t.Judgement:
        """Lower a judgement or an open term without readings: only an attestation answers it."""
        self.judgements.add((context.about, declared.name))
        wording, attested = declared.one(n.Wording), declared.one(n.AttestedBy)
        decided = declared.one(n.DecidedBy)
        owner = attested.judge if attested else decided.owner if decided else None
        life = attested.life if attested else None
        length = None
        if isinstance(life, n.ValidLife):
            length = self.amounts.life(life.quantity, declared, context, "valid for")
        return t.Judgement(
            t.Subject(context.about),
            declared.name,
            owner.text if owner else "",
            wording.text.text if wording else "",
            length,
            declared.kind == "open term",
            text=wording.text.text if wording else declared.name,
            place=declared.source.place(declared.clause.span),
        )

    def _outcome_met(self, name: n.Name, context: Context, says: Says) -> t.Term | None:
        declared = self.index.answers.get(name.text)
        if declared is None:
            known = [d.name for d in self.index.answers.values() if d.kind not in NAMED_KINDS]
            self.report.unknown(context.source, name, "clause or question", known)
            return None
        if declared.kind == "question":
            return self._question_met(declared, name, context, says)
        if declared.kind == "exception":
            message = f"`{name.text}` is an exception, which changes a clause and is none"
            advice = "ask for the clause that it is made to"
            self.report.error("PP204", context.source, name.span, message, advice)
            return None
        dated = declared.one(n.InForce) is not None
        if dated or declared.kind not in NAMED_KINDS:
            return t.ClauseMet(declared.name, **says)
        advice = f"write `{name.text}` alone"
        message = f"`{name.text}` is a `{declared.kind}` and is asked by its name"
        self.report.error("PP204", context.source, name.span, message, advice)
        return None

    def _question_met(
        self, declared: Declared, name: n.Name, context: Context, says: Says
    ) -> t.Term | None:
        """One day is judged in one decision, so that both questions must call it the same."""
        judged = declared.one(n.JudgedOn)
        if judged is not None and judged.name.text not in context.judged_days:
            days = " or ".join(sorted(context.judged_days)) or "not the same for its questions"
            message = f"`{declared.name}` is judged on {judged.name.text}; the day here is {days}"
            advice = "a question can be asked where the judged day has the same name"
            self.report.error("PP204", context.source, name.span, message, advice)
            return None
        return t.QuestionMet(declared.name, **says)

    def _paper(
        self,
        name: n.Name,
        entity: n.Name | None,
        day: n.Name | None,
        context: Context,
        says: Says,
    ) -> t.Term | None:
        found = self.resolver.record(name, entity, ir.Document, context)
        if day is not None and day.text not in context.judged_days:
            known = sorted(context.judged_days)
            advice = did_you_mean(day.text, known, f"a paper is looked at on {' or '.join(known)}")
            message = f"`{day.text}` is not the day this is judged on"
            self.report.error("PP204", context.source, day.span, message, advice)
            return None
        if found is None:
            return None
        subject, kind = found
        if kind.valid_for is not None and kind.valid_for[1] == "years":
            self.amounts.need_leap_day(name.span, context)
        return t.Paper(subject, kind.name, **says)

    def _related(self, node: n.Related, context: Context, says: Says) -> t.Term | None:
        entities = {e.name: e for e in self.schema.entities}
        relations = {r.name: r for r in self.schema.records if isinstance(r, ir.Relation)}
        relation = relations.get(node.relation.text)
        if relation is None:
            code = "PP201" if nearest(node.relation.text, relations) else "PP104"
            self.report.unknown(context.source, node.relation, "relation", relations, code)
            return None
        for name, side in ((node.first, relation.owner), (node.second, relation.other)):
            if name.text not in entities:
                self.report.unknown(context.source, name, "entity", entities)
                return None
            if side not in self.schema.owners(name.text):
                message = (
                    f"`{relation.name}` is a relation from {relation.owner} to {relation.other}"
                )
                self.report.error("PP301", context.source, name.span, message)
                return None
        return t.Related(t.Subject(node.first.text), relation.name, node.second.text, **says)


def _is_judged_day(ref: n.FactRef, context: Context) -> bool:
    """Say whether a name is the one that the question gives to the judged day."""
    return ref.entity is None and ref.name.text in context.judged_days
