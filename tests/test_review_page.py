"""The review's page in a real browser, against a real server: read, reword, pay, hear, choose."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browsing import PATIENCE, Visit, a_browser, a_visit, axe, needs_chromium
from counters import Desk, a_desk
from fakes.gateways.faults import Fault
from flashes import Mark
from playwright.sync_api import Browser, expect, sync_playwright
from reels import MOVIE, REEL
from reviewing import a_review
from running import SMALL, Place, placed

pytestmark = needs_chromium

HOSTILE = "<img src=x onerror=document.title='owned'> & \"rain\""
MARKS = (Mark(HOSTILE, 20, 60), Mark("steps", 80, 75, name="foley"))
CUT = replace(REEL, marks=MARKS)
FRAME = 1 / 25
TWICE = ("--provider", "sketch", "--takes", "2")
sweep = pytest.mark.sweep


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, a_browser(playwright) as opened:
        yield opened


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    MOVIE.make(folder)
    return folder


@pytest.fixture
def desk(tmp_path: Path, media: Path) -> Iterator[Desk]:
    """The cut at WaveSpeed, which takes money."""
    with a_desk("wavespeed", tmp_path, media, CUT) as made:
        made.place.extra.update(SMALL)
        yield made


@pytest.fixture
def visit(desk: Desk, browser: Browser) -> Iterator[Visit]:
    with (
        a_review(desk.place, desk.timeline, "--provider", desk.name) as review,
        a_visit(browser, review) as opened,
    ):
        yield opened


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory, media: Path) -> Place:
    """Where the cut was scored, here and free, in two takes."""
    place = Place(tmp_path_factory.mktemp("scored"), dict(SMALL))
    timeline = CUT.save(place.folder, "Reel 1.otio", media)
    done = place.run("score", timeline, *TWICE, "--yes", "--progress", "none")
    assert done.code == 0, done.err
    return place


@pytest.fixture
def free(scored: Place, browser: Browser) -> Iterator[Visit]:
    with (
        a_review(scored, scored.folder / "Reel 1.otio", *TWICE) as review,
        a_visit(browser, review) as opened,
    ):
        yield opened


def test_the_plan_is_read_a_prompt_reworded_the_price_paid_and_the_sound_placed(
    visit: Visit, desk: Desk
) -> None:
    page, before = visit.page, desk.timeline.read_bytes()
    price = 0.035 * len(MARKS)
    expect(page.locator(".cue")).to_have_count(len(MARKS))
    expect(page.locator("#total")).to_contain_text(f"${price:.2f}"[:-1])
    prompt = visit.cue(0).locator("textarea[data-prompt=sound_effect]")
    assert prompt.input_value() == HOSTILE
    prompt.fill("hail on tin")
    prompt.blur()
    expect(visit.cue(0).locator("[data-act=to-marker]")).to_be_visible()
    page.locator("#score").click()
    visit.ended()
    assert desk.billed() == Counter(["hail on tin", "steps"])
    assert page.get_attribute("#run", "data-code") == "0"
    expect(page.locator("#run-money")).to_contain_text(f"${price:.2f}"[:-1])
    page.locator("#place").click()
    expect(page.locator("#said-text")).to_contain_text("Reel 1.v2a.otio")
    assert len(placed(desk.output)) == len(MARKS)
    told = desk.place.run("cues", desk.timeline, "--json").json["cues"]
    assert [cue["prompts"]["sound_effect"] for cue in told] == ["hail on tin", "steps"]
    assert desk.timeline.read_bytes() == before
    assert (visit.said, {url.split("/")[2] for url in visit.asked}) == (
        [],
        {f"127.0.0.1:{visit.review.port}"},
    )


def test_what_a_marker_says_is_text_and_nothing_else(visit: Visit) -> None:
    assert visit.page.locator("img[src=x]").count() == 0
    assert "owned" not in visit.page.title()
    expect(visit.cue(0).locator("textarea[data-prompt=sound_effect]")).to_have_value(HOSTILE)


@sweep
def test_a_page_that_is_loaded_anew_in_the_middle_goes_on_where_it_was(
    visit: Visit, desk: Desk
) -> None:
    desk.gateway.outcome = "never"
    visit.page.locator("#score").click()
    visit.page.wait_for_selector("#run[data-state=running]")
    visit.page.reload()
    visit.page.wait_for_selector("#run[data-state=running]")
    desk.gateway.outcome = "done"
    for job in desk.gateway.jobs.values():
        job.outcome = "done"
    visit.ended()
    assert desk.billed() == desk.marked()
    assert "#" not in visit.page.url


@sweep
def test_all_can_be_cancelled_and_nothing_is_paid_twice_afterwards(
    visit: Visit, desk: Desk
) -> None:
    desk.gateway.outcome = "never"
    visit.page.locator("#score").click()
    while desk.gateway.posts < len(MARKS):
        visit.page.wait_for_timeout(50)
    visit.page.locator("#cancel-all").click()
    visit.ended()
    assert visit.page.get_attribute("#run", "data-code") == "130"
    desk.gateway.outcome = "done"
    for job in desk.gateway.jobs.values():
        job.outcome = "done"
    expect(visit.page.locator("#total-said")).to_have_text("paid, and still to be fetched")
    visit.page.locator("#score").click()
    visit.page.wait_for_selector("#run[data-code='0']", timeout=PATIENCE)
    assert desk.billed() == desk.marked()


@sweep
def test_what_is_uncertain_or_failed_is_decided_on_the_page_and_nothing_is_paid_unasked(
    tmp_path: Path, media: Path, browser: Browser
) -> None:
    with a_desk("fal", tmp_path, media, CUT) as desk:
        desk.place.extra.update(SMALL)
        desk.gateway.faults["submit"] = [Fault.reset(after=True)]
        with (
            a_review(desk.place, desk.timeline, "--provider", desk.name) as review,
            a_visit(browser, review) as visit,
        ):
            page = visit.page
            page.locator("#score").click()
            page.wait_for_selector("#run[data-code='3']", timeout=PATIENCE)
            undecided = page.locator(".undecided")
            expect(undecided).to_contain_text("Its answer was lost: it may be paid.")
            expect(page.locator("#score")).to_be_disabled()
            lost = page.locator(".cue", has=undecided).locator("textarea").first.input_value()
            (bill,) = [one for one in desk.gateway.bills if one.prompts[0] == lost]
            undecided.locator("input").fill(bill.job)
            desk.gateway.jobs[bill.job].outcome = "failed"
            undecided.locator("[data-act=adopt]").click()
            expect(page.locator("#total-said")).to_have_text("paid, and still to be fetched")
            page.locator("#score").click()
            expect(undecided).to_contain_text("It is not paid for again by itself.")
            assert (desk.billed(), desk.gateway.posts) == (desk.marked(), 2)
            undecided.locator("[data-act=again]").click()
            expect(page.locator("#score")).to_contain_text("Score 1 cue for $0.035")
            page.locator("#score").click()
            page.wait_for_selector("#run[data-code='0']", timeout=PATIENCE)
            assert desk.billed() == desk.marked() + Counter([lost])
            page.locator("#place").click()
            expect(page.locator("#said-text")).to_contain_text("Reel 1.v2a.otio")
            assert len(placed(desk.output)) == len(MARKS)
            assert visit.said == []


@sweep
def test_one_cue_can_be_taken_back_and_the_other_is_placed(visit: Visit, desk: Desk) -> None:
    desk.gateway.outcome = "never"
    visit.page.locator("#score").click()
    while desk.gateway.posts < len(MARKS):
        visit.page.wait_for_timeout(50)
    visit.cue(0).locator("[data-act=cancel]").click()
    visit.page.wait_for_timeout(300)
    desk.gateway.outcome = "done"
    for job in desk.gateway.jobs.values():
        job.outcome = "done"
    visit.ended()
    assert len(placed(desk.output)) == 1


@sweep
def test_two_pages_of_one_review_show_the_same(visit: Visit, browser: Browser) -> None:
    with a_visit(browser, visit.review) as other:
        prompt = other.cue(1).locator("textarea[data-prompt=sound_effect]")
        prompt.fill("boots in mud")
        prompt.blur()
        mine = visit.cue(1).locator("textarea[data-prompt=sound_effect]")
        expect(mine).to_have_value("boots in mud")


def test_a_take_is_heard_against_its_picture_and_the_other_at_the_same_place(free: Visit) -> None:
    page = free.page
    free.listen(0)
    page.locator("#play").click()
    page.wait_for_selector("#transport[data-state=playing]")
    begun = free.attribute("seconds")
    page.wait_for_timeout(1500)
    before = free.attribute("seconds")
    page.locator("#flip").click()
    after = free.attribute("seconds")
    assert before > begun + 1.2
    # What lies between two looks passed by; nothing was skipped or begun anew.
    assert before <= after < before + 1.0
    heard = page.locator("[data-act=hear][aria-pressed=true]").first
    assert heard.get_attribute("data-take") == "2"
    page.keyboard.press("Space")
    page.wait_for_selector("#transport[data-state=stopped]")
    still = free.attribute("seconds")
    page.locator("#flip").click()
    assert abs(free.attribute("seconds") - still) < FRAME
    picture = page.evaluate("document.querySelector('#picture').error === null")
    assert (picture, free.said) == (True, [])


@sweep
def test_the_keyboard_moves_by_frames(free: Visit) -> None:
    free.listen(0)
    free.page.keyboard.press("Home")
    first = int(free.attribute("frame"))
    for _ in range(3):
        free.page.keyboard.press("ArrowRight")
    free.page.keyboard.press("ArrowLeft")
    # What is shown follows with the screen's next picture.
    expect(free.page.locator("#transport")).to_have_attribute("data-frame", str(first + 2))


def test_the_take_that_is_chosen_is_placed_and_every_verb_agrees(
    free: Visit, scored: Place
) -> None:
    folder = scored.folder
    free.listen(0)
    free.page.locator("[data-act=use][data-take='2']").first.click()
    expect(free.page.locator("#said-text")).to_be_visible()
    free.page.locator("#place").click()
    expect(free.page.locator("#said-text")).to_contain_text("Reel 1.v2a.otio")
    names = [clip.path.name for clip in placed(folder / "Reel 1.v2a.otio")]
    assert ["_t2_" in name for name in names] == [True, False]
    told = scored.run("takes", folder / "Reel 1.otio", "--provider", "sketch", "--json").json
    assert [cue["chosen"] for cue in told["cues"]] == [2, 1]


@sweep
def test_a_further_take_says_its_price_and_is_there_afterwards(visit: Visit, desk: Desk) -> None:
    visit.page.locator("#score").click()
    visit.ended()
    visit.listen(1)
    expect(visit.page.locator("#reroll")).to_contain_text("0.035")
    visit.page.locator("#reroll").click()
    expect(visit.page.locator("[data-act=hear][data-take='2']")).to_be_visible()
    assert desk.billed() == Counter({HOSTILE: 1, "steps": 2})


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=sweep)])
def test_nobody_is_kept_out(free: Visit, browser: Browser, scheme: str) -> None:
    with a_visit(browser, free.review, color_scheme=scheme) as visit:
        visit.page.evaluate(axe())
        plan = visit.page.evaluate("axe.run()")
        visit.listen(0)
        listening = visit.page.evaluate("axe.run()")
    found = [
        (one["id"], one["impact"], one["nodes"][0]["target"])
        for result in (plan, listening)
        for one in result["violations"]
    ]
    assert [one for one in found if one[1] in ("serious", "critical")] == []


def test_without_its_token_the_page_says_what_to_do(visit: Visit, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(visit.review.base)
    expect(page.locator("#link")).to_contain_text("otio-v2a")
    assert page.locator(".cue").count() == 0
    context.close()


@sweep
def test_two_hundred_cues_are_there_at_once_and_their_pictures_when_they_are_looked_at(
    tmp_path: Path, media: Path, browser: Browser
) -> None:
    marks = tuple(Mark(f"sound {number}", 1 + number % 190, 10) for number in range(200))
    replace(REEL, marks=marks).save(tmp_path, "Reel 1.otio", media)
    with (
        a_review(Place(tmp_path, dict(SMALL)), tmp_path / "Reel 1.otio") as review,
        a_visit(browser, review) as visit,
    ):
        expect(visit.page.locator(".cue")).to_have_count(200)
        visit.page.wait_for_timeout(1000)
        stills = [url for url in visit.asked if "/still/" in url]
        assert 0 < len(stills) < 60
        assert json.dumps(visit.said) == "[]"
