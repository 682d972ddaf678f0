"""Every term, one case each: the heart of the specification.

What it is for: `judge` answers a term; `judge_clause` answers a clause as other clauses and the
question see it. May import: `truth`, `ir`, `facts.model`, `outcome` and the rest of this back end
below. What stays true: the match is exhaustive; a clause is believed from one floor, its guard
and exception always from the floor of the question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar, assert_never

import attrs

from peerpolicy import truth
from peerpolicy.backends.interpreter import groups, versions
from peerpolicy.backends.interpreter.amounts import judge_total, no_more_on
from peerpolicy.backends.interpreter.exceptions import Branch, settle
from peerpolicy.backends.interpreter.facts import answer, judge_age, judge_fact, judge_scope
from peerpolicy.backends.interpreter.papers import (
    judge_judgement,
    judge_paper,
    judge_related,
)
from peerpolicy.backends.interpreter.scene import Person, Scene, Verdict, beyond, there, union
from peerpolicy.facts.model import NOBODY
from peerpolicy.ir.program import Clause, Program, Question
from peerpolicy.ir.schema import Grade
from peerpolicy.ir.terms import (
    AgeTest,
    AllOf,
    AnyOf,
    AtLeastOf,
    Back,
    Cap,
    ClauseMet,
    Deadline,
    Defined,
    Duration,
    EachBy,
    Ever,
    FactTest,
    Gap,
    Holds,
    Judgement,
    NeverFails,
    NoneOf,
    Paper,
    QuestionMet,
    Readings,
    Related,
    ScopeTest,
    SomeWho,
    Standing,
    Term,
    TopicTotal,
    Total,
)
from peerpolicy.ir.versions import bears_on_outcome, days_of, has_rules_on, is_advice
from peerpolicy.outcome import (
    CONFLICT,
    Cause,
    ClauseTrace,
    ExceptionTrace,
    Reason,
    Trace,
    combine,
    demands,
)
from peerpolicy.truth import Outcome

A = TypeVar("A", ClauseMet, QuestionMet)


def judge(scene: Scene, term: Term) -> Trace:
    """Answer one term. Errors: KeyError, TypeError or ValueError for IR that was not checked.

    What few programs ask for is imported when one does.
    """
    match term:
        case FactTest():
            return judge_fact(scene, term)
        case Deadline():
            from peerpolicy.backends.interpreter.deadlines import judge_deadline

            return judge_deadline(scene, term)
        case AgeTest():
            return judge_age(scene, term)
        case Total():
            return judge_total(scene, term)
        case TopicTotal():
            from peerpolicy.backends.interpreter.topics import judge_topics

            return judge_topics(scene, term)
        case Duration():
            from peerpolicy.backends.interpreter.durations import judge_duration

            return judge_duration(scene, term)
        case Gap():
            from peerpolicy.backends.interpreter.gaps import judge_gap

            return judge_gap(scene, term)
        case Holds():
            from peerpolicy.backends.interpreter.credentials import judge_holds

            return judge_holds(scene, term)
        case Standing():
            from peerpolicy.backends.interpreter.credentials import judge_standing

            return judge_standing(scene, term)
        case Paper():
            return judge_paper(scene, term)
        case Related():
            return judge_related(scene, term)
        case Judgement():
            return judge_judgement(scene, term)
        case ScopeTest():
            return judge_scope(scene, term)
        case Cap():
            from peerpolicy.backends.interpreter.caps import judge_cap

            return judge_cap(scene, term)
        case AllOf(items=items):
            return groups.join_all(term, judge_items(scene, items))
        case AnyOf(items=items):
            return groups.join_any(term, judge_items(scene, items))
        case NoneOf():
            return _none_of(scene, term)
        case AtLeastOf(number=number, items=items):
            return groups.join_at_least(term, number, judge_items(scene, items))
        case SomeWho():
            return _some_who(scene, term)
        case EachBy():
            from peerpolicy.backends.interpreter.matching import judge_each_by

            return judge_each_by(scene, term, _persons(scene, term))
        case Defined(item=item):
            return groups.wrap(term, judge(scene, item))
        case Readings(options=options):
            return groups.try_readings(term, judge_items(scene, tuple(t for _, t in options)))
        case ClauseMet(clause=name):
            return _asked(scene, term, name, _clause_met)
        case QuestionMet(question=name):
            return _asked(scene, term, name, _question_met)
        case NeverFails(item=item):
            return groups.soften(term, judge(scene, item))
        case _:
            assert_never(term)


def judge_items(scene: Scene, items: tuple[Term, ...]) -> tuple[Trace, ...]:
    """Answer each item of a group. Errors: as for `judge`."""
    return tuple(judge(scene, item) for item in items)


def _none_of(scene: Scene, term: NoneOf) -> Trace:
    """Answer "no item"; where one item alone stands in the way, say when it will not any more."""
    items = judge_items(scene, term.items)
    whole = groups.join_none(term, items)
    in_the_way = [n for n, item in enumerate(items) if item.outcome is not Outcome.NOT_MET]
    if whole.outcome is Outcome.MET or len(in_the_way) != 1:
        return whole
    only = term.items[in_the_way[0]]
    if not isinstance(only, Total) or not isinstance(only.window, Ever | Back):
        return whole
    return attrs.evolve(whole, changes_on=no_more_on(scene, only))


def _some_who(scene: Scene, term: SomeWho) -> Trace:
    return groups.some_who(term, *_persons(scene, term))


def _persons(
    scene: Scene, term: SomeWho | EachBy
) -> tuple[tuple[groups.Candidate, ...], Verdict, Trace]:
    """Return how each person does, whether there may be others, and what those would be asked."""
    listing = scene.listing(term.subject, term.role)
    need = scene.need(term.subject, term.role)
    candidates = []
    for record in listing.records if listing is not None else ():
        in_hand = attrs.evolve(scene, person=Person(record.id, record.person or NOBODY))
        whole = groups.join_all(term, judge_items(in_hand, term.items))
        candidates.append(groups.Candidate(record.id, there(scene, record, need), whole))
    rest = beyond(scene, listing, need, scene.as_of)
    somebody = attrs.evolve(scene, person=Person(None, NOBODY))
    unseen = groups.join_all(term, judge_items(somebody, term.items))
    return tuple(candidates), rest, unseen


def _asked(scene: Scene, term: A, name: str, find: Callable[[Scene, A], Trace]) -> Trace:
    """Answer "it is met" of a clause or question, once for each floor and day.

    Who asks makes no difference, so each who asks has the same traces below.
    """
    key = (type(term), name, scene.floor, scene.as_of)
    if key not in scene.asked:
        own = attrs.evolve(scene, shown=False, proofs=(), person=None, due=None)
        scene.asked[key] = attrs.evolve(find(own, term), asks=name)
    return attrs.evolve(scene.asked[key], text=term.text, place=term.place)


def _clause_met(scene: Scene, term: ClauseMet) -> Trace:
    clause = scene.program.clause(term.clause)
    if clause is None:
        raise KeyError(f"there is no clause {term.clause}")
    return _as_item(term, versions.asked_for(scene, clause, answer_clause(scene, clause)))


def _as_item(term: ClauseMet, found: ClauseTrace) -> Trace:
    instead = (e.instead for e in found.exceptions if e.instead is not None)
    whole = groups.group(term, found.contribution, (*found.around, *instead, found.condition))
    if not found.conflict:
        return whole
    return attrs.evolve(whole, reasons=union(((CONFLICT,), whole.reasons)))


def _as_own_item(found: ClauseTrace) -> Trace:
    """Return the answer of a clause of a question that is asked, under the clause's own name."""
    term = ClauseMet(found.clause, text=found.clause, place=found.condition.place)
    return attrs.evolve(_as_item(term, found), asks=found.clause)


