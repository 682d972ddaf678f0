"""The three works written by hand, as a careful Python programmer would: the unit of measure.

Each oracle reads the same dict as the engine and does the same work. `decide_*` answers yes or
no and stops at the first no; `reasons_*` gives one tuple (clause, holds, observed) per clause.
They know nothing of missing facts, evidence or open lists.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta

from tests.bench.applicants import CLINICAL_ACTS, SCHOOLED, Peer

_SCHOOLED = frozenset(SCHOOLED)
_CLINICAL = frozenset(CLINICAL_ACTS)
Reasons = list[tuple[str, bool, object]]


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


# ---------------------------------------------------------------- work A


def decide_a(f: Peer, day: date) -> bool:
    """Answer the eleven requirements of work A."""
    return (
        _age(f["birth_date"], day) >= 18
        and f["training_hours"] >= 30
        and f["curriculum_approved"]
        and f["ce_hours_last_12_months"] >= 10
        and f["supervisor_is_licensed"]
        and f["days_since_supervision_meeting"] <= 31
        and f["lived_experience"]
        and f["well_grounded"]
        and not f["needs_active_treatment"]
        and (f["units_this_week"] <= 10 or f["cpo_approved"])
        and (not f["self_employed"] or f["has_clinical_supervision"])
    )


def reasons_a(f: Peer, day: date) -> Reasons:
    """Give the reasons of work A."""
    age = _age(f["birth_date"], day)
    hours, education = f["training_hours"], f["ce_hours_last_12_months"]
    since, units, approved = (
        f["days_since_supervision_meeting"],
        f["units_this_week"],
        f["cpo_approved"],
    )
    alone, overseen = f["self_employed"], f["has_clinical_supervision"]
    return [
        ("min_age", age >= 18, age),
        ("training", hours >= 30, hours),
        ("curriculum", f["curriculum_approved"], f["curriculum_approved"]),
        ("continuing_education", education >= 10, education),
        ("supervisor", f["supervisor_is_licensed"], f["supervisor_is_licensed"]),
        ("meeting", since <= 31, since),
        ("lived", f["lived_experience"], f["lived_experience"]),
        ("grounded", f["well_grounded"], f["well_grounded"]),
        ("treatment", not f["needs_active_treatment"], f["needs_active_treatment"]),
        ("units_or_approval", units <= 10 or approved, (units, approved)),
        ("clinical_supervision", not alone or overseen, (alone, overseen)),
    ]


# ---------------------------------------------------------------- work B


def decide_b(f: Peer, day: date) -> bool:
    """Answer the ten requirements of work B."""
    papers = [paper["paper"] for paper in f["document_on_file"]["entries"]]
    return (
        _age(f["birth_date"], day) >= 21
        and f["education"] in _SCHOOLED
        and (
            f["exp_home"] >= 2
            or f["exp_self_direction"] >= 2
            or f["exp_job"] >= 2
            or f["exp_career"] >= 2
            or f["exp_community"] >= 2
            or f["exp_supports"] >= 2
        )
        and f["has_resume"]
        and f["has_email"]
        and f["relationship_training"]
        and "application" in papers
        and "certification" in papers
        and "proof_of_age" in papers
        and f["activity"] not in _CLINICAL
    )


def reasons_b(f: Peer, day: date) -> Reasons:
    """Give the reasons of work B."""
    age, school, act = _age(f["birth_date"], day), f["education"], f["activity"]
    years = (
        f["exp_home"],
        f["exp_self_direction"],
        f["exp_job"],
        f["exp_career"],
        f["exp_community"],
        f["exp_supports"],
    )
    papers = [paper["paper"] for paper in f["document_on_file"]["entries"]]
    return [
        ("min_age", age >= 21, age),
        ("schooling", school in _SCHOOLED, school),
        ("experience", max(years) >= 2, years),
        ("resume", f["has_resume"], f["has_resume"]),
        ("email", f["has_email"], f["has_email"]),
        ("training", f["relationship_training"], f["relationship_training"]),
        ("application_on_file", "application" in papers, papers),
        ("certification_on_file", "certification" in papers, papers),
        ("proof_of_age_on_file", "proof_of_age" in papers, papers),
        ("clinical_activity", act not in _CLINICAL, act),
    ]


# ---------------------------------------------------------------- work C


def decide_c(f: Peer, day: date) -> bool:
    """Answer the six requirements of work C."""
    courses = f["course"]["entries"]
    return (
        _age(f["birth_date"], day) >= 18
        and sum(c["hours"] for c in courses) >= 30
        and _recent(courses, day)[0]
        and not _months_missed(f, day)
        and not any(_over(f, 120, lambda d: d.replace(day=1), day, unlocked=False).values())
        and not any(_over(f, 40, _sunday, day, unlocked=True).values())
    )


def reasons_c(f: Peer, day: date) -> Reasons:
    """Give the reasons of work C."""
    courses = f["course"]["entries"]
    age, hours = _age(f["birth_date"], day), sum(c["hours"] for c in courses)
    recent, parts = _recent(courses, day)
    missed = _months_missed(f, day)
    monthly = _over(f, 120, lambda d: d.replace(day=1), day, unlocked=False)
    weekly = _over(f, 40, _sunday, day, unlocked=True)
    return [
        ("min_age", age >= 18, age),
        ("initial_training", hours >= 30, hours),
        ("recent_training", recent, parts),
        ("monthly_supervision", not missed, missed),
        ("monthly_units", not any(monthly.values()), monthly),
        ("weekly_units", not any(weekly.values()), weekly),
    ]


def _recent(courses: list[Peer], day: date) -> tuple[bool, tuple[int, int, int]]:
    first = day.replace(year=day.year - 1)
    total = ethics = boundaries = 0
    for course in courses:
        if first <= course["completed_on"] <= day:
            hours, topic = course["hours"], course["topic"]
            total += hours
            if topic == "ethics":
                ethics += hours
            elif topic == "boundaries":
                boundaries += hours
    return total >= 12 and ethics >= 3 and boundaries >= 2, (total, ethics, boundaries)


def _months_missed(f: Peer, day: date) -> list[date]:
    """Return the first days of the whole months since the first service without a meeting."""
    held = {d.replace(day=1) for d in (m["held_on"] for m in f["supervision"]["entries"])}
    since = f["first_service_on"]
    month = since if since.day == 1 else _next_month(since)
    missed = []
    while (following := _next_month(month)) <= day:
        if month not in held:
            missed.append(month)
        month = following
    return missed


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _sunday(day: date) -> date:
    return day - timedelta(days=(day.weekday() + 1) % 7)


def _over(
    f: Peer, cap: int, period: Callable[[date], date], today: date, *, unlocked: bool
) -> dict[date, int]:
    """Return for each requested day how many units the cap, and the approvals, do not allow."""
    lines = f["service_line"]
    asked: dict[date, int] = defaultdict(int)
    for line in lines["requested"]:
        asked[line["served_on"]] += line["units"]
    left = {period(day): cap for day in asked}
    for line in lines["entries"]:
        within = period(line["served_on"])
        if within in left:
            left[within] -= line["units"]
    over = {}
    for day in sorted(asked):
        units, within = asked[day], period(day)
        allowed = min(units, max(0, left[within]))
        left[within] -= allowed
        over[day] = 0 if unlocked and _approved(f, day, today) else units - allowed
    return over


def _approved(f: Peer, day: date, today: date) -> bool:
    return any(
        a["given_by"] == "program_officer"
        and a["given_on"] <= min(day, today)
        and a["starts_on"] <= day <= a["ends_on"]
        for a in f["extra_units"]["entries"]
    )


DECIDE = {"A": decide_a, "B": decide_b, "C": decide_c}
REASONS = {"A": reasons_a, "B": reasons_b, "C": reasons_c}
