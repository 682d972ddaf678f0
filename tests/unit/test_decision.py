"""Decisions: the data around the findings, what is asked for, what is masked, the digest."""

import json
import pickle
from datetime import date
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerpolicy.dates import Span
from peerpolicy.errors import PeerPolicyError
from peerpolicy.facts.model import Datum, Facts, Holder, Mark, Record, RecordList
from peerpolicy.ir.canonical import canonical, compact, digest, in_any_order, text_in_any_order
from peerpolicy.ir.program import (
    Assumption,
    Calendar,
    Citation,
    Clause,
    Convention,
    Force,
    Interpretation,
    OpenTerm,
    Program,
    Question,
)
from peerpolicy.ir.schema import (
    AmountOf,
    DateValue,
    Entity,
    Entry,
    Fact,
    Field,
    Grade,
    Measure,
    Schema,
    Sensitivity,
    YesNo,
)
from peerpolicy.ir.terms import Cap, Defined, FactOf, FactTest, IsYes, Judgement, Subject, Unlock
from peerpolicy.outcome import (
    Allocation,
    Cause,
    ClauseTrace,
    LineTrace,
    Need,
    Observed,
    PeriodTrace,
    QuestionTrace,
    Reason,
    Required,
    Trace,
    combine,
)
from peerpolicy.quantity import Interval
from peerpolicy.source import Place
from peerpolicy.truth import Outcome
from tests.shipped import loaded
from tests.unit.build import decided_from

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
DAY = date(2026, 11, 23)
HERE = Place("x.policy", 3, 1)
PEER = Subject("peer")
CITED = (Citation("page", "The page", ("item 1",)),)
FACTS = ("birth_date", "email", "license")


def fact(name):
    return FactTest(FactOf(PEER, name), IsYes(), text=name)


def clause(name, term=None, force=Force.MUST, kind="require", **more):
    term = fact("email") if term is None else term
    return Clause(name, kind, force, ("hire",), "peer", term, CITED, f"line of {name}", **more)


def program(*clauses, **more):
    units = Entry(
        "support",
        "peer",
        (Field("served_on", DateValue()), Field("units", AmountOf("units"))),
        Sensitivity.HEALTH,
        "served_on",
        "served_on",
        "units",
    )
    schema = Schema(
        entities=(Entity("peer", True),),
        facts=tuple(Fact(n, "person", YesNo(), Sensitivity.PERSONAL, f"{n}?") for n in FACTS),
        ages=(),
        records=(units,),
        choices={},
        measures={"units": Measure("units", "unit", "units", 1)},
        registries={},
    )
    calendar = Calendar(
        conventions={
            "leap day": Convention("leap day", "falls on march 1", "assumed"),
            "week starts": Convention("week starts", "on sunday", "chosen", "sunday_weeks"),
        }
    )
    question = Question("hire", "May they?", "peer", "hired_on", "units", Grade.SHOWN, HERE)
    parts = {"interpretations": (), "open_terms": (), "ledger": (), "examples": ()} | more
    return Program("demo", "A demo", schema, calendar, {}, (question,), clauses, **parts)


def leaf(outcome, *names, cause=Cause.MISSING, owner="", **more):
    because = tuple(Reason(cause, Need("peer", n), owner) for n in names)
    return Trace(outcome, "its line", HERE, reasons=because, **more)


def decided(rules, *traces, facts=None, answer=None):
    bearing = tuple(t for t in traces if rules.clause(t.clause).force is not Force.SHOULD)
    trace = QuestionTrace("hire", DAY, combine(bearing), traces, answer)
    return decided_from(rules, trace, facts or Facts({}))


def traced(name, condition, applies=MET, **more):
    return ClauseTrace(name, applies, condition.outcome, condition, **more)


