"""Texts to GOV.UK Notify and Twilio, and what they say: against servers of our own that answer as theirs do."""

import logging
from collections.abc import Iterator

import pytest

from bot.texts.notify import Bearer, NotifyTexts, incoming_from, receipt_from
from bot.texts.provider import NotTaken, Text, TextProvider, Uncertain
from bot.texts.twilio import TwilioTexts
from bot.texts.twilio import incoming_from as from_twilio
from bot.texts.twilio import receipt_from as receipt_of_twilio
from tests.contract.text_providers import Answer, Provider

NUMBER = "+447700900123"
TEXT = Text("ref-1", NUMBER, "Hello £5")
KEY = "navigator-" + "2" * 8 + "-2222-2222-2222-222222222222-" + "3" * 8 + "-3333-3333-3333-333333333333"
TOKEN = "t" * 32
NOTIFY_LIMITS = {"TooManyRequestsError": 1800.0}


@pytest.fixture
def notify() -> Iterator[Provider]:
    with Provider("notify") as provider:
        yield provider


@pytest.fixture
def twilio() -> Iterator[Provider]:
    with Provider("twilio") as provider:
        yield provider


def by_notify(provider: Provider, seconds: float = 0.5) -> NotifyTexts:
    return NotifyTexts(KEY, "template-1", "sender-1", provider.url, seconds)


def by_twilio(provider: Provider, sender: str = "+447700900001") -> TwilioTexts:
    public = "https://navigator.example"
    return TwilioTexts("AC" + "1" * 32, (TOKEN, "u" * 32), sender, public, provider.url, 0.5)


def test_notify_gets_our_template_reference_and_words(notify: Provider) -> None:
    id = by_notify(notify).send(TEXT)
    (taken,) = notify.taken
    assert (taken["id"], taken["reference"], taken["body"]) == (id, "ref-1", "Hello £5")
    assert (taken["phone_number"], taken["template"]["id"]) == (NUMBER, "template-1")
    assert notify.headers[0]["Authorization"].startswith("Bearer ey")


def test_twilio_gets_our_words_and_a_callback_with_our_reference(twilio: Provider) -> None:
    id = by_twilio(twilio).send(TEXT)
    by_twilio(twilio, "MG123").send(TEXT)
    number, service = twilio.taken
    assert (number["sid"], number["to"], number["body"]) == (id, NUMBER, "Hello £5")
    assert (number["from"], service["messaging_service_sid"]) == ("+447700900001", "MG123")
    assert number["status_callback"] == "https://navigator.example/sms/twilio/status?reference=ref-1"


@pytest.mark.parametrize(
    ("answer", "again", "after"),
    [
        (Answer(400, "ValidationError"), False, None),
        (Answer(400, "BadRequestError"), False, None),  # a key that may only text the team
        (Answer(403, "AuthError"), True, None),  # as with a clock that is out
        (Answer(429, "RateLimitError"), True, None),
        (Answer(429, "RateLimitError", retry_after="42"), True, 42.0),
        (Answer(429, "TooManyRequestsError"), True, 1800.0),  # the day's limit
    ],
)
def test_what_notify_refuses(notify: Provider, answer: Answer, again: bool, after: float | None) -> None:
    notify.answers.append(answer)
    with pytest.raises(NotTaken) as refused:
        by_notify(notify).send(TEXT)
    assert (refused.value.again, refused.value.after_seconds) == (again, after)
    assert "900123" not in str(refused.value)


@pytest.mark.parametrize(
    ("answer", "again", "opted_out"),
    [
        (Answer(400, 21211), False, False),  # no valid number
        (Answer(400, 21610), False, True),  # has texted STOP
        (Answer(401, 20003), True, False),
        (Answer(429, 20429, retry_after="7"), True, False),
    ],
)
def test_what_twilio_refuses(twilio: Provider, answer: Answer, again: bool, opted_out: bool) -> None:
    twilio.answers.append(answer)
    with pytest.raises(NotTaken) as refused:
        by_twilio(twilio).send(TEXT)
    assert (refused.value.again, refused.value.opted_out) == (again, opted_out)
    assert refused.value.after_seconds == (7.0 if answer.retry_after else None)
    assert "900123" not in str(refused.value)


@pytest.mark.parametrize("answer", [Answer(500, "Exception"), Answer(503, "Exception"), Answer(201, hangs=True)])
@pytest.mark.parametrize("kind", ["notify", "twilio"])
def test_whether_it_was_taken_can_be_uncertain(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture, kind: str, answer: Answer
) -> None:
    caplog.set_level(logging.INFO)
    provider: Provider = request.getfixturevalue(kind)
    texts: TextProvider = by_notify(provider) if kind == "notify" else by_twilio(provider)
    provider.answers.append(answer)
    with pytest.raises(Uncertain) as problem:
        texts.send(TEXT)
    found = texts.find(TEXT)
    assert len(found) == (1 if answer.hangs else 0)
    assert all(receipt.reference == "ref-1" for receipt in found)
    assert "900123" not in caplog.text + str(problem.value)


