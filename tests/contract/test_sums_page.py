"""The page of the sums: results, workings, problems by their fields, previews; and that nothing is kept of it."""

import pytest
from starlette.testclient import TestClient

from bot.channels.app import create_app
from bot.channels.markup import as_html
from bot.channels.shield import HEADERS
from bot.running import Running

EXAMPLE = {"hours": "20", "rate": "£13.50", "age": "22", "people": "1", "cover": "yes"}


@pytest.fixture(scope="module")
def site(running: Running) -> TestClient:
    return TestClient(create_app(running), "http://navigator.test")


def test_an_empty_form(site: TestClient) -> None:
    page = site.get("/sums")
    assert page.status_code == 200
    assert all(page.headers[name] == value for name, value in HEADERS.items())
    assert "What it comes to" not in page.text
    assert "<script>" not in page.text
    for other in ("hours", "agency", "april", "sick", "redundancy"):
        assert f'href="/sums?what={other}"' in page.text
        assert site.get(f"/sums?what={other}").status_code == 200


@pytest.mark.parametrize("way", ["get", "post"])
def test_the_first_worked_example(site: TestClient, way: str) -> None:
    page = site.get("/sums", params=EXAMPLE) if way == "get" else site.post("/sums", data=EXAMPLE)
    assert page.status_code == 200
    for figure in ("£307.09 a week", "£15,968.50 a year", "£14,040.00", "-£1,356.00", "£234.00", "£182.50", "£15.35"):
        assert figure in page.text
    assert "1 April 2026 to 31 March 2027" in page.text
    assert "Howes Percival" in page.text
    assert 'value="20"' in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "set-cookie" not in page.headers


def test_more_than_the_chat_asks(site: TestClient) -> None:
    page = site.get("/sums", params={**EXAMPLE, "allowance": "no", "insurance": "90", "contingency_weeks": "2"})
    assert "£1,356.00" in page.text
    assert "-£1,356.00" not in page.text
    assert "£90.00" in page.text
    assert "For emergencies" in page.text
    assert "Not in it: payroll, training, checks and redundancy." in page.text


@pytest.mark.parametrize(
    ("sent", "field", "problem"),
    [
        ({"hours": "lots"}, "hours", "type a number"),
        ({"hours": "20", "rate": "11"}, "rate", "by law it is at least £12.71"),
        ({"what": "hours", "budget": "<b>"}, "budget", "type a number, such as 200"),
        ({"hours": "20", "on": "soon"}, "on", "type a day"),
        ({"hours": "20", "age": "<b>"}, "age", "pick one"),
    ],
)
def test_problems_lead_to_their_fields(site: TestClient, sent: dict[str, str], field: str, problem: str) -> None:
    page = site.get("/sums", params=sent)
    assert page.status_code == 422
    assert "<title>Error: " in page.text
    assert f'<a href="#{field}">' in page.text
    assert f'id="{field}"' in page.text
    assert f'id="{field}-error"' in page.text
    assert page.text.count(problem) == 2
    assert "<b>" not in page.text


def test_another_day(site: TestClient) -> None:
    before = site.get("/sums", params={**EXAMPLE, "on": "2026-03-31"})
    assert "If it were 31 March 2026" in before.text
    assert "£12.21 an hour" in before.text
    later = site.get("/sums", params={**EXAMPLE, "on": "6 April 2027"})
    assert later.status_code == 200
    assert "I won&#39;t guess it" in later.text
    assert "£15,968.50" not in later.text


@pytest.mark.parametrize(
    ("sent", "result"),
    [
        ({"what": "hours", "budget": "200", "budget_per": "week", "rate": "13.50"}, "About 13 hours a week"),
        ({"what": "agency", "hours": "20", "rate": "13.50", "agency": "25"}, "£10,031.50 more"),
        ({"what": "april", "hours": "20"}, "I don&#39;t know the rates from next April yet"),
        ({"what": "sick", "hours": "20", "rate": "13.50", "days_week": "4", "sick_days": "5"}, "£154.06"),
        ({"what": "redundancy", "years": "6", "years_old": "45", "pay": "270"}, "£2,160"),
    ],
)
def test_the_other_sums(site: TestClient, sent: dict[str, str], result: str) -> None:
    assert result in site.get("/sums", params=sent).text


def test_what_is_no_form_is_refused(site: TestClient) -> None:
    assert site.post("/sums", content=b"hours", headers={"content-type": "text/plain"}).status_code == 400


def test_a_reply_leads_to_the_page_with_its_figures() -> None:
    said = as_html("To change or print it: /sums?hours=15&rate=14.00&age=22")
    assert '<a class="govuk-link" href="/sums?hours=15&amp;rate=14.00&amp;age=22">' in said
    assert "<a" not in as_html("https://elsewhere.example/sums?hours=1 x/sums")
