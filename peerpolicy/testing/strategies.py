"""Strategies for facts: partial cases, cases at the thresholds, and worked examples changed.

What it is for: property tests of a policy, of an embedding, of this library. May import:
Hypothesis, `policy`, `ir` and the rest of this room below. What stays true: every case can be
read against the schema; what a case leaves out is not known; a case is near the edges at which
the answer changes, because elsewhere nothing happens.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from hypothesis import strategies as st

from peerpolicy.ir.program import Program
from peerpolicy.ir.schema import RecordKind, Role
from peerpolicy.policy import Policy
from peerpolicy.testing.cases import GRADES, IDS, Drawer, Plain, order_days
from peerpolicy.testing.dice import BOUNDARY, COMPLETE, PARTIAL, Dice, Temper
from peerpolicy.testing.reads import what_is_read

ANY_DAY: Final = date(2026, 11, 23)
"""The day judged on where neither the caller nor an example of the policy names one."""


def facts_for(
    policy: Policy | Program,
    question: str | None = None,
    *,
    complete: bool = False,
    as_of: date | None = None,
) -> st.SearchStrategy[Plain]:
    """Draw facts for a question, or for all questions of the policy.

    In: `complete` leaves nothing out and closes each list; `as_of` is the day around which dates
    lie, otherwise that of the first example. Out: facts in their plain form, with values on and
    next to each threshold. Errors: ValueError for a question that the policy does not have.

    >>> import peerpolicy as pp
    >>> from peerpolicy.testing import facts_for
    >>> facts_for(pp.load_shipped("us/ct/dds_peer_to_peer"), "hire")
    drawn_facts()
    """
    return _cases(policy, question, COMPLETE if complete else PARTIAL, as_of)


def near_boundary(
    policy: Policy | Program, question: str | None = None, *, as_of: date | None = None
) -> st.SearchStrategy[Plain]:
    """Draw facts in which almost everything is known and sits at a threshold.

    In and errors: as for `facts_for`.
    """
    return _cases(policy, question, BOUNDARY, as_of)


def mutated_examples(
    policy: Policy | Program, question: str | None = None, *, as_of: date | None = None
) -> st.SearchStrategy[Plain]:
    """Draw a worked example of the policy with up to three things changed.

    In: as for `facts_for`. Errors: ValueError if the policy has no example of the question.
    """
    program = _program(policy)
    examples = [e for e in program.examples if question in (None, e.question)]
    if not examples:
        raise ValueError("the policy has no example to begin with")
    reads = {q.id: what_is_read(program, q.id) for q in program.questions}
    days = {e.id: as_of or e.as_of for e in examples}

    @st.composite
    def changed_example(draw: st.DrawFn) -> Plain:
        dice = Dice(draw)
        example = dice.pick(examples[:256])
        facts = _own(example.facts)
        drawer = Drawer(dice, program.schema, reads[example.question], days[example.id], BOUNDARY)
        for _ in range(dice.pick((0, 1, 1, 2, 3))):
            dice.section()
            _change(drawer, facts)
        return facts

    return changed_example()


def _program(policy: Policy | Program) -> Program:
    return policy.program if isinstance(policy, Policy) else policy


def first_day(program: Program, question: str | None) -> date:
    """Return the day of the first example of a question, `ANY_DAY` if there is none."""
    days = (e.as_of for e in program.examples if question in (None, e.question))
    return next(days, ANY_DAY)


def _cases(
    policy: Policy | Program, question: str | None, temper: Temper, as_of: date | None
) -> st.SearchStrategy[Plain]:
    program = _program(policy)
    reads = what_is_read(program, question)
    day = as_of or first_day(program, question)

    @st.composite
    def drawn_facts(draw: st.DrawFn) -> Plain:
        return _case(Drawer(Dice(draw), program.schema, reads, day, temper))

    return drawn_facts()


def _case(drawer: Drawer) -> Plain:
    dice, facts = drawer.dice, Plain()
    grade = "verified" if dice.chance(drawer.temper.strong) else dice.pick((None, *GRADES))
    if grade is not None:
        facts["evidence"] = grade
    for entity in drawer.schema.entities:
        said = drawer.said(entity.name)
        if said or dice.chance(16):
            facts[entity.name] = said
    registries = drawer.registries()
    if registries:
        facts["registries"] = registries
    return facts


# ---------------------------------------------------------------- changes to an example


def _own(facts: Mapping[str, object]) -> Plain:
    """Copy plain facts so that they may be changed, with dates spelled as in a file."""
    return {key: _thaw(value) for key, value in facts.items()}


def _thaw(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _thaw(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return [_thaw(item) for item in value] if isinstance(value, tuple | list) else value


def _change(drawer: Drawer, facts: Plain) -> None:
    """Change one thing that the question reads."""
    dice, reads = drawer.dice, drawer.reads
    if dice.chance(4):
        facts["evidence"] = dice.pick(GRADES)
        return
    entities = {entity.name for entity in drawer.schema.entities}
    keys = sorted(key for key in reads.names if key[0] in entities)
    kept = drawer.schema.registries
    keys += [("registries", name) for name in sorted(reads.registries) if kept[name].from_facts]
    subject, name = dice.pick(keys)
    about = facts.setdefault(subject, {})
    if not isinstance(about, dict):
        return
    if dice.chance(8):
        about[name] = None
    elif subject == "registries":
        drawn = drawer.registries()
        about.update({name: drawn[name]} if name in drawn else {})
    else:
        about[name] = _changed(drawer, subject, name, about.get(name))


def _changed(drawer: Drawer, subject: str, name: str, said: object) -> object:
    kind = drawer.schema.record(subject, name)
    if kind is None or said is None or drawer.dice.chance(16):
        return drawer.anything(subject, name)
    form: Plain = {"entries": said} if isinstance(said, list) else dict(_as_form(said))
    listed = form.get("entries")
    entries = list(listed) if isinstance(listed, list) else []
    match drawer.dice.below(5):
        case 0:
            _open_or_close(drawer, form)
        case 1:
            entries += _more(drawer, subject, kind, entries)
        case 2 if entries:
            entries.pop(drawer.dice.below(len(entries)))
        case 3 if (subject, name) in drawer.reads.capped:
            form["requested"] = drawer.requested(subject, kind)
        case _ if entries and not isinstance(kind, Role):
            at = drawer.dice.below(len(entries))
            entries[at] = _redrawn(drawer, subject, kind, _as_form(entries[at]))
    return {**form, "entries": entries}


def _as_form(said: object) -> Plain:
    return said if isinstance(said, dict) else {}


def _open_or_close(drawer: Drawer, form: Plain) -> None:
    was = form.pop("complete", None) or form.pop("complete_through", None)
    if was is None:
        form["complete"] = True
    elif drawer.dice.chance(32):
        form["complete_through"] = drawer.dice.pick(drawer.recent).isoformat()


def _more(drawer: Drawer, subject: str, kind: RecordKind, entries: list[object]) -> list[Plain]:
    if not isinstance(kind, Role):
        return [drawer.record(subject, kind)]
    taken = [_as_form(entry).get("id") for entry in entries]
    free = tuple(each for each in IDS if each not in taken)
    return drawer.persons(subject, kind, free[:1])


def _redrawn(drawer: Drawer, subject: str, kind: RecordKind, record: Plain) -> Plain:
    field = drawer.dice.pick(kind.fields)
    redrawn = {**record, field.name: drawer.field(subject, kind, field)}
    order_days(kind, redrawn)
    return redrawn
