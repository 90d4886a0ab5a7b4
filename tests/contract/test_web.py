"""The chat page over the real engine: what people, browsers and attackers send, and what they get back."""

import logging
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette

from bot.channels.app import create_app
from bot.channels.shield import HEADERS
from bot.running import Running
from casework import conversations, schema
from common.settings import Settings
from tests.contract.web_client import Browser

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def app(running: Running) -> Starlette:
    return create_app(running)


@pytest.fixture
def browser(app: Starlette, request: pytest.FixtureRequest) -> Browser:
    """A new one for each test, each from an address of its own so that tests don't slow each other down."""
    return Browser(app, address=f"test-{request.node.name}")


def rows(running: Running, table: str) -> int:
    with running.services.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(schema.metadata.tables[table])).scalar_one())


@pytest.fixture
def nothing_kept(running: Running) -> Iterator[None]:
    """The test must leave no message and no conversation behind."""
    before = rows(running, "inbox"), rows(running, "conversation")
    yield
    assert (rows(running, "inbox"), rows(running, "conversation")) == before


# --- A conversation without JavaScript


def test_a_first_visit_is_greeted_and_stores_nothing(browser: Browser, nothing_kept: None) -> None:
    response = browser.open()
    assert response.status_code == 200
    assert "Nobody watches this chat" in response.text
    assert "This is a demonstration" in response.text
    assert "Walk me through the seven steps" in response.text
    assert 'name="csrf"' in response.text


def test_a_question_is_answered_on_the_page_it_leads_to(browser: Browser) -> None:
    response = browser.say("can i pay my sister to look after me")
    assert [each.status_code for each in response.history] == [303]
    assert response.history[0].headers["location"] == "/chat#latest"
    assert browser.said() == ["can i pay my sister to look after me"]
    assert browser.answers() >= 1
    assert "Where this comes from" in response.text
    assert 'id="latest"' in response.text


def test_buttons_of_the_welcome_and_of_replies_work(browser: Browser) -> None:
    browser.open()
    browser.choose("Walk me through the seven steps")
    assert browser.said() == ["Walk me through the seven steps"]
    answers = browser.answers()
    label = re.findall(r"</span> ([^<]+)</button>", browser.page)[-1]
    browser.choose(label)
    assert browser.said()[-1] == label
    assert browser.answers() > answers


def test_a_choice_of_an_older_reply_still_works(browser: Browser) -> None:
    browser.say("hello")
    old = browser.choice("Talk to a person")
    browser.say("can i pay my sister to look after me")
    answers = browser.answers()
    response = browser.post("/chat/messages", browser.form(choice=old))
    assert response.status_code == 200
    assert browser.said()[-1] == "Talk to a person"
    assert browser.answers() > answers


def test_an_answer_to_a_question_that_has_passed_is_not_taken_for_another(browser: Browser) -> None:
    browser.open()
    browser.choose("Walk me through the seven steps")
    old = browser.choice("I was offered one")
    fields = browser.form(choice=old)
    browser.post("/chat/messages", fields)
    said, answers = browser.said(), browser.answers()
    assert said[-1] == "I was offered one"
    assert browser.post("/chat/messages", fields).status_code == 200  # the same press, arriving twice
    response = browser.post("/chat/messages", browser.form(choice=old))
    assert response.status_code == 422
    assert "moved on from that question" in response.text
    assert (browser.said(), browser.answers()) == (said, answers)


def test_the_same_form_sent_twice_is_answered_once(browser: Browser) -> None:
    fields = browser.form(text="hello")
    browser.post("/chat/messages", fields)
    answers = browser.answers()
    browser.post("/chat/messages", fields)
    assert (browser.said(), browser.answers()) == (["hello"], answers)


def test_an_old_page_with_other_words_is_another_message(browser: Browser) -> None:
    fields = browser.form(text="hello")
    browser.post("/chat/messages", fields)
    browser.post("/chat/messages", fields | {"text": "thank you"})
    assert browser.said() == ["hello", "thank you"]


