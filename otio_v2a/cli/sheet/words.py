"""What both forms of the cue sheet say alike: times, lengths, options."""

from otio_v2a.edit import Edit
from otio_v2a.model import CueOptions, Span
from otio_v2a.timecode import timecode

_CONTROL = dict.fromkeys((*range(32), *range(127, 160)), " ")


def plain(text: str) -> str:
    """A text on one line, without what no reader shows: control characters become spaces."""
    return text.translate(_CONTROL)


def length(record: Span, edit: Edit) -> tuple[str, str]:
    """How long a span is, as the timeline counts, and in seconds to the millisecond."""
    label = timecode(record.length, edit.rate, drop=edit.drop_frame)
    return label, f"{float(record.length / record.rate):.3f}"


def fade(options: CueOptions) -> str:
    """`12f`, `0.5s`; empty where none is asked for."""
    return f"{float(options.fade.amount):g}{options.fade.unit}" if options.fade else ""


def gain(options: CueOptions) -> str:
    """`-6`, `2.5`; empty where none is asked for. Unit: dB."""
    return f"{options.gain_db:g}" if options.gain_db else ""
