"""How money is written, in one place. Pence are whole numbers; no sum ever passes through a float."""

from decimal import ROUND_HALF_UP, Decimal


def in_pounds(pence: int) -> str:
    """Pence as people write pounds: 123450 is £1,234.50, and what is below nought has its sign in front (-£12.00)."""
    pounds, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{pounds:,}.{rest:02d}"


def whole_pence(amount: Decimal) -> int:
    """An amount in pence to the nearest penny, half a penny up."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))
