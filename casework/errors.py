"""What can go wrong with people's records, for callers to tell apart."""


class UnknownConversation(LookupError):
    """There is no such conversation, or the person had it deleted."""


class TurnConflict(Exception):
    """The turn must not be committed as it is. Nothing was written: throw it away, read again and run it again."""


class AlreadyAnswered(TurnConflict):
    """The message of this turn was answered before, or deleted. Do not run it again."""


class ReferenceTaken(TurnConflict):
    """The reference that was told to the person belongs to somebody else. Running the turn again makes a new one."""
