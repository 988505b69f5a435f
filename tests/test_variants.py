"""Options that change what is heard make another request; no other option does."""

from typing import Any

import pytest
from edits import PAL, a_cue, a_part
from steps import VERSION, seller

from otio_v2a.picture.canvas import Canvas
from otio_v2a.providers import registry
from otio_v2a.providers.base import Remote
from otio_v2a.score.orders import Order, Picture, request_key

REMOTE = tuple(name for name in registry.names() if isinstance(registry.provider(name), Remote))
HEARD = {
    **{name: {"extra_body": {"a": 1}} for name in ("wavespeed", "inference", "kling", "kkiai")},
    "scenario": {"extra_body": {"a": 1}, "model": "other"},
    "scenario-mmaudio": {"negative_prompt": "voices", "fallback_prompt": "wind"},
    "scenario-foley": {"reference": "a.wav", "steps": 9, "guidance": 2.5, "fallback_prompt": "x"},
    "fal": {"empty_prompt": "null", "extra_body": {"a": 1}, "model": "other/model"},
    "fal-mmaudio": {
        **{"num_steps": 9, "cfg_strength": 2.5, "mask_away_clip": True},
        **{"negative_prompt": "voices", "fallback_prompt": "wind"},
    },
    "replicate-mmaudio": {
        **{"version": "4b9f801a", "num_steps": 9, "cfg_strength": 2.5},
        **{"negative_prompt": "voices", "fallback_prompt": "wind"},
    },
}
UNHEARD: dict[str, Any] = {"concurrency": 7, "price": 1, "max_bytes": 9, "webhook": "https://x.y"}


def key(name: str, **options: Any) -> str:
    part = a_part(a_cue())
    shown = Picture("p" * 64, (), {}, Canvas(64, 36, PAL))
    bare = Order("", part, part.segments[0], 1, shown)
    return request_key(bare, seller(name, **options))


@pytest.mark.parametrize("name", REMOTE)
def test_an_option_that_is_heard_makes_another_request_and_no_other_does(name: str) -> None:
    usual = key(name)
    keys = [key(name, **{option: value}) for option, value in HEARD[name].items()]
    assert len({usual, *keys}) == 1 + len(HEARD[name])
    assert {key(name, **{option: value}) for option, value in UNHEARD.items()} == {usual}


@pytest.mark.parametrize("name", REMOTE)
def test_an_option_said_as_it_comes_changes_nothing(name: str) -> None:
    terms = registry.provider(name)
    said = {one: getattr(terms, one) for one in terms.heard}
    given = registry.provider(name, said)
    assert (given.variant, terms.variant) == ("", "")
    assert VERSION in seller("replicate-mmaudio").variant
