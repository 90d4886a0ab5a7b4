"""`./navigator bench understanding`: how well messages are understood, measured by texts that nothing was learned from.

docs/developers/benchmarks.md says what is measured and how.
"""