def test_coming_back_shows_the_chat_again(browser: Browser) -> None:
    browser.say("hello")
    browser.open()
    assert browser.said() == ["hello"]


def test_words_that_were_blanked_are_owned_up_to(browser: Browser, running: Running) -> None:
    browser.say("hello there from the past")
    with running.services.database.write() as connection:
        connection.execute(
            schema.inbox.update().where(schema.inbox.c.text == "hello there from the past").values(text=None)
        )
    page = browser.open().text
    assert "hello there from the past" not in page
    assert "We deleted these words" in page


def test_simple_words_are_shown_for_the_whole_chat_and_back(browser: Browser, running: Running) -> None:
    browser.say("hello")
    simple = running.services.wording.say("greet").words.simple.splitlines()[-1]
    assert simple not in browser.page
    fields = {"csrf": browser.field("csrf"), "register": "simple"}
    assert simple in browser.post("/chat/register", fields).text
    assert simple not in browser.post("/chat/register", fields | {"register": "plain"}).text


# --- Cookies and forgery


def test_the_cookie_is_long_random_and_out_of_reach_of_scripts(app: Starlette, running: Running) -> None:
    cookies = [Browser(app).open().headers["set-cookie"] for _ in range(2)]
    assert cookies[0] != cookies[1]
    for cookie in cookies:
        token = re.match(r"navigator=([A-Za-z0-9_-]{43});", cookie)
        assert token
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Path=/" in cookie
        assert "Secure" not in cookie
        assert f"Max-Age={running.services.settings.retention.conversation_days * 86_400}" in cookie


def test_over_https_the_cookie_is_secure(app: Starlette) -> None:
    cookie = Browser(app, "https://navigator.test").open().headers["set-cookie"]
    assert cookie.startswith("__Host-navigator=")
    assert "Secure" in cookie


def test_a_proxy_that_nobody_trusts_is_not_believed(browser: Browser) -> None:
    response = browser.client.get("/chat", headers={"x-forwarded-proto": "https"})
    assert "Secure" not in response.headers["set-cookie"]


def test_the_token_itself_is_not_stored(browser: Browser, running: Running) -> None:
    browser.say("hello")
    token = browser.client.cookies["navigator"]
    with running.services.database.read() as connection:
        assert conversations.find_by_token(connection, token) is None


@pytest.mark.parametrize("cookie", ["x", "a" * 43, "../../etc", "' OR 1=1 --", "a" * 4000])
def test_a_forged_cookie_shows_nobodys_chat(app: Starlette, browser: Browser, cookie: str) -> None:
    browser.say("something only I know")
    stranger = Browser(app, address=f"forged-{cookie[:9]}")
    stranger.client.cookies.set("navigator", cookie)
    page = stranger.open().text
    assert "something only I know" not in page
    assert stranger.messages()["messages"] == []


@pytest.mark.parametrize("proof", ["", "wrong", "0" * 64, "é\x00"])
def test_without_proof_nothing_is_kept_and_the_words_stay(browser: Browser, nothing_kept: None, proof: str) -> None:
    browser.open()
    response = browser.post("/chat/messages", browser.form(text="my long question", csrf=proof))
    assert response.status_code == 403
    assert "Your words are still here" in response.text
    assert "my long question</textarea>" in response.text


def test_without_a_cookie_nothing_is_kept_but_sending_again_works(browser: Browser) -> None:
    fields = browser.form(text="my long question")
    browser.client.cookies.clear()
    assert browser.post("/chat/messages", fields).status_code == 403
    browser.say("my long question")
    assert browser.said() == ["my long question"]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://navigator.test.evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/chat/messages", "/chat/register", "/chat/delete"])
def test_another_site_can_send_nothing(
    browser: Browser, nothing_kept: None, path: str, headers: dict[str, str]
) -> None:
    response = browser.post(path, browser.form(text="hello", sure="yes"), **headers)
    assert response.status_code == 403
    assert "That was not sent" in response.text


