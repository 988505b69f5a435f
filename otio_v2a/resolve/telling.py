"""What is told in Resolve's console. Pure."""

from collections import Counter
from decimal import Decimal

from otio_v2a.providers.base import usd
from otio_v2a.review.told import PlanView, RunView


def plan_lines(plan: PlanView) -> str:
    """The plan in a few lines: `3 ranges, 5 segments, 58 s, sketch, free; nothing sent yet`."""
    segments = [one for cue in plan.cues for part in cue.parts for one in part.segments]
    seconds = sum(one.seconds for one in segments)
    price = _usd(plan.cost_usd) if plan.cost_usd else "free"
    assumed = " (price assumed)" if plan.cost_usd and plan.price_is_assumed else ""
    counts = (
        _counted(len(plan.cues), "range"),
        _counted(len(segments), "segment"),
        f"{seconds:.0f} s of picture",
        plan.provider,
    )
    cost = f"{price}{assumed}" if plan.requests else "all of it kept, $0"
    lines = [f"V2A: {', '.join(counts)}: {cost}. Nothing is sent yet."]
    for cue in plan.cues:
        said = " + ".join(filter(None, (cue.prompts.sound_effect, cue.prompts.background_music)))
        what = _usd(cue.cost_usd) if cue.cost_usd else ""
        kept = "" if any(part.requests for part in cue.parts) else "kept"
        end = ", ".join(filter(None, (what, kept)))
        lines.append(f"  {cue.where.first}  {cue.name}: {said}{f'  ({end})' if end else ''}")
    lines += [f"  held: {one.name}: {one.message}" for one in plan.held]
    lines += [f"  {one.level}: {one.message}" for one in plan.notices]
    return "\n".join(lines)


def progress_line(run: RunView) -> str:
    """How far a run is: `2 placed, 1 being scored; $0.07 spent`."""
    counts = Counter(one.stage for one in run.cues)
    said = ", ".join(f"{count} {stage}" for stage, count in counts.items()) or "starting"
    spent = f"; {_usd(run.spent_usd)} spent" if run.spent_usd else ""
    return f"V2A: {run.seconds:.0f} s: {said}{spent}"


def _usd(amount: float) -> str:
    return f"${usd(Decimal(str(amount)))}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
