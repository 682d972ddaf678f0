"""From policy text to a syntax tree, and back to tidy text.

What it is for: layout, parsing, recovery after errors, and the formatter. May import: `source`,
`diagnostics`, `quantity`, `_resources`, lark and attrs; never `ir`. What stays true: every
character of the text belongs to a span; a broken line never hides an error in another line.
"""
