"""Sends notices to staff: by email, and signed to a webhook."""
