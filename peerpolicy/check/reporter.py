"""Where the checker's findings are gathered.

What it is for: one list of diagnostics for a run, each said once. May import: `diagnostics`,
`source`, `syntax` and attrs. What stays true: the same fault at the same place is reported
once, however many uses lead to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.diagnostics import Diagnostic, Label, Severity, did_you_mean, nearest
from peerpolicy.source import Source, Span
from peerpolicy.syntax import nodes
from peerpolicy.syntax.expansion import Expansion

T = TypeVar("T", bound=nodes.Node)


@frozen
class Declared:
    """A clause and the text it stands in."""

    source: Source
    clause: nodes.Clause

    @property
    def name(self) -> str:
        """The clause's name."""
        return self.clause.name.text

    @property
    def kind(self) -> str:
        """The clause's kind."""
        return self.clause.kind

    def one(self, kind: type[T]) -> T | None:
        """Return the first line node of that class, or None."""
        return next((x.node for x in self.clause.lines if isinstance(x.node, kind)), None)

    def every(self, kind: type[T]) -> list[T]:
        """Return all line nodes of that class, in order."""
        return [x.node for x in self.clause.lines if isinstance(x.node, kind)]

    def items(self, kind: type[nodes.Node]) -> tuple[nodes.Node, ...]:
        """Return the items under the first line of that class, or none."""
        found = (x.items for x in self.clause.lines if isinstance(x.node, kind))
        return next(found, ())


@attrs.define
class Reporter:
    """Gathers diagnostics."""

    found: list[Diagnostic] = attrs.Factory(list)
    lacks_words: bool = False
    """A vocabulary was not found, or not read: a name that is not known may be one of its words."""
    _said: set[tuple[str, str, Span, str]] = attrs.Factory(set)

    def error(
        self,
        code: str,
        source: Source,
        span: Span,
        message: str,
        help: str = "",
        *,
        labels: tuple[Label, ...] = (),
    ) -> None:
        """Report an error at `span` of `source`."""
        self._add(Diagnostic(code, message, help, source, span, labels))

    def warning(self, code: str, source: Source, span: Span, message: str, help: str = "") -> None:
        """Report something that loads but is probably not meant."""
        self._add(Diagnostic(code, message, help, source, span, severity=Severity.WARNING))

    def unknown(
        self, source: Source, name: nodes.Name, what: str, known: Iterable[str], code: str = "PP201"
    ) -> None:
        """Report a name that is not a known `what`, with the nearest one that is.

        Where words are lacking, a name that is like no other is not told: one fault is enough.
        """
        names = sorted(set(known))
        if self.lacks_words and nearest(name.text, names) is None:
            return
        listed = f"known: {', '.join(names)}" if 0 < len(names) <= 12 else ""
        advice = did_you_mean(name.text, names, listed or "declare it, or use another name")
        known_as = what if what.startswith("one of") else f"a known {what}"
        self.error(code, source, name.span, f"`{name.text}` is not {known_as}", advice)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Take over diagnostics found elsewhere."""
        for each in diagnostics:
            self._add(each)

    def _add(self, diagnostic: Diagnostic) -> None:
        if isinstance(diagnostic.source, Expansion):
            diagnostic = diagnostic.source.at_home(diagnostic)
        source, span = diagnostic.source, diagnostic.span or Span(0, 0)
        key = (
            diagnostic.code,
            source.name if source else "",
            span,
            diagnostic.message + diagnostic.help,
        )
        if key not in self._said:
            self._said.add(key)
            self.found.append(diagnostic)

    @property
    def failed(self) -> bool:
        """Whether anything of severity error was reported."""
        return any(d.severity is Severity.ERROR for d in self.found)
