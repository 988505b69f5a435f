"""The words that prompts are searched for: layers, surfaces, manners, and what explains what."""

from collections.abc import Mapping
from types import MappingProxyType

LAYERS: Mapping[str, str] = MappingProxyType(
    {
        "rain": r"rain\w*|drizzl\w*|downpour|shower(?:s|ing)?|(?:rain|thunder)?storm\w*"
        r"|monsoon",
        "wind": r"wind(?:y|s)?|breez\w*|gust\w*|gales?|blizzard|howling"
        r"|(?:rain|snow|sand)?storm\w*|forest|desert|mountains?",
        "waves": r"waves?|surf|sea|ocean|beach|shore\w*|tide|coast",
        "thunder": r"thunder\w*|lightning|storm",
        "footsteps": r"foot\s?steps?|foot\s?falls?|steps|walk(?:s|ing)?|(?:high )?heels|jogg\w*"
        r"|march\w*"
        r"|(?:man|woman|people|person|child|someone|feet|he|she)\s(?:is\s|are\s)?runn?(?:s|ing)?|sprint\w*"
        r"|hoo(?:f|ves)\w*",
        "impact": r"impacts?|hits?|hitting|thuds?|thumps?|slam\w*|punch\w*|bang\w*|crash\w*"
        r"|smack\w*|kick\w*|land(?:s|ing)|drop(?:s|ped)|fall(?:s|ing)?|collision"
        r"|strik\w*|booms?",
        "bounce": r"bounc\w*|balls?|dribbl\w*|basketball|tennis",
        "whoosh": r"w?hoosh\w*|swoosh\w*|swish\w*|swipe\w*|transitions?|fly(?:s|ing)?[- ]?by"
        r"|pass(?:es|ing)?[- ]by|whip\w*|swing\w*|riser",
        "glass": r"glass\w*|shatter\w*|window breaks?|bottles?|crystal|porcelain"
        r"|plates?|dishes|clink\w*|cups?|china",
        "fire": r"fires?|flames?|burn\w*|crackl\w*|campfire|fireplace|bonfire|torch\w*"
        r"|logs?|embers?",
        "birds": r"birds?|birdsong|chirp(?:s|ing)?|tweet\w*|songbirds?|(?:sea)?gulls?|forest"
        r"|garden|woodland|jungle|dawn",
        "engine": r"engines?|motors?|cars?|trucks?|motor(?:bike|cycle)s?|idling"
        r"|rev(?:s|ving)|vehicles?|tractors?|boats?",
        "keyboard": r"keyboards?|typ(?:ing|es|ist)|typewriter|keys?trokes?|office",
        "water": r"water\w*|streams?|rivers?|brooks?|creeks?|fountains?|pour\w*|flowing"
        r"|trickl\w*|taps?|faucet",
        "crowd": r"crowds?|people talking|chatter\w*|murmur\w*|walla|audience|restaurant"
        r"|caf[eé]|bar|party|voices|market|stadium|talking",
        "room": r"room\s?tone|room|ambien(?:ce|t|ces)|air|interior|silence|quiet\w*"
        r"|atmosphere|indoors?",
        "heartbeat": r"heart\s?beats?|heart|pulse",
        "door": r"doors?|gate|cupboard|drawers?|latch|lock(?:s|ing)?",
        "drip": r"drip\w*|droplets?|leak\w*",
        "splash": r"splash\w*|div(?:es|ing)|plung\w*|puddles?",
        "clock": r"clocks?|tick(?:s|ing)?|watch ticking|metronome",
        "bell": r"bells?|chimes?|gong|ding|church",
        "applause": r"applau\w*|clap(?:s|ping)?|ovation|cheer\w*",
        "insects": r"insects?|crickets?|cicadas?|night|grasshoppers?|bees?|buzz\w*|jungle"
        r"|meadow",
        "traffic": r"traffic|cit(?:y|ies)|streets?|highway|motorway|urban|road|asphalt|t[yi]res?",
        "hum": r"hum(?:s|ming)?|electric\w*|mains|fridge|refrigerator|transformer|neon"
        r"|fluorescent|server",
        "static": r"static|radio|hiss\w*|interference|white noise|glitch\w*|vinyl",
        "drone": r"drones?|ominous|eerie|rumbl\w*|tension|spaceship|sub\s?bass|deep space",
        "machine": r"machin\w*|factory|industrial|mechanical|gears?|printer|conveyor"
        r"|pumps?|robot\w*",
        "train": r"trains?|railway|subway|tram|locomotive",
        "helicopter": r"helicopters?|choppers?|rotors?|propellers?|airplanes?|planes?|aircraft"
        r"|jet",
        "bubbles": r"bubbl\w*|underwater|boil\w*|aquarium|scuba",
        "explosion": r"explo\w*|blast\w*|bombs?|detonat\w*|fireworks?",
        "gunshot": r"gun\s?shots?|guns?|shoot\w*|gunfire|rifle|pistol",
        "metal": r"clang\w*|clank\w*|metallic|swords?|chains?|anvil|hammer\w*"
        r"|coins?|armou?r|metal",
        "knock": r"knock\w*|wood(?:en)? (?:hit|block|knock)\w*|chop\w*|tapping|taps on",
        "click": r"click\w*|camera|shutter|switch\w*|button\w*|snap\w*",
        "rustle": r"rustl\w*|cloth\w*|fabric|leaves|paper\w*|foliage|pages?",
        "bark": r"bark(?:s|ing)?|dogs?|puppy",
        "alarm": r"alarms?|beep\w*|sirens?|phone|ring(?:s|ing|tone)|notification",
    }
)
"""Every layer and the words, as a pattern, that ask for it."""

