"""Pathways in the tree, the program and the explanations, field by field and line by line."""

from __future__ import annotations

from datetime import date

import attrs

import peerpolicy as pp
from peerpolicy.check.program import check
from peerpolicy.explain.decision import Decision
from peerpolicy.ir.canonical import digest
from peerpolicy.source import Source
from peerpolicy.syntax import nodes as n
from peerpolicy.syntax.parser import parse
from tests.texts import conformance_policy, is_laid_out, section

TEXT = conformance_policy("pathways").lstrip()
POLICY = pp.loads(TEXT)
AS_OF = date(2026, 11, 23)


def decide(**facts: object) -> Decision:
    said = {"evidence": "shown", "applicant": {"is_adult": True, **facts}}
    return POLICY.decide(said, as_of=AS_OF, question="certify")


BY_RECIPROCITY = {"passed_exam": False, "active_elsewhere": True, "recent_education": True}


def test_the_header_of_a_pathway_names_what_it_replaces() -> None:
    file, found = parse(Source("", "language 1\npathway p  instead  of a ,b :\n"))
    assert found == ()
    tail = file.clauses[0].tail
    assert isinstance(tail, n.InsteadOf)
    assert [name.text for name in tail.names] == ["a", "b"]


def test_the_standard_layout_of_a_header() -> None:
    text = TEXT.replace("instead of training, exam:", "instead  of training ,exam :")
    assert is_laid_out(text, "pathway reciprocity instead of training, exam:")


def test_the_order_of_replaced_clauses_is_no_part_of_the_program() -> None:
    other = TEXT.replace("instead of training, exam", "instead of exam, training")
    assert digest(pp.loads(other).program) == POLICY.digest
    fewer = TEXT.replace("pathway by_practice instead of supervised", "require by_practice")
    assert digest(pp.loads(fewer).program) != POLICY.digest


def test_the_finding_of_a_pathway_says_what_it_replaces() -> None:
    finding = decide(**BY_RECIPROCITY).finding("reciprocity")
    assert finding.replaces == ("training", "exam")
    assert finding.citation[0].locators == ("C",)
    assert finding.satisfied_by is None


def test_what_a_pathway_stood_in_for_keeps_its_finding() -> None:
    decided = decide(**BY_RECIPROCITY)
    exam = decided.finding("exam")
    assert exam.outcome is pp.FindingOutcome.NOT_MET
    assert exam.satisfied_by == "reciprocity"
    assert exam.observed is not None and exam.observed.value is False
    assert decided.blocking == ()


def test_a_pathway_that_holds_and_may_not_apply_is_not_free_to_ignore() -> None:
    """Of a requirement this would be "does not block either way"; a route must be open."""
    finding = decide(trained=False, long_in_practice=True).finding("grandparenting")
    assert finding.outcome is pp.FindingOutcome.UNKNOWN
    assert not finding.either_way


def test_the_routes_as_data() -> None:
    data = decide(trained=True, **BY_RECIPROCITY).to_dict()
    assert data["routes"] == [
        {
            "replaces": ["training", "exam"],
            "pathway": "reciprocity",
            "outcome": "met",
            "not_met": [],
            "unknown": [],
        },
        {
            "replaces": ["training", "exam"],
            "pathway": "grandparenting",
            "outcome": "unknown",
            "not_met": [],
            "unknown": ["grandparenting"],
        },
        {
            "replaces": ["training", "exam"],
            "pathway": "",
            "outcome": "not met",
            "not_met": ["exam"],
            "unknown": [],
        },
    ]
    findings = {f["id"]: f for f in data["findings"]}  # type: ignore[attr-defined, index]
    assert findings["exam"]["satisfied_by"] == "reciprocity"
    assert findings["reciprocity"]["replaces"] == ["training", "exam"]


def test_the_staff_report_shows_the_routes_and_keeps_them_out_of_the_rest() -> None:
    decided = decide(trained=False, applied_early=False, **BY_RECIPROCITY)
    assert "1 met, 1 not applicable, 2 met by another route" in decided.text()
    assert section(decided, "Routes") == [
        "for training, exam one way is enough; first the one with least left to do:",
        "[met] reciprocity: all of these",
        "- [met] active elsewhere",
        "- [met] recent education",
        "cite: A rule, C",
        "[not met] by each of these rules itself",
        "not met: training, exam",
    ]
    assert section(decided, "Met by another route")[-1] == "another route is met: reciprocity"
    assert "Not met\n" not in decided.text()