def test_our_own_origin_is_fine(browser: Browser) -> None:
    response = browser.post("/chat/messages", browser.form(text="hello"), origin="http://navigator.test")
    assert response.status_code == 200
    assert browser.said() == ["hello"]


def test_a_choice_of_somebody_elses_chat_is_not_there(app: Starlette, browser: Browser) -> None:
    browser.say("hello")
    theirs = browser.choice("Talk to a person")
    other = Browser(app, address="other-chat")
    other.say("hi")
    response = other.post("/chat/messages", other.form(choice=theirs))
    assert response.status_code == 422
    assert "find that choice" in response.text
    assert other.said() == ["hi"]


@pytest.mark.parametrize("choice", ["0:99", "0:0", "-1:1", "x", "1", ":", "9" * 30, "1:1:1", "٣:١", "/restart"])
def test_a_choice_that_never_was_is_refused(browser: Browser, nothing_kept: None, choice: str) -> None:
    assert browser.post("/chat/messages", browser.form(choice=choice)).status_code == 422


# --- What people type, and what others type


@pytest.mark.parametrize(
    "text", ["/restart", '/talk_to_person{"option": "yes"}', "/session_start", '  /inform{"a":"b"}']
)
def test_commands_are_refused_and_change_nothing(browser: Browser, nothing_kept: None, text: str) -> None:
    response = browser.say(text)
    assert response.status_code == 422
    assert "without the slash" in response.text


@pytest.mark.parametrize("text", ["", "   ", "\x00\x00", "...", "\n\n"])
def test_no_words_are_refused_kindly(browser: Browser, nothing_kept: None, text: str) -> None:
    response = browser.say(text)
    assert response.status_code == 422
    assert "any words" in response.text.replace("&#39;", "'")


@pytest.mark.parametrize(
    "text", ["hel\x00lo", "👋🏽 hello", "😀", "\u202ehello\u202c", "مرحبا", "e\u0301" * 50, "hello " * 300]
)
def test_all_kinds_of_letters_get_an_answer(browser: Browser, text: str) -> None:
    response = browser.say(text)
    assert response.status_code == 200
    assert browser.answers() == 1
    assert "\x00" not in response.text


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "**<b>hi</b>**", "{{ 7 * 7 }}", "</textarea><i>"],
)
def test_markup_that_people_type_is_shown_as_typed(browser: Browser, text: str) -> None:
    browser.say(text)
    assert not re.search(r"<script>|<img|<b>|<i>", browser.page)
    assert re.sub(r"&lt;|&gt;|&#34;|&#39;", "", browser.said()[0]) == re.sub(r"[<>\"']", "", text)


def test_markup_in_refused_words_is_escaped_too(browser: Browser) -> None:
    response = browser.say("/restart</textarea><script>alert(1)</script>")
    assert "<script>alert" not in response.text
    assert "/restart&lt;/textarea&gt;" in response.text


