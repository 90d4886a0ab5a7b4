"""What a council sets (council.yml) and where things are on this machine (environment)."""

from common.settings.council import DAYS, Interval, LocalSchemes
from common.settings.environment import Environment
from common.settings.service import Retention
from common.settings.staff import SingleSignOn
from common.settings.whole import Settings
from common.yaml_lines import SettingsError

__all__ = [
    "DAYS",
    "Environment",
    "Interval",
    "LocalSchemes",
    "Retention",
    "Settings",
    "SettingsError",
    "SingleSignOn",
]
