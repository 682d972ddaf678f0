"""Exceptions to clauses: the `unless` line of a clause, and clauses of kind `exception`.

What it is for: lowers both to the one form that evaluators know. May import: `syntax`, `ir` and the
rest of `check` below. What stays true: an exception has a condition or a grant; what it does to its
clause is always written; a grant is attested under the exception's own name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.check.conditions import Lowerer
from peerpolicy.check.declared import Index
from peerpolicy.check.frame import citations
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.check.resolve import Context
from peerpolicy.check.shapes import CONDITIONS
from peerpolicy.diagnostics import Label
from peerpolicy.ir import terms as t
from peerpolicy.ir.program import ClauseException, SourceText
from peerpolicy.syntax import nodes as n

ASK_OTHERWISE = ("require", "advise", "pathway")
"""The kinds of clause that may ask for another condition; all others only apply or do not."""


@frozen
class ExceptionLowerer:
    """Lowers the exceptions of one program."""

    index: Index
    sources: Mapping[str, SourceText]
    lowerer: Lowerer
    report: Reporter

    def check_headers(self, kinds: Collection[str]) -> None:
        """Report exceptions to names that nobody declared (PP201) or that are no rule (PP214)."""
        for declared in self.index.of_kind("exception"):
            tail = declared.clause.tail
            if not isinstance(tail, n.ToClause):
                continue
            other = self.index.answers.get(tail.name.text)
            if other is None:
                known = (d.name for d in self.index.of_kind(*kinds))
                self.report.unknown(declared.source, tail.name, "clause", known)
            elif other.kind not in kinds:
                message = (
                    f"`{other.name}` is of kind `{other.kind}`, to which there is no exception"
                )
                advice = "name the rule that is lifted or changed"
                self.report.error("PP214", declared.source, tail.span, message, advice)

    def made_to(self, declared: Declared, context: Context) -> tuple[ClauseException, ...]:
        """Lower the exceptions of a clause, its `unless` line first; what is faulty is left out.

        In: the clause, and where its own conditions stand.
        """
        found = [self._unless(declared, context)]
        made = [
            (each, self._exception(each, declared, context))
            for each in self.index.of_kind("exception")
            if isinstance(each.clause.tail, n.ToClause)
            and each.clause.tail.name.text == declared.name
        ]
        found += [lowered for _, lowered in made]
        whole = tuple(each for each in found if each is not None)
        self._check_contradictions(whole, dict(_named(made)))
        return whole

    def _unless(self, declared: Declared, context: Context) -> ClauseException | None:
        line = declared.one(n.UnlessThen)
        if line is None:
            return None
        self._check_wording(declared, declared, line.effect, line)
        condition = self.lowerer.single(line.condition, context)
        place = declared.source.place(line.span)
        return None if condition is None else ClauseException("", condition, place=place)

    def _check_wording(
        self, clause: Declared, written_in: Declared, effect: str, at: n.Node
    ) -> None:
        """Report (PP104) "does not bar" of what bars nothing, and the other way round."""
        fits = "bar" if clause.kind == "exclude" else "apply"
        if not effect.endswith(fits):
            message = f"a clause of kind `{clause.kind}` says `then does not {fits}`"
            advice = f"write `then does not {fits}`"
            self.report.error("PP104", written_in.source, at.span, message, advice)

    def _exception(
        self, declared: Declared, clause: Declared, context: Context
    ) -> ClauseException | None:
        here = attrs.evolve(context, source=declared.source, takes_papers=False)
        condition, grant = self._condition(declared, here), self._grant(declared, here)
        holds = _both(condition, grant, declared)
        instead = self._instead(declared, clause, here)
        because = declared.one(n.Because)
        if holds is None or (_has_condition(declared) and condition is None):
            return None
        return ClauseException(
            declared.name,
            holds,
            instead,
            citations(declared, self.sources, self.report),
            because.text.text if because else "",
            declared.source.place(declared.clause.span),
        )

    def _condition(self, declared: Declared, context: Context) -> t.Term | None:
        is_granted = declared.one(n.GrantedBy) is not None
        if not (is_granted or _has_condition(declared) or declared.clause.broken):
            message = f"`exception {declared.name}` does not say when it holds"
            advice = "write a condition, `granted by NAME`, or both"
            self.report.error("PP109", declared.source, declared.clause.span, message, advice)
        return self.lowerer.condition_of(declared, context)

    def _grant(self, declared: Declared, context: Context) -> t.Judgement | None:
        """Lower who grants it, and for how long at most; like a judgement, it is attested."""
        granted, lasting = declared.one(n.GrantedBy), declared.one(n.Lasting)
        if granted is None:
            if lasting is not None and not declared.clause.broken:
                message = "nothing is granted here that could last"
                advice = "add the line `granted by NAME`, or take this one out"
                self.report.error("PP214", declared.source, lasting.span, message, advice)
            return None
        self.lowerer.judgements.add((context.about, declared.name))
        life = None
        if lasting is not None:
            life = self.lowerer.amounts.life(lasting.quantity, declared, context, "lasting at most")
        says = self.lowerer.says(context, granted.span)
        return t.Judgement(
            t.Subject(context.about),
            declared.name,
            granted.giver.text,
            says["text"],
            life,
            in_writing=granted.in_writing is not None,
            **says,
        )

    def _instead(self, declared: Declared, clause: Declared, context: Context) -> t.Term | None:
        plain, instead = declared.one(n.ThenNot), declared.one(n.ThenInstead)
        if plain is not None:
            self._check_wording(clause, declared, plain.effect, plain)
        if instead is None:
            return None
        if clause.kind in ASK_OTHERWISE:
            return self.lowerer.single(instead.condition, context)
        fits = "bar" if clause.kind == "exclude" else "apply"
        message = f"a clause of kind `{clause.kind}` cannot ask for something else"
        advice = f"write `then does not {fits}`, and a clause of its own for what holds then"
        self.report.error("PP214", declared.source, instead.span, message, advice)
        return None

    def _check_contradictions(
        self, made: tuple[ClauseException, ...], declared: Mapping[str, Declared]
    ) -> None:
        """Report (PP213) two exceptions that hold alike and do not do the same."""
        for at, each in enumerate(made):
            for before in made[:at]:
                if each.condition == before.condition and each.instead != before.instead:
                    self._report_contradiction(declared, each, before)
                    break

    def _report_contradiction(
        self, declared: Mapping[str, Declared], each: ClauseException, before: ClauseException
    ) -> None:
        second, first = declared[each.id], declared.get(before.id)
        other = f"`{before.id}`" if before.id else "the `unless` line of the clause"
        message = f"`{each.id}` holds whenever {other} does, and they do not say the same"
        advice = "keep one of them, or let their conditions differ"
        labels: tuple[Label, ...] = ()
        if first is not None:
            labels = (Label(first.source, first.clause.span, f"`{before.id}` stands here"),)
        span = second.clause.span
        self.report.error("PP213", second.source, span, message, advice, labels=labels)


def _has_condition(declared: Declared) -> bool:
    return any(isinstance(line.node, CONDITIONS) for line in declared.clause.lines)


def _named(
    made: list[tuple[Declared, ClauseException | None]],
) -> list[tuple[str, Declared]]:
    return [(declared.name, declared) for declared, lowered in made if lowered is not None]


def _both(condition: t.Term | None, grant: t.Judgement | None, declared: Declared) -> t.Term | None:
    """Join condition and grant; the one there is where there is only one."""
    if condition is None or grant is None:
        return condition or grant
    items = condition.items if isinstance(condition, t.AllOf) else (condition,)
    place = declared.source.place(declared.clause.span)
    return t.AllOf((*items, grant), text="all of", place=place)
