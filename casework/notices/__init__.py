"""Notices to staff by email and webhook: staged with what they tell of, sent by a worker. No personal data."""
