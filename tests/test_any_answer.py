"""Nothing an answer holds breaks a translator: it is understood, refused or waited through."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from steps import FOLDER, MOVIE, example, seller

from otio_v2a.errors import GatewayError, UsageError
from otio_v2a.providers import registry
from otio_v2a.providers.base import Quoting, Remote, Streaming
from otio_v2a.providers.wire import Answer, Call, Failure, Finished, Steps, Waiting

REMOTE = tuple(name for name in registry.names() if isinstance(registry.provider(name), Remote))
ODD = (None, True, -1, 1e300, "", "x", "https://[", "https://h:99999999/x", [], [[]], {}, {"a": 1})
"""What may stand anywhere in JSON; two are addresses that are none."""

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


def spoilt(body: Any) -> Iterator[Any]:
    """A body with each of its places, one at a time, holding something odd, or gone."""
    for place in places(body):
        for odd in ODD:
            yield changed(body, place, odd)


def places(body: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield above
    keys = body.keys() if isinstance(body, dict) else ()
    indexes = range(len(body)) if isinstance(body, list) else ()
    for key in (*keys, *indexes):
        yield from places(body[key], (*above, key))


def changed(body: Any, place: tuple[Any, ...], value: Any) -> Any:
    if not place:
        return value
    body = copy.deepcopy(body)
    inner = body
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return body


def sequences(provider: Remote) -> list[Callable[[], Steps[Any] | None]]:
    """Everything a provider does in steps."""
    return [
        provider.learned,
        lambda: provider.upload(MOVIE),
        lambda: provider.poll("job1"),
        lambda: provider.found("v2a-1"),
    ]


def walked(steps: Steps[Any] | None, bodies: list[Any]) -> Any:
    """What comes of steps whose answers hold these bodies, the last one again and again."""
    if steps is None:
        return None
    call = next(steps)
    try:
        for number in range(6):
            assert isinstance(call, Call)
            call = steps.send(Answer(200, bodies[min(number, len(bodies) - 1)]))
    except StopIteration as ended:
        return ended.value
    except (GatewayError, UsageError) as error:
        return error
    steps.close()
    return None


def understood(provider: Remote, body: Any) -> None:
    """Hand a body to everything that reads one."""
    told = provider.accepted(Answer(200, body))
    assert told is None or isinstance(told, str | Failure)
    for status in (200, 404, 429, 500):
        assert isinstance(provider.failure(Answer(status, body)), Failure)
    if isinstance(provider, Quoting):
        provider.quoted(Answer(269, body))
    if isinstance(provider, Streaming):
        assert isinstance(provider.told(body), Waiting | None)


def examples(name: str) -> list[Any]:
    """The answers of that seller in the sheet."""
    own = name if (FOLDER / f"{name}.json").is_file() else "scenario"
    return list(json.loads((FOLDER / f"{own}.json").read_text(encoding="utf-8")).values())


@pytest.mark.parametrize("name", REMOTE)
def test_an_example_that_is_odd_in_one_place_breaks_nothing(name: str) -> None:
    provider = seller(name)
    for body in examples(name):
        for odd in spoilt(body):
            understood(provider, odd)
            for begun in sequences(provider):
                walked(begun(), [odd])


COMPLETED = example("fal", "completed")


@pytest.mark.parametrize("name", REMOTE)
@settings(derandomize=True, deadline=None, max_examples=15)
@given(bodies=st.lists(JSON, min_size=1, max_size=3))
def test_json_of_any_kind_breaks_nothing(name: str, bodies: list[Any]) -> None:
    unbroken(name, bodies)


@pytest.mark.sweep
@pytest.mark.parametrize("name", REMOTE)
@settings(derandomize=True, deadline=None, max_examples=200)
@given(bodies=st.lists(JSON, min_size=1, max_size=3))
def test_much_json_of_any_kind_breaks_nothing(name: str, bodies: list[Any]) -> None:
    unbroken(name, bodies)


def unbroken(name: str, bodies: list[Any]) -> None:
    """Have a seller read these bodies wherever it reads one."""
    provider = seller(name)
    for body in bodies:
        understood(provider, body)
    for begun in sequences(provider):
        walked(begun(), bodies)


@pytest.mark.parametrize("name", REMOTE)
def test_a_poll_ends_in_one_of_three_ways(name: str) -> None:
    provider = seller(name)
    ends = {
        type(walked(provider.poll("job1"), [odd, COMPLETED]))
        for body in examples(name)
        for odd in spoilt(body)
    }
    assert ends <= {Waiting, Finished, Failure}