def test_blocking_findings_are_those_of_rules_and_advice_stands_beside():
    rules = program(clause("a"), clause("b"), clause("c", force=Force.SHOULD), clause("d"))
    d = decided(
        rules,
        traced("a", leaf(NOT_MET)),
        traced("b", leaf(UNKNOWN, "email")),
        traced("c", leaf(NOT_MET)),
        traced("d", leaf(MET)),
    )
    assert [f.id for f in d.blocking] == ["a", "b"]
    assert [f.id for f in d.advice] == ["c"]
    assert [f.id for f in d.findings] == ["a", "b", "c", "d"]
    assert d.outcome is NOT_MET
    assert (d.program, d.title, d.question, d.asks, d.as_of) == (
        "demo",
        "A demo",
        "hire",
        "May they?",
        DAY,
    )


def test_a_decision_is_no_truth_value():
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(decided(program(clause("a")), traced("a", leaf(MET))))


def test_a_finding_is_found_by_name_and_a_misspelt_name_is_helped():
    d = decided(program(clause("min_age")), traced("min_age", leaf(MET)))
    assert d.finding("min_age").id == "min_age"
    with pytest.raises(PeerPolicyError, match="did you mean `min_age`"):
        d.finding("min_aeg")


def test_needs_are_ordered_by_findings_touched_then_by_declaration():
    rules = program(clause("a"), clause("b"), clause("c"))
    d = decided(
        rules,
        traced("a", leaf(UNKNOWN, "license", "email")),
        traced("b", leaf(UNKNOWN, "license", "birth_date")),
        traced("c", leaf(MET, "email")),
    )
    assert [n.name for n in d.needs()] == ["license", "birth_date", "email"]
    assert d.needs()[0].findings == ("a", "b")
    assert d.needs()[1].asked == "birth_date?"
    assert d.needs()[1].causes == (Cause.MISSING,)


def test_advice_and_what_does_not_apply_need_nothing():
    rules = program(clause("a", force=Force.SHOULD), clause("b"), clause("c"))
    d = decided(
        rules,
        traced("a", leaf(UNKNOWN, "email")),
        traced("b", leaf(UNKNOWN, "email"), NOT_MET),
        traced("c", leaf(MET)),
    )
    assert d.needs() == ()


def test_where_perhaps_nothing_applies_the_guards_are_asked_for():
    d = decided(
        program(clause("a")), traced("a", leaf(MET), UNKNOWN, guard=leaf(UNKNOWN, "license"))
    )
    assert (d.outcome, d.blocking) == (UNKNOWN, ())
    assert [n.name for n in d.needs()] == ["license"]


def test_a_person_who_must_decide_is_a_referral():
    judged = Judgement(PEER, "grounded", "agency", "well-grounded")
    rules = program(
        clause("a", judged),
        open_terms=(OpenTerm("grounded", "well-grounded", "agency", (), CITED, None),),
    )
    trace = leaf(UNKNOWN, "grounded", cause=Cause.OPEN_TERM, owner="agency")
    (referral,) = decided(rules, traced("a", trace)).referrals
    assert (referral.who, referral.what, referral.finding) == ("agency", "grounded", "a")
    assert (referral.wording, referral.cause) == ("well-grounded", Cause.OPEN_TERM)


@pytest.mark.parametrize(
    ("used", "applies", "assumptions", "trace_is", "expected"),
    [
        ((), MET, (), False, False),
        (("leap day",), MET, (), False, True),
        (("week starts",), MET, (), False, False),
        (("leap day",), NOT_MET, (), False, False),
        ((), MET, (Assumption("agency", "not said"),), False, True),
        ((), UNKNOWN, (Assumption("agency", "not said"),), False, True),
        ((), NOT_MET, (Assumption("agency", "not said"),), False, False),
        ((), MET, (), True, True),
    ],
)
def test_provisional_is_what_rests_on_something_assumed(
    used, applies, assumptions, trace_is, expected
):
    rules = program(clause("a", assumptions=assumptions), clause("b"))
    condition = leaf(MET, conventions=frozenset(used), provisional=trace_is)
    guard = leaf(applies)
    d = decided(rules, traced("a", condition, applies, guard=guard), traced("b", leaf(MET)))
    assert d.provisional is expected


