"""Questions of shipped programs, on which the laws of the language are tried."""

import pytest

MT, CT = "us/mt/sdmi_peer_support", "us/ct/dds_peer_to_peer"
QUESTIONS = (
    (MT, "may_provide"),
    (MT, "may_be_served"),
    (MT, "payable_units"),
    (CT, "hire"),
    (CT, "may_receive"),
    (CT, "service_in_order"),
)

every_question = pytest.mark.parametrize(
    ("policy", "name"), QUESTIONS, ids=[name for _, name in QUESTIONS]
)


def of_each_length(default: int, long: int) -> pytest.MarkDecorator:
    """Try a law on some draws, and on many where long tests are asked for."""
    lengths = [
        pytest.param(default, id="default"),
        pytest.param(long, id="long", marks=pytest.mark.long),
    ]
    return pytest.mark.parametrize("examples", lengths)
