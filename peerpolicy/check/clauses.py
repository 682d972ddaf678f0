"""Lowering of the clauses that bear on an answer: guard, exception and one condition term.

What it is for: every clause kind becomes an `ir.Clause`, so that evaluators know terms and not
kinds. May import: `syntax`, `ir` and the rest of `check` below. What stays true: the force of a
clause is that of its kind; a clause names its questions and cites its source.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.check.clause_topics import topics_of
from peerpolicy.check.conditions import Lowerer
from peerpolicy.check.declared import BINDING_KINDS, Index
from peerpolicy.check.exceptions import ExceptionLowerer
from peerpolicy.check.frame import CALENDAR_PERIODS, WEEK, citations
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.check.resolve import Context
from peerpolicy.check.routes import check_sets, replaced
from peerpolicy.check.shapes import CONDITIONS
from peerpolicy.check.units import find_measure
from peerpolicy.check.versions import check_versions, cited_sources, in_force, issued
from peerpolicy.ir import schema as ir
from peerpolicy.ir import terms as t
from peerpolicy.ir.program import Assumption, Clause, Force, Question, Shown, SourceText
from peerpolicy.syntax import nodes as n
from peerpolicy.syntax.nodes.clause_kinds import OwnLines

CLAUSE_KINDS = (*BINDING_KINDS, "advise")
"""The kinds that become findings."""

_FORCES = {"advise": Force.SHOULD, "permit": Force.MAY}


@frozen
class ClauseLowerer:
    """Lowers the clauses of one program."""

    index: Index
    questions: tuple[Question, ...]
    sources: Mapping[str, SourceText]
    lowerer: Lowerer
    report: Reporter
    exceptions: ExceptionLowerer = attrs.field(init=False)

    @exceptions.default
    def _exceptions(self) -> ExceptionLowerer:
        return ExceptionLowerer(self.index, self.sources, self.lowerer, self.report)

    def lower_all(self) -> tuple[Clause, ...]:
        """Lower every clause; what is faulty is reported and left out."""
        self.exceptions.check_headers(CLAUSE_KINDS)
        lowered = [(each, self._lower(each)) for each in self.index.of_kind(*CLAUSE_KINDS)]
        blocks = [(declared, clause) for declared, clause in lowered if clause is not None]
        clauses = tuple(clause for _, clause in blocks)
        check_versions(blocks, self.report)
        check_sets(self.index, clauses, self.report)
        return clauses

    def _lower(self, declared: Declared) -> Clause | None:
        questions = self._questions(declared)
        about = self._about(declared, questions)
        self._check_in_addition(declared)
        if not questions or about is None:
            return None
        days = frozenset.intersection(*(frozenset({q.judged_on}) for q in questions))
        context = Context(declared.source, about, days, takes_papers=declared.kind == "submit")
        condition = self._condition(declared, context)
        when = declared.one(n.When)
        guard = self.lowerer.single(when.condition, context) if when else None
        exceptions = self.exceptions.made_to(declared, context)
        replaces: tuple[str, ...] = ()
        if declared.kind == "pathway":
            replaces = replaced(self.index, declared, questions, self.report)
        if condition is None:
            return None
        because = declared.one(n.Because)
        topics = topics_of(declared, self.lowerer.schema, self.report)
        return Clause(
            declared.name,
            declared.kind,
            self._force(declared),
            tuple(q.id for q in questions),
            about,
            condition,
            citations(declared, self.sources, self.report),
            condition.text,
            guard,
            exceptions,
            tuple(Assumption(a.word.text, a.text.text) for a in declared.every(n.Assumed)),
            self._shows(declared, context) if declared.kind == "submit" else (),
            because.text.text if because else "",
            replaces,
            topics,
            declared.source.place(declared.clause.span),
            in_force(declared, self.lowerer, context),
            issued(declared, cited_sources(declared, self.sources)),
        )

    def _force(self, declared: Declared) -> Force:
        if declared.one(n.Planned) is not None:
            return Force.PLANNED
        return _FORCES.get(declared.kind, Force.MUST)

    def _questions(self, declared: Declared) -> tuple[Question, ...]:
        line = declared.one(n.ForQuestions)
        known = {q.id: q for q in self.questions}
        if line is None:
            if len(known) > 1 and not declared.clause.broken:
                message = f"`{declared.clause.head}` does not say for which question"
                advice = f"write `for` and one of: {', '.join(known)}"
                span = declared.clause.span
                self.report.error("PP109", declared.source, span, message, advice)
                return ()
            return self.questions
        for name in line.names:
            if self.index.find("question", name.text) is None:
                self.report.unknown(declared.source, name, "question", known)
        return tuple(known[name.text] for name in line.names if name.text in known)

    def _about(self, declared: Declared, questions: tuple[Question, ...]) -> str | None:
        line = declared.one(n.About)
        entities = [e.name for e in self.lowerer.schema.entities]
        if line is not None:
            if line.entity.text in entities:
                return line.entity.text
            self.report.unknown(declared.source, line.entity, "entity", entities)
            return None
        subjects = sorted({q.about for q in questions})
        if len(subjects) > 1 and declared.clause.broken:
            return None
        if len(subjects) > 1:
            message = f"the questions of `{declared.name}` are about {' and '.join(subjects)}"
            advice = "write `about` and the one that this clause is about"
            self.report.error("PP206", declared.source, declared.clause.span, message, advice)
            return None
        return subjects[0] if subjects else None

    def _check_in_addition(self, declared: Declared) -> None:
        for line in declared.every(n.InAddition):
            known = [d.name for d in self.index.of_kind(*CLAUSE_KINDS)]
            if line.name.text not in known:
                self.report.unknown(declared.source, line.name, "clause", known)

    def _condition(self, declared: Declared, context: Context) -> t.Term | None:
        match declared.kind:
            case "permit":
                return self._permit(declared, context)
            case "submit":
                return self._submit(declared, context)
            case "exclude":
                return self._exclude(declared, context)
            case "scope":
                return self._scope(declared, context)
            case "limit":
                return self._limit(declared, context)
            case "judge":
                return self.lowerer.judgement(declared, context)
        return self.lowerer.condition_of(declared, context)

    def _permit(self, declared: Declared, context: Context) -> t.Term | None:
        otherwise = declared.one(n.OtherwisePermit)
        broken = declared.clause.broken
        if otherwise is None and declared.one(n.When) is not None and not broken:
            message = f"`permit {declared.name}` does not say what holds otherwise"
            advice = "write `otherwise not permitted` or `otherwise unaddressed`"
            self.report.error("PP109", declared.source, declared.clause.span, message, advice)
        item = self.lowerer.condition_of(declared, context)
        if item is None or otherwise is None or otherwise.reading != "unaddressed":
            return item
        return t.NeverFails("unaddressed", item, text=item.text, place=item.place)

    def _submit(self, declared: Declared, context: Context) -> t.Term | None:
        for line in declared.clause.lines:
            for node in (line.node, *line.items):
                if isinstance(node, CONDITIONS) and not isinstance(
                    node, n.Complete | n.Shows | n.AllOf | n.AnyOf | n.AtLeastOf
                ):
                    message = "a `submit` asks for papers only"
                    advice = "write `complete DOCUMENT`, or use `require`"
                    self.report.error("PP204", declared.source, node.span, message, advice)
                    return None
        item = self.lowerer.condition_of(declared, context)
        return item and t.NeverFails("incomplete", item, text=item.text, place=item.place)

    def _shows(self, declared: Declared, context: Context) -> tuple[Shown, ...]:
        """Return what each paper shows: a clause, or a fact of the clause's subject."""
        shown = []
        clauses = [d.name for d in self.index.of_kind(*CLAUSE_KINDS)]
        for node in _shows_lines(declared):
            paper = self.lowerer.single(node, context)
            ref = n.FactRef(node.clause.span, node.clause, None)
            if not isinstance(paper, t.Paper):
                continue
            if node.clause.text in clauses:
                shown.append(Shown(paper, clause=node.clause.text))
            elif self.lowerer.resolver.has_fact(ref, context):
                fact = t.FactOf(t.Subject(context.about), node.clause.text)
                shown.append(Shown(paper, fact=fact))
            else:
                known = [*clauses, *(f.name for f in self.lowerer.schema.facts)]
                self.report.unknown(declared.source, node.clause, "clause or fact", known)
        return tuple(shown)

    def _exclude(self, declared: Declared, context: Context) -> t.Term | None:
        shown = next((x for x in declared.clause.lines if isinstance(x.node, n.ShownBy)), None)
        judged = declared.one(n.OtherwiseJudged)
        text, span = "", declared.clause.span
        if shown is not None:
            items = self.lowerer.items(shown.items, context)
            span = shown.span
        else:
            item = self.lowerer.condition_of(declared, context)
            items = item.items if isinstance(item, t.AnyOf) else None if item is None else (item,)
            if item is not None and _is_in_words_of_a_vocabulary(declared):
                text = item.text
        if items is None:
            return None
        if judged is not None:
            items = (*items, self._otherwise_judged(declared, judged, context))
        elif shown is not None and not declared.clause.broken:
            message = f"`exclude {declared.name}` does not say who judges other cases"
            advice = "`shown by` names what is enough: write `otherwise judged by NAME`, too"
            self.report.error("PP109", declared.source, declared.clause.span, message, advice)
        says = self.lowerer.says(context, span)
        if shown is None:
            says["text"] = text or (items[0].text if len(items) == 1 else "none of")
        return t.NoneOf(items, **says)

    def _otherwise_judged(
        self, declared: Declared, line: n.OtherwiseJudged, context: Context
    ) -> t.Judgement:
        self.lowerer.judgements.add((context.about, declared.name))
        says = self.lowerer.says(context, line.span)
        return t.Judgement(
            t.Subject(context.about), declared.name, line.judge.text, says["text"], **says
        )

    def _scope(self, declared: Declared, context: Context) -> t.Term | None:
        allowed, barred = self._acts(declared, n.MayProvide), self._acts(declared, n.MayNotProvide)
        others = declared.one(n.AnythingElse)
        fact = self._act_fact(declared, [*allowed, *barred], context)
        if fact is None or others is None:
            return None
        both = {a.text for a in allowed} & {a.text for a in barred}
        for name in barred:
            if name.text in both:
                message = f"`{name.text}` may and may not be provided"
                advice = "take it out of one of the two lists"
                self.report.error("PP202", declared.source, name.span, message, advice)
        says = self.lowerer.says(context, declared.clause.span)
        says["text"] = f"{fact.name} is within {declared.name}"
        return t.ScopeTest(
            t.FactOf(t.Subject(context.about), fact.name),
            tuple(a.text for a in allowed),
            tuple(a.text for a in barred),
            others.reading,
            **says,
        )

    def _acts(self, declared: Declared, kind: type[n.Node]) -> list[n.Name]:
        return [item.name for item in declared.items(kind) if isinstance(item, n.Act)]

    def _act_fact(self, declared: Declared, acts: list[n.Name], context: Context) -> ir.Fact | None:
        """Find the one fact of the clause's subject whose choices hold the listed acts."""
        schema = self.lowerer.schema
        owned = [f for f in schema.facts if f.owner in schema.owners(context.about)]
        choosing = [(f, f.type.choices) for f in owned if isinstance(f.type, ir.ChoiceOf)]
        fitting = [
            f for f, name in choosing if all(a.text in schema.choices[name].values for a in acts)
        ]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            names = " and ".join(f"`{f.name}`" for f in fitting)
            message = f"the acts fit more than one fact of {context.about}: {names}"
            self.report.error("PP206", declared.source, declared.clause.span, message)
            return None
        values = [v for _, name in choosing for v in schema.choices[name].values]
        for act in acts:
            if act.text not in values:
                what = f"act of {context.about}"
                self.report.unknown(declared.source, act, what, values, "PP303")
        return None

    def _limit(self, declared: Declared, context: Context) -> t.Term | None:
        cap, used = declared.one(n.Cap), declared.one(n.UsedMeans)
        if cap is None or used is None:
            return None
        found = self.lowerer.resolver.record(cap.entry, None, ir.Entry, context)
        if found is None:
            return None
        subject, entry = found
        if entry.amount is None or entry.first != entry.last:
            message = f"a limit needs amounts with one date each, and `{entry.name}` has none"
            self.report.error("PP301", declared.source, cap.entry.span, message)
            return None
        bound = self.lowerer.tests.bound(cap.quantity, entry.amount, context)
        of_records = self._is_of_records(cap, entry, subject)
        if bound is None or not (of_records or self._cap_period(declared, cap, context)):
            return None
        self._check_paid(declared, used, entry)
        unlock = self._unlock(declared, entry)
        says = self.lowerer.says(context, cap.span)
        return t.Cap(
            subject,
            entry.name,
            bound,
            entry.amount,
            cap.period.text,
            used.reading == "paid",
            unlock,
            of_records,
            **says,
        )

    def _is_of_records(self, cap: n.Cap, entry: ir.Entry, subject: t.Subject) -> bool:
        """Say whether the period is each record of an entry that has several days."""
        kind = self.lowerer.schema.record(subject.name, cap.period.text)
        is_span = isinstance(kind, ir.Entry) and kind.first != kind.last
        return is_span and cap.period.text not in self._periods() and kind is not entry

    def _periods(self) -> tuple[str, ...]:
        """Return the periods of the calendar that a limit can have."""
        calendar = self.lowerer.amounts.calendar
        return ("day", *CALENDAR_PERIODS, *(calendar.years if calendar else ()))

    def _cap_period(self, declared: Declared, cap: n.Cap, context: Context) -> bool:
        if cap.period.text not in self._periods():
            schema = self.lowerer.schema
            owners = schema.owners(context.about)
            records = [r for r in schema.records if isinstance(r, ir.Entry) and r.owner in owners]
            known = (*self._periods(), *(r.name for r in records if r.first != r.last))
            if self.lowerer.amounts.calendar is not None:
                self.report.unknown(declared.source, cap.period, "period of a limit", known)
            return False
        if cap.period.text == "week":
            self.lowerer.amounts.need(WEEK, cap.period.span, context)
        return True

    def _check_paid(self, declared: Declared, used: n.UsedMeans, entry: ir.Entry) -> None:
        paid = entry.field("paid")
        if used.reading == "paid" and (paid is None or not isinstance(paid.type, ir.YesNo)):
            message = f"`{entry.name}` does not record whether it was paid"
            advice = "add `paid is yes or no` to its fields"
            self.report.error("PP204", declared.source, used.span, message, advice)

    def _unlock(self, declared: Declared, entry: ir.Entry) -> t.Unlock | None:
        line = declared.one(n.UnlessApproved)
        if line is None:
            return None
        kinds = [r for r in self.lowerer.schema.records if isinstance(r, ir.Approval)]
        kinds = [r for r in kinds if r.entry == entry.name]
        fitting = [r for r in kinds if r.giver == line.giver.text]
        if len(fitting) != 1:
            givers = [r.giver for r in kinds]
            what = f"giver of an approval that covers {entry.name}"
            self.report.unknown(declared.source, line.giver, what, givers)
            return None
        beforehand, up_to = line.time == "beforehand", line.effect.startswith("at most")
        granted = find_measure(self.lowerer.schema.measures, line.effect.split()[-1])
        if up_to and (granted is None or granted.name != fitting[0].amount):
            message = f"`{fitting[0].name}` grants {fitting[0].amount}"
            advice = f"write `then at most the approved {fitting[0].amount}`"
            self.report.error("PP302", declared.source, line.span, message, advice)
        return t.Unlock(fitting[0].name, line.giver.text, beforehand, up_to)


def _shows_lines(declared: Declared) -> list[n.Shows]:
    nodes = [node for line in declared.clause.lines for node in (line.node, *line.items)]
    return [node for node in nodes if isinstance(node, n.Shows)]


def _is_in_words_of_a_vocabulary(declared: Declared) -> bool:
    """Say whether the condition is a phrase, or the lines of a kind: then it has one text."""
    return any(isinstance(line.node, n.Phrase | OwnLines) for line in declared.clause.lines)
