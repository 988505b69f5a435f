"""Translators driven by hand: answers go in, calls and what came of them come out; no network.

`answers/` holds every example of facts 'providers', sections 4 to 11, word for word.
"""

import json
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from otio_v2a.model import Prompts
from otio_v2a.providers import registry
from otio_v2a.providers.base import Remote
from otio_v2a.providers.wire import Answer, Call, Failure, Movie, RemoteJob, Steps

VERSION = "62871fb5" + "0" * 56
OPTIONS: Mapping[str, Mapping[str, Any]] = {"replicate-mmaudio": {"version": VERSION}}
FOLDER = Path(__file__).with_name("answers")
MOVIE = Movie(Path("film.mp4"), 2048, "clip.mp4")


def seller(name: str, **options: Any) -> Remote:
    """A remote provider with these options."""
    found = registry.provider(name, {**OPTIONS.get(name, {}), **options})
    assert isinstance(found, Remote)
    return found


@cache
def _examples(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def example(name: str, case: str) -> Any:
    """An example of the sheet, as JSON."""
    return _examples(name)[case]


def answer(name: str, case: str, status: int = 200) -> Answer:
    """An example of the sheet as an answer."""
    return Answer(status, example(name, case))


def driven(provider: Remote, steps: Steps[Any], *answers: Answer) -> tuple[list[Call], Any]:
    """The calls, and the result, of steps that get these answers, as the client hands them in.

    An answer that the steps do not want ends them with what it means.
    """
    calls = [next(steps)]
    for one in answers:
        if not (one.good or calls[-1].takes(one)):
            steps.close()
            return calls, provider.failure(one)
        try:
            calls.append(steps.send(one))
        except StopIteration as ended:
            return calls, ended.value
    steps.close()
    return calls, None


def polled(provider: Remote, *answers: Answer, job: str = "job1") -> Any:
    """How a job stands by these answers."""
    return driven(provider, provider.poll(job), *answers)[1]


def lines(calls: list[Call]) -> list[str]:
    """Method and address of each call."""
    return [f"{call.method} {call.url}" for call in calls]


def a_job(
    effects: str = "rain", music: str = "piano", *, asmr: bool = False, **more: Any
) -> RemoteJob:
    """A request for 12.5 s of picture."""
    prompts = Prompts(sound_effect=effects, background_music=music, asmr=asmr)
    told = {"seconds": Fraction(25, 2), "seed": 70_000, "client": "v2a-3f9c-1", **more}
    return RemoteJob(prompts, **told)


def kind_of(failure: Any) -> str:
    """The kind of a failure, and nothing else is one."""
    assert isinstance(failure, Failure), failure
    return failure.kind.value
