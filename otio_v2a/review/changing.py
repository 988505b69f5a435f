"""What the page says of a cue -> what is kept of it in the work folder."""

from otio_v2a.model import Cue
from otio_v2a.review.said import CueEdit
from otio_v2a.score import overrides
from otio_v2a.score.overrides import Override
from otio_v2a.score.prepare import Prepared

_OPTIONS = ("takes", "gain_db", "fade")


def changed(prepared: Prepared, cue: Cue, edit: CueEdit) -> None:
    """Write down the changes of one cue.

    Raises: TimelineError when they cannot be written; UsageError when the earlier ones cannot be
    read.
    """
    known = overrides.read(prepared.folder)
    before = Override() if edit.reset else known.cues.get(cue.id, Override())
    marker = next(one for one in prepared.marked.cues if one.id == cue.id).prompts
    said = edit.model_dump(exclude_none=True, include={"sound_effect", "background_music", "asmr"})
    options = {name: one for name in _OPTIONS if (one := getattr(edit, name)) is not None}
    to = before.model_copy(update=options)
    if said:
        worded = (marker if edit.reset else cue.prompts).model_copy(update=said)
        kept = (None, None) if worded == marker else (worded, marker)
        to = to.model_copy(update=dict(zip(("prompts", "marker"), kept, strict=True)))
    overrides.write(prepared.folder, known.changed(cue.id, to))