def test_advice_that_rests_on_an_assumption_makes_nothing_provisional():
    rules = program(clause("a", force=Force.SHOULD), clause("b"))
    advice = leaf(MET, conventions=frozenset({"leap day"}))
    d = decided(rules, traced("a", advice), traced("b", leaf(MET)))
    assert d.provisional is False
    assert [c.name for c in d.conventions] == ["leap day"]


def test_interpretations_behind_the_clauses_of_the_question_are_named():
    def chosen(name, settles, reading):
        return Interpretation(name, settles, reading, "board", DAY, "so", CITED)

    rules = program(
        clause("a", Defined("term", fact("email"))),
        interpretations=(
            chosen("mine", "term", "narrow"),
            chosen("other", "elsewhere", "wide"),
            chosen("sunday_weeks", "week", "sunday"),
        ),
    )
    plain = decided(rules, traced("a", leaf(MET)))
    weekly = decided(rules, traced("a", leaf(MET, conventions=frozenset({"week starts"}))))
    assert [i.id for i in plain.interpretations] == ["mine"]
    assert [i.id for i in weekly.interpretations] == ["mine", "sunday_weeks"]


# ---------------------------------------------------------------- limits


def capped(requested=12, allowed=(10, 10), unlocked=NOT_MET, sensitive=True):
    unlock = Unlock("extra", "cpo", True, False)
    term = Cap(PEER, "support", 10, "units", "week", False, unlock)
    high = requested - allowed[0]
    low = requested - allowed[1]
    lines = (
        LineTrace(date(2026, 11, 22), *map(Interval.exactly, (10, 10, 0)), unlocked),
        LineTrace(
            DAY,
            Interval.exactly(requested - 10),
            Interval(allowed[0] - 10, allowed[1] - 10),
            Interval(low, high),
            unlocked,
        ),
    )
    allocation = Allocation(
        Interval.exactly(requested),
        Interval(*allowed),
        Interval.exactly(0),
        Interval(low, high),
        "units",
        Interval.exactly(10),
        "week",
        lines,
        unlock,
    )
    outcome = MET if high == 0 else NOT_MET if low else UNKNOWN
    return clause("weekly", term, kind="limit"), leaf(outcome, allocation=allocation)


def test_a_limit_says_what_is_allowed_and_what_would_unlock_the_rest():
    rule, trace = capped()
    d = decided(program(rule), traced("weekly", trace), answer=Interval.exactly(10))
    (limit,) = d.limits
    assert (limit.requested, limit.allowed, limit.excess) == tuple(
        map(Interval.exactly, (12, 10, 2))
    )
    assert (limit.unit, limit.cap, limit.period) == ("units", 10, "week")
    assert (limit.unlocked_by.giver, limit.unlocked_by.beforehand) == ("cpo", True)
    assert limit.unlocked_by.days == (DAY,)
    assert d.answer == Interval.exactly(10)


def test_nothing_unlocks_what_is_not_in_excess():
    rule, trace = capped(requested=10, allowed=(10, 10))
    (limit,) = decided(program(rule), traced("weekly", trace)).limits
    assert limit.unlocked_by is None


def test_a_limit_that_does_not_apply_limits_nothing():
    rule, trace = capped()
    assert decided(program(rule), traced("weekly", trace, NOT_MET)).limits == ()


# ---------------------------------------------------------------- data and masks


def private(value, unit="years"):
    amount = Interval.exactly(value)
    span = Span(date(2020, 5, 1), date(2020, 5, 31))
    return leaf(
        NOT_MET,
        observed=Observed(amount, Sensitivity.HEALTH, unit),
        required=Required("at least", 21, unit),
        shortfall=Interval.exactly(value + 1),
        changes_on=date(2031, 1, 30),
        due_on=date(2032, 2, 28),
        periods=(PeriodTrace(span, NOT_MET, amount, None),),
        nearest="anna-person",
        grade=Grade.CLAIMED,
    )


