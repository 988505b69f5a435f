"""Which sounds a prompt asks for, expected by hand."""

import pytest

from otio_v2a.sketch.hearing.lexicon import Heard, Layer, Manner, hear
from otio_v2a.sketch.hearing.notation import names
from otio_v2a.sketch.hearing.words import HIDES, LAYERS, TABLES


def layers(prompt: str) -> list[str]:
    return [layer.name for layer in hear(prompt).layers]


def manner(prompt: str, name: str) -> Manner:
    return next(layer.manner for layer in hear(prompt).layers if layer.name == name)


EXAMPLES = {
    "rain on glass, distant thunder": "rain thunder",
    "rain on glass": "rain",
    "pen on paper": "writing",
    "footsteps on gravel": "footsteps",
    "a door at 10:30 opens; music box: tiny melody": "door",
    "keyboard": "keyboard",
    "rain": "rain",
    "steps": "footsteps",
    "Rain": "rain",
    "rain\non a tin roof": "rain",
    "thunder": "thunder",
    "10:30 bell": "bell",
    "wind": "wind",
    "engine is running": "engine",
}
"""The effects prompts of the normative marker examples, and of what prototypes misread."""


def test_the_effects_prompts_of_the_marker_examples_find_their_layers():
    assert {prompt: " ".join(layers(prompt)) for prompt in EXAMPLES} == EXAMPLES


