"""Which lines each kind of clause must have, and which may stand more than once.

What it is for: the closed body shape of every clause kind; the grammar says which lines are
allowed at all, this table says how many. May import: `syntax.nodes` and the reporter. What stays
true: every kind of `syntax.words.KINDS` has a shape; a kind with a condition has exactly one.
"""

from __future__ import annotations

from peerpolicy._frozen import frozen
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.syntax import nodes as n
from peerpolicy.syntax.nodes.clause_kinds import OwnLines

CONDITIONS: tuple[type[n.Node], ...] = (
    n.Amount,
    n.Gap,
    n.FactTrue,
    n.FactIs,
    n.Holds,
    n.Attests,
    n.Complete,
    n.Shows,
    n.Related,
    n.Phrase,
    OwnLines,
    n.AllOf,
    n.AnyOf,
    n.NoneOf,
    n.AtLeastOf,
    n.SomeWho,
    n.EachBy,
    n.Including,
)
"""The nodes that can be the condition of a clause."""

TYPES: tuple[type[n.Node], ...] = (
    n.DateType,
    n.YesNoType,
    n.ChoiceType,
    n.SomeType,
    n.MeasureType,
    n.ReferenceType,
    n.YearsSince,
)
"""The nodes that say of what type a fact is."""

Slot = tuple[str, tuple[type[n.Node], ...]]


@frozen
class Shape:
    """Lines that must stand once (each slot: how it is written, and its nodes), and many times.

    `either`: nodes of which at most one may stand.
    """

    once: tuple[Slot, ...] = ()
    many: tuple[type[n.Node], ...] = ()
    either: tuple[type[n.Node], ...] = ()


def _slot(written: str, *kinds: type[n.Node]) -> Slot:
    return written, kinds


_CONDITION = _slot("a condition", *CONDITIONS)
_CITE = _slot('cite page "place in it"', n.Cite)
_OF = _slot("of peer (or another entity)", n.Of)
_SENSITIVITY = _slot("sensitivity public, personal, health or lived_experience", n.Sensitivity)
_TITLE = _slot('title "..."', n.Title)
_META = (n.Cite, n.Assumed, n.InAddition)
_WORDING = _slot('"the words of the source"', n.Wording)
_EXPECT = _slot("expect:", n.Expect)
_SERVES = (n.ServesOne, n.ServesSeveral)
_BOUND = Shape((_CITE, _CONDITION), _META, _SERVES)

SHAPES: dict[str, Shape] = {
    "program": Shape((_TITLE,), (n.Use,)),
    "vocabulary": Shape((_TITLE,), (n.Use,)),
    "source": Shape((_TITLE, _slot("rank guidance (or another word)", n.Rank))),
    "calendar": Shape((), (n.RunsFrom, n.YearRuns)),
    "question": Shape(
        (
            _slot('asks "..."', n.Asks),
            _slot("about peer (or another entity)", n.About),
            _slot("judged on served_on (or another name for the day)", n.JudgedOn),
        ),
        (n.Beats,),
        (n.AnswersIn, n.Answers),
    ),
    "parameter": Shape(
        (
            _slot("measured in hours (or another measure)", n.MeasuredIn),
            _slot("values: and a row for each value", n.RowValues),
        )
    ),
    "entity": Shape((_slot("is a person, or fields:", n.IsPerson, n.Fields),)),
    "fact": Shape(
        (
            _OF,
            _slot("is a date, is yes or no, is one of some choices, or is in hours", *TYPES),
            _SENSITIVITY,
        )
    ),
    "measure": Shape(
        (
            _slot(
                "is 60 minutes, is a count or is a unit of its own", n.MadeOf, n.IsCount, n.OwnUnit
            ),
            _slot("singular hour (the word for one)", n.Singular),
        )
    ),
    "choices": Shape((), (n.Choice,)),
    "entry": Shape(
        (
            _OF,
            _slot("dated completed_on", n.Dated, n.DatedSpan),
            _SENSITIVITY,
        ),
        either=(n.Counts, n.CountsTime),
    ),
    "credential": Shape(
        (
            _OF,
            _SENSITIVITY,
            _slot(
                "active from issued_on through expires_on, or lasts 2 years from issued_on",
                n.ActiveSpan,
                n.Lasts,
            ),
        )
    ),
    "role": Shape((_OF, _SENSITIVITY, _slot("held by a person", n.HeldByPerson))),
    "relation": Shape((_SENSITIVITY, _slot("from person to person", n.FromTo))),
    "approval": Shape(
        (
            _OF,
            _SENSITIVITY,
            _slot("given by office (or whoever gives it)", n.GivenBy),
            _slot("dated completed_on", n.Dated),
            _slot("covers lesson from starts_on through ends_on", n.Covers),
            _slot("grants units", n.Grants),
        )
    ),
    "document": Shape((_OF, _SENSITIVITY), either=(n.Dated, n.DatedSpan)),
    "registry": Shape(
        (
            _slot("of curricula (or other choices)", n.Of),
            _slot("kept by department (or whoever keeps it)", n.KeptBy),
            _slot("lists: or lists from facts", n.Lists, n.ListsFromFacts),
        ),
        either=(n.ListsFromFacts, n.CompleteThrough),
    ),
    "phrase": Shape(
        (
            _slot('reads "meets a {who: role} weekly" (the words and their slots)', n.Reads),
            _slot('means "some core text", or means all of:', n.Means, n.MeansGroup, n.MeansCode),
        )
    ),
    "clause kind": Shape(
        (
            _slot("reads as require (or another kind)", n.ReadsAs),
            _slot("lines: and a pattern for each line", n.KindLines),
            _slot("means by code", n.MeansCode),
        )
    ),
    "require": _BOUND,
    "advise": _BOUND,
    "permit": _BOUND,
    "submit": _BOUND,
    "define": Shape((_CONDITION,), (n.Cite,), _SERVES),
    "pathway": _BOUND,
    "exception": Shape(
        (
            _CITE,
            _slot("then does not apply, or then what must hold instead", n.ThenNot, n.ThenInstead),
        ),
        (n.Cite,),
        either=CONDITIONS,
    ),
    "exclude": Shape(
        (_CITE, _slot("a condition or shown by any of:", n.ShownBy, *CONDITIONS)), _META, _SERVES
    ),
    "limit": Shape(
        (
            _CITE,
            _slot("at most 10 units of lesson in each week", n.Cap),
            _slot("used means provided, or paid", n.UsedMeans),
        ),
        _META,
    ),
    "scope": Shape(
        (
            _CITE,
            _slot("may provide: or may not provide:", n.MayProvide, n.MayNotProvide),
            _slot("anything else is unaddressed, barred or allowed", n.AnythingElse),
        ),
        _META,
    ),
    "judge": Shape(
        (_CITE, _WORDING, _slot("attested by agency once, or valid for 12 months", n.AttestedBy)),
        _META,
    ),
    "open term": Shape(
        (_CITE, _WORDING, _slot("decided by department (or whoever must settle it)", n.DecidedBy)),
        (n.Cite,),
    ),
    "interpret": Shape(
        (
            _slot("settles the_term as one_reading", n.Settles),
            _slot("chosen by department on 2026-11-02", n.ChosenBy),
        ),
        (n.Cite,),
    ),
    "ledger": Shape((), (n.Encoded, n.OutOfScope, n.OpenWith, n.Repeats)),
    "example": Shape((_slot("decide hire on 2026-11-23", n.DecideOn), _EXPECT)),
}


