"""Random terms and random cases, whole and vague, for the laws of evaluators.

A case is drawn whole and then made vaguer: values, fields and records are left out, lists are
opened, evidence is lowered; so the whole case is one completion of the vague one.
"""

from __future__ import annotations

from datetime import date, timedelta

import attrs
from hypothesis import strategies as st

from peerpolicy.facts.model import Attestation, Datum, Facts, Holder, Mark, Record, RecordList
from peerpolicy.ir import terms as t
from peerpolicy.ir.schema import Grade
from tests.unit.build import (
    IN_HAND,
    MEMBER,
    PARAMETERS,
    PEER,
    TODAY,
    VERIFIED,
    every,
    hours,
    meetings,
    value_of,
    yes,
)

ABSENT = Mark.ABSENT

# ---------------------------------------------------------------- terms

few = st.integers(0, 3)
parameters = st.sampled_from([value_of(each.id) for each in PARAMETERS])
bounds = few | parameters
twenties = parameters.map(lambda value: attrs.evolve(value, factor=11))
ops = st.sampled_from(t.Op)
days_of_facts = st.sampled_from([t.JudgedDay(), t.FactOf(PEER, "started"), TODAY])
tests_of_topic = st.sampled_from(
    [
        t.IsIn(("a",)),
        t.IsIn(("a",), negated=True),
        t.IsListed("sent"),
        t.IsListed("kept"),
    ]
)
wheres = st.lists(st.builds(t.Where, st.just("topic"), tests_of_topic), max_size=2).map(tuple)
calendar_windows = st.builds(
    t.EachCalendar,
    st.sampled_from(["week", "calendar_month", "calendar_quarter"]),
    st.just(t.FactOf(PEER, "started")),
)
backs = st.builds(
    t.Back, st.integers(1, 4), st.sampled_from(["days", "weeks", "months"]), days_of_facts
)
windows = st.one_of(
    st.just(t.Ever()),
    backs,
    calendar_windows,
    st.just(t.EachAnchored("certified_year", PEER, "certificate", "issued")),
)
permits = (
    st.builds(t.Holds, st.just(PEER), st.just("permit"), st.sampled_from([None, "first", "full"])),
    st.builds(t.Standing, st.just(PEER), st.just("permit"), st.sampled_from(t.Phase)),
    st.builds(
        lambda order, day: t.Holds(
            PEER, "permit", "full", (t.Where("granted", t.IsDated(order, day)),)
        ),
        st.sampled_from(t.Order),
        days_of_facts,
    ),
)
date_tests = st.builds(t.IsDated, st.sampled_from(t.Order), days_of_facts)
leaves = st.one_of(
    st.sampled_from([yes("email"), yes("phone"), yes("email", own_word=True)]),
    st.builds(t.FactTest, st.just(t.FactOf(PEER, "started")), date_tests),
    st.builds(
        t.FactTest,
        st.just(t.FactOf(PEER, "hours_a_week")),
        st.builds(t.Compares, ops, bounds, st.just("hours"))
        | st.builds(t.IsBetween, bounds, bounds, st.just("hours")),
    ),
    st.builds(
        t.FactTest,
        st.just(t.FactOf(PEER, "tags")),
        st.builds(t.Includes, st.sampled_from([("a",), ("b",), ("a", "c")])),
    ),
    st.builds(
        t.AgeTest,
        st.just(t.FactOf(PEER, "birth_date")),
        st.just("age"),
        st.builds(t.Compares, ops, st.integers(20, 22) | twenties, st.just("years")),
    ),
    st.builds(hours, bounds, windows, ops, wheres),
    st.builds(
        t.Total,
        st.just(PEER),
        st.just("placement"),
        ops,
        bounds,
        st.just("hours"),
        windows,
        st.booleans(),
    ),
    st.builds(
        t.Duration,
        st.just(PEER),
        st.just("experience"),
        ops,
        bounds,
        st.sampled_from(["days", "weeks", "months"]),
        window=st.just(t.Ever()) | backs,
    ),
    st.just(t.Holds(PEER, "certificate")),
    *permits,
    st.just(t.Paper(MEMBER, "plan")),
    st.just(t.NeverFails("incomplete", t.Paper(MEMBER, "plan"))),
    st.just(t.Related(PEER, "parent_of", "participant")),
    st.just(t.Judgement(PEER, "grounded", "agency", "", (1, "months"))),
    st.just(t.ClauseMet("other")),
)
bounded = st.one_of(
    st.builds(
        t.FactTest,
        st.just(t.FactOf(PEER, "hours_a_week")),
        st.builds(t.Compares, ops, parameters, st.just("hours")),
    ),
    st.builds(
        t.AgeTest,
        st.just(t.FactOf(PEER, "birth_date")),
        st.just("age"),
        st.builds(t.Compares, ops, twenties, st.just("years")),
    ),
    st.builds(hours, parameters, st.just(t.Ever()), ops, wheres),
)
of_a_person = st.one_of(
    st.just(t.Holds(IN_HAND, "certificate")),
    st.just(yes("email", IN_HAND)),
    st.builds(meetings, calendar_windows, st.just("supervisor")),
    st.just(meetings(t.EachCalendar("week", t.FactOf(IN_HAND, "started")), "supervisor")),
    st.just(yes("phone")),
)


