"""Facts: what a caller says about the subjects of a question, read against a policy's schema.

What it is for: the marks a caller may use (`NOT_KNOWN`, `shown`, `complete`, ...), the readers,
and the normalised form that evaluators read. May import: `ir.schema`, `quantity`, `truth`,
`diagnostics`, `errors` and attrs. What stays true: a missing fact is unknown and never a
default; a list is open unless it is said to be complete; no message holds a value.
"""
