"""Signs what goes to a webhook, so that whoever gets it knows that it came from here, and when.

The header is `t=<seconds since 1970>,v1=<hex>`, with one more `v1` while a key is being changed. Each `v1` is the
HMAC-SHA256 of `<t>.<body>` under one key.
"""

import hashlib
import hmac
from collections.abc import Sequence

SIGNATURE = "Navigator-Signature"
NOTICE = "Navigator-Notice"


def sign(keys: Sequence[str], body: bytes, at: int) -> str:
    """The value of the header for a body sent at `at` (seconds since 1970), by each of the keys."""
    said = str(at).encode() + b"." + body
    made = [hmac.new(key.encode(), said, hashlib.sha256).hexdigest() for key in keys]
    return ",".join([f"t={at}", *(f"v1={each}" for each in made)])
