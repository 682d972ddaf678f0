"""How Sphinx makes the site out of the pages of this folder.

`pip install 'peerpolicy[docs]'`, then `sphinx-build -W docs site`. The pages are plain Markdown and
read well without the site; tests/docs plays every block on them and builds the site without one
warning.
"""

import re
from typing import ClassVar

from pygments.lexer import RegexLexer, words
from pygments.lexers.special import TextLexer
from pygments.token import Comment, Keyword, Literal, Name, Number, String, Text

from peerpolicy import __version__
from peerpolicy.syntax.words import KINDS, RESERVED

project = "peerpolicy"
author = "the peerpolicy authors"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
root_doc = "index"
default_role = "code"
nitpicky = True
suppress_warnings = ["toc.not_included"]  # tests/docs checks that every page is reached by a link

html_theme = "furo"
html_title = f"peerpolicy {release}"

myst_heading_anchors = 4
autodoc_typehints = "none"
autodoc_member_order = "bysource"

OUTSIDE = re.compile(r"\[([^\]]+)\]\((?:\.\./)+(?:README|policies/|tests/|CONTRIBUTING)[^)]*\)")
"""Links to files of the repository that stand beside this folder, and so not on the site."""


class PolicyLexer(RegexLexer):
    """Colours for policies, from the words that the parser itself uses."""

    name = "policy"
    tokens: ClassVar = {
        "root": [
            (r"#.*$", Comment),
            (r'"[^"\n]*"', String),
            (rf"^(?:{'|'.join(KINDS)}|language)\b", Keyword),
            (r"\d{4}-\d{2}-\d{2}", Literal.Date),
            (r"\d+(?:\.\d+)?", Number),
            (words(sorted(RESERVED), prefix=r"\b", suffix=r"\b"), Keyword.Reserved),
            (r"[a-z][a-z0-9_]*", Name),
            (r"\s+|.", Text),
        ]
    }


def leave_out_links_to_the_outside(_app, _page, source):
    """Keep the words of such a link, and drop where it leads."""
    source[0] = OUTSIDE.sub(r"\1", source[0])


def setup(app):
    """Tell Sphinx about policies and about the links it cannot follow."""
    app.add_lexer("policy", PolicyLexer)
    for plain in ("grammar", "reserved", "refused"):
        app.add_lexer(plain, TextLexer)
    app.connect("source-read", leave_out_links_to_the_outside)