def texts(d):
    return [
        repr(d),
        str(d),
        repr(d.findings),
        repr(d.limits),
        repr(d.needs()),
        json.dumps(d.to_dict()),
        d.text(values="masked"),
    ]


def test_in_masked_form_outcome_threshold_and_citation_stay():
    d = decided(program(clause("a")), traced("a", private(20)))
    (row,) = d.to_dict()["findings"]
    assert row["observed"] == row["shortfall"] == row["changes_on"] == "masked"
    assert row["required"] == {"words": "at least", "bound": 21, "unit": "years"}
    assert (row["outcome"], row["evidence"]) == ("not met", "claimed")
    assert row["citation"] == [{"source": "page", "title": "The page", "locators": ["item 1"]}]
    assert row["span"] == {"file": "", "line": 0, "column": 0}


def test_in_full_form_everything_is_there():
    d = decided(program(clause("a")), traced("a", private(20)))
    (row,) = d.to_dict("full")["findings"]
    assert row["observed"] == {"value": {"low": 20, "high": 20}, "unit": "years"}
    assert row["shortfall"] == {"low": 21, "high": 21}
    assert row["changes_on"] == "2031-01-30"
    assert row["parts"]["nearest"] == "anna-person"
    assert row["parts"]["periods"][0]["first"] == "2020-05-01"


def test_a_public_value_is_shown_in_masked_form_too():
    seen = Observed("yes indeed", Sensitivity.PUBLIC)
    d = decided(program(clause("a")), traced("a", leaf(MET, observed=seen)))
    assert d.to_dict()["findings"][0]["observed"] == {"value": "yes indeed", "unit": ""}


def test_the_data_form_is_versioned_and_complete():
    rule, trace = capped()
    rows = decided(program(rule), traced("weekly", trace), answer=Interval(10, 12)).to_dict("full")
    assert rows["schema_version"] == 1
    assert rows["answer"] == {"low": 10, "high": 12}
    assert rows["limits"][0]["unlocked_by"]["days"] == ["2026-11-23"]
    assert rows["limits"][0]["lines"][1]["excess"] == {"low": 2, "high": 2}
    assert rows["digest"].startswith("sha256:")
    assert json.loads(json.dumps(rows)) == rows


@pytest.mark.parametrize("ask", ["to_dict", "text"])
def test_another_word_for_values_is_refused(ask):
    d = decided(program(clause("a")), traced("a", leaf(MET)))
    with pytest.raises(ValueError, match="masked"):
        getattr(d, ask)(values="some")


sensitive = st.sampled_from([s for s in Sensitivity if s is not Sensitivity.PUBLIC])
odd_words = st.text("xyzXYZ", min_size=9, max_size=12)
odd_days = st.dates(date(1900, 1, 1), date(1999, 12, 31))
odd_numbers = st.integers(10**7, 10**9)


@given(sensitive, odd_words | odd_days | odd_numbers, odd_days, odd_words)
def test_no_private_value_leaves_unless_everything_is_asked_for(grade, value, day, person):
    seen = Interval.exactly(value) if isinstance(value, int) else value
    one = leaf(
        NOT_MET,
        observed=Observed(seen, grade, "units"),
        required=Required("on or before", day),
        shortfall=Interval.exactly(value) if isinstance(value, int) else None,
        changes_on=day,
        nearest=person,
        others=2,
    )
    why = Reason(Cause.MISSING, Need("peer", "license", person=person))
    other = Trace(UNKNOWN, "its line", HERE, reasons=(why,), children=(one,))
    d = decided(program(clause("a"), clause("b")), traced("a", one), traced("b", other))
    for hidden in (str(value), day.isoformat(), person):
        assert not any(hidden in text for text in texts(d))
    assert day.isoformat() in json.dumps(d.to_dict("full"))


@given(st.integers(10**7, 10**9))
def test_no_private_amount_of_a_limit_leaves_unless_everything_is_asked_for(value):
    rule, trace = capped(requested=value, allowed=(value, value))
    d = decided(program(rule), traced("weekly", trace), answer=Interval.exactly(value))
    assert not any(str(value) in text for text in texts(d))
    assert str(value) in d.text()