def tuples(items: st.SearchStrategy[t.Term]) -> st.SearchStrategy[tuple[t.Term, ...]]:
    return st.lists(items, min_size=1, max_size=3).map(tuple)


rosters = st.builds(t.SomeWho, st.just(PEER), st.just("supervisor"), tuples(of_a_person))


def groups(items: st.SearchStrategy[t.Term]) -> st.SearchStrategy[t.Term]:
    return st.one_of(
        st.builds(t.AllOf, tuples(items)),
        st.builds(t.AnyOf, tuples(items)),
        st.builds(t.NoneOf, tuples(items)),
        st.builds(t.AtLeastOf, st.integers(1, 2), tuples(items)),
        st.builds(t.Defined, st.just("x"), items),
        st.builds(lambda a, b: t.Readings("x", "owner", (("a", a), ("b", b))), items, items),
    )


terms = st.recursive(leaves | rosters, groups, max_leaves=4)

caps = st.builds(
    lambda cap, period, paid, unlock: t.Cap(MEMBER, "support", cap, "units", period, paid, unlock),
    st.integers(0, 8) | parameters,
    st.sampled_from(["week", "calendar_month"]),
    st.booleans(),
    st.none()
    | st.builds(t.Unlock, st.just("leave"), st.just("officer"), st.booleans(), st.booleans()),
)


# ---------------------------------------------------------------- cases

near = st.builds(lambda n: TODAY + timedelta(days=n), st.integers(-100, 5))
recent = st.builds(lambda n: TODAY - timedelta(days=n), st.integers(0, 14))
ends = near | st.just(ABSENT) | st.just(date(2027, 6, 1))
topics = st.sampled_from(["a", "b", "c"])
who = st.sampled_from(["anna", "ben"])
yes_no = st.booleans()


def record(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Record]:
    return st.fixed_dictionaries(fields).map(lambda f: Record(f, VERIFIED))


def lasting(first: str, last: str, **more: st.SearchStrategy[object]) -> st.SearchStrategy[Record]:
    def in_order(made: Record) -> bool:
        end = made.fields[last]
        return not isinstance(end, date) or made.fields[first] <= end  # type: ignore[operator]

    return record(**{first: near, last: ends}, **more).filter(in_order)


def lists(records: st.SearchStrategy[Record]) -> st.SearchStrategy[RecordList]:
    return st.lists(records, max_size=3).map(lambda r: every(*r))


training = record(done=near, hours=few, topic=topics)
certificates = lasting("issued", "expires")
permitted = record(
    issued=near | recent,
    granted=near | recent,
    state=st.sampled_from(["first", "full"]),
)
approvals = record(
    given_on=near,
    given_by=st.sampled_from(["officer", "other"]),
    starts=near,
    ends=st.just(ABSENT) | st.just(TODAY),
    units=few,
)
support = record(
    served=st.sampled_from([TODAY - timedelta(days=n) for n in (-1, 0, 1, 2, 8)]),
    units=st.integers(0, 8),
    paid=yes_no,
)


@st.composite
def people(draw: st.DrawFn) -> RecordList:
    found = []
    for name in draw(st.lists(who, unique=True)):
        values = {"email": draw(yes_no), "started": draw(recent)}
        facts = Holder(
            {k: Datum(v, VERIFIED) for k, v in values.items()},
            {"certificate": draw(lists(certificates))},
        )
        found.append(Record({}, VERIFIED, name, facts))
    return every(*found)