def _question_met(scene: Scene, term: QuestionMet) -> Trace:
    """Answer another question: from its clauses, and from its named answers if it has some.

    One without a rule in force has no answer, as where it is asked itself.
    """
    question = scene.program.question(term.question)
    if question is None:
        raise KeyError(f"there is no question {term.question}")
    if not has_rules_on(scene.program, question.id, scene.as_of):
        return answer(term, Verdict(Outcome.UNKNOWN, (Reason(Cause.NOT_IN_FORCE),)))
    clauses = clauses_for(scene.program, question)
    found = _contributing(scene, clauses)
    items = tuple(_as_own_item(trace) for trace in found)
    if not question.answers:
        return groups.join_clauses(term, combine(found), found, items)
    conditions = tuple(a.condition for a in question.answers if a.condition is not None)
    claims = attrs.evolve(scene, floor=Grade.CLAIMED)
    held = judge_items(scene, conditions)
    believed, said = held, found
    if scene.floor is not Grade.CLAIMED:
        believed = judge_items(claims, conditions)
        said = _contributing(claims, clauses)
    outcome = groups.some_answer(
        [truth.all_of((*demands(found), one.outcome)) for one in held],
        [truth.all_of((*demands(said), one.outcome)) for one in believed],
    )
    return groups.group(term, outcome, (*items, *held))


