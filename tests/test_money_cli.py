"""The money rules, through the real command line: what is sent, what is paid, what is told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from counters import Desk, a_copy, a_cut, a_desk, reworded
from fakes.gateways.faults import Fault
from reels import MOVIE, statuses
from running import Done

CUT = a_cut(prompts=1)
"""Four requests: 0.14 USD where one costs 0.035."""


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    MOVIE.make(folder)
    return folder


@pytest.fixture(scope="module")
def bought(tmp_path_factory: pytest.TempPathFactory, media: Path) -> Iterator[Desk]:
    """Everything scored by fal once, without a yes: it costs less than needs one."""
    with a_desk("fal", tmp_path_factory.mktemp("bought"), media, CUT) as desk:
        done = desk.run("score", "--progress", "none", "--json")
        assert (done.code, statuses(done)) == (0, ["placed"] * 4)
        assert (done.json["requests"], done.json["cost_usd"]) == (4, 0.14)
        assert desk.billed() == desk.marked()
        yield desk


@dataclass(frozen=True, slots=True)
class Refused:
    """What must not be sent: by whom, said how, with which configuration, and what is told.

    `env` changes the environment, None takes out; `beside` is a configuration beside the timeline.
    """

    name: str
    code: int
    told: str
    words: tuple[str, ...] = ("--yes",)
    env: dict[str, str | None] = field(default_factory=dict)
    beside: str = ""


FOREIGN = (
    "'{}' in 'FOLDER/otio-v2a.toml' is not read: a folder from somebody else must not say where"
    " your keys go or what is run. Move it into 'FOLDER/home/otio-v2a/otio-v2a.toml'."
)
HELD = "0.14 USD were not approved: nothing was sent. Say --yes to go on."
REFUSED = {
    "above the cap": Refused(
        "fal",
        4,
        "4 requests to fal would cost 0.14 USD, more than the cap of 0.10. Nothing was sent."
        " Raise it with --max-cost.",
        words=("--yes", "--max-cost", "0.10"),
    ),
    "without a yes": Refused("fal", 4, HELD, words=(), env={"OTIO_V2A_AUTO_APPROVE_BELOW": "0.13"}),
    "an assumed price without a yes": Refused("kling", 4, HELD, words=()),
    "without a key": Refused(
        "fal",
        2,
        "there is no key for fal. Say: otio-v2a keys set fal (or set FAL_KEY or FAL_KEY_ID and"
        " FAL_KEY_SECRET in the environment).",
        env={"FAL_KEY": None},
    ),
    "without hosting": Refused(
        "kling",
        2,
        "kling takes no files, only public addresses. Tell where your pictures get one: [hosting]"
        " in your configuration, see docs/providers.md.",
        env={"OTIO_V2A_HOSTING__KIND": None},
    ),
    "without a version": Refused(
        "replicate-mmaudio",
        2,
        "Replicate wants the exact version of 'zsxkib/mmaudio'. Copy its 64 digits from"
        " replicate.com/zsxkib/mmaudio/versions into your configuration:"
        " [providers.replicate-mmaudio] version.",
        env={"OTIO_V2A_PROVIDERS__REPLICATE-MMAUDIO__VERSION": None},
    ),
    "foreign providers": Refused(
        "fal", 2, FOREIGN.format("providers"), beside="[providers.fal]\nprice = 0\n"
    ),
    "foreign hosting": Refused(
        "kling", 2, FOREIGN.format("hosting"), beside='[hosting]\nkind = "none"\n'
    ),
    "foreign ffmpeg": Refused("fal", 2, FOREIGN.format("ffmpeg"), beside='ffmpeg = "/bin/true"\n'),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_may_not_be_sent_is_one_line_a_code_and_no_request(
    what: str, tmp_path: Path, media: Path
) -> None:
    case = REFUSED[what]
    with a_desk(case.name, tmp_path, media, CUT) as desk:
        extra = desk.place.extra
        extra.update({name: value for name, value in case.env.items() if value})
        for name in (name for name, value in case.env.items() if value is None):
            del extra[name]
        if case.beside:
            (tmp_path / "otio-v2a.toml").write_text(case.beside)
        done = desk.run("score", "--progress", "none", *case.words)
        told = done.err.replace(str(tmp_path), "FOLDER")
        assert (done.code, done.out, told) == (case.code, "", f"otio-v2a: {case.told}\n")
        assert (desk.gateway.log, desk.output.exists()) == ([], False)


def test_with_a_yes_an_assumed_price_is_paid(tmp_path: Path, media: Path) -> None:
    with a_desk("kling", tmp_path, media, CUT) as desk:
        done = desk.score()
        assert (done.code, statuses(done), desk.billed()) == (0, ["placed"] * 4, desk.marked())


MOVED = replace(
    CUT,
    tracks=((replace(CUT.tracks[0][0], at=40), replace(CUT.tracks[0][1], at=300)),),
    marks=tuple(replace(one, at=one.at + (75 if one.at > 200 else 40)) for one in CUT.marks),
)
CHANGED = {
    "nothing": (CUT, (), []),
    "a prompt": (reworded(CUT, _2="thunder"), (), ["thunder"]),
    "a take more": (CUT, ("--takes", "2"), sorted(mark.prompt for mark in CUT.marks)),
    "clips moved": (MOVED, (), []),
}


@pytest.mark.parametrize("what", CHANGED)
def test_only_what_changed_is_sent_again(
    what: str, bought: Desk, tmp_path: Path, media: Path
) -> None:
    cut, words, sent = CHANGED[what]
    desk, before = a_copy(bought, tmp_path, media, cut), bought.billed()
    done = desk.score(*words)
    assert (done.code, done.json["requests"]) == (0, len(sent))
    assert sorted((desk.billed() - before).elements()) == sent
    told = ["placed" if what == "a prompt" and number == 1 else "kept" for number in range(4)]
    assert statuses(done) == told


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A desk of which two requests are uncertain, and the run that came to it."""

    desk: Desk
    done: Done
    posts: int


