"""The library and the three ways to load a policy."""

import gc
import json
import zipfile
from pathlib import Path

import pytest

import peerpolicy as pp
from peerpolicy import library
from peerpolicy.source import Source

POLICIES = Path(__file__).parents[2] / "policies"
VOCABULARY = 'language 1\nvocabulary words:\n  title "Words"\n\nentity reader:\n  is a person\n'


def test_every_public_name_is_there():
    assert [name for name in pp.__all__ if not hasattr(pp, name)] == []
    assert sorted(pp.__all__, key=str.lower) == sorted(set(pp.__all__), key=str.lower)


def test_shipped_are_the_programs_and_not_the_vocabularies():
    files = {p.relative_to(POLICIES).with_suffix("").as_posix() for p in POLICIES.rglob("*.policy")}
    programs = {name for name in files if not name.startswith("vocabularies/")}
    assert pp.shipped_ids() == tuple(sorted(programs))


@pytest.mark.parametrize("policy_id", pp.shipped_ids())
def test_the_three_ways_lead_to_the_same_policy(policy_id):
    path = POLICIES / f"{policy_id}.policy"
    text = path.read_text(encoding="utf-8")
    assert pp.load_shipped(policy_id) == pp.load(path) == pp.loads(text, name="x")


@pytest.mark.parametrize("policy_id", pp.shipped_ids())
def test_sample_facts_are_shipped_with_every_policy(policy_id):
    assert isinstance(json.loads(library.shipped_facts(policy_id)), dict)


@pytest.mark.parametrize("name", ["us/ct/dds_peer_to_per", "us/ct/dds", "../x", ""])
def test_an_unknown_id_is_refused(name):
    with pytest.raises(pp.PeerPolicyError, match="us/ct/dds_peer_to_peer"):
        pp.load_shipped(name)
    with pytest.raises(pp.PeerPolicyError):
        library.shipped_facts(name)


def test_all_errors_are_raised_at_once():
    with pytest.raises(pp.PolicyError) as caught:
        pp.loads("language 1\nprogramme x:\nrequire y:\n  wehn a\n")
    assert len(caught.value.diagnostics) > 1


@pytest.mark.parametrize("text", [VOCABULARY, "language 1\n"])
def test_what_is_no_program_cannot_be_loaded(text):
    with pytest.raises(pp.PolicyError) as caught:
        pp.loads(text)
    assert [d.code for d in caught.value.diagnostics] == ["PP111"]


def test_a_vocabulary_beside_the_file_goes_before_the_shipped_one(tmp_path):
    (tmp_path / "vocabularies").mkdir()
    beside = tmp_path / "peer_support.policy"
    nearer = tmp_path / "vocabularies" / "peer_support.policy"
    text = VOCABULARY.replace("words", "peer_support")
    source = Source("x.policy", "language 1\nprogram x:\n  use peer_support\n\nentity reader:\n")
    assert _files_of(source, tmp_path) == set()
    beside.write_text(text)
    assert _files_of(source, tmp_path) == {str(beside)}
    nearer.write_text(text)
    assert _files_of(source, tmp_path) == {str(nearer)}


def _files_of(source, folder):
    """The files, apart from the program's own, that its diagnostics point to."""
    _, found = library.check_source(source, folder)
    labels = (label.source.name for d in found for label in d.labels)
    names = {*labels, *(d.source.name for d in found if d.source)}
    return names - {source.name}


@pytest.mark.parametrize("was_on", [True, False])
def test_the_garbage_collector_is_left_as_it_was(was_on, monkeypatch):
    seen = []
    monkeypatch.setattr(library, "check", lambda *_: seen.append(gc.isenabled()) or (None, ()))
    (gc.enable if was_on else gc.disable)()
    try:
        library.check_source(Source("x", ""))
        assert gc.isenabled() is was_on
    finally:
        gc.enable()
    assert seen == [False]


def test_shipped_policies_are_read_from_a_zip(tmp_path, monkeypatch):
    path = tmp_path / "policies.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in POLICIES.rglob("*.*"):
            archive.write(file, file.relative_to(POLICIES).as_posix())
    ids = pp.shipped_ids()
    with zipfile.ZipFile(path) as archive:
        monkeypatch.setattr(library, "folder", lambda kind: zipfile.Path(archive))
        assert pp.shipped_ids() == ids
        assert library.load_source(library.shipped_source(ids[0])).id == ids[0].replace("/", "_")


def test_a_vocabulary_whose_name_no_file_can_have_is_unknown():
    text = f'language 1\nprogram x:\n  title "x"\n  use {"x" * 5000}\n'
    with pytest.raises(pp.PolicyError) as refused:
        pp.loads(text, name="x.policy")
    assert "PP205" in [d.code for d in refused.value.diagnostics]
