"""National helplines, and which of their numbers may be shown (facts F-support-01 to F-support-43)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from common.replies import Contact
from knowledge.fields import Fields
from knowledge.located import ContentError, read_yaml

FILE = Path(__file__).parent / "helplines.yml"
LOCAL_OFFERS = "local_offers"
"""In the `helplines` of an answer: those of council.yml's local_offers."""
_SHOW = ("yes", "no", "config")


@dataclass(frozen=True)
class Helpline:
    """One line of the table. `ring_tested`: somebody has rung it; `setting`: the key of council.yml, or empty."""

    contact: Contact
    show: str
    ring_tested: bool
    setting: str = ""


@dataclass(frozen=True)
class Helplines:
    """All helplines by key; `always` are the keys whose numbers need no ring test to be shown."""

    lines: Mapping[str, Helpline]
    always: frozenset[str]

    @staticmethod
    def load(file: Path = FILE) -> "Helplines":
        """Read helplines.yml. Raises ContentError (file, line, problem, mend)."""
        document = read_yaml(file)
        whole = Fields(document)
        for name in ("reviewed_on", "review_by"):
            whole.day(name)
        lines = {}
        for key in document.data.get("helplines") or {}:
            place = ("helplines", key)
            read = Fields(document, place)
            show = read.text("show")
            if show not in _SHOW:
                raise ContentError(file, document.line(*place, "show"), f"`show` is {show!r}", f"Use one of {_SHOW}")
            read.day("checked")
            tested = document.data["helplines"][key].get("ring_tested_on") is not None
            if tested:
                read.day("ring_tested_on")
            optional = {name: read.text(name, required=False) for name in ("phone", "text", "url", "hours")}
            lines[key] = Helpline(
                Contact(name=read.text("name"), **optional),
                show,
                tested,
                read.text("setting", required=show == "config"),
            )
        always = frozenset(whole.texts("always"))
        if missing := always - lines.keys():
            raise ContentError(file, document.line("always"), f"no helpline {sorted(missing)}", "Add it or take it out")
        return Helplines(lines, always)

    def contact(self, key: str, show_untested: bool = False, settings: Mapping[str, str] | None = None) -> Contact:
        """How to reach a helpline. Without its numbers and hours where these may not be shown: name and website only.

        show_untested: council.yml's `show_numbers_not_ring_tested`; settings: council.yml's contacts, for local lines.
        Raises KeyError for an unknown key.
        """
        if key not in self.lines:
            raise KeyError(f"there is no helpline {key!r} in helplines.yml")
        line = self.lines[key]
        if line.show == "config":
            return Contact(name=line.contact.name, phone=(settings or {}).get(line.setting, ""))
        if key in self.always or (line.show == "yes" and (line.ring_tested or show_untested)):
            return line.contact
        return Contact(name=line.contact.name, url=line.contact.url)
