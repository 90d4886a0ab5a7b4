"""Who asks to be walked through all of it, and who asks about one thing."""

import pytest

from language.walk_request import asks_for_the_walk, says_it_is_done


@pytest.mark.parametrize(
    "text",
    [
        "im helping my mum she has dementia and gets chc. walk me through the steps",
        "a nurse said something about a budget, never heard of it. can you take me through it",
        "ive had a direct payment for a year and it's all gone wrong, take me through the steps",
        "They offered me one, talk me through the whole process please",
        "I'm a social worker, take me through the seven steps with a client",
        "guide my mum and me through this",
        "go through the steps with me",
        "walk me through all of it slowly, i'm tired",
        "i dont know what to do. walk me through it",
        "start the steps",
    ],
)
def test_asks_for_all_of_it(text: str) -> None:
    assert asks_for_the_walk(text)


@pytest.mark.parametrize(
    "text",
    [
        "walk me through the appeal",
        "talk me through the process of appealing",
        "take me through the steps to employing someone",
        "nobody took me through it",
        "who will walk me through the process",
        "no one offered to walk me through it",
        "i dont want you to walk me through it",
        "they did not take me through the steps",
        "what are the steps to get chc",
        "should they take me through the process",
        "take me through it costs",
        "can he walk through the door",
    ],
)
def test_asks_about_something_else(text: str) -> None:
    assert not asks_for_the_walk(text)


@pytest.mark.parametrize("text", ["done", "Done, next", "that's sorted what now", "ive done that", "did that today"])
def test_says_that_a_step_is_done(text: str) -> None:
    assert says_it_is_done(text)


@pytest.mark.parametrize("text", ["next", "not done yet, go on", "what do i do when its all done", "i havent done it"])
def test_says_no_such_thing(text: str) -> None:
    assert not says_it_is_done(text)
