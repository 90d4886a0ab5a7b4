"""People's records. All SQL on them lives here; most functions take the `Connection` of the caller's transaction."""