@pytest.fixture
def doubtful(bought: Desk, tmp_path: Path, media: Path) -> Doubtful:
    desk = a_copy(bought, tmp_path, media, reworded(CUT, _1="wind", _3="waves"))
    desk.gateway.faults["submit"] = [Fault.reset(after=True), Fault.late(503)]
    return Doubtful(desk, desk.score(), desk.gateway.posts)


def test_a_lost_answer_makes_its_cue_uncertain_and_the_others_are_placed(
    doubtful: Doubtful,
) -> None:
    desk, done = doubtful.desk, doubtful.done
    assert (done.code, statuses(done)) == (3, ["uncertain", "kept", "uncertain", "kept"])
    assert desk.output.exists()
    numbers = desk.numbers()
    for cue in done.json["cues"][::2]:
        number = numbers[cue["id"]]
        assert re.fullmatch(
            rf"request {number} went to fal at \d\d:\d\d:\d\d UTC, and its answer was lost: it may"
            r" be paid\. Look into your account there\. Is it listed\? Say: otio-v2a takes TIMELINE"
            rf" adopt {number} JOB_ID\. Is it not\? Say: otio-v2a takes TIMELINE resubmit"
            rf" {number}\.",
            cue["message"],
        )


def test_takes_lists_what_is_uncertain_since_when_and_what_to_do(doubtful: Doubtful) -> None:
    told = doubtful.desk.run("takes").out
    rows = [re.split(r" {2,}", line.strip()) for line in told.splitlines()]
    found = [[*row[:4], re.sub(r"\d", "0", row[5]), row[6]] for row in rows if "uncertain" in row]
    when, where = "0000-00-00 00:00:00", f"'{doubtful.desk.timeline}'"
    numbers = doubtful.desk.numbers().items()
    assert sorted(found) == sorted(
        [one, cue, "sfx", "1", when, "uncertain"] for cue, one in numbers
    )
    assert told.endswith(
        "uncertain: it was sent and its answer lost. Look into your account there:\n"
        f"  listed      otio-v2a takes {where} adopt REQUEST JOB_ID   fetched, free\n"
        f"  not listed  otio-v2a takes {where} resubmit REQUEST       sent and paid anew\n"
        "  or leave it: it is never sent again by itself.\n"
    )


def test_what_is_uncertain_is_adopted_for_nothing_or_resubmitted_for_its_price(
    doubtful: Doubtful,
) -> None:
    desk = doubtful.desk
    job = [bill.job for bill in desk.gateway.bills if bill.prompts[0] == "wind"][-1]
    again = desk.score()
    assert (again.code, again.json["requests"], desk.gateway.posts) == (3, 0, doubtful.posts)
    numbers, (wind, _, waves, _) = desk.numbers(), desk.prompts()
    adopted = desk.run("takes", "adopt", numbers[wind], job)
    resubmitted = desk.run("takes", "resubmit", numbers[waves])
    assert [adopted.err, resubmitted.err] == [
        "Adopted. The next score fetches what it made; that costs nothing.\n",
        "1 request will be sent again by the next score, for $0.035.\n",
    ]
    done = desk.score()
    assert (done.code, statuses(done)) == (0, ["placed", "kept", "placed", "kept"])
    assert (done.json["requests"], desk.gateway.posts) == (1, doubtful.posts + 1)


def test_a_failed_job_is_not_paid_again_by_itself(
    bought: Desk, tmp_path: Path, media: Path
) -> None:
    desk = a_copy(bought, tmp_path, media, reworded(CUT, _4="owl"))
    desk.gateway.outcome = "failed"
    first, posts = desk.score(), desk.gateway.posts
    desk.gateway.outcome = "done"
    second = desk.score()
    assert [(done.code, statuses(done)) for done in (first, second)] == [
        (3, ["kept", "kept", "kept", "failed"])
    ] * 2
    assert desk.gateway.posts == posts
    (number,) = desk.numbers().values()
    assert desk.run("takes", "resubmit", number).code == 0
    assert (statuses(desk.score()), desk.gateway.posts) == (["kept"] * 3 + ["placed"], posts + 1)


def test_plan_tells_what_is_paid_under_way_uncertain_and_to_be_scored(
    bought: Desk, tmp_path: Path, media: Path
) -> None:
    desk = a_copy(bought, tmp_path, media, reworded(CUT, _1="fog", _2="bees", _4="bats"))
    fog, bees, _, _ = desk.prompts()
    desk.gateway.faults["submit"] = [Fault.reset(after=True)]
    assert desk.score("--only", fog).code == 3
    desk.gateway.outcome = "never"
    desk.place.extra["OTIO_V2A_GATEWAY__DEADLINE"] = "2"
    assert desk.score("--only", bees).code == 3
    desk.gateway.outcome, posts = "done", desk.gateway.posts
    found = desk.run("plan", "--json").json
    states = [part["states"] for part in found["parts"]]
    assert states == [{"uncertain": 1}, {"paid, under way": 1}, {"done": 1}, {"to be scored": 1}]
    assert (found["requests"], found["cost_usd"]) == (1, 0.035)
    told = desk.run("plan").out
    assert told.endswith("\n1 request to fal, $0.035. Nothing was sent.\n")
    assert desk.gateway.posts == posts
