"""Loading: the three ways to a `Policy`.

What it is for: `load` for a file, `loads` for a text, `load_shipped` for what comes with the
package. May import: `library`, `policy`, `source` and the standard library. What stays true: all
three return a checked policy or raise; nothing is cached and nothing is fetched.
"""

from __future__ import annotations

import os

from peerpolicy.policy import Policy

# Whoever loads text imports the parser and the checker; whoever loads what was saved does not.


def load(path: str | os.PathLike[str]) -> Policy:
    """Load a policy from a file.

    In: the path of a `.policy` file. Vocabularies are looked for in the folder `vocabularies`
    beside it, then in its own folder, then among those that installed
    distributions offer and the shipped ones. Errors: PolicyError with
    everything that is wrong (PP101 if it is not text in UTF-8); OSError if it cannot be opened.

    >>> import peerpolicy as pp
    >>> pp.load("no_such_folder/mine.policy")
    Traceback (most recent call last):
        ...
    FileNotFoundError: [Errno 2] No such file or directory: 'no_such_folder/mine.policy'
    """
    from pathlib import Path

    from peerpolicy.library import load_source, read_source

    return Policy(load_source(read_source(path), Path(path).parent))


def loads(text: str, name: str = "<text>") -> Policy:
    """Load a policy from a text.

    In: the text, and the name that messages give to it. Vocabularies are looked for among
    the shipped ones and those that installed distributions offer. Errors: PolicyError with
    everything that is wrong.

    >>> import peerpolicy as pp
    >>> try:
    ...     pp.loads("language 1\\nprogramme x:\\n", name="x.policy")
    ... except pp.PolicyError as error:
    ...     print(error.diagnostics[0].render())
    x.policy:2:1: error PP103: `programme` is not a kind of clause
        2 | programme x:
          | ^^^^^^^^^
      help: did you mean `program`?
    """
    from peerpolicy.library import load_source
    from peerpolicy.source import Source

    return Policy(load_source(Source(name, text)))


def load_compiled(path: str | os.PathLike[str]) -> Policy:
    """Load a policy from a file that `Policy.save` wrote; no text is parsed again.

    What the file holds is held against its checksum, its digest and the invariants of a program.

    In: the path. Out: a policy equal to the one that was saved, with the same digest. Errors:
    PolicyError PP711 for a file that holds no saved policy, PP712 for one that another version of
    the library saved in another form, PP713 for one that is damaged; OSError if it cannot be
    opened.

    >>> import peerpolicy as pp
    >>> try:
    ...     pp.load_compiled("README.md")
    ... except pp.PolicyError as error:
    ...     print(error)
    error PP711: `README.md` holds no saved policy
      help: save a policy with `Policy.save`; a text is loaded with `load`
    """
    from peerpolicy.saved.read import MOST_BYTES, opened

    with open(path, "rb") as file:
        data = file.read(MOST_BYTES + 1)
    program, digest = opened(data, os.fspath(path))
    return Policy(program, digest=digest)


def load_shipped(policy_id: str) -> Policy:
    """Load a policy that comes with the package; `shipped_ids` lists them.

    Errors: PeerPolicyError, with the nearest id, if none of that id is shipped.

    >>> import peerpolicy as pp
    >>> pp.load_shipped("us/ct/dds_peer_to_peer").id
    'us_ct_dds_peer_to_peer'
    """
    from peerpolicy.library import load_source, shipped_source

    return Policy(load_source(shipped_source(policy_id)))
