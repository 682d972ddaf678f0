"""Programs that nobody wrote come back from what was saved, and decide as before."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.saved.read import opened
from peerpolicy.saved.write import written
from peerpolicy.testing import facts_for, programs
from tests.properties.questions import of_each_length

DAYS = (date(2026, 11, 23), date(2028, 2, 29))


@of_each_length(25, 3_000)
def test_a_generated_program_comes_back_and_decides_alike(examples: int) -> None:
    @settings(max_examples=examples, suppress_health_check=list(HealthCheck), database=None)
    @given(programs(), st.data())
    def comes_back(text: str, data: st.DataObject) -> None:
        before = pp.loads(text)
        saved = written(before.program, before.digest)
        program, digest = opened(saved, "generated")
        after = pp.Policy(program, digest=digest)
        assert after == before
        assert written(after.program, after.digest) == saved
        question = data.draw(st.sampled_from(before.questions)).id
        facts, day = data.draw(facts_for(before, question)), data.draw(st.sampled_from(DAYS))
        try:
            first = before.decide(facts, as_of=day, question=question)
        except pp.NotInForceError:
            return
        assert after.decide(facts, as_of=day, question=question).to_dict("full") == (
            first.to_dict("full")
        )

    comes_back()
