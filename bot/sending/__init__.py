"""How one-time codes leave: by text or email, to the contact on record only."""