def check_shape(declared: Declared, report: Reporter) -> None:
    """Report compulsory lines that are missing (PP109, PP501) and lines too many (PP110)."""
    shape = SHAPES[declared.kind]
    for written, kinds in shape.once:
        present = [x for x in declared.clause.lines if isinstance(x.node, kinds)]
        if not present:
            if not declared.clause.broken:
                _missing(declared, written, report)
        elif not set(kinds) & set(shape.many) and not _together(declared.kind, present):
            _too_many(declared, present[1:], report)
    rivals = [x for x in declared.clause.lines if isinstance(x.node, shape.either)]
    if len({type(x.node) for x in rivals}) > 1:
        message = "this line does not go with another line of the clause"
        span = rivals[-1].span
        report.error("PP110", declared.source, span, message, "keep one of the two")
    slots = {kind for _, kinds in shape.once for kind in kinds}
    seen: set[type[n.Node]] = set()
    for line in declared.clause.lines:
        kind = type(line.node)
        if kind in seen and kind not in shape.many and kind not in slots:
            _too_many(declared, [line], report)
        seen.add(kind)


def _together(kind: str, present: list[n.Line]) -> bool:
    """A scope may both allow and bar; everything else of one slot excludes the rest."""
    return kind == "scope" and len({type(x.node) for x in present}) == len(present)


def _missing(declared: Declared, written: str, report: Reporter) -> None:
    clause = declared.clause
    head = f"`{clause.head}`"
    if written == _CITE[0]:
        advice = "name the declared source and the place in it; `define` is for your own words"
        report.error("PP501", declared.source, clause.span, f"{head} cites nothing", advice)
        return
    if written == _CONDITION[0]:
        advice = "write what must hold, such as `lives_here` or `age is at least 21 years`"
        report.error("PP109", declared.source, clause.span, f"{head} asks for nothing", advice)
        return
    if written == _EXPECT[0]:
        advice = "write `expect:` and under it a line such as `hire is met`"
        report.error("PP506", declared.source, clause.span, f"{head} expects nothing", advice)
        return
    message = f"{head} lacks a compulsory line"
    report.error("PP109", declared.source, clause.span, message, f"write under it: {written}")


def _too_many(declared: Declared, lines: list[n.Line], report: Reporter) -> None:
    for line in lines:
        condition = isinstance(line.node, CONDITIONS)
        report.error(
            "PP110",
            declared.source,
            line.span,
            f"a second {'condition' if condition else 'line of this kind'}"
            f" in `{declared.clause.head}`",
            "put the items of one condition under `all of:` or `any of:`"
            if condition
            else "a clause says each thing once",
        )
