"""Small programs, facts and records by hand, for the tests of evaluators.

One schema holds each kind of fact and record once. `ask` answers one term as the condition of a
clause that stands alone; `program` makes a program of several clauses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from peerpolicy.backends.interpreter import evaluate, evaluate_clause
from peerpolicy.dates import LeapDay, Weekday
from peerpolicy.explain.decision import Decision
from peerpolicy.explain.replay import Inquiry
from peerpolicy.facts.model import (
    NOBODY,
    Attestation,
    Datum,
    Facts,
    Holder,
    Record,
    RecordList,
    Value,
)
from peerpolicy.ir import terms as t
from peerpolicy.ir.program import (
    AnchoredPeriod,
    Calendar,
    Citation,
    Clause,
    Force,
    Offer,
    Parameter,
    Program,
    Question,
    Row,
)
from peerpolicy.ir.schema import (
    Age,
    AmountOf,
    Approval,
    ChoiceOf,
    Choices,
    Credential,
    CredentialState,
    DateValue,
    Document,
    Entity,
    Entry,
    Fact,
    Field,
    Grade,
    Listing,
    Measure,
    ReferenceTo,
    Registry,
    Relation,
    Role,
    Schema,
    Sensitivity,
    SetOf,
    WordValue,
    YesNo,
)
from peerpolicy.outcome import ClauseTrace, QuestionTrace, Trace
from peerpolicy.quantity import Interval
from peerpolicy.source import Place
from peerpolicy.truth import Outcome

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
CLAIMED, SHOWN, VERIFIED = Grade.CLAIMED, Grade.SHOWN, Grade.VERIFIED
PERSONAL, HEALTH = Sensitivity.PERSONAL, Sensitivity.HEALTH
TODAY = date(2026, 11, 23)  # a Monday
NOWHERE = Place("", 0, 0)
PEER, MEMBER = t.Subject("peer"), t.Subject("participant")
IN_HAND = t.Subject("supervisor", in_hand=True)
DAY = DateValue()

SCHEMA = Schema(
    entities=(Entity("peer", True), Entity("participant", True), Entity("service", False)),
    facts=(
        Fact("birth_date", "person", DAY, HEALTH),
        Fact("email", "person", YesNo(), PERSONAL),
        Fact("phone", "person", YesNo(), PERSONAL),
        Fact("kind", "peer", ChoiceOf("kinds"), PERSONAL),
        Fact("tags", "peer", SetOf("topics"), PERSONAL),
        Fact("hours_a_week", "peer", AmountOf("hours"), PERSONAL),
        Fact("started", "peer", DAY, PERSONAL, may_be_absent=True),
        Fact("act", "service", ChoiceOf("acts"), PERSONAL),
    ),
    ages=(Age("age", "person", "birth_date", PERSONAL),),
    records=(
        Entry(
            "training",
            "person",
            (
                Field("done", DAY),
                Field("hours", AmountOf("hours")),
                Field("topic", ChoiceOf("topics")),
            ),
            PERSONAL,
            first="done",
            last="done",
            amount="hours",
        ),
        Entry(
            "placement",
            "peer",
            (Field("from_day", DAY), Field("to_day", DAY, True), Field("hours", AmountOf("hours"))),
            PERSONAL,
            first="from_day",
            last="to_day",
            amount="hours",
        ),
        Entry(
            "meeting",
            "peer",
            (Field("held", DAY), Field("supervisor", ReferenceTo("supervisor"))),
            PERSONAL,
            first="held",
            last="held",
            count="meetings",
        ),
        Entry(
            "experience",
            "person",
            (Field("began", DAY), Field("ended", DAY, True), Field("area", ChoiceOf("topics"))),
            Sensitivity.LIVED_EXPERIENCE,
            first="began",
            last="ended",
            time_in_total=True,
        ),
        Credential(
            "certificate",
            "person",
            (Field("issued", DAY), Field("expires", DAY, True)),
            PERSONAL,
            first="issued",
            last="expires",
        ),
        Credential(
            "permit",
            "person",
            (Field("issued", DAY), Field("granted", DAY), Field("state", ChoiceOf("states"))),
            PERSONAL,
            first="issued",
            last=None,
            lasts=(1, "months"),
            granted="granted",
            renewable=((10, "days"), (2, "days")),
            late=(2, "weeks"),
            states=(CredentialState("first", (10, "days"), once=True), CredentialState("full")),
        ),
        Role("supervisor", "peer", (), PERSONAL),
        Relation("parent_of", "person", (Field("to", WordValue()),), PERSONAL, other="person"),
        Document(
            "plan",
            "participant",
            (Field("goals", YesNo()), Field("acts", YesNo()), Field("made", DAY)),
            HEALTH,
            parts=("goals", "acts"),
            first="made",
            valid_for=(1, "years"),
        ),
        Document("form", "peer", (Field("sent", DAY),), PERSONAL),
        Entry(
            "support",
            "participant",
            (Field("served", DAY), Field("units", AmountOf("units")), Field("paid", YesNo())),
            HEALTH,
            first="served",
            last="served",
            amount="units",
        ),
        Approval(
            "leave",
            "participant",
            (
                Field("given_on", DAY),
                Field("given_by", WordValue()),
                Field("starts", DAY),
                Field("ends", DAY, True),
                Field("units", AmountOf("units")),
            ),
            HEALTH,
            entry="support",
            giver="officer",
            dated="given_on",
            first="starts",
            last="ends",
            amount="units",
        ),
    ),
    choices={
        "kinds": Choices("kinds", {"staff": "staff", "own": "self-employed"}),
        "topics": Choices("topics", {"a": "a", "b": "b"}, others=True),
        "states": Choices("states", {"first": "first", "full": "full"}),
        "acts": Choices("acts", {"talk": "talk", "drive": "drive"}, others=True),
    },
    measures={
        "hours": Measure("hours", "hour", "hours", 1),
        "units": Measure("units", "unit", "units", 1),
        "years": Measure("years", "year", "years", 1),
        "meetings": Measure("meetings", "meeting", "meetings", 1, is_count=True),
    },
    registries={
        "sent": Registry("sent", "topics", "done", from_facts=True),
        "kept": Registry(
            "kept",
            "topics",
            None,
            from_facts=False,
            listings=(Listing("a", date(2020, 1, 1), date(2025, 12, 31)), Listing("b", None, None)),
            complete_through=date(2027, 1, 1),
        ),
    },
    judgements=(("peer", "grounded"), ("peer", "short_term")),
)

CALENDAR = Calendar(
    week_starts=Weekday.SUNDAY,
    leap_day=LeapDay.MARCH_1,
    both_end_days=True,
    first_part_counts=False,
    periods={"certified_year": AnchoredPeriod("certified_year", "certificate", "issued")},
)


KEY = t.FactOf(PEER, "kind")
TEXT, NOTICE = Citation("text", "A text", ("1",)), Citation("notice", "A notice", ("2",))


def row(*amounts: int, key: str = "", first: date | None = None, last: date | None = None) -> Row:
    """Make a row with an amount for each source, or one that is not determined yet."""
    offers = (Offer(n, cited) for n, cited in zip(amounts, (TEXT, NOTICE), strict=False))
    return Row(key, first, last, tuple(offers), "board")


YESTERDAY, OCTOBER = date(2026, 11, 22), date(2026, 10, 31)
PARAMETERS = (
    Parameter("two", "hours", "", (row(2),)),
    Parameter("one_or_three", "hours", "", (row(1, 3),)),
    Parameter("not_determined", "hours", "", (row(),)),
    Parameter("since_today", "hours", "", (row(2, first=TODAY),)),
    Parameter("rising", "hours", "", (row(1, last=YESTERDAY), row(3, first=TODAY))),
    Parameter("doubtful", "hours", "", (row(1, last=YESTERDAY), row(2, first=OCTOBER))),
    Parameter(
        "by_kind",
        "hours",
        "kind",
        (row(1, key="staff"), row(2, key="own", last=YESTERDAY), row(3, key="own", first=TODAY)),
        ("staff", "own"),
    ),
    Parameter(
        "for_staff",
        "hours",
        "kind",
        (row(2), row(1, 3, key="staff", last=OCTOBER), row(key="staff", first=date(2026, 11, 1))),
        ("staff", "own"),
    ),
)


def value_of(name: str) -> t.ParameterValue:
    """Name a parameter where a bound stands."""
    goes_by = next(p.goes_by for p in PARAMETERS if p.id == name)
    return t.ParameterValue(name, KEY if goes_by else None)


def d(text: str) -> date:
    """Read a date."""
    return date.fromisoformat(text)


def question(grade: Grade = CLAIMED, answers_in: str | None = None) -> Question:
    """Make the question that all clauses here are for."""
    return Question("q", "?", "peer", "served_on", answers_in, grade, NOWHERE)


def clause(name: str, condition: t.Term, **more: object) -> Clause:
    """Make a clause; anything else than its name and condition may be given."""
    fields: dict[str, object] = {
        "kind": "require",
        "force": Force.MUST,
        "questions": ("q",),
        "about": "peer",
        "citations": (),
        "text": name,
    }
    return Clause(id=name, condition=condition, **{**fields, **more})  # type: ignore[arg-type]


def program(
    *clauses: Clause,
    calendar: Calendar = CALENDAR,
    schema: Schema = SCHEMA,
    asked: Question | None = None,
) -> Program:
    """Make a program of some clauses."""
    asks = (asked or question(),)
    return Program("p", "P", schema, calendar, {}, asks, clauses, (), (), (), (), PARAMETERS)


def rec(grade: Grade = VERIFIED, **fields: Value) -> Record:
    """Make a record; a date may be written as a text of ten characters with two dashes."""
    return Record({k: _value(v) for k, v in fields.items()}, grade)


def _value(value: Value) -> Value:
    if isinstance(value, str) and len(value) == 10 and value.count("-") == 2:
        return date.fromisoformat(value)
    return value


def person(own_id: str | None, holder: Holder = NOBODY, grade: Grade = VERIFIED) -> Record:
    """Make a person of a roster."""
    return Record({}, grade, own_id, holder)


def some(
    *records: Record,
    complete: bool = False,
    through: date | None = None,
    requested: Iterable[Record] | None = None,
    grade: Grade = VERIFIED,
) -> RecordList:
    """Make a list, open unless it is said to be complete."""
    asked = None if requested is None else tuple(requested)
    return RecordList(records, grade, complete, through, asked)


def every(*records: Record, **more: object) -> RecordList:
    """Make a complete list."""
    return attrs.evolve(some(*records), complete=True, **more)


def holder(
    values: Mapping[str, Value | Datum] | None = None,
    said: Mapping[str, Attestation] | None = None,
    **lists: RecordList,
) -> Holder:
    """Make what is said of one subject; a bare value is verified."""
    read = {
        name: v if isinstance(v, Datum) else Datum(_value(v), VERIFIED)
        for name, v in (values or {}).items()
    }
    return Holder(read, lists, said or {})


def peer(values: Mapping[str, Value | Datum] | None = None, **lists: RecordList) -> Facts:
    """Make facts of the peer alone."""
    return Facts({"peer": holder(values, **lists)})


def member(**lists: RecordList) -> Facts:
    """Make facts of the participant alone."""
    return Facts({"participant": holder(None, **lists)})


def ask_clause(
    one: Clause,
    facts: Facts,
    as_of: date = TODAY,
    grade: Grade = CLAIMED,
    *,
    others: tuple[Clause, ...] = (),
    calendar: Calendar = CALENDAR,
) -> ClauseTrace:
    """Answer a clause that stands in a program with some others."""
    asked = question(grade)
    made = program(one, *others, calendar=calendar, asked=asked)
    return evaluate_clause(made, one.id, asked, facts, as_of)


def ask(
    term: t.Term,
    facts: Facts,
    as_of: date = TODAY,
    grade: Grade = CLAIMED,
    calendar: Calendar = CALENDAR,
) -> Trace:
    """Answer one term; claims count unless a grade is named."""
    trace = ask_clause(clause("only", term), facts, as_of, grade, calendar=calendar)
    assert trace.holds is trace.condition.outcome
    return trace.condition


def ask_question(
    facts: Facts,
    *clauses: Clause,
    as_of: date = TODAY,
    grade: Grade = CLAIMED,
    answers_in: str | None = None,
) -> QuestionTrace:
    """Answer the question of a program of some clauses."""
    asked = question(grade, answers_in)
    return evaluate(program(*clauses, asked=asked), asked, facts, as_of)


def yes(name: str = "email", subject: t.Subject = PEER, own_word: bool = False) -> t.FactTest:
    """Ask whether a fact is yes."""
    return t.FactTest(t.FactOf(subject, name), t.IsYes(), own_word)


def hours(
    bound: t.Bound = 30,
    window: t.Window | None = None,
    op: t.Op = t.Op.AT_LEAST,
    where: tuple[t.Where, ...] = (),
) -> t.Total:
    """Ask for hours of training of the peer."""
    return t.Total(PEER, "training", op, bound, "hours", window or t.Ever(), False, where)


def meetings(window: t.Window, role_field: str | None = None, bound: int = 1) -> t.Total:
    """Ask for meetings of the peer."""
    at_least = t.Op.AT_LEAST
    return t.Total(
        PEER, "meeting", at_least, bound, "meetings", window, True, role_field=role_field
    )


def exactly(n: int) -> Interval:
    """Make the interval of one number."""
    return Interval.exactly(n)


def inquiry(of: Program, asked: Question | None = None) -> Inquiry:
    """Put a question to a program, the first if none is given, through the interpreter."""
    return Inquiry(of, asked or of.questions[0], evaluate, evaluate_clause)


def decided_from(of: Program, trace: QuestionTrace, facts: Facts) -> Decision:
    """Make the decision of the first question from a trace that may be written by hand."""
    return Decision(inquiry(of), facts, trace.as_of, trace.outcome, trace)
