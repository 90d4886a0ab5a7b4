"""The webhooks of GOV.UK Notify and Twilio, with the payloads that they document."""

import json
import uuid
from dataclasses import replace
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient
from twilio.request_validator import RequestValidator

from bot.channels.app import create_app
from bot.running import Running
from bot.texts.making import TextsSetUp, make_texts, missing
from bot.texts.notify import NotifyTexts
from bot.texts.receiving import Receiver
from bot.texts.twilio import EMPTY, TwilioTexts
from casework import schema
from casework.texts import tables
from common.settings import Settings
from tests.contract.test_text_providers import KEY, TOKEN

RECEIVES, REPORTS = "a-token-for-texts", "a-token-for-receipts"
PUBLIC = "https://navigator.example"


def count(running: Running, table: Any) -> int:
    with running.services.database.read() as connection:
        return len(connection.execute(select(table)).all())


@pytest.fixture
def by_notify(running: Running) -> TestClient:
    set_up = TextsSetUp(NotifyTexts(KEY, "template-1"), ("an-older-token", RECEIVES), (REPORTS,))
    return TestClient(create_app(replace(running, texts_set_up=set_up)), raise_server_exceptions=False)


@pytest.fixture
def by_twilio(running: Running) -> TestClient:
    texts = TwilioTexts("AC" + "1" * 32, (TOKEN,), "+447700900001", PUBLIC)
    return TestClient(create_app(replace(running, texts_set_up=TextsSetUp(texts))), raise_server_exceptions=False)


def notify_text(**changed: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "source_number": "447700900777",
        "destination_number": "07700900000",
        "message": "hello",
        "date_received": "2026-11-23T10:00:00.000000Z",
        **changed,
    }


def to_notify(client: TestClient, data: Any, token: str = RECEIVES, path: str = "/sms/notify") -> Response:
    content = data if isinstance(data, (str, bytes)) else json.dumps(data)
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    return client.post(path, content=content, headers=headers)


def to_twilio(client: TestClient, form: dict[str, str], path: str = "/sms/twilio", signed: str = "") -> Response:
    signature = RequestValidator(TOKEN).compute_signature(signed or PUBLIC + path, form)
    return client.post(path, data=form, headers={"x-twilio-signature": signature})


def twilio_text(**changed: str) -> dict[str, str]:
    sid = "SM" + uuid.uuid4().hex
    return {
        "ToCountry": "GB", "MessageSid": sid, "SmsSid": sid, "AccountSid": "AC" + "1" * 32, "NumMedia": "0",
        "From": "+447700900778", "To": "+447700900001", "Body": "hello", "NumSegments": "1", "ApiVersion": "2010-04-01",
        **changed,
    }  # fmt: skip


def test_a_text_of_notify_counts_once_however_often_it_comes(running: Running, by_notify: TestClient) -> None:
    before, text = count(running, tables.text_in), notify_text()
    for token in (RECEIVES, RECEIVES, "an-older-token"):
        assert to_notify(by_notify, text, token).status_code == 200
    assert count(running, tables.text_in) == before + 1


@pytest.mark.parametrize(
    ("data", "token", "status"),
    [
        (notify_text(), "wrong-token", 401),
        (notify_text(), "", 401),
        (notify_text(), REPORTS, 401),
        (notify_text(message=None), RECEIVES, 400),
        (notify_text(id=7), RECEIVES, 400),
        ("[1, 2]", RECEIVES, 400),
        ("{not json", RECEIVES, 400),
        (b"\xff\xfe", RECEIVES, 400),
        ("x" * 70_000, RECEIVES, 400),
    ],
)
def test_what_notify_never_sends(running: Running, by_notify: TestClient, data: Any, token: str, status: int) -> None:
    before = count(running, tables.text_in)
    assert to_notify(by_notify, data, token).status_code == status
    assert count(running, tables.text_in) == before


@pytest.mark.parametrize("status", ["delivered", "permanent-failure", "temporary-failure", "technical-failure"])
def test_receipts_of_notify_are_taken_also_for_what_is_not_ours(by_notify: TestClient, status: str) -> None:
    receipt = {"id": str(uuid.uuid4()), "reference": None, "status": status, "to": "07700900777", "completed_at": None}
    assert to_notify(by_notify, receipt, REPORTS, "/sms/notify/receipts").status_code == 200
    assert to_notify(by_notify, receipt, RECEIVES, "/sms/notify/receipts").status_code == 401
    assert to_notify(by_notify, {**receipt, "status": "odd"}, REPORTS, "/sms/notify/receipts").status_code == 400


