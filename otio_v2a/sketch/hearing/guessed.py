"""Words that only suggest a sound: things, unclear verbs and places."""

THINGS = r"""
footsteps: shuffl*
bark: dogs? canines? hounds?
cat: cats? kittens? kitty
bounce: balls?
click: cameras? mouse_?click* lever
match: match
insects: frogs? toads? croak*
birds: chirp+
wings: flap+
"""
"""What is heard of a thing, unless its clause names a discrete sound."""

UNCLEAR = r"""
siren: police
keys: jingl*
knock: taps?
rain: patter*
machine: whir*
paper: tear(s|ing)? rip(s|ped|ping)?
leaves: rustl* trees? grass branch(es)? plants?
leaves: crunch*
wind: howl*
machine: elevators?
fire: crackl* candles? smoulder*
hum: buzz* electric(ity|al)?
drone: rumbl* dark
dishes: clatter* kitchenware
metal: rattl* metal steel iron
phone: ringing vibrat*
static: hiss* radios? television tv steam white_noise spray*
glass: glass(es)? bottles? crystal vases? mirrors? windscreen chandeliers?
airplane: propellers? cockpit aviation
engine: boats? ships? yachts? driv(e|es|ing) roar*
children: boys? girls?
crowd: people talk(s|ing)? speaking speech shout(s|ing|ed)? gather*
breath: whisper* cough* sneez* gasp*
stones: dirt soil dust
paper: letters? tape poster cards? tickets?
impact: land(s|ed|ing)? fall(s|ing|en)? fell drop strik(e|es|ing) blows? objects? door_?stop
cloth: jackets? coats? shirts? dress(es)? skirts? robes? cape towels? pants trousers jeans gloves?
    scar(f|ves) sofa couch hug(s|ging)? backpacks?
coins: money wallets? purse treasure
creak: floor_?boards? ropes? attic rusty
laser: sci_?fi aliens? futuristic fairy fairies wizards? witch(es)? energy electric_shock
chop: kni(fe|ves)
scratch: hair rubb(er)? friction
dishes: pots? pans?
frying: cook(s|ed|ing)? stoves? meat steaks? eggs?
keyboard: laptops? computers? hack(er|ers|ing) coding
footsteps: soldiers? danc(e|es|ing|ers?) crowd_moving sneak* approach* chas(e|es|ing) skipping
    hopping
water: sinks? wash(es|ing)? pipes? liquids? spill* gardener
pop: burst(s|ing)?
clock: timers? wrist_?watch(es)?
alarm: timers? monitors? heart_monitor
snap: crack(s|ed)? sticks? bones?
whoosh: fly(ing)? flew flies passing sweeps? spin(s|ning)? falling_past ghosts?
hammer: construction build(s|ing)? roofing
riser: suspenseful
horn: traffic_jam
saw: saws?
"""
"""What an unclear word means where its clause names no sound at all."""

PLACES = r"""
birds leaves: forests? woods? woodlands? park_?land nature countryside rural
birds insects: jungles? rain_?forests? meadows? fields? savannah?s? tropical
birds: gardens? parks? spring dawn morning sunrise back_?yards? farms? (farm|barn)_?yards?
    orchards? zoo woods trees
insects: nights? night_?time dusk evening summer swamps? marsh(es)? bayou midnight sunset
wind: deserts? mountains? cliffs? hill_?tops? summit rooftops? tundra arctic prairie winter canyon
    valley moor
waves wind: islands? sailing sail(boat|ing_boat|ing_ship)s? ports?
traffic: neighbou?rhoods? sidewalks? pavements? suburb* car_parks? parking_(lots?|garages?)
    bridges? alley(way)?s? outdoors? outside towns? squares? plazas? crossings? gas_stations?
crowd: airports? terminals? museum gallery casinos? conference auditorium theat(er|re)s?
    gatherings? festivals? fairground carnival event shops? stores? supermarkets? checkout wedding
    court_?room receptions?
crowd dishes: dining kitchens?_restaurant brunch breakfast dinners? weddings?_party
dishes room: kitchens?
crowd applause: concerts? shows? theatre_audience
alarm room: hospitals? icu emergency_rooms? operating_(rooms?|theatres?) ward clinics?
keyboard room: offices? workplaces? cubicles?
children: schools? class_?rooms? family
room: librar(y|ies) bedrooms? living_?rooms? lounges? apartments? houses? homes? flats? corridors?
    hall_?ways? halls? church(es)? cathedrals? museums? studios? stairwells? waiting_rooms? hotels?
    monaster(y|ies) temples? closets? dormitor(y|ies) theatres? morgue prisons? cells?
drip room: caves? caverns? sewers? dungeons? tunnels? mines? crypts?
water: bath_?rooms? wash_?rooms? restrooms? springs wells? spas?
hum: basements? cellars? labs? laborator(y|ies) boiler_rooms? control_rooms? bunkers? warehouses?
tools hammer: construction_sites? work_?shops? garages? carpentry
gunshot explosion: war_?zones? battle_?fields? battles? wars? trenches front_?lines?
fire: camp(s|site|sites|ing)? hell
drone: (outer_)?space horror haunted nightmares? caverns? abyss void thriller scary creepy spooky
    cosmos galaxy orbit
train: platforms? station
bubbles: coral reefs? ocean_floor seabed submarines? divers?
machine: plants? mills? industry assembly production warehouse_floor robotics
water insects: ponds? wetlands?
hooves: ranch(es)? stables? rodeo rac(e|ing)_?track
punch: gyms? dojo boxing_rings?
"""
"""What is heard at a place, where its clause names nothing else."""

AMBIENCE = r"""
room: (empty|quiet)_(rooms?|house|hall|space|apartment)
    (room|interior|indoor|house)_(ambien*|atmospher*|noise) rooms? ambien* atmospheres? atmos airs?
    interiors? quiet(ness)? silen(t|ce) background_(noise|sounds?) bgs? ambs? backgrounds?
    soundscapes? indoors? stillness
"""
"""What is left: the air of a room."""
