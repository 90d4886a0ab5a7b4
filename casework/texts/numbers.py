"""Telephone numbers in the records: a keyed hash to find a phone by, and the number sealed, to send to."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field

from cryptography.fernet import Fernet, InvalidToken


@dataclass(frozen=True)
class PhoneKeys:
    """Hashes and seals numbers with the server's own key. A copy of the database alone gives no number away."""

    key: bytes = field(repr=False)

    def hash(self, number: str) -> str:
        """The keyed hash (hex, 64 characters) of an international number. It is its conversation's token too."""
        return hmac.new(self.key, b"phone:" + number.encode(), hashlib.sha256).hexdigest()

    def seal(self, number: str) -> str:
        """The number as text that only this key opens."""
        return self._fernet().encrypt(number.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """The number; None when it was sealed with another key."""
        try:
            return self._fernet().decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None

    def _fernet(self) -> Fernet:
        secret = hmac.new(self.key, b"seal phone numbers", hashlib.sha256).digest()
        return Fernet(urlsafe_b64encode(secret))