def test_a_message_of_a_megabyte_is_refused_and_nothing_kept(browser: Browser, nothing_kept: None) -> None:
    response = browser.say("why is this so long " * (MEGABYTE // 20))
    assert response.status_code == 413
    assert "too long" in response.text
    assert len(response.text) < 60_000


def test_a_cry_for_help_at_the_start_of_a_megabyte_is_answered(browser: Browser) -> None:
    response = browser.say("I want to kill myself tonight. " + "please " * (MEGABYTE // 7))
    assert response.status_code == 200
    assert browser.answers() == 1
    assert "116 123" in response.text


def test_the_longest_message_that_is_allowed_fits_whatever_its_letters(browser: Browser, running: Running) -> None:
    longest = running.services.settings.limits.max_message_characters
    assert browser.say("a" + "😀" * (longest - 1)).status_code == 200
    assert browser.say("a" + "😀" * longest).status_code == 413


def test_a_body_that_is_no_form_is_refused_in_plain_words(browser: Browser, nothing_kept: None) -> None:
    browser.open()
    response = browser.client.post("/chat/messages", content=b"\xff\xfe", headers={"content-type": "text/plain"})
    assert response.status_code == 400
    assert "That was not sent" in response.text


# --- Too fast


def test_too_fast_is_refused_but_a_cry_for_help_never_is(browser: Browser, running: Running) -> None:
    statuses = []
    for _ in range(running.services.settings.limits.messages_per_minute_conversation + 5):
        statuses.append(browser.send_json({"client_message_id": uuid.uuid4().hex, "text": "/x"}).status_code)
        if statuses[-1] == 429:
            break
    assert statuses[-1] == 429
    refused = browser.say("hello")
    assert refused.status_code == 429
    assert refused.headers["retry-after"]
    assert "hello</textarea>" in refused.text
    assert browser.say("I want to kill myself tonight").status_code == 200
    assert "116 123" in browser.page


# --- Deleting


def test_delete_asks_first_then_forgets_all_of_it(browser: Browser, running: Running) -> None:
    browser.say("please forget this sentence about bananas")
    csrf = browser.field("csrf")
    asked = browser.post("/chat/delete", {"csrf": csrf})
    assert "Delete your chat?" in asked.text
    browser.open()
    assert browser.said()
    gone = browser.post("/chat/delete", {"csrf": csrf, "sure": "yes"})
    assert "Your chat is deleted" in gone.text
    assert "navigator" not in browser.client.cookies
    assert "bananas" not in browser.open().text
    with running.services.database.read() as connection:
        texts = connection.execute(select(schema.inbox.c.text)).scalars()
        assert not any("bananas" in (text or "") for text in texts)


def test_typing_delete_my_chat_does_the_same(browser: Browser) -> None:
    browser.say("a sentence about pears")
    browser.say("delete my chat")
    response = browser.choose("Yes, delete it")
    assert response.url.path == "/chat/deleted"
    assert "Your chat is deleted" in response.text
    assert "navigator" not in browser.client.cookies
    browser.open()
    assert browser.said() == []


def test_a_new_chat_can_begin_after_a_deleted_one(browser: Browser) -> None:
    browser.say("hello")
    browser.post("/chat/delete", {"csrf": browser.field("csrf"), "sure": "yes"})
    browser.open()
    browser.say("can i pay my sister to look after me")
    assert browser.said() == ["can i pay my sister to look after me"]
    assert browser.answers() >= 1


# --- Fragments for the script


def test_the_script_gets_the_new_messages_only(browser: Browser) -> None:
    browser.say("hello")
    fields = browser.form(text="thank you")
    response = browser.client.post("/chat/messages", data=fields, headers={"x-navigator-fragment": "1"})
    assert response.status_code == 200
    assert "<html" not in response.text
    assert "thank you" in response.text
    assert ">hello<" not in response.text
    assert uuid.UUID(response.headers["x-next-message-id"])


# --- When things are slow or broken


def test_an_answer_that_takes_long_is_promised_and_comes(browser: Browser, app: Starlette) -> None:
    app.state.chat.wait_seconds = 0.0
    try:
        response = browser.say("hello")
    finally:
        app.state.chat.wait_seconds = 8.0
    assert response.status_code == 200
    assert browser.said() == ["hello"]
    browser.say("thank you")
    browser.open()
    assert browser.said() == ["hello", "thank you"]
    assert browser.answers() == 2


def test_a_database_that_fails_keeps_the_words_on_the_page(start_in: Callable[[Path], Running], tmp_path: Path) -> None:
    running = start_in(tmp_path)
    browser = Browser(create_app(running))
    browser.open()
    fields = browser.form(text="my important question")
    with running.services.database.write() as connection:
        connection.exec_driver_sql("DROP TABLE outbox")
        connection.exec_driver_sql("DROP TABLE inbox")
    response = browser.post("/chat/messages", fields)
    assert response.status_code == 503
    assert "my important question</textarea>" in response.text
    assert "Traceback" not in response.text
    assert browser.client.get("/health/ready").status_code == 503
    assert browser.client.get("/health/live").status_code == 200


def test_a_fault_of_ours_is_a_page_in_plain_words_and_logged_without_theirs(
    browser: Browser, app: Starlette, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(session: object) -> None:
        raise ValueError("what a person wrote")

    monkeypatch.setattr(app.state.chat, "look", fail)
    with caplog.at_level(logging.INFO, logger="bot.channels"):
        response = browser.open("/chat?secret=words")
    assert response.status_code == 500
    assert "Sorry, something went wrong" in response.text
    assert "ValueError" not in response.text
    assert all(response.headers[name] == value for name, value in HEADERS.items())
    assert "ValueError" in caplog.text
    assert "what a person wrote" not in caplog.text
    assert "secret" not in caplog.text


# --- Every page


@pytest.mark.parametrize("path", ["/", "/chat", "/privacy", "/accessibility", "/chat/deleted", "/nowhere"])
def test_every_page_is_whole_and_safe(browser: Browser, path: str) -> None:
    response = browser.open(path)
    assert response.status_code == (404 if path == "/nowhere" else 200)
    assert response.headers.get("server") is None
    for name, value in HEADERS.items():
        assert response.headers[name] == value
    assert '<html lang="en-GB"' in response.text
    assert "This is a demonstration" in response.text
    assert 'class="govuk-skip-link"' in response.text
    assert "Leave this page quickly" in response.text
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?! src=)", response.text)


def test_the_privacy_page_says_what_council_yml_says(browser: Browser, running: Running) -> None:
    page = browser.open("/privacy").text
    retention = running.services.settings.retention
    for days in retention.dict().values():
        assert f"{days} day" in page


def test_the_notice_goes_when_it_is_no_demonstration(running: Running) -> None:
    from bot.channels.pages import Pages

    settings: Settings = running.services.settings.copy(update={"demonstration": False})
    assert "This is a demonstration" not in Pages(settings).html("home.html")


@pytest.mark.parametrize("file", ["govuk.css", "navigator.css", "chat.js", "icon.svg"])
def test_styles_and_script_are_there_and_fetch_nothing_from_elsewhere(browser: Browser, file: str) -> None:
    response = browser.client.get(f"/static/{file}")
    assert response.status_code == 200
    assert "url(" not in response.text
    assert "GDS Transport" not in response.text
    assert file != "chat.js" or len(response.content) < 8192


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(browser: Browser, method: str) -> None:
    assert browser.client.request(method, "/chat/messages").status_code == 405


# --- For whoever runs it


def test_ready_and_live(browser: Browser) -> None:
    assert browser.client.get("/health/live").json() == {"status": "live"}
    assert browser.client.get("/health/ready").json() == {"status": "ready"}


def test_metrics_count_what_happened_without_any_words(browser: Browser) -> None:
    def value(line: str) -> float:
        found = re.search(rf"^{re.escape(line)} (\S+)$", browser.client.get("/metrics").text, re.MULTILINE)
        return float(found[1]) if found else 0.0

    kept, social = 'navigator_messages_total{channel="web"}', 'navigator_turns_total{outcome="social"}'
    before = value(kept), value(social), value('navigator_refused_total{reason="not_readable"}')
    browser.say("hello")
    browser.say("/restart")
    after = value(kept), value(social), value('navigator_refused_total{reason="not_readable"}')
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 1]
    assert value("navigator_inbox_pending_conversations") == 0
    assert "hello" not in browser.client.get("/metrics").text


def test_moments_come_from_the_one_clock(browser: Browser, running: Running) -> None:
    browser.say("hello")
    at = datetime.fromisoformat(browser.messages()["messages"][0]["at"])
    assert abs(at - running.clock.now()) < timedelta(seconds=1)