@st.composite
def cases(draw: st.DrawFn) -> Facts:
    """Draw a case of which everything is known, verified and complete."""
    values = {
        "email": draw(yes_no),
        "phone": draw(yes_no),
        "started": draw(near | recent | st.just(ABSENT)),
        "hours_a_week": draw(few),
        "kind": draw(st.sampled_from(["staff", "own"])),
        "tags": tuple(sorted(draw(st.sets(topics)))),
        "birth_date": draw(st.sampled_from([date(2005, 11, 23), date(2005, 11, 24)])),
    }
    said = Attestation("agency", draw(near), None, draw(yes_no))
    own = {
        "training": draw(lists(training)),
        "placement": draw(lists(lasting("from_day", "to_day", hours=few))),
        "experience": draw(lists(lasting("began", "ended", area=topics))),
        "meeting": draw(lists(record(held=near, supervisor=who))),
        "certificate": draw(lists(certificates)),
        "permit": draw(lists(permitted)),
        "parent_of": draw(lists(record(to=st.sampled_from(["participant", "other"])))),
        "supervisor": draw(people()),
    }
    requested = draw(st.lists(support, max_size=3))
    other = {
        "plan": draw(lists(record(goals=yes_no, acts=yes_no, made=near))),
        "support": attrs.evolve(draw(lists(support)), requested=tuple(requested)),
        "leave": draw(lists(approvals)),
    }
    registry = draw(lists(record(item=topics, **{"from": near, "through": ends})))
    return Facts(
        {
            "peer": Holder(
                {k: Datum(v, VERIFIED) for k, v in values.items()}, own, {"grounded": said}
            ),
            "participant": Holder({}, other),
        },
        {"sent": registry},
    )


# ---------------------------------------------------------------- making a case vaguer

FIRST = {
    "training": "done",
    "placement": "from_day",
    "experience": "began",
    "meeting": "held",
    "certificate": "issued",
    "permit": "issued",
    "plan": "made",
    "support": "served",
    "leave": "given_on",
    "sent": "from",
}


@attrs.frozen
class Blur:
    """Leaves things out as a drawn source of yes and no says."""

    draw: st.DrawFn

    def coin(self) -> bool:
        return self.draw(st.integers(0, 3)) == 0

    def grade(self) -> Grade:
        return self.draw(st.sampled_from(Grade)) if self.coin() else VERIFIED

    def holder(self, whole: Holder) -> Holder:
        values = {
            k: Datum(Mark.NOT_KNOWN if self.coin() else v.value, self.grade())
            for k, v in whole.values.items()
            if not self.coin()
        }
        kept = {k: self.list(k, v) for k, v in whole.lists.items() if not self.coin()}
        said = {k: v for k, v in whole.attestations.items() if not self.coin()}
        return Holder(values, kept, said)

    def record(self, whole: Record, graded: bool = True) -> Record:
        fields = {k: v for k, v in whole.fields.items() if not self.coin()}
        # a registry line that leaves its dates out says that they do not bind
        if "item" in whole.fields:
            fields = {k: fields.get(k, Mark.NOT_KNOWN) for k in whole.fields}
        inner = self.holder(whole.person) if whole.person is not None else None
        own_id = None if self.coin() else whole.id
        return Record(fields, self.grade() if graded else VERIFIED, own_id, inner)

    def kept(self, name: str, records: list[Record], through: date) -> list[Record]:
        """Leave records out of a list that is complete through a day only."""
        first = FIRST.get(name)
        return [
            r
            for r in records
            if not (r.fields[first] > through if first else through < TODAY) or self.coin()
        ]

    def list(self, name: str, whole: RecordList) -> RecordList:
        records = list(whole.records)
        complete, through = not self.coin(), None
        if not complete:
            through = TODAY - timedelta(days=self.draw(st.integers(-3, 60)))
            records = self.kept(name, records, through)
        requested = whole.requested
        if requested is not None:
            requested = tuple(self.record(r, graded=False) for r in requested)
        blurred = tuple(self.record(r) for r in records)
        return RecordList(blurred, self.grade(), complete, through, requested)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Facts, Facts]:
    """Draw a case and a vaguer one."""
    whole = draw(cases())
    blur = Blur(draw)
    holders = {k: blur.holder(v) for k, v in whole.holders.items()}
    return whole, Facts(holders, {k: blur.list(k, v) for k, v in whole.registries.items()})
