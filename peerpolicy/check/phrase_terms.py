"""Lowering of what the words of vocabularies say: phrases, and clauses of kinds of their own.

What it is for: from what a phrase or the lines of a clause were found to mean to a term. May
import: `syntax`, `ir` and the rest of `check` below. What stays true: the words and the place of
the term are the author's own; what was not understood was reported before, and has no term.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.check.by_code import Made, lower, lower_clause
from peerpolicy.check.declared import Index, Meant
from peerpolicy.check.offered import CodeClause, CodeLine
from peerpolicy.check.reporter import Reporter
from peerpolicy.check.resolve import Context, Says
from peerpolicy.ir import terms as t
from peerpolicy.ir.schema import Schema
from peerpolicy.syntax import nodes as n
from peerpolicy.syntax.nodes.clause_kinds import OwnLines


@frozen
class PhraseLowerer:
    """Lowers the phrases and the clauses of other kinds of one program.

    `line` lowers a condition or group of core text.
    """

    index: Index
    schema: Schema
    report: Reporter
    line: Callable[[n.Line, Context], t.Term | None]

    def lower(self, node: n.Phrase | OwnLines, context: Context, says: Says) -> t.Term | None:
        """Lower what a phrase, or all lines of a clause, stand for; None where it was refused."""
        meant = self.index.meant.get(node.span)
        if meant is None:
            return None  # reported where it was looked up
        if isinstance(meant, CodeClause):
            term = self._clause(meant, context)
            says = {"text": meant.text, "place": says["place"]}
        elif isinstance(meant, CodeLine):
            term = lower(meant, self._made(context))
        else:
            term = self._meant(meant, context)
        return None if term is None else attrs.evolve(term, **says)

    def _clause(self, clause: CodeClause, context: Context) -> t.Term | None:
        ends = {each.span: each.condition for each in clause.lines if each.condition is not None}
        lowered = {span: self.line(line, context) for span, line in ends.items()}
        whole = {
            span: attrs.evolve(term, **context.says(span))
            for span, term in lowered.items()
            if term is not None
        }
        if len(whole) < len(ends) or not clause.whole:
            return None
        return lower_clause(clause, whole, self._made(context))

    def _made(self, context: Context) -> Made:
        read = partial(self._meant, context=context)
        return Made(self.schema, context, self.report, read)

    def _meant(self, meant: Meant, context: Context) -> t.Term | None:
        """Lower core text that stands for a phrase, or for a part of one."""
        return self.line(meant.line, attrs.evolve(context, source=meant.source))
