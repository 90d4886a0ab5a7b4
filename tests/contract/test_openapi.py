"""The OpenAPI document holds for real requests and real responses."""

import uuid
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from starlette.applications import Starlette

from bot.channels.app import create_app
from bot.channels.site import openapi
from bot.running import Running
from common.outcomes import Outcome
from tests.contract.web_client import JSON, Browser


@pytest.fixture(scope="module")
def app(running: Running) -> Starlette:
    return create_app(running)


@pytest.fixture
def browser(app: Starlette, request: pytest.FixtureRequest) -> Browser:
    return Browser(app, address=f"test-{request.node.name}")


def check(schema: dict[str, Any], data: Any) -> None:
    """Hold data to a schema of the document. Raises jsonschema's ValidationError."""
    Draft202012Validator({**schema, "components": openapi()["components"]}).validate(data)


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """What a $ref stands for, or the part itself."""
    if "$ref" not in part:
        return part
    found: Any = openapi()
    for name in part["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return dict(found)


def check_response(method: str, status: int, data: Any) -> None:
    response = resolved(openapi()["paths"]["/chat/messages"][method]["responses"][str(status)])
    check(response["content"][JSON]["schema"], data)


def sent(**fields: str) -> dict[str, str]:
    return {"client_message_id": uuid.uuid4().hex, **fields}


CHECK_SENT = {"$ref": "#/components/schemas/Sent"}


def test_the_document_is_served_as_it_is(browser: Browser) -> None:
    served = browser.client.get("/openapi.json").json()
    assert served == openapi()
    assert served["openapi"].startswith("3.1")
    for schema in served["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_its_outcomes_are_the_closed_list() -> None:
    listed = openapi()["components"]["schemas"]["Answer"]["properties"]["outcome"]["enum"]
    assert set(listed) == {outcome.value for outcome in Outcome} | {None}


@pytest.mark.parametrize(
    "text",
    ["hello", "can i pay my sister to look after me", "walk me through the steps", "I want to kill myself", "xqzt"],
)
def test_what_is_answered(browser: Browser, text: str) -> None:
    message = sent(text=text)
    check(CHECK_SENT, message)
    response = browser.send_json(message)
    assert response.status_code == 200
    check_response("post", 200, response.json())
    assert [each["from"] for each in response.json()["messages"]][:2] == ["you", "navigator"]
    read = browser.messages()
    check_response("get", 200, read)
    assert read["messages"] == response.json()["messages"]


def test_a_choice_by_its_number(browser: Browser) -> None:
    reply = browser.say_json("hello")["messages"][-1]
    message = sent(choice=f"{reply['id'].removeprefix('navigator-')}:{reply['choices'].index('Talk to a person') + 1}")
    check(CHECK_SENT, message)
    answer = browser.send_json(message).json()
    check_response("post", 200, answer)
    assert answer["messages"][0]["text"] == "Talk to a person"
    assert answer["outcome"] == "handed_over"


def test_only_what_is_new_comes_after(browser: Browser) -> None:
    browser.say_json("hello")
    first = browser.messages()
    browser.say_json("thank you")
    second = browser.messages(first["after"])
    check_response("get", 200, second)
    assert [each["text"] for each in second["messages"] if each["from"] == "you"] == ["thank you"]
    assert browser.messages(second["after"])["messages"] == []


def test_the_same_id_is_answered_once(browser: Browser) -> None:
    message = sent(text="hello")
    assert browser.send_json(message).json() == browser.send_json(message).json()
    assert len(browser.messages()["messages"]) == 2


@pytest.mark.parametrize(
    ("message", "status"),
    [
        (sent(text="/restart"), 422),
        (sent(text=""), 422),
        (sent(text="word " * 1000), 413),
        (sent(text="word " * 200_000), 413),
        (sent(choice="999999:1"), 422),
        (sent(), 400),
        (sent(text="hello", choice="0:1"), 400),
        ({"text": "hello"}, 400),
        ({"client_message_id": "", "text": "hello"}, 400),
        ({"client_message_id": 7, "text": "hello"}, 400),
        ([], 400),
        ("{", 400),
        ("[" * 60_000, 400),
    ],
)
def test_what_is_refused_changes_nothing(browser: Browser, message: Any, status: int) -> None:
    response = browser.send_json(message)
    assert response.status_code == status
    check_response("post", status, response.json())
    assert browser.messages()["messages"] == []


@pytest.mark.parametrize(
    "headers", [{"x-csrf-token": "wrong"}, {"x-csrf-token": ""}, {"origin": "https://evil.example"}]
)
def test_without_proof_it_is_forbidden(browser: Browser, headers: dict[str, str]) -> None:
    response = browser.send_json(sent(text="hello"), **headers)
    assert response.status_code == 403
    check_response("post", 403, response.json())
    assert browser.messages()["messages"] == []


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 40, "٣"])
def test_after_is_a_whole_number(browser: Browser, after: str) -> None:
    response = browser.client.get("/chat/messages", params={"after": after})
    assert response.status_code == 400
    check_response("get", 400, response.json())


def test_halves_of_emoji_are_no_reason_to_fail(browser: Browser) -> None:
    response = browser.send_json('{"client_message_id": "half", "text": "hello \\ud83d"}')
    assert response.status_code == 200
    check_response("post", 200, response.json())


def test_deleting_says_goodbye_and_takes_the_cookie(browser: Browser) -> None:
    browser.say_json("delete my chat")
    answer = browser.say_json("yes, delete it")
    check_response("post", 200, answer)
    assert answer["outcome"] == "closed"
    assert [each["id"] for each in answer["messages"]] == [None]
    assert "navigator" not in browser.client.cookies


def test_others_see_nothing(app: Starlette, browser: Browser) -> None:
    browser.say_json("hello")
    assert Browser(app).messages() == {"owner": "bot", "state": "", "messages": [], "after": 0, "pending": False}
