"""Errors in logs, without personal data."""


def describe_without_data(error: BaseException) -> str:
    """The type and place of an error. Its message is left out: it may quote what a person wrote."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "unknown place"
    return f"{type(error).__name__} at {place}"