def test_the_staff_report_names_what_is_left_on_each_route() -> None:
    decided = decide(trained=False, active_elsewhere=True, applied_early=False)
    assert section(decided, "Routes")[-3:] == [
        "[not met] by each of these rules itself",
        "not met: training",
        "unknown: exam",
    ]
    assert "[unknown] reciprocity: all of these" in section(decided, "Routes")
    assert "[not met] training: trained" in section(decided, "Not met")


def assumed(clause: str) -> pp.Policy:
    """Return the policy with something assumed in a clause."""
    head = f"{clause}:\n  for certify\n"
    return pp.loads(TEXT.replace(head, f'{head}  assumed word "nobody has said"\n'))


def test_what_nobody_needed_makes_nothing_provisional() -> None:
    said = {"is_adult": True, "trained": True, "passed_exam": True, "active_elsewhere": True}
    facts = {"evidence": "shown", "applicant": said}
    beside = assumed("pathway reciprocity instead of training, exam")
    assert not beside.decide(facts, as_of=AS_OF, question="certify").provisional
    assert assumed("require exam").decide(facts, as_of=AS_OF, question="certify").provisional
    facts = {"evidence": "shown", "applicant": {"is_adult": True, **BY_RECIPROCITY}}
    assert beside.decide(facts, as_of=AS_OF, question="certify").provisional
    replaced = assumed("require exam").decide(facts, as_of=AS_OF, question="certify")
    assert not replaced.provisional


def test_remedies_offer_each_route() -> None:
    """A yes or no may be otherwise; the plan is the one step that opens a route."""
    remedies = decide(
        trained=True,
        passed_exam=None,
        active_elsewhere=False,
        recent_education=False,
        applied_early=False,
    ).remedies()
    offered = {
        f.finding: [[s.name for s in way] for way in f.alternatives] for f in remedies.findings
    }
    assert offered["exam"] == [["passed_exam"]]
    assert offered["reciprocity"] == [["active_elsewhere", "recent_education"]]
    assert remedies.plan is not None
    assert [step.name for step in remedies.plan.steps] == ["passed_exam"]


def test_a_route_that_nothing_opens_leaves_the_others() -> None:
    """What was asked and cannot be known closes the ordinary way, and only that."""
    remedies = decide(
        trained=True, passed_exam=pp.NOT_KNOWN, active_elsewhere=True, applied_early=False
    ).remedies()
    stuck = next(f for f in remedies.findings if f.finding == "exam")
    assert stuck.alternatives == ()
    assert remedies.stuck == ()
    assert remedies.plan is not None
    assert [step.name for step in remedies.plan.steps] == ["recent_education"]


def test_an_example_of_a_policy_may_expect_a_pathway() -> None:
    example = """
example by_reciprocity:
  decide certify on 2026-11-23
  evidence shown
  given:
    is_adult is yes
    active_elsewhere is yes
    recent_education is yes
    trained is no
  expect:
    certify is met
    reciprocity is met
    training is not met
"""
    (result,) = pp.loads(TEXT + example).check_examples()
    assert result.failures == ()


def test_a_shifted_line_of_a_pathway_is_refused() -> None:
    """A header moved under another clause, or a line to the margin, never loads."""
    start = TEXT.index("pathway reciprocity")
    part = TEXT[start : TEXT.index("pathway grandparenting")].rstrip().splitlines()
    whole, _ = parse(Source("", TEXT))
    for at, line in enumerate(part):
        for moved in {f"  {line}", line.removeprefix("  ")} - {line}:
            text = TEXT.replace("\n".join(part), "\n".join([*part[:at], moved, *part[at + 1 :]]))
            program, _ = check(Source("", text), lambda name: None)
            assert program is None or parse(Source("", text))[0] == whole, moved


def test_a_decision_is_still_plain_data() -> None:
    decided = decide(**BY_RECIPROCITY)
    assert attrs.evolve(decided) == decided
    assert "active_elsewhere" not in repr(decided)