ONE_EACH = """
    airplane: airport flyover; a jet taking off; propeller plane in the sky
    alarm: smoke detector; heart monitor in hospital; alarm clock beeping; car alarm
    applause: audience applause; standing ovation; thunderous applause
    bark: distant dog; puppy yelping; growling hound; a wolf howls
    bell: doorbell; church bells in the distance; wind chimes; bicycle bell; clock strikes twelve
    birds: dawn chorus; seagulls; an owl hooting; a rooster crows; smoke-free morning birdsong
    boom: cinematic braam; sub drop; stinger
    bounce: basketball dribbling; a rubber ball bounces; ping-pong
    brakes: tyres screech to a halt; tires squealing; the car skids
    breath: heavy breathing; a gasp; dog panting; snoring
    bubbles: boiling water; aquarium; scuba diver underwater
    cat: meow; two kittens; angry cat hissing
    children: playground; kids shouting; schoolyard at recess
    chop: knife chopping vegetables on a board; axe splitting wood; slicing onions
    click: light switch; camera shutter; a mouse click; she takes a photo; lighter flicks
    clock: grandfather clock; tick-tock; ticking watch; metronome
    cloth: fabric rustle; bed sheets; cloth movement foley; leather jacket
    coins: coins dropped on a table; jewelry; cash register
    creak: creaking door; old floorboards creak; squeaky hinge; rope creaks
    crowd: walla; restaurant; busy bar; stadium chatter; a pub; people talking
    dishes: cutlery; plates and cups; clattering dishes; stirring tea with a spoon
    door: door slams; drawer opens; the gate shuts; car door; a cupboard
    drip: water dripping; leaky faucet; droplets
    drone: ominous drone; deep space ambience; tension bed; low rumble
    engine: car idling; motorcycle revving; a truck; boat engine; gunning the engine
    explosion: bomb; fireworks; distant explosions; the grenade detonates
    fan: air conditioning; hair dryer; vacuum cleaner; ceiling fan
    fire: campfire crackling; burning logs; torch; open fire
    footsteps: walking on tile; high heels; tiptoeing; soldiers marching; paws on a wooden floor
    frying: bacon sizzling; frying pan; deep-frying chips
    glass: window shatters; champagne glasses clinking; broken bottle
    gunshot: gunfire; cocking a pistol; fires his rifle; machine gun
    hammer: hammering nails; blacksmith; anvil
    heartbeat: heartbeat; pounding heart; pulse
    helicopter: helicopter; quadcopter; drone flying overhead; chopper
    hooves: horse galloping; clip-clop; a pony trots; whinny
    horn: car horn; ship's horn; train whistle; cars honking
    hum: neon sign buzzing; mains hum; a humming fridge; transformer
    impact: thud; body falls to the floor; heavy object put down; collision
    insects: crickets; cicadas; bees buzzing; a swarm of flies
    keyboard: typing; typewriter; keys of a keyboard; keystrokes
    keys: keys jingling; key ring; rattling chain
    knock: knock on the door; tapping on a window; knuckles on wood
    laser: laser zap; magic spell; sparkles; lightsaber
    laughter: laughing; giggle; people laughing; chuckles
    leaves: trees rustling; foliage; bushes; tall grass
    machine: factory; printer; conveyor belt; robot servos; washing machine
    match: striking a match; a match is lit; matchstick
    metal: metal clang; clanking pipes; metal scrape
    paper: turning pages; envelope; plastic bag; crumpling; unwrapping a gift
    phone: phone ringing; phone vibrates; notification; ringtone
    pop: champagne cork; popcorn; bubble wrap; balloon bursts
    pouring: pouring a glass of water; tea poured into a cup; filling the bath
    punch: face slap; fist fight; kick; boxing ring
    purr: purring cat; kitten purrs
    rain: rain; drizzle; light rain; rain hits the roof; sheets of rain; hailstorm
    riser: riser; suspense swell; rising tension; build-up
    room: room tone; quiet library; silence; quiet interior
    saw: hand saw; sawing wood; saw cutting through a plank
    scratch: scratching; brushing teeth; sweeping; nail file; scrubbing; rubbing
    siren: police siren; ambulance; fire engine; air-raid siren
    snap: finger snap; twig snaps; bone crack; velcro
    splash: splash; dive into the pool; plunge
    static: radio static; tape hiss; vinyl crackle; white noise
    stones: rocks tumbling; rubble; digging; shovel
    sword: sword drawn; unsheathing a knife; armour
    thunder: thunder; lightning; distant thunder rumbles
    tools: electric drill; lawn mower; chainsaw; angle grinder; nail gun
    traffic: rush hour; city street; highway; cars passing by
    train: subway; tram; a train passing by; steam train
    water: stream; a running tap; waterfall; fountain; shower
    waves: ocean; surf; waves crashing on rocks; lake shore
    whoosh: whoosh-by; swish; arrow flies past; whip pan transition; golf swing
    wind: wind; howling blizzard; breeze; gusty
    wings: wings flapping; pigeons take off; fluttering bat wings
    writing: pencil scribbling; chalk on a blackboard; brush strokes on canvas
    zip: zipper; jacket zipped up; unzips a bag
"""
PHRASES = {
    name.strip(): [phrase.strip() for phrase in phrases.split(";")]
    for name, phrases in (line.split(":", 1) for line in ONE_EACH.strip().splitlines())
}


@pytest.mark.parametrize("name", PHRASES)
def test_a_phrase_finds_the_one_layer_it_means(name: str):
    found = {phrase: layers(phrase) for phrase in PHRASES[name]}
    assert found == {phrase: [name] for phrase in PHRASES[name]}


def test_every_layer_has_phrases_here():
    assert sorted(PHRASES) == sorted(LAYERS)
    assert len(LAYERS) == 77


