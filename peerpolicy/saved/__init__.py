"""Saved policies: a checked program as data, to be decided without being read and checked again.

What it is for: `Policy.save` and `pp.load_compiled`. May import: `ir`, `dates`, `source`,
`diagnostics`, `errors`, `_version`, attrs and the standard library. What stays true: data are JSON
and never code; a program that comes out is equal to the one that went in; whatever is wrong with a
file is one diagnostic.
"""
