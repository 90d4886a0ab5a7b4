"""What is changed in Rasa 3.6.21 when it runs as a library: small changes with reasons, undone by not calling them.

Rasa is the last open-source release, so these will not come from upstream. Measurements: docs/decisions/0003.
"""

import functools
import logging
import os
import warnings

from bot.engine.unused_modules import unused_modules_left_out


def prepare() -> None:
    """Apply all changes. To be called once, before `rasa.core.agent` is imported."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    with unused_modules_left_out(), others_warnings_left_out():
        import rasa.core.agent  # noqa: F401
    _keep_personal_data_out_of_logs()
    _cache_class_walk()
    _check_action_results_once()


def others_warnings_left_out() -> "warnings.catch_warnings[list[warnings.WarningMessage] | None]":
    """While Rasa and what it brings are imported: they warn of much that can't be mended here, and undo filters."""
    return warnings.catch_warnings(record=True)


def _keep_personal_data_out_of_logs() -> None:
    """Rasa's debug and info lines carry what people wrote; structlog prints them all unless it is configured."""
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    for name in ("rasa", "rasa_sdk", "apscheduler", "matplotlib"):
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module=r"(rasa|sanic|pkg_resources|randomname|google|jsonschema)(\..*)?")


def _cache_class_walk() -> None:
    """`all_subclasses` walks every class for each event that is read back; the classes do not change after import."""
    import rasa.shared.utils.common as common

    if not hasattr(common.all_subclasses, "cache_clear"):
        common.all_subclasses = functools.lru_cache(maxsize=None)(common.all_subclasses)


def _check_action_results_once() -> None:
    """`RemoteAction` builds and checks a JSON schema validator in 18 ms for every action.

    Our actions run in the same process, and `ActionExecutor` has just checked their events: nothing is left to check.
    """
    from rasa.core.actions.action import RemoteAction

    RemoteAction._validate_action_result = lambda self, result: True