# ---------------------------------------------------------------- identity


def told(value=True, grade=Grade.SHOWN, records=()):
    lists = {"support": RecordList(tuple(records), grade)}
    return Facts({"peer": Holder({"email": Datum(value, grade)}, lists)})


def served(units):
    return Record({"units": units}, Grade.SHOWN)


def test_the_digest_covers_rules_facts_day_and_outcomes_and_no_order():
    rules = program(clause("a"), clause("b"))
    traces = (traced("a", leaf(MET)), traced("b", leaf(MET)))
    base = decided(rules, *traces, facts=told(records=[served(1), served(2)]))
    turned = decided(
        program(clause("b"), clause("a")),
        *reversed(traces),
        facts=told(records=[served(2), served(1)]),
    )
    assert base.digest == turned.digest
    others = [
        decided(rules, *traces, facts=told(False, records=[served(1), served(2)])),
        decided(rules, *traces, facts=told(records=[served(1), served(1)])),
        decided(rules, traces[0], traced("b", leaf(NOT_MET)), facts=told(records=[])),
        decided(program(clause("a", fact("license")), clause("b")), *traces, facts=told()),
    ]
    assert len({base.digest, *(d.digest for d in others)}) == 5


def test_facts_of_other_subjects_do_not_change_the_digest():
    rules, trace = program(clause("a")), traced("a", leaf(MET))
    more = attrs.evolve(told(), holders={**told().holders, "service": Holder()})
    assert decided(rules, trace, facts=told()).digest == decided(rules, trace, facts=more).digest


def test_the_digest_of_a_program_leaves_out_prose_places_and_file_order():
    rules = program(clause("a"), clause("b"))
    spelt = program(clause("b"), attrs.evolve(clause("a"), text="other words"))
    placed = program(attrs.evolve(clause("a"), place=Place("y", 9, 9)), clause("b"))
    assert digest(rules) == digest(spelt) == digest(placed)
    assert digest(rules) != digest(program(clause("a")))


def test_values_of_different_types_have_different_canonical_forms():
    day = date(2026, 11, 23)
    values = [1, True, "1", "true", None, day, day.isoformat(), Grade.CLAIMED, (), (1,), {}]
    assert len({compact(canonical(value)) for value in values}) == len(values)
    with pytest.raises(TypeError, match="no canonical form for a object"):
        canonical(object())


def unordered(form):
    """Sort every list of a canonical form but those of mappings: what the text stands for."""
    if isinstance(form, dict) and form.get("!") == "map":
        return {"!": "map", "items": [[key, unordered(item)] for key, item in form["items"]]}
    if isinstance(form, dict):
        return {key: unordered(item) for key, item in form.items()}
    return in_any_order([unordered(x) for x in form]) if isinstance(form, list) else form


@pytest.mark.parametrize("name", ["us/oh/certified_peer_supporter", "us/ct/dds_peer_to_peer"])
def test_the_text_of_facts_is_that_of_their_canonical_form_in_any_order(name):
    policy = loaded(name)
    for example in policy.program.examples:
        facts = policy.read_facts(example.facts).facts
        assert text_in_any_order(facts) == compact(unordered(canonical(facts)))


@pytest.mark.parametrize(
    "value",
    [
        {"b": (2, Fraction(1, 3)), "a": [None, True, "\u00e9", DAY], "A": frozenset({"y", "x"})},
        (Grade.SHOWN, Sensitivity.HEALTH, Outcome.MET, 2, Mark.ABSENT, Force.MUST),
        clause("a", fact("license")),
        -7,
    ],
)
def test_any_value_has_the_text_of_its_canonical_form(value):
    assert text_in_any_order(value) == compact(unordered(canonical(value)))


def test_a_decision_can_be_pickled():
    rule, trace = capped()
    d = decided(program(rule), traced("weekly", trace))
    assert pickle.loads(pickle.dumps(d)) == d
