"""The other engines: how each is loaded, and how it decides one applicant.

What it is for: a caller in Python, who holds a dict and wants a yes or no. So the time of each
engine includes turning the dict into what it wants, and nothing is cached between applicants but
the loaded policy. Whatever needs a date gets the age worked out beforehand, which is not timed.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.applicants import AS_OF, CLINICAL_ACTS, PAPERS, PEER_ACTS, SCHOOLED, UNSCHOOLED

Flat = dict[str, Any]
Decide = Callable[[Flat], bool]

HERE = Path(__file__).parent / "policies"
EDUCATION, ACTS = (*UNSCHOOLED, *SCHOOLED), (*PEER_ACTS, *CLINICAL_ACTS)


def flat(peer: Flat) -> Flat:
    """Return an applicant as the other engines know one: an age, and the names of the papers."""
    born = peer["birth_date"]
    years = AS_OF.year - born.year - ((AS_OF.month, AS_OF.day) < (born.month, born.day))
    found = {"age": years} | {k: v for k, v in peer.items() if k != "birth_date"}
    listed = found.pop("document_on_file", None)
    if listed is not None:
        found["papers"] = [each["paper"] for each in listed["entries"]]
    return found


def _text(work: str, kind: str) -> str:
    return (HERE / f"{work.lower()}.{kind}").read_text(encoding="utf-8")


def in_words(work: str) -> str:
    """Return the CEL text in the words of Python, which zen and rule-engine share."""
    text = " ".join(_text(work, "cel").split()).replace("&&", "and").replace("||", "or")
    return re.sub(r"!(?!=)", "not ", text)


# ---------------------------------------------------------------- engines


def zen(work: str) -> Decide:
    """GoRules Zen: one compiled expression."""
    import zen as engine

    return engine.compile_expression(in_words(work)).evaluate


def cel_rust(work: str) -> Decide:
    """CEL in Rust (common-expression-language)."""
    import cel as engine

    return engine.compile(_text(work, "cel")).execute


def cel_python(work: str) -> Decide:
    """CEL in Python (cel-python), by its compiled runner, which is the faster one."""
    import celpy

    celpy.CELParser.CEL_PARSER = None  # else the parser of another runner is taken
    env = celpy.Environment(runner_class=celpy.CompiledRunner)
    program = env.program(env.compile(_text(work, "cel")))
    convert = celpy.json_to_cel
    return lambda f: bool(program.evaluate({k: convert(v) for k, v in f.items()}))


def rule_engine(work: str) -> Decide:
    """rule-engine, one rule."""
    import rule_engine as engine

    return engine.Rule(in_words(work)).matches


def regorus(work: str) -> Decide:
    """Rego by regorus in Rust (opa-eval)."""
    import opa_eval

    with tempfile.NamedTemporaryFile("w", suffix=".rego") as file:
        file.write(_text(work, "rego"))
        file.flush()
        engine = opa_eval.OpaEval(file.name, query="data.work.allow")
    return lambda f: engine.evaluate_parsed(json.dumps(f))


def opa(work: str) -> Decide:
    """OPA itself, in Go, in this process."""
    from opa_bindings import OpaEngine

    engine = OpaEngine()
    engine.add_policy("work.rego", _text(work, "rego"))
    return lambda f: engine.eval_document("work.allow", f)


def cedar(work: str) -> Decide:
    """Cedar (cedarpy), policies and entities parsed beforehand."""
    import cedarpy

    policies = cedarpy.PolicySet.from_str(_text(work, "cedar"))
    entities = cedarpy.Entities.from_json_str("[]")
    asked = {"principal": 'Peer::"p"', "action": 'Action::"serve"', "resource": 'Program::"p"'}
    return lambda f: cedarpy.is_authorized({**asked, "context": f}, policies, entities).allowed


def openfisca(work: str) -> Decide:
    """OpenFisca, a simulation of one person; words are codes, papers are yes or no."""
    import numpy
    from openfisca_core.simulation_builder import SimulationBuilder

    system = _system(work)

    def decide(f: Flat) -> bool:
        simulation = SimulationBuilder().build_default_simulation(system, 1)
        for name, value in _coded(f).items():
            simulation.set_input(name, _DAY, numpy.array([value]))
        return bool(simulation.calculate("allowed", _DAY)[0])

    return decide


_DAY = AS_OF.isoformat()


def _coded(f: Flat) -> Flat:
    found = dict(f)
    if "papers" in found:
        held = found.pop("papers")
        found |= {paper: paper in held for paper in PAPERS}
        found["education"] = EDUCATION.index(found["education"])
        found["activity"] = ACTS.index(found["activity"])
    return found


def _system(work: str) -> Any:
    """Return the tax and benefit system of a work: its inputs, and one formula."""
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    person = build_entity(key="person", plural="persons", label="", is_person=True)
    system = TaxBenefitSystem([person])

    def add(name: str, kind: type, **more: object) -> None:
        about = {"value_type": kind, "entity": person, "definition_period": DateUnit.DAY}
        system.add_variable(type(name, (Variable,), about | more))

    from tests.bench.applicants import WORKS

    for name, value in _coded(flat(WORKS[work](1)[0])).items():
        add(name, type(value))
    add("allowed", bool, formula=_FORMULAS[work])
    return system


def _formula_a(p: Any, day: Any) -> Any:
    return (
        (p("age", day) >= 18)
        * (p("training_hours", day) >= 30)
        * p("curriculum_approved", day)
        * (p("ce_hours_last_12_months", day) >= 10)
        * p("supervisor_is_licensed", day)
        * (p("days_since_supervision_meeting", day) <= 31)
        * p("lived_experience", day)
        * p("well_grounded", day)
        * ~p("needs_active_treatment", day)
        * ((p("units_this_week", day) <= 10) + p("cpo_approved", day))
        * (~p("self_employed", day) + p("has_clinical_supervision", day))
    )


def _formula_b(p: Any, day: Any) -> Any:
    years = ("exp_home", "exp_self_direction", "exp_job", "exp_career", "exp_community")
    experienced = p("exp_supports", day) >= 2
    for name in years:
        experienced = experienced + (p(name, day) >= 2)
    answer = (
        (p("age", day) >= 21)
        * (p("education", day) >= len(UNSCHOOLED))
        * experienced
        * p("has_resume", day)
        * p("has_email", day)
        * p("relationship_training", day)
        * (p("activity", day) < len(PEER_ACTS))
    )
    for paper in PAPERS:
        answer = answer * p(paper, day)
    return answer


_FORMULAS = {"A": _formula_a, "B": _formula_b}

ENGINES: dict[str, tuple[Callable[[str], Decide], int]] = {
    "Zen": (zen, 400),
    "CEL, Rust": (cel_rust, 400),
    "Rego, regorus": (regorus, 100),
    "rule-engine": (rule_engine, 100),
    "Cedar": (cedar, 100),
    "OPA, Go": (opa, 50),
    "CEL, cel-python": (cel_python, 20),
    "OpenFisca": (openfisca, 10),
}
"""Each engine, and how many applicants it decides between two passes of the oracle."""


def unpacked(folder: str | None) -> None:
    """Make the unpacked wheel of OPA known, where there is one. No errors."""
    if folder is not None:
        sys.path.insert(0, folder)