SURFACES: Mapping[str, str] = MappingProxyType(
    {
        "gravel": r"gravel|pebbles?|stones?|sand",
        "wood": r"wood(?:en)?|parquet|floorboards?|planks?",
        "metal": r"metal(?:lic)?|steel|iron|grating",
        "wet": r"wet|puddles?|water|mud\w*",
        "leaves": r"leaves|grass|forest|snow\w*|straw",
    }
)
"""What steps and blows meet."""

MANNERS: Mapping[str, str] = MappingProxyType(
    {
        "distant": r"distant\w*|far|faint\w*|remote|afar|background|muffled",
        "close": r"close(?: up)?|near(?:by)?|intimate|asmr|detailed|dry",
        "heavy": r"heavy|heavily|loud\w*|strong\w*|hard|big|huge|massive|intense|violent"
        r"|powerful|deep|torrential",
        "soft": r"soft\w*|gentl\w*|light|lightly|quiet\w*|subtle|calm|delicate|small|mild",
        "slow": r"slow\w*|lazy|occasional\w*|leisurely",
        "fast": r"fast|quick\w*|rapid\w*|hurried\w*|frantic\w*|runn?(?:s|ing)?|busy",
    }
)
"""How a layer sounds."""

HIDES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "footsteps": frozenset({"metal", "water", "rustle", "waves", "splash", "impact", "click"}),
        "glass": frozenset({"impact"}),
        "rain": frozenset({"impact", "water", "drip"}),
        "door": frozenset({"impact", "knock"}),
        "keyboard": frozenset({"click"}),
        "drip": frozenset({"water", "impact"}),
        "splash": frozenset({"water"}),
        "bubbles": frozenset({"water"}),
        "waves": frozenset({"impact", "water"}),
        "explosion": frozenset({"impact"}),
        "thunder": frozenset({"impact"}),
        "fire": frozenset({"impact"}),
        "gunshot": frozenset({"impact"}),
        "bounce": frozenset({"impact"}),
        "drone": frozenset({"impact"}),
        "metal": frozenset({"impact"}),
        "water": frozenset({"impact"}),
        "engine": frozenset({"whoosh"}),
        "alarm": frozenset({"engine"}),
        "birds": frozenset({"insects"}),
    }
)
"""Layers that another of the same clause explains: the water of "steps in water" is a surface."""

LITTLE = frozenset(
    [
        "a",
        "across",
        "an",
        "are",
        "at",
        "background",
        "by",
        "cinematic",
        "clip",
        "down",
        "each",
        "effect",
        "effects",
        "every",
        "foley",
        "for",
        "foreground",
        "from",
        "he",
        "hear",
        "hearing",
        "her",
        "high",
        "his",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "less",
        "more",
        "music",
        "near",
        "noise",
        "noises",
        "of",
        "off",
        "on",
        "one",
        "only",
        "onto",
        "or",
        "out",
        "please",
        "quality",
        "realistic",
        "scene",
        "sfx",
        "she",
        "some",
        "sound",
        "sounds",
        "that",
        "the",
        "their",
        "there",
        "this",
        "through",
        "to",
        "two",
        "under",
        "up",
        "very",
        "video",
        "we",
    ]
)
"""Words that ask for nothing by themselves."""
