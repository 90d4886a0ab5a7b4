"""The lead's view: the same tables on a page, as CSV and in the terminal."""
