"""The safety gate: reads every message first, whoever owns the conversation, and says what risk it may carry.

Two readers are joined: rules (rules/*.yml) and a scale of meaning learned from written examples (examples/). When in
doubt it finds something: a false alarm is cheap, a missed one is not (facts F-safety-01 and F-safety-02).
"""

from language.safety.gate import SafetyGate
from language.safety.kinds import About, Finding, RiskKind

__all__ = ["About", "Finding", "RiskKind", "SafetyGate"]
