"""Files that are no policies: each verb refuses them, and none falls over."""

import pytest

DAY = ("--as-of", "2026-11-23")
VERBS = {
    "check": [],
    "fmt": [],
    "decide": ["us/mt/sdmi_peer_support", *DAY],
    "test": [],
    "schema": [],
    "inspect": [],
}


@pytest.fixture(params=VERBS)
def refused(request, run):
    """Run each verb on a path; return what came."""

    def refused(path):
        return request.param, run(request.param, path, *VERBS[request.param])

    return refused


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\x7fELF\x02\x01\x01\xff\xfe", "byte 8 (in line 1)"),
        ("language 1\nprogram x:\n".encode("utf-16"), "byte 1 (in line 1)"),
        (b"language 1\nprogram \0x:\n", "line 2, column 9"),
    ],
)
def test_what_is_not_text_is_named_with_its_place(refused, tmp_path, data, place):
    path = tmp_path / "binary.policy"
    path.write_bytes(data)
    _, done = refused(path)
    assert (done.code, done.out) == (3, "")
    assert f"error PP101: `{path}` is not text: " in done.err
    assert place in done.err


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "x" * 100_000, '"' * 9999])
def test_what_is_no_policy_is_refused(refused, tmp_path, text):
    path = tmp_path / "empty.policy"
    path.write_text(text)
    verb, done = refused(path)
    if verb == "check":
        assert (done.code, done.err) == (1, "")
    else:
        assert (done.code, done.out) == (3, "")
        assert "PP1" in done.err


def test_a_folder_is_no_file(refused, tmp_path):
    path = tmp_path / "folder.policy"
    path.mkdir()
    _, done = refused(path)
    assert (done.code, done.out) == (3, "")
    assert "folder.policy: " in done.err


def test_a_byte_order_mark_is_passed_over(run, policy, policy_text):
    policy.write_bytes(b"\xef\xbb\xbf" + policy_text.encode())
    assert run("check", policy).code == 0


def test_many_faults_are_all_reported(run, policy, policy_text):
    policy.write_text(policy_text + "  nonsense here now then\n" * 2000)
    assert run("check", policy).out.endswith(": 2000 errors\n")
