"""Script mode at /adviser/script: an adviser talks with somebody by phone or face to face, and reads from a script."""
