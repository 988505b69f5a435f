"""What both forms of the cue sheet say alike: times, lengths, options."""

from otio_v2a.edit import Edit
from otio_v2a.model import CueOptions, Span
from otio_v2a.timecode import timecode


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