@pytest.mark.parametrize("kind", ["notify", "twilio"])
def test_a_provider_that_is_not_there_has_taken_nothing(request: pytest.FixtureRequest, kind: str) -> None:
    provider: Provider = request.getfixturevalue(kind)
    provider.server.shutdown()
    provider.server.server_close()
    texts: TextProvider = by_notify(provider) if kind == "notify" else by_twilio(provider)
    with pytest.raises(NotTaken) as refused:
        texts.send(TEXT)
    assert refused.value.again
    with pytest.raises(NotTaken):
        texts.find(TEXT)


@pytest.mark.parametrize("kind", ["notify", "twilio"])
def test_a_text_that_left_twice_is_found_twice(request: pytest.FixtureRequest, kind: str) -> None:
    provider: Provider = request.getfixturevalue(kind)
    texts: TextProvider = by_notify(provider) if kind == "notify" else by_twilio(provider)
    texts.send(TEXT)
    texts.send(TEXT)
    texts.send(Text("ref-2", NUMBER, "Another"))
    assert len({receipt.provider_id for receipt in texts.find(TEXT)}) == 2


def test_two_tokens_hold_while_one_is_replaced() -> None:
    bearer = Bearer(("first-token", "second-token"))
    assert bearer.allows("Bearer first-token")
    assert bearer.allows("bearer second-token")
    for wrong in ("", "Bearer", "Bearer ", "Bearer first", "Basic first-token", "first-token", "Bearer té"):
        assert not bearer.allows(wrong)


def test_what_notify_brings() -> None:
    """As documented: docs.notifications.service.gov.uk/rest-api.html, callbacks."""
    brought = {
        "id": "d535e5b6-1234-4d0b-9c1a-000000000001",
        "source_number": "447700900123",
        "destination_number": "07700900000",
        "message": "hello",
        "date_received": "2026-11-23T10:00:00.000000Z",
    }
    text = incoming_from(brought)
    assert text is not None
    assert (text.provider_id, text.sender, text.words) == (brought["id"], "447700900123", "hello")
    assert "900123" not in repr(text)
    for name in ("id", "source_number", "message"):
        assert incoming_from({**brought, name: None}) is None
    receipt = receipt_from(
        {
            "id": "740e5834-3a29-46b4-9a6f-16142fde533a",
            "reference": "ref-1",
            "to": "07700900123",
            "status": "temporary-failure",
            "created_at": "2026-11-23T10:00:00.000000Z",
            "completed_at": None,
            "sent_at": None,
            "notification_type": "sms",
            "template_id": "f33517ff-2a88-4f6e-b855-c550268ce08a",
            "template_version": 1,
        }
    )
    assert receipt is not None
    assert (receipt.reference, receipt.told) == ("ref-1", "lost")
    assert receipt_from({"id": "a", "status": "no such thing"}) is None


def test_what_twilio_brings() -> None:
    form = {
        "MessageSid": "MM1",
        "From": NUMBER,
        "To": "+447700900001",
        "NumMedia": "1",
        "MediaUrl0": "https://x.example",
    }
    picture = from_twilio(form)
    assert picture is not None
    assert (picture.words, picture.has_media) == ("", True)
    assert from_twilio({"Body": "hello"}) is None
    stopped = from_twilio({**form, "Body": "STOP", "OptOutType": "STOP"})
    assert stopped is not None
    assert stopped.stops_itself
    status = receipt_of_twilio({"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30003"}, "ref-1")
    assert status is not None
    assert (status.told, status.why) == ("lost", "Twilio: undelivered (30003)")
    assert receipt_of_twilio({"MessageSid": "SM1", "MessageStatus": "odd"}, "ref-1") is None


def test_twilio_signs_the_public_address(twilio: Provider) -> None:
    from twilio.request_validator import RequestValidator

    texts, form = by_twilio(twilio), {"MessageSid": "SM1", "Body": "", "From": NUMBER}
    for token in (TOKEN, "u" * 32):
        signed = RequestValidator(token).compute_signature("https://navigator.example/sms/twilio", form)
        assert texts.is_from_twilio("/sms/twilio", form, signed)
        assert not texts.is_from_twilio("/sms/twilio", {**form, "Body": "other"}, signed)
        assert not texts.is_from_twilio("/sms/other", form, signed)
    assert not texts.is_from_twilio("/sms/twilio", form, "")
