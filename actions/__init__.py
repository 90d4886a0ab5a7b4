"""Rasa custom actions, one module a capability: read slots, call knowledge and casework, answer."""
