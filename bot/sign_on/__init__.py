"""Sign-in at the desk with the council's own accounts, by OpenID Connect."""
