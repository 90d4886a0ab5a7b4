"""Parts of the web channel by themselves: text to HTML, rates, the port, the order of a transcript."""

import socket
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import pytest

from actions.services import KNOWLEDGE
from bot.channels.markup import as_html, british_date, dialled, typed_html
from bot.channels.rates import Rate, address_key
from bot.channels.transcript import FromNavigator, FromYou, Transcript
from bot.server import PortTaken, serve
from common.outcomes import Outcome
from common.replies import Reply, Words
from knowledge.languages import Languages
from knowledge.safety.languages import OwnLanguages

P = '<p class="govuk-body">'
UL = '<ul class="govuk-list govuk-list--bullet">'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.", f"{P}One.</p>"),
        ("Call **999** or **111**.", f"{P}Call <strong>999</strong> or <strong>111</strong>.</p>"),
        ("A line that\nruns on.", f"{P}A line that runs on.</p>"),
        ("One.\nTwo.", f"{P}One.</p>\n{P}Two.</p>"),
        ("**Bold.**\nTwo.", f"{P}<strong>Bold.</strong></p>\n{P}Two.</p>"),
        ("One.\n\nTwo.", f"{P}One.</p>\n{P}Two.</p>"),
        (
            "Two ways:\n- **a** b\n- c\nThen.",
            f"{P}Two ways:</p>\n{UL}<li><strong>a</strong> b</li><li>c</li></ul>\n{P}Then.</p>",
        ),
        ("<b> & ** **", f"{P}&lt;b&gt; &amp; <strong> </strong></p>"),
        ("**<script>**", f"{P}<strong>&lt;script&gt;</strong></p>"),
        ("2 * 3 ** 4", f"{P}2 * 3 ** 4</p>"),
    ],
)
def test_replies_as_html(text: str, html: str) -> None:
    assert as_html(text) == html


def test_simple_words_are_one_idea_a_line() -> None:
    assert as_html("We can help\nAsk us", one_idea_a_line=True) == f"{P}We can help</p>\n{P}Ask us</p>"


@pytest.mark.parametrize("code", ["ar", "pl", "bn"])
def test_a_line_in_another_language_says_which_it_is(code: str) -> None:
    danger = OwnLanguages.load().lines[code].line
    asked = next(each.line for each in Languages.load(KNOWLEDGE).lines.values() if each.code == code)
    for line in (danger, asked):
        html = str(as_html(f"{line}\nIn English.\nMore."))
        assert html == f'<p class="govuk-body" lang="{code}" dir="auto">{line}</p>\n{P}In English.</p>\n{P}More.</p>'


def test_typed_words_keep_their_lines_and_nothing_else() -> None:
    assert typed_html("**a**\n<b>\u2028c") == "**a**<br>&lt;b&gt;<br>c"


@pytest.mark.parametrize(
    ("iso", "shown"), [("2026-11-22", "22 November 2026"), ("2026-01-02", "2 January 2026"), ("soon", "soon")]
)
def test_dates(iso: str, shown: str) -> None:
    assert british_date(iso) == shown


def test_numbers_are_dialled_without_spaces() -> None:
    assert dialled("+44 (0)1632 960 001") == "+4401632960001"


def test_a_rate_fills_up_again_with_time_and_is_each_ones_own() -> None:
    now = 0.0
    rate = Rate(6, lambda: now)
    assert [rate.allows("a") for _ in range(7)] == [True] * 6 + [False]
    assert rate.allows("b")
    now = 10.0
    assert [rate.allows("a") for _ in range(2)] == [True, False]
    now = 10_000.0
    assert [rate.allows("a") for _ in range(7)] == [True] * 6 + [False]


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        (None, "unknown"),
    ],
)
def test_addresses_that_one_home_has_to_itself_count_as_one(address: str | None, key: str) -> None:
    assert address_key(address) == key


def refuse_to_start() -> NoReturn:
    raise AssertionError("nothing slow may begin before the port is ours")


def test_a_taken_port_is_said_before_anything_is_loaded() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"Port {port} is taken.*--port {port + 1}"):
            serve(refuse_to_start, "127.0.0.1", port, print)


def test_an_address_that_is_not_ours_is_said_too() -> None:
    with pytest.raises(PortTaken, match=r"Can't listen on 192\.0\.2\.1"):
        serve(refuse_to_start, "192.0.2.1", 8000, print)


def test_what_comes_after_a_reply() -> None:
    at = datetime(2026, 11, 23, 10, tzinfo=UTC)
    reply = Reply(Words("Hello."))
    asked = [FromYou(n, f"message {n}", at + timedelta(minutes=n), Outcome.SOCIAL) for n in (1, 2)]
    said = [FromNavigator(10 + n, reply, at, n) for n in (1, 2)]
    unasked, waiting = FromNavigator(13, reply, at), FromYou(3, "message 3", at, None)
    transcript = Transcript((asked[0], said[0], asked[1], said[1], unasked, waiting))
    assert transcript.is_pending
    assert transcript.last_reply == unasked
    assert transcript.after(11) == (asked[1], said[1], unasked, waiting)
    assert transcript.after(12) == (unasked, waiting)
    assert transcript.after(13) == (waiting,)
    assert transcript.reply(12) == said[1]
    assert transcript.reply(1) is None