def test_what_could_not_be_kept_is_sent_again(by_notify: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise OperationalError("INSERT ...", {}, Exception("database is locked"))

    text = notify_text()
    with monkeypatch.context() as patch:
        patch.setattr(Receiver, "receive", busy)
        assert to_notify(by_notify, text).status_code == 503
    assert to_notify(by_notify, text).status_code == 200


def test_a_text_of_twilio_is_checked_counted_once_and_answered_with_nothing(
    running: Running, by_twilio: TestClient
) -> None:
    before, text = count(running, tables.text_in), twilio_text()
    for _ in range(2):
        response = to_twilio(by_twilio, text)
        assert (response.status_code, response.text) == (200, EMPTY)
        assert response.headers["content-type"].startswith("text/xml")
    assert count(running, tables.text_in) == before + 1
    picture = twilio_text(NumMedia="1", MediaUrl0="https://api.twilio.example/Media/ME1")
    del picture["Body"]
    assert to_twilio(by_twilio, picture).status_code == 200


def test_what_twilio_did_not_sign_is_not_taken(running: Running, by_twilio: TestClient) -> None:
    before, text = count(running, tables.text_in), twilio_text()
    assert to_twilio(by_twilio, text, signed="http://testserver/sms/twilio").status_code == 403
    assert by_twilio.post("/sms/twilio", data=text).status_code == 403
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}/sms/twilio", text)
    other = {**text, "From": "+447700900999"}
    assert by_twilio.post("/sms/twilio", data=other, headers={"x-twilio-signature": signature}).status_code == 403
    assert count(running, tables.text_in) == before


def test_twilios_status_carries_our_reference_in_the_signed_address(by_twilio: TestClient) -> None:
    status = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": "+447700900778", "From": "+447700900001"}
    assert to_twilio(by_twilio, status, "/sms/twilio/status?reference=ref-1").status_code == 200
    signed = f"{PUBLIC}/sms/twilio/status?reference=ref-2"
    assert to_twilio(by_twilio, status, "/sms/twilio/status?reference=ref-1", signed).status_code == 403


def test_a_provider_that_is_not_set_up_has_no_door(
    running: Running, by_notify: TestClient, by_twilio: TestClient
) -> None:
    closed = TestClient(create_app(running))
    for path in ("/sms/notify", "/sms/notify/receipts", "/sms/twilio", "/sms/twilio/status"):
        assert to_notify(closed, notify_text(), path=path).status_code == 404
        assert closed.get(path).status_code == 405
    assert to_notify(by_twilio, notify_text()).status_code == 404
    assert to_twilio(by_notify, twilio_text()).status_code == 404


def test_nobodys_number_is_in_the_records_or_the_log(
    running: Running, by_notify: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    to_notify(by_notify, notify_text(source_number="447700900779", message="what is a direct payment"))
    for table in (tables.phone, tables.text_in, tables.text_out, schema.conversation):
        with running.services.database.read() as connection:
            assert "7700900779" not in str(connection.execute(select(table)).all())
    assert "7700900779" not in caplog.text


NOTIFY = {
    "NAVIGATOR_NOTIFY_KEY": KEY,
    "NAVIGATOR_NOTIFY_TEXT_TEMPLATE": "template-1",
    "NAVIGATOR_NOTIFY_TEXT_TOKENS": "token-number-1, token-number-2",
    "NAVIGATOR_NOTIFY_RECEIPT_TOKENS": "token-number-3",
}
TWILIO = {
    "NAVIGATOR_TWILIO_ACCOUNT": "AC1",
    "NAVIGATOR_TWILIO_TOKENS": "t" * 32,
    "NAVIGATOR_TWILIO_SENDER": "+447700900001",
}


def with_provider(running: Running, provider: str) -> Settings:
    settings = running.services.settings
    texts = {**settings.texts.dict(), "provider": provider, "number": "07700 900000", "public_url": PUBLIC}
    return Settings(**{**settings.dict(), "texts": texts})


@pytest.mark.parametrize(
    ("provider", "right", "name", "wrong"),
    [
        *(("notify", NOTIFY, name, "") for name in NOTIFY),
        *(("twilio", TWILIO, name, "") for name in TWILIO),
        ("notify", NOTIFY, "NAVIGATOR_NOTIFY_KEY", "too short"),
        ("notify", NOTIFY, "NAVIGATOR_NOTIFY_TEXT_TOKENS", "short"),
        ("notify", NOTIFY, "NAVIGATOR_NOTIFY_TEXT_TOKENS", "token-number-1,token-number-2,token-number-3"),
        ("twilio", TWILIO, "NAVIGATOR_TWILIO_ACCOUNT", "XX1"),
        ("twilio", TWILIO, "NAVIGATOR_TWILIO_SENDER", "07700900001"),
    ],
)
def test_what_is_not_set_up_is_named(
    running: Running, provider: str, right: dict[str, str], name: str, wrong: str
) -> None:
    settings = with_provider(running, provider)
    assert missing(settings, right) == []
    (said,) = missing(settings, {**right, name: wrong})
    assert name in said
    assert wrong not in said or not wrong
    made = make_texts(settings, right)
    assert made is not None
    assert made.provider.name == provider
