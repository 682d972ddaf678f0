"""Diagnostics: what is wrong with a policy or with facts, as data.

What it is for: every message to an author or a caller is a `Diagnostic` with a stable code, a
severity, a place, and the advice apart from the message. May import: `source`, attrs and the
standard library. What stays true: each code in `CODES` has a page under
`docs/reference/diagnostics/`; no message holds the value of a fact; a message is a lower-case
sentence without a full stop and the way out stands in `help`.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import attrs

from peerpolicy.source import Source, Span

CODES: Mapping[str, str] = MappingProxyType(
    {
        "PP101": "the file is not text",
        "PP102": "a line does not begin at column 1, 3 or 5",
        "PP103": "not a clause header",
        "PP104": "a line is not understood",
        "PP105": "a character that the language does not use",
        "PP106": "items are missing or stand where none belong",
        "PP107": "the first line does not name the edition",
        "PP108": "a wording that can be read in two ways",
        "PP109": "a compulsory line is missing",
        "PP110": "a line stands once too often",
        "PP111": "a file is one program or one vocabulary",
        "PP112": "a phrase that is not understood",
        "PP113": "words that two vocabularies declare as a phrase",
        "PP114": "a phrase for a group where one condition stands",
        "PP115": "a clause kind that two vocabularies declare",
        "PP201": "an unknown name",
        "PP202": "a name is declared twice",
        "PP203": "a reserved word used as a name",
        "PP204": "a name of another kind",
        "PP205": "an unknown vocabulary",
        "PP206": "it is not clear whose fact this is",
        "PP207": "definitions that go round in a circle",
        "PP208": "versions that hold on the same day",
        "PP209": "days between two versions",
        "PP210": "dates that do not fit the clause",
        "PP211": "a pathway that replaces what it cannot replace",
        "PP212": "pathways that overlap",
        "PP213": "exceptions that contradict each other",
        "PP214": "an exception that does not fit its clause",
        "PP215": "answers that are not ranked",
        "PP216": "a phrase that cannot be declared so",
        "PP217": "a phrase that reads like something else",
        "PP218": "a clause kind that cannot be declared so",
        "PP301": "a test that does not fit the fact",
        "PP302": "a unit that does not fit",
        "PP303": "not one of the choices",
        "PP304": "a range that runs backwards",
        "PP305": "a number that makes no sense here",
        "PP306": "two rows of a parameter for one day",
        "PP307": "a day between two rows of a parameter",
        "PP308": "a row that does not fit its parameter",
        "PP309": "an end at the latest without what follows",
        "PP310": "lines of a credential that do not go together",
        "PP311": "a credential does not say this",
        "PP313": "whole records cannot be divided among topics",
        "PP314": "a line that a registry of dates cannot have",
        "PP315": "a value beyond what it may be",
        "PP401": "not a date of the calendar",
        "PP402": "a period without a beginning",
        "PP403": "a convention that is not declared",
        "PP501": "a clause without a citation",
        "PP502": "a ledger row that nothing encodes",
        "PP503": "a citation that the ledger does not know",
        "PP504": "a name that nothing uses",
        "PP505": "a question without a requirement",
        "PP506": "an example that expects nothing",
        "PP601": "facts that are not in the expected form",
        "PP602": "a fact that the policy does not know",
        "PP603": "a fact of the wrong type",
        "PP604": "a fact that is not one of the choices",
        "PP605": "a date that cannot be used",
        "PP606": "a number that cannot be used",
        "PP607": "a grade of evidence that is not known",
        "PP608": "a facts file that cannot be read",
        "PP701": "a vocabulary that two distributions offer",
        "PP702": "a plug-in for another version",
        "PP703": "a plug-in that cannot be used",
        "PP704": "code of a vocabulary that is at fault",
        "PP705": "a phrase or a clause kind without its code",
        "PP706": "a line or a clause that the code of its vocabulary refuses",
        "PP711": "a file that holds no saved policy",
        "PP712": "a saved policy in another form",
        "PP713": "a saved policy that is damaged",
    }
)
"""Every diagnostic code and its title. A code keeps its meaning for ever and is never reused."""


class Severity(enum.Enum):
    """How grave a diagnostic is; only errors keep a policy from loading.

    >>> import peerpolicy as pp
    >>> [severity.value for severity in pp.Severity]
    ['error', 'warning', 'note']
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@attrs.frozen
class Label:
    """A second place that explains the first one."""

    source: Source
    span: Span
    text: str


@attrs.frozen
class Diagnostic:
    """One thing that is wrong, where, and what to do about it.

    `source` and `span` are None for facts, which have a path in `message` and no text.

    >>> import peerpolicy as pp
    >>> print(pp.Diagnostic("PP603", "`peer.has_email` is not yes or no", "write true").render())
    error PP603: `peer.has_email` is not yes or no
      help: write true
    """

    code: str = attrs.field(validator=attrs.validators.in_(CODES))
    message: str
    help: str = ""
    source: Source | None = None
    span: Span | None = None
    labels: tuple[Label, ...] = ()
    severity: Severity = Severity.ERROR

    def to_dict(self) -> dict[str, object]:
        """Return the diagnostic as JSON-ready data: code, severity, message, help and place."""
        row: dict[str, object] = {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "help": self.help,
        }
        if self.source is not None and self.span is not None:
            place = self.source.place(self.span)
            row.update(file=place.file, line=place.line, column=place.column)
            row["length"] = self.span.end - self.span.start
        return row

    def render(self) -> str:
        """Return the diagnostic as text for a terminal: place, message, the line, the advice."""
        parts = [self._headline()]
        if self.source is not None and self.span is not None:
            parts.append(_excerpt(self.source, self.span))
        for label in self.labels:
            parts.append(f"  {label.source.place(label.span).show()}: {label.text}")
            parts.append(_excerpt(label.source, label.span))
        if self.help:
            parts.append(f"  help: {self.help}")
        return "\n".join(parts)

    def _headline(self) -> str:
        where = ""
        if self.source is not None and self.span is not None:
            where = self.source.place(self.span).show() + ": "
        return f"{where}{self.severity.value} {self.code}: {self.message}"


def _excerpt(source: Source, span: Span) -> str:
    place = source.place(span)
    line = source.line(place.line).replace("\t", " ")
    room = max(1, len(line) - place.column + 1)
    marks = "^" * max(1, min(span.end - span.start, room))
    return f"{place.line:>5} | {line}\n      | {' ' * (place.column - 1)}{marks}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the name in `known` most like `word`, or None if none is close.

    Ties go to the name that comes first in the alphabet, so that a message never depends on the
    order in which names were declared.
    """
    import difflib  # here, because most policies and facts have nothing wrong with them

    close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return close[0] if close else None


def either(words: Sequence[str]) -> str:
    """Return the words as a choice, `a, b or c`. In: at least one. No errors."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the help sentence for an unknown `word`: the nearest known name, or `otherwise`."""
    close = nearest(word, known)
    return f"did you mean `{close}`?" if close else otherwise
