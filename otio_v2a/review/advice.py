"""What would make a prompt work better, in a line each. Never refuses anything."""

import re
from collections.abc import Iterator

from otio_v2a.model import Prompts

_DIRECTS = re.compile(
    r"(?:please\s+)?(?:add|build|compose|create|generate|give|insert|let|make|mix|play|produce|put"
    r"|score|use|write|i\s+(?:want|need|would)|we\s+(?:want|need))\b",
    re.IGNORECASE,
)
_TEMPO = re.compile(
    r"\b(?:\d{2,3}\s*bpm|slow|fast|quick|mid-?tempo|up-?tempo|largo|adagio|andante|moderato|allegro"
    r"|presto|driving|gentle|steady)\b",
    re.IGNORECASE,
)
_INSTRUMENT = re.compile(
    r"\b(?:piano|rhodes|organ|harpsichord|celesta|strings?|violins?|violas?|cellos?|celli"
    r"|double bass|bass|guitars?|banjo|ukulele|harp|flutes?|clarinets?|oboes?|bassoons?|sax\w*"
    r"|trumpets?|trombones?|horns?|brass|woodwinds?|synth\w*|pads?|arpeggi\w*|drums?|percussion|timpani|taiko"
    r"|bells?|marimba|vibraphone|xylophone|kalimba|glockenspiel|choir|voices?|vocals?|orchestra\w*"
    r"|quartet|accordion|harmonica|sitar|koto|oud|drones?)\b",
    re.IGNORECASE,
)


def advice(prompts: Prompts) -> Iterator[str]:
    """Remarks on how prompts are worded.

    Source: what sellers of Kling video-to-audio advise: lead with the sound that the picture hangs
    on, name instruments and tempo, no directing verbs.
    """
    for kind, prompt in (("sound", prompts.sound_effect), ("music", prompts.background_music)):
        directs = _DIRECTS.match(prompt.strip())
        if directs:
            verb = directs.group(0).split()[-1].lower()
            yield f"The {kind} prompt begins with '{verb}': name what is heard, not what to do."
    music = prompts.background_music
    if music and not _INSTRUMENT.search(music):
        yield "Name the instruments of the music: 'slow piano and strings' says more than a mood."
    if music and not _TEMPO.search(music):
        yield "Say the tempo of the music: 'slow', or a figure such as '72 BPM'."
