"""Rasa as a library: one Agent in its own thread, one commit a turn."""