def _contributing(scene: Scene, clauses: tuple[Clause, ...]) -> tuple[ClauseTrace, ...]:
    """Answer clauses, and leave out those that bear on no outcome on this day."""
    found = (answer_clause(scene, clause) for clause in clauses)
    return tuple(trace for trace in found if trace.contributes)


def clauses_for(program: Program, question: Question) -> tuple[Clause, ...]:
    """Return a version of each clause that is for a question and is no advice. No errors."""
    found = {c.id: c for c in program.clauses if question.id in c.questions and not is_advice(c)}
    return tuple(found.values())


def answer_clause(scene: Scene, clause: Clause) -> ClauseTrace:
    """Answer a clause of the program, once for each floor and day. As `judge_clause` else.

    Who asks, and about which person or period, makes no difference to a clause.
    """
    key = (clause.id, scene.floor, scene.as_of)
    if key not in scene.answered:
        scene.answered[key] = judge_clause(scene, clause)
    return scene.answered[key]


def judge_clause(scene: Scene, clause: Clause) -> ClauseTrace:
    """Answer a clause by the version that holds, or by all that may hold.

    In: any version of the clause. A clause of which none holds does not apply. Errors: as for
    `judge`.
    """
    choice = versions.choose(scene, clause)
    if not choice.versions:
        return versions.not_in_force(scene, clause)
    if choice.in_turn:
        own = [attrs.evolve(scene, due=days_of(scene.program, v)) for v in choice.versions]
        judged = zip(own, choice.versions, strict=True)
        return versions.in_turn(choice, tuple(_judge_version(s, v) for s, v in judged))
    here = scene if scene.due is None else attrs.evolve(scene, due=None)
    traces = tuple(_judge_version(here, version) for version in choice.versions)
    if len(traces) == 1 and not choice.or_none:
        return traces[0]
    return versions.whichever(choice, traces)


def _judge_version(scene: Scene, clause: Clause) -> ClauseTrace:
    """Answer one version with its condition believed from the floor of the scene.

    It applies where its guard holds and no exception lifts it, both on evidence of the question's
    grade. A clause whose whole condition has nothing due yet does not apply until then, on the
    same evidence; where that is not known, nor is whether it applies.
    Errors: as for `judge`.
    """
    shown, proofs = _papers_of(scene, clause)
    here = scene
    if (shown, proofs) != (scene.shown, scene.proofs) or scene.person is not None:
        here = attrs.evolve(scene, shown=shown, proofs=proofs, person=None)
    graded = here.on_grade
    guard = judge(graded, clause.guard) if clause.guard is not None else None
    guarded = guard.outcome if guard is not None else Outcome.MET

    def read(term: Term) -> tuple[Trace, Branch]:
        on_grade = _read_once(graded, term)
        condition = on_grade if graded is here else judge(here, term)
        due = _is_due(on_grade, condition)
        return condition, Branch(truth.all_of((due, guarded)), condition.outcome)

    condition, own = read(clause.condition)
    exceptions, branches = [], []
    for each in clause.exceptions:
        holds = judge(graded, each.condition)
        instead, branch = (None, own.lifted) if each.instead is None else read(each.instead)
        exceptions.append(ExceptionTrace(each.id, holds, instead))
        branches.append((holds.outcome, branch))
    told = settle(own, branches, is_route=bool(clause.replaces))
    return ClauseTrace(
        clause.id,
        told.applies,
        told.holds,
        condition,
        guard,
        tuple(exceptions),
        clause.replaces,
        told.conflict,
        version=versions.number_of(scene, clause),
        contributes=bears_on_outcome(scene.program, clause, scene.as_of),
    )


