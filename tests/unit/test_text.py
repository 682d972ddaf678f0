"""The staff report and its phrases: the right fields on the right line, nothing invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerpolicy.dates import Span
from peerpolicy.explain import words
from peerpolicy.facts.model import Facts
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
from peerpolicy.ir.schema import Entity, Fact, Grade, Measure, Schema, Sensitivity, YesNo
from peerpolicy.ir.terms import (
    AllOf,
    AnyOf,
    Cap,
    FactOf,
    FactTest,
    IsYes,
    NeverFails,
    NoneOf,
    Paper,
    Readings,
    SomeWho,
    Subject,
    Unlock,
)
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
from tests.unit.build import decided_from

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
DAY = date(2026, 11, 23)
HERE = Place("x.policy", 3, 1)
PEER = Subject("peer")
CITED = (Citation("page", "The page", ("item 1", "item 2")),)
ONE = {"years": "year", "hours": "hour", "units": "unit"}


def fact(name):
    return FactTest(FactOf(PEER, name), IsYes(), text=name)


def clause(name, term=None, force=Force.MUST, kind="require", **more):
    term = fact("has_email") if term is None else term
    line = f"the_line of {name}"
    return Clause(name, kind, force, ("hire",), "peer", term, CITED, line, **more)


def leaf(outcome, *reasons, text="its_line", **more):
    return Trace(outcome, text, HERE, reasons=reasons, **more)


def missing(name, cause=Cause.MISSING, owner="", **more):
    return Reason(cause, Need("peer", name, **more), owner)


def text_of(*pairs, values="full", answer=None, grade=Grade.SHOWN, **more):
    """The report on clauses and their traces, each (clause, trace)."""
    schema = Schema(
        (Entity("peer", True),),
        (
            Fact("birth_date", "person", YesNo(), Sensitivity.PERSONAL, "When were you born?"),
            Fact("has_email", "person", YesNo(), Sensitivity.PUBLIC, "Do you have email?"),
        ),
        (),
        (),
        {},
        {
            "units": Measure("units", "unit", "units", 1),
            "years": Measure("years", "year", "years", 1),
            "meetings": Measure("meetings", "meeting", "meetings", 1, is_count=True),
        },
        {},
    )
    conventions = {
        "leap day": Convention("leap day", "birthday falls on march_1", "assumed"),
        "week starts": Convention("week starts", "on sunday", "chosen", "sunday_weeks"),
        "year": Convention("year", "runs from july 1", "cited", "budget_act 4-1"),
    }
    parts = {"interpretations": (), "open_terms": (), "ledger": (), "examples": ()} | more
    question = Question("hire_them", "May they?", "peer", "hired_on", "units", grade, HERE)
    program = Program(
        "demo",
        "A demo",
        schema,
        Calendar(conventions=conventions),
        {},
        (question,),
        tuple(rule for rule, _ in pairs),
        **parts,
    )
    traces = tuple(
        trace if isinstance(trace, ClauseTrace) else ClauseTrace(rule.id, MET, trace.outcome, trace)
        for rule, trace in pairs
    )
    bearing = (t for (rule, _), t in zip(pairs, traces, strict=True) if rule.force is Force.MUST)
    trace = QuestionTrace("hire_them", DAY, combine(tuple(bearing)), traces, answer)
    return decided_from(program, trace, Facts({})).text(values=values)


def lines_of(*pairs, **more):
    return [line.strip() for line in text_of(*pairs, **more).splitlines()]


# ---------------------------------------------------------------- phrases


def test_an_author_s_line_is_printed_for_people():
    line = "at least 30 hours of peer_support_training"
    assert words.phrase(line) == "at least 30 hours of peer support training"


@given(st.text())
def test_no_text_breaks_a_line_or_steers_a_terminal(text):
    shown = words.phrase(text)
    assert shown.isprintable()
    assert "  " not in shown
    assert "_" not in shown


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (Interval.exactly(1), "years", "1 year"),
        (Interval.exactly(20), "years", "20 years"),
        (Interval(10, 12), "hours", "10 to 12 hours"),
        (Interval.at_least(3), "hours", "3 hours or more"),
        (Interval.exactly(2), "", "2"),
    ],
)
def test_amounts_carry_their_unit_in_the_right_number(value, unit, shown):
    assert words.amount(value, unit, ONE) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Interval.exactly(10), "10 units"),
        (Interval(10, 12), "10 units certain, up to 12"),
        (Interval.at_least(10), "10 units certain, perhaps more"),
    ],
)
def test_a_payable_amount_says_what_is_certain(value, shown):
    assert words.certain(value, "units", ONE) == shown


@pytest.mark.parametrize(
    ("shortfall", "shown"),
    [
        (Interval.exactly(1), "short by 1 year"),
        (Interval(0, 2), "short by up to 2 years"),
        (Interval(1, 2), "short by 1 to 2 years"),
        (Interval.exactly(0), ""),
    ],
)
def test_a_shortfall_is_worded_as_it_is_known(shortfall, shown):
    assert words.short_by(shortfall, "years", ONE) == shown


@pytest.mark.parametrize(
    ("seen", "shown"),
    [
        (Interval.exactly(0), "0 records of peer session"),
        (Interval.exactly(1), "1 record of peer session"),
        (Interval(0, 2), "0 to 2 records of peer session"),
        (Interval(2, None), "2 records of peer session or more"),
    ],
)
def test_records_that_count_nothing_else_are_counted_as_records(seen, shown):
    assert words.amount(seen, "peer_session", ONE) == shown


@pytest.mark.parametrize(
    ("required", "shown"),
    [
        (Required("at least", 21, "years"), "at least 21 years"),
        (Required("at least", 1, "peer_session"), "at least 1 record of peer session"),
        (Required("is", "yes"), "yes"),
        (Required("is not", "self_employed"), "not self employed"),
        (Required("is one of", "home, job"), "one of home, job"),
        (Required("on or before", DAY), "on or before 2026-11-23"),
        (Required("in", "approved_curricula"), "in approved curricula"),
    ],
)
def test_what_was_needed_in_words(required, shown):
    assert words.needed(required, ONE) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(True, "yes"), (False, "no"), (DAY, "2026-11-23"), ("agency_staff", "agency staff")],
)
def test_what_was_seen_in_words(value, shown):
    assert words.seen(Observed(value, Sensitivity.PUBLIC), ONE) == shown


EACH_CAUSE = {
    Cause.MISSING: "we do not know: When were you born? (birth date of the peer)",
    Cause.CANNOT_BE_KNOWN: "this was asked and cannot be known: birth date of the peer",
    Cause.LIST_OPEN: "it is not known whether this list is complete: birth date of the peer",
    Cause.NOT_SHOWN: "stated, not shown yet: birth date of the peer",
    Cause.NEEDS_JUDGEMENT: "a person must judge this: agency",
    Cause.OPEN_TERM: "the source leaves this open; agency decides: birth date of the peer",
    Cause.READINGS_DIFFER: "the readings of the source lead to different answers; agency decides",
    Cause.UNADDRESSED: "the source does not speak of this case",
    Cause.INCOMPLETE: "paper missing or incomplete: birth date of the peer",
    Cause.NOTHING_APPLIES: "perhaps no rule applies to this case",
    Cause.NOT_DUE: "nothing is due yet",
    Cause.NOT_DETERMINED: (
        "the value is not determined yet; agency decides: birth date of the peer"
    ),
    Cause.NO_VALUE: "no value is in force on the day that counts: birth date of the peer",
    Cause.RULE_CONFLICT: "exceptions that hold lead to different answers",
    Cause.NOT_IN_FORCE: "no text of this rule is in force on that day",
    Cause.DAY_OF_CHANGE: "the day on which the text changed is not known, and its texts differ",
}


@pytest.mark.parametrize("cause", Cause)
def test_each_cause_of_an_unknown_is_said_in_plain_words_and_never_as_a_refusal(cause):
    reason = missing("birth_date", cause, "agency")
    because = words.why(reason, "When were you born?", Grade.CLAIMED, Grade.SHOWN)
    assert because == EACH_CAUSE[cause]
    lines = lines_of((clause("a"), leaf(UNKNOWN, reason)))
    assert not any("[not met]" in line or "NOT MET" in line for line in lines)
    assert "Unknown" in lines


def test_a_shown_value_may_have_to_be_verified():
    reason = missing("birth_date", Cause.NOT_SHOWN)
    because = words.why(reason, "", Grade.SHOWN, Grade.VERIFIED)
    assert because == "shown, not verified yet: birth date of the peer"


# ---------------------------------------------------------------- the page


def test_the_head_says_the_outcome_the_question_the_day_and_the_evidence():
    lines = lines_of((clause("a"), leaf(MET)))
    assert lines[0] == "MET: May they?"
    assert lines[1] == "A demo"
    assert "as of 2026-11-23" in lines[2]
    assert lines_of((clause("a"), leaf(UNKNOWN, missing("x"))))[0] == (
        "UNKNOWN - cannot be decided yet: May they?"
    )
    assert lines_of((clause("a"), leaf(NOT_MET)))[0] == "NOT MET: May they?"


def test_a_failing_finding_has_everything_on_one_line_and_its_citation():
    trace = leaf(
        NOT_MET,
        observed=Observed(Interval.exactly(20), Sensitivity.PERSONAL, "years"),
        required=Required("at least", 21, "years"),
        shortfall=Interval.exactly(1),
        changes_on=date(2027, 4, 2),
        grade=Grade.CLAIMED,
    )
    page = text_of((clause("min_age"), trace))
    assert "  [not met] min age: the line of min age\n" in page
    seen = "seen: 20 years (stated); needed: at least 21 years; short by 1 year"
    assert seen in page
    assert "would be met on 2027-04-02" in " ".join(page.split())
    assert "cite: The page, item 1; item 2" in page
    hidden = text_of((clause("min_age"), trace), values="masked")
    assert "seen: masked (stated); needed: at least 21 years\n" in hidden
    assert "2027" not in hidden
    assert "short" not in hidden


def test_what_must_not_be_is_said_so():
    term = NoneOf((fact("x"), fact("y")))
    inside = leaf(
        MET,
        text="in_crisis_care",
        observed=Observed(True, Sensitivity.HEALTH),
        required=Required("is", "yes"),
    )
    trace = leaf(NOT_MET, text="shown by any of", children=(inside, leaf(NOT_MET)))
    lines = lines_of((clause("need", term, kind="exclude"), trace))
    start = lines.index("[not met] need: the line of need")
    assert lines[start + 1 : start + 3] == ["seen: yes; must not be: yes", "- [met] in crisis care"]


def test_a_paper_that_is_not_there_is_never_printed_as_failed():
    paper = Paper(PEER, "resume", text="complete resume")
    rule = clause("papers", NeverFails("incomplete", paper, text="complete resume"), kind="submit")
    reason = missing("resume", Cause.INCOMPLETE)
    inside = leaf(NOT_MET, text="complete resume")
    page = text_of((rule, leaf(UNKNOWN, reason, text="complete resume", children=(inside,))))
    assert "not met" not in page.lower()
    assert "paper missing or incomplete: resume of the peer" in page


def test_where_readings_differ_each_is_shown_with_its_answer():
    term = Readings("years", "department", (("in_one_area", fact("x")), ("in_all", fact("y"))))
    trace = leaf(
        UNKNOWN,
        missing("years", Cause.READINGS_DIFFER, "department"),
        children=(leaf(NOT_MET), leaf(MET)),
    )
    lines = lines_of((clause("experience", term), trace))
    start = lines.index("- [not met] if read as in one area")
    assert lines[start + 1 : start + 3] == [
        "- [met] if read as in all",
        "the readings of the source lead to different answers; department decides",
    ]


def test_a_clause_that_holds_and_perhaps_applies_does_not_block():
    perhaps = ClauseTrace("a", UNKNOWN, MET, leaf(MET), guard=leaf(UNKNOWN, missing("x")))
    lines = lines_of((clause("a"), perhaps), (clause("b"), leaf(MET)))
    assert lines[lines.index("[met] a: the line of a") + 1] == (
        "does not block, whether or not it applies"
    )


def test_nothing_due_yet_says_when():
    idle = leaf(UNKNOWN, nothing_due=True, due_on=date(2027, 3, 1))
    traced = ClauseTrace("a", NOT_MET, UNKNOWN, idle)
    lines = lines_of((clause("a"), traced), (clause("b"), leaf(MET)))
    assert lines[lines.index("[not applicable] a: the line of a") + 1] == (
        "nothing due yet (first due 2027-03-01)"
    )


def test_a_group_shows_the_items_that_decide():
    term = AllOf((fact("x"), AnyOf((fact("y"), fact("z")))))
    trace = leaf(
        NOT_MET,
        text="all of:",
        children=(
            leaf(MET, text="x_line"),
            leaf(
                NOT_MET,
                text="any of:",
                children=(
                    leaf(NOT_MET, text="y_line", observed=Observed(False, Sensitivity.PUBLIC)),
                    leaf(NOT_MET, text="z_line", observed=Observed(False, Sensitivity.PUBLIC)),
                ),
            ),
        ),
    )
    lines = lines_of((clause("a", term), trace))
    start = lines.index("- [not met] any of:")
    assert lines[start + 1 : start + 5] == [
        "- [not met] y line",
        "seen: no",
        "- [not met] z line",
        "seen: no",
    ]
    assert not any("x line" in line for line in lines)


def test_failed_periods_are_listed_and_the_running_one_is_told_apart():
    def month(number, outcome, low, high):
        span = Span(date(2026, number, 1), date(2026, number, 28))
        return PeriodTrace(span, outcome, Interval(low, high), None)

    trace = leaf(
        NOT_MET,
        required=Required("at least", 2, "meetings"),
        periods=(month(2, MET, 2, 2), month(3, NOT_MET, 1, 1), month(4, UNKNOWN, 1, None)),
        progress=month(5, UNKNOWN, 1, 1),
    )
    lines = lines_of((clause("a"), trace))
    assert "not enough in: 2026-03-01 to 2026-03-28 (1 meeting)" in lines
    assert "not known to be enough in: 2026-04-01 to 2026-04-28 (1 meeting or more)" in lines
    assert "the running period so far: 2026-05-01 to 2026-05-28 (1 meeting)" in lines


def test_a_roster_shows_the_nearest_person_and_counts_the_rest():
    term = SomeWho(PEER, "supervisor", (fact("x"),))
    inside = leaf(NOT_MET, text="holds_license")
    trace = leaf(NOT_MET, text="some supervisor", children=(inside,), nearest="anna", others=2)
    lines = lines_of((clause("a", term), trace))
    start = lines.index("nearest person: anna; others looked at: 2")
    assert lines[start + 1] == "- [not met] holds license"
    assert "anna" not in text_of((clause("a", term), trace), values="masked")


def test_advice_stands_outside_and_does_not_count():
    lines = lines_of((clause("a"), leaf(MET)), (clause("tip", force=Force.SHOULD), leaf(NOT_MET)))
    assert lines[0] == "MET: May they?"
    assert "1 met" in lines
    assert lines[lines.index("Advice (outside the answer)") + 1].startswith("[not met] tip")


def test_papers_to_send_and_people_to_ask_have_lists_of_their_own():
    term = OpenTerm("short_term", "short term support", "department", (), CITED, None)
    lines = lines_of(
        (
            clause("resume_paper", kind="submit"),
            leaf(UNKNOWN, missing("resume", Cause.INCOMPLETE)),
        ),
        (
            clause("b"),
            leaf(UNKNOWN, missing("short_term", Cause.OPEN_TERM, "department")),
        ),
        open_terms=(term,),
    )
    assert lines[lines.index("To send") + 1] == "- resume of the peer (for: resume paper)"
    assert lines[lines.index("Whom to ask") + 1] == '- department: "short term support" (for: b)'


def test_what_was_assumed_or_chosen_is_said():
    used = frozenset({"leap day", "week starts", "year"})
    rule = clause("a", assumptions=(Assumption("calendar_month", "not said which"),))
    chosen = Interpretation("sunday_weeks", "week", "on_sunday", "board", DAY, "so", CITED)
    lines = lines_of((rule, leaf(MET, conventions=used)), interpretations=(chosen,))
    assert "Provisional: it rests on something that is assumed (see the end)." in lines
    start = lines.index("Conventions, assumptions and interpretations used")
    assert lines[start + 1 : start + 6] == [
        "- leap day: birthday falls on march 1 (assumed, nobody has decided it)",
        "- week starts: on sunday (chosen by sunday weeks)",
        "- year: runs from july 1 (said in budget act 4-1)",
        "- a, assumed (calendar month): not said which",
        "- week read as on sunday, chosen by board on 2026-11-23",
    ]


def test_limits_say_what_is_payable_and_what_would_unlock_the_rest():
    unlock = Unlock("extra", "program_officer", True, False)
    ten, none = Interval.exactly(10), Interval.exactly(0)
    lines = (
        LineTrace(date(2026, 11, 22), ten, ten, none, NOT_MET),
        LineTrace(DAY, Interval.exactly(2), Interval(0, 2), Interval(0, 2), UNKNOWN),
    )
    allocation = Allocation(
        Interval.exactly(12),
        Interval(10, 12),
        none,
        Interval(0, 2),
        "units",
        Interval.exactly(10),
        "week",
        lines,
        unlock,
    )
    rule = clause("weekly", Cap(PEER, "support", 10, "units", "week", False, unlock), kind="limit")
    trace = leaf(UNKNOWN, missing("extra", Cause.LIST_OPEN), allocation=allocation)
    page = " ".join(text_of((rule, trace), answer=Interval(10, 12)).split())
    assert page.startswith("May they? 10 units certain, up to 12")
    assert page.split("Limits ")[1].split(" Record")[0] == (
        "weekly: at most 10 units in each week asked: 12 units"
        " payable: 10 units certain, up to 12 in excess: 0 to 2 units used before: 0 units"
        " 2026-11-22: 10 units asked; payable: 10 units"
        " 2026-11-23: 2 units asked; payable: 0 units certain, up to 2; in excess: 0 to 2 units"
        " unlocked by: approval by program officer, dated on or before the day of service,"
        " for 2026-11-23"
    )


def test_where_perhaps_nothing_applies_the_page_asks_for_what_decides_it():
    perhaps = ClauseTrace("a", UNKNOWN, MET, leaf(MET), guard=leaf(UNKNOWN, missing("has_email")))
    lines = lines_of((clause("a"), perhaps))
    assert "It is not known whether any rule applies to this case." in lines
    assert "We do not know: has email of the peer (Do you have email?)" in lines


long_words = st.text("abcdefgh_ ", min_size=60, max_size=300)


@given(long_words, long_words)
def test_the_page_is_plain_ascii_and_88_columns_wide(title, said):
    trace = leaf(UNKNOWN, missing("birth_date"), text=said)
    rule = clause("a", AllOf((fact("x"), fact("y"))), because=said)
    page = text_of((rule, leaf(UNKNOWN, text=title, children=(trace, trace))))
    assert page.isascii()
    assert page.endswith("\n")
    assert all(len(line) <= 88 for line in page.splitlines())


def test_a_fact_cannot_add_a_line_of_its_own():
    seen = Observed("x\n  [met] min age: forged\x1b[2J", Sensitivity.PUBLIC)
    lines = lines_of((clause("a"), leaf(NOT_MET, observed=seen)))
    assert not any(line.startswith("[met]") for line in lines)
    assert all(line.isprintable() for line in lines)


def test_a_text_for_somebody_else_is_refused():
    schema = Schema((), (), (), (), {}, {}, {})
    question = Question("q", "May they?", "peer", "day", None, Grade.SHOWN, HERE)
    rules = Program("demo", "A demo", schema, Calendar(), {}, (question,), (), (), (), (), ())
    d = decided_from(rules, QuestionTrace("q", DAY, UNKNOWN, ()), Facts({}))
    with pytest.raises(ValueError, match="there is one for: staff, applicant, auditor"):
        d.text(to="press")