@pytest.mark.parametrize(
    "phrase",
    [
        "bark of an old tree",
        "wooden floor",
        "a glass of water",
        "football match",
        "a match cut",
        "falls asleep",
        "boom mic in shot",
        "he watches a movie",
        "sound waves",
        "she waves goodbye",
        "stream of people",
        "bass guitar",
        "piano keys",
        "ring on her finger",
        "a chocolate bar",
        "board games",
        "strikes a pose",
        "hot dog",
        "wide shot",
        "licence to dream",
        "burning question",
        "head over heels",
        "camera pans slowly",
        "the train of thought",
        "roller coaster",
        "man leaves the house in a hurry",
    ],
)
def test_a_false_friend_asks_for_nothing_but_the_air_around_it(phrase: str):
    assert set(layers(phrase)) <= {"room"}


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("rain but no thunder", "rain"),
        ("no birds, just wind", "wind"),
        ("without any traffic noise", ""),
        ("not raining, windy", "wind"),
        ("nothing but wind", "wind"),
        ("not only rain but thunder", "rain thunder"),
        ("no birds, cars or people, just wind", "wind"),
        ("waves without gulls, a dog", "waves bark"),
        ("forest ambience, no birds", "leaves"),
        ("it isn't raining; crickets", "insects"),
        ("silence except for a ticking clock", "room clock"),
        ("neither thunder nor rain, only surf", "waves"),
    ],
)
def test_what_is_refused_is_not_heard_and_the_rest_is(prompt: str, found: str):
    assert layers(prompt) == found.split()


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("thunderstorm", "rain wind thunder"),
        ("wind blows through the trees", "wind leaves"),
        ("footsteps splashing in puddles", "footsteps splash"),
        ("door creaks open", "creak door"),
        ("elevator ding and doors opening", "bell door"),
        ("forest at night", "birds leaves insects"),
        ("beach", "waves"),
        ("kitchen", "dishes"),
        ("hospital", "alarm"),
        ("typing in an office", "keyboard"),
        ("restaurant with clattering dishes", "crowd dishes"),
        ("BG traffic, walla", "traffic crowd"),
        ("a dog barks in the rain", "bark rain"),
        ("alarm clock, wind chimes, fire alarm, electric saw", "alarm bell tools"),
    ],
)
def test_places_and_mixtures_find_all_their_layers(prompt: str, found: str):
    assert layers(prompt) == found.split()


def test_a_manner_belongs_to_the_sound_next_to_it():
    assert hear("distant dog barking in heavy rain on metal").layers == (
        Layer("bark", 0, Manner(distant=1.0)),
        Layer("rain", -2.2, Manner(force=1.6, surface="metal")),
    )
    assert hear("footsteps, slow and heavy, rain, soft and gentle wind").layers == (
        Layer("footsteps", 0, Manner(force=1.6, speed=0.6)),
        Layer("rain", -2.2),
        Layer("wind", -4.4, Manner(force=0.5)),
    )
    assert manner("dog barking in the distance near a road", "bark") == Manner(distant=1.0)
    assert manner("footsteps on a hard floor", "footsteps") == Manner()


@pytest.mark.parametrize(
    ("ground", "surface"),
    [
        ("a gravel path", "gravel"),
        ("wooden floorboards", "wood"),
        ("a metal grating", "metal"),
        ("wet mud", "wet"),
        ("dry leaves", "leaves"),
        ("fresh snow", "snow"),
        ("a thick rug", "carpet"),
        ("tiles", "tile"),
        ("concrete", "stone"),
    ],
)
def test_the_ground_is_a_surface_and_not_a_sound(ground: str, surface: str):
    assert layers(f"footsteps on {ground}") == ["footsteps"]
    assert manner(f"footsteps on {ground}", "footsteps").surface == surface


def test_a_material_stands_right_before_what_it_is_of():
    found = {
        prompt: manner(prompt, prompt.split()[-1]).material
        for prompt in ("metal door", "heavy wooden door", "hollow knock", "a door of wood, knock")
    }
    assert list(found.values()) == ["metallic", "wooden", "hollow", ""]


def test_words_that_find_nothing_are_told_and_no_others():
    assert hear("glorbing zorp, slow and soft rain") == Heard(
        (Layer("rain", 0, Manner(force=0.5, speed=0.6)),), ("glorbing", "zorp")
    )


def test_the_tables_name_no_layer_that_does_not_exist():
    tables = ("sounds", "things", "unclear", "places", "ambience", "false friends")
    named = {name for table in tables for name in names(TABLES[table])}
    assert named - {"surface"} == set(LAYERS)
    assert {*HIDES, *(name for hidden in HIDES.values() for name in hidden)} <= set(LAYERS)
