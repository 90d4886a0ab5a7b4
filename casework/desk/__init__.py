"""Advisers: who owns a conversation, who waits, and what was done."""