def _read_once(graded: Scene, term: Term) -> Trace:
    """Answer a condition on the question's grade, for all that is believed beside it."""
    key = (id(term), graded.as_of, graded.due, graded.shown)
    if key not in graded.read:
        # the term is kept, so that no other one takes its place in memory
        graded.read[key] = (term, judge(graded, term))
    return graded.read[key][1]


def _is_due(graded: Trace, condition: Trace) -> Outcome:
    """Answer "something is due"; a condition that is settled had something to be settled on."""
    if graded.nothing_due:
        return Outcome.NOT_MET
    if graded.due_unknown and condition.outcome is Outcome.UNKNOWN:
        return Outcome.UNKNOWN
    return Outcome.MET


def _papers_of(scene: Scene, clause: Clause) -> tuple[bool, tuple[Reason, ...]]:
    """Say whether a complete paper shows the values of a clause, and if not, why perhaps not.

    The papers themselves are looked at on evidence of the question's grade. Errors: as for `judge`.
    """
    papers = [
        judge(scene.unaided, shown.paper)
        for submit, shown in scene.program.papers
        if shown.clause == clause.id
        and submit.id != clause.id
        and versions.settles(scene.unaided, submit)
    ]
    shown = any(paper.outcome is Outcome.MET for paper in papers)
    return shown, () if shown else _open_proofs(scene, papers)


def _open_proofs(scene: Scene, papers: Iterable[Trace]) -> tuple[Reason, ...]:
    """Return what papers wait for; a paper makes a value "shown", which may not be enough."""
    if scene.question.grade > Grade.SHOWN:
        return ()
    return union(paper.reasons for paper in papers if paper.outcome is Outcome.UNKNOWN)


def with_shown_facts(scene: Scene) -> Scene:
    """Raise each fact that a complete paper shows to "shown", for whichever clause reads it.

    Of the others it is kept why perhaps no paper shows them. The paper itself is looked at on
    evidence of the question's grade. Errors: as for `judge`.
    """
    graded, holders = scene.unaided, dict(scene.facts.holders)
    papers: dict[tuple[str, str], list[Trace]] = {}
    for submit, shown in scene.program.papers:
        if shown.fact is None or not versions.settles(graded, submit):
            continue
        datum = scene.facts.holder(shown.fact.subject.name).values.get(shown.fact.name)
        if datum is not None and datum.grade < Grade.SHOWN:
            key = (shown.fact.subject.name, shown.fact.name)
            papers.setdefault(key, []).append(judge(graded, shown.paper))
    proofs = {}
    for (subject, name), found in papers.items():
        if any(paper.outcome is Outcome.MET for paper in found):
            values = dict(holders[subject].values)
            values[name] = attrs.evolve(values[name], grade=Grade.SHOWN)
            holders[subject] = attrs.evolve(holders[subject], values=values)
        else:
            proofs[subject, name] = _open_proofs(scene, found)
    if not papers:
        return scene
    facts = attrs.evolve(scene.facts, holders=holders)
    return attrs.evolve(scene, facts=facts, fact_proofs=proofs, answered={}, asked={}, read={})
