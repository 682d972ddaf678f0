"""What fills the slots of a line: whether its names and dates are known.

What it is for: phrases and lines of clause kinds are read alike. May import: `syntax` and the rest
of `check` below. What stays true: a name that a slot allows is a declared one; what does not fit is
reported where the author wrote it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from peerpolicy._frozen import frozen
from peerpolicy.check.declared import Index
from peerpolicy.check.reporter import Reporter
from peerpolicy.source import Source, Span
from peerpolicy.syntax import nodes as n
from peerpolicy.syntax.expansion import Value
from peerpolicy.syntax.patterns import CONDITION, DATE, DECLARED_SLOTS, Known, Slot


@frozen
class SlotReader:
    """Reads the slots of the lines of one file."""

    source: Source
    index: Index
    report: Reporter

    def read(self, words: Sequence[n.Word], known: Known) -> dict[str, Value] | None:
        """Return what fills the slots; None (reported: PP201, PP303) if a name does not fit.

        A condition at the end of the line is no value.
        """
        values, fits = {}, True
        for slot, start, end in known.filled():
            if slot.type == CONDITION:
                continue
            filling = words[start:end]
            span = Span(filling[0].span.start, filling[-1].span.end)
            values[slot.name] = Value(" ".join(word.text for word in filling), span)
            allowed = self._allowed(slot)
            if allowed is not None and filling[0].text not in allowed:
                name = n.Name(span, filling[0].text)
                code = "PP303" if slot.type.startswith("one of ") else "PP201"
                self.report.unknown(self.source, name, slot.type, allowed, code)
                fits = False
        return values if fits else None

    def read_for_code(self, words: Sequence[n.Word], known: Known) -> dict[str, Value] | None:
        """Do the same for code, which is handed dates and not texts (reported, too: PP401)."""
        values = self.read(words, known)
        return values if values is not None and self._dates_fit(known, values) else None

    def _dates_fit(self, known: Known, values: dict[str, Value]) -> bool:
        """Report (PP401) dates that code cannot be handed: the calendar has no such day."""
        dates = [values[slot.name] for slot in known.slots if slot.tokens == (DATE,)]
        wrong = [value for value in dates if not _is_day(value.text)]
        for value in wrong:
            message = f"`{value.text}` is not a date of the calendar"
            advice = "a date is written year-month-day: 2026-02-28"
            self.report.error("PP401", self.source, value.span, message, advice)
        return not wrong

    def _allowed(self, slot: Slot) -> list[str] | None:
        """Return the names that fit a slot; None where reading the expansion tells."""
        if slot.type.startswith("one of "):
            choices = self.index.find("choices", slot.type.removeprefix("one of "))
            if choices is None or choices.one(n.AndOthers) is not None:
                return None
            return [choice.name.text for choice in choices.every(n.Choice)]
        if slot.type not in DECLARED_SLOTS:
            return None
        names = self.index.names(slot.type)
        if slot.type == "fact":
            for entity in self.index.of_kind("entity"):
                names += [i.name.text for i in entity.items(n.Fields) if isinstance(i, n.Field)]
        return names


def check_slot_types(
    known: Known, source: Source, span: Span, index: Index, report: Reporter
) -> None:
    """Report (PP201) at the pattern slots for choices that nobody declares."""
    types = (slot.type for slot in known.slots if slot.type.startswith("one of "))
    for each in sorted({type_.removeprefix("one of ") for type_ in types}):
        if index.find("choices", each) is None:
            report.unknown(source, n.Name(span, each), "choices", index.names("choices"))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
