"""The words that ask for a continuous layer."""

CONTINUOUS = r"""
airplane: (air|aero|bi|sea|war|spy)_?planes? planes? jets? jet_engines? jet_liners? jumbo_jets?
    airliners? aircrafts? propeller_planes? cessnas? boeings? turboprops? gliders? fighter_jets?
    (airport|plane|jet|aircraft)_fly_?overs? flight_overhead taking_off take_?offs? jetliners?
    (plane|aircraft|aeroplane|airplane)~(cabins?|interior|engines?|propellers?)
alarm: alarms? alarm_clocks? beep* bleep* buzzers? smoke_(detectors?|alarms?) fire_(alarms?|bells?)
    (car|burglar|security|house|intruder|evacuation)_alarms? red_alert flat_?lin(e|es|ing)
    (heart|ecg|ekg|patient|cardiac|hospital|medical|vital|life_support)~monitors? life_support
    warning_(tones?|signals?) klaxons? (oven|egg|kitchen)_timers? metal_detectors?
    (microwave|computer|monitor|machine|timer|phone|scanner|truck|reversing)_(beep+)
applause: (thundering|thunderous)_applause applau* ovations? clap+ hand_?claps? hand_clapping
    slow_clap (crowd|audience|people|spectators?|guests|everyone)~(applau*|clap+)
birds: squawk* birds? bird_?songs? bird_?calls? tweet+ twitter+ warbl* song_?birds? sparrows?
    robins? finch(es)? crows? ravens? caw+ (sea)?gulls? owls? hoot+ pigeons? doves? coo(s|ing)
    woodpeckers? ducks? quack+ geese goose roosters? cockerels? cock-?a-?doodle* chickens? hens?
    cluck+ turkeys? peacocks? parrots? eagles? hawks? falcons? nightingales? blackbirds? cuckoos?
    dawn_chorus magpies? penguins? swans? canar(y|ies) loons? vultures? bird_chirp+
    cranes?_(call+|cry+)
    (owl|gull|seagull|parrot|eagle|hawk|peacock)s?~(screech+|screams?|cries|crying|call+)
bubbles: bubbl* boil+ simmer+ gurgl* underwater submerged aquariums? fish_tanks? scuba* snorkel*
    cauldrons? lava jacuzzis? hot_tubs? fizz* carbonated deep_sea_diver kettle~boil+ boiling_water
    water~(boil+|bubbl*) bubbling_(water|brook|potion)
children: child children kids? toddlers? bab(y|ies) play_?grounds? school_?yards? kindergartens?
    nurser(y|ies) day_?care recess school_?children schoolkids
    (children|kids|child|kid)~(play+|shout+|scream+|yell+|laughing_and_playing|chatter+)
crowd: (thundering|thunderous)_crowd crowd(s|ed)? wallas? chatter+ murmur* conversations?
    babbl(e|es|ing) hubbub audiences? spectators? cheer(s|ed|ing)? mobs? protest* riot* rall(y|ies)
    chant+ restaurants? bars? pubs? caf[eé]s? coffee_?(shops?|houses?) diners? canteens?
    cafeterias? food_courts? market(place)?s? bazaars? stadiums? arenas? part(y|ies) lobb(y|ies)
    foyers? (shopping_)?malls? night_?clubs? voices indistinct_(talk*|speech|voices) gossip*
    taverns? banquets? (football|sports?)_fans
    (people|soldiers|men|women|guests|patrons|students)~(talk+|speak+|chat+|shout+|yell+)
    (people|men|women|guests|patrons|students)~(scream+|murmur+|whisper+|sing+|mingl*|cheer+)
    (passengers|customers|they|many|group|crowds?|diners?)~(talk+|speak+|chat+|shout+|yell+)
    (passengers|customers|they)~(scream+|murmur+|whisper+|sing+|mingl*|cheer+)
    (many|group|crowds?|diners?)~(scream+|murmur+|whisper+|sing+|mingl*|cheer+) fans_cheer+
    party_guests background_(talk*|voices) loud_talking
drone: ominous* eerie* low_rumbl* sub_?bass bass_drones? dark_drones? drones? deep_space
    space_?ships? star_?ships? space_station (horror|sinister|foreboding|dread|brooding)
    (dark|horror|scary|creepy|spooky|tense)_(ambien*|atmospheres?|tones?|mood|bed|drones?|sounds?)
    suspense tension(_bed)? (low|deep|dark)_(tones?|pads?) sub_rumbl* low_frequenc* dread menac*
engine: gun(s|ned|ning)_(the|his|her|its)_engine vroom (engine|motor|car|truck|generator)s?~running
    (car|truck|van|bus|taxi)s?_leaves engines? motors? cars? automobiles?
    (pickup_|monster_|dump_)?trucks? lorr(y|ies) vans? motor_?(bikes?|cycles?|boats?)
    motorcyclists? speed_?boats? scooters? mopeds? go-?karts? atvs? quad_bikes? snow_?mobiles?
    jet_skis? tractors? bulldozers? excavators? diggers? tanks? bus(es)? idl(es|ing) revv* revs?
    ignition exhausts? vehicles? diesels? taxis? cabs? sedans? race_?cars? sports?_cars?
    racing_cars? accelerat* generators? outboards? turbo ferr(y|ies)
    (fishing|power|motor|patrol)_boats? boat_engines? (car|truck|van|bus)~(pass(es|ing)_by)
    drag_rac(e|ing) drives?_(off|away|by|past) driving_(off|away|by|past) formula_(1|one)
    engine_(purr+|knock+|hum+|roar+|start+|rumbl*|running)
fan: fans?~running fans? ceiling_fans? air_?con* hvac vents? ventilat* hair_?dr[iy]ers?
    blow_?dr[iy]ers? vacuum* hoover+ extractor_fans? exhaust_fans?
    air_(handlers?|purifiers?|vents?|ducts?) heaters? ac_unit hand_dr[iy]ers? bellows
    computer_fans? cooling_fans? air_blow+ air_compressors?
fire: fires? flames? burn(s|ed|t|ing)? blaz(e|es|ing) camp_?fires? bonfires? fire_?places? hearths?
    torch(es)? embers? infernos? wild_?fires? flame_?throwers? ignit(e|es|ing) furnaces?
    crackling_(fire|logs?|wood) (logs?|wood)~(crackl*|burn+) (burning|log)_(wood|fire) wood_stoves?
    blow_?torch(es)?
frying: fry fries fried frying sizzl* bacon frying_pans? skillets? saut[eé]* sear(s|ing) bbq
    barbecue* grilling stir_?fry* deep_?fry* (hot|bubbling|boiling)_oil
    (frying|fried|fry)_(chicken|steak|eggs?|fish|onions?|meat|food)
    (fries|sizzling|grill(s|ed|ing)?)_(chicken|steak|eggs?|fish|onions?|meat|food)
helicopter: helicopters? choppers? rotors? rotor_blades? quad_?copters? helicopter_blades?
    drones?_(fly+|flies|flight|overhead|footage|shots?|cameras?)
    drones?_(propellers?|rotors?|buzz*|hover+|whir*|aerial|taking_off)
    (flying|camera|toy|delivery|racing|consumer|aerial|surveillance)_drones? hovering_drones?
hum: (fridge|freezer|refrigerator)s?~running hum(s|med|ming)? mains fridges? refrigerators?
    freezers? transformers? neon fluorescents? electric(al|ity)?_(hum|buzz|field|box|panel|fence)s?
    power_?lines? substations? server_rooms? servers? (server|data)_cent(er|re)s? ballasts?
    ground_(loop|hum) strip_lights? (light|lamp|bulb|neon|sign)s?~(buzz+|hum+|flicker+)
    (buzzing|humming|flickering)_(light|lamp|bulb)s? electric(al)?_(hum+|buzz+) vending_machines?
    microwaves? (amp|amplifier)_(hum|buzz)
insects: insects? crickets? cicadas? katydids? grasshoppers? locusts? bees? bee_?hives? wasps?
    hornets? bumble_?bees? mosquito* gnats? midges? fly_buzz* house_?fl(y|ies) swarm* horse_?flies
    flies_(buzz*|swarm*|around) (a_|the_)fly_(buzz*|is_buzz*) buzzing_(fly|flies|insects?|bees?)
    bugs? (cricket|cicada|insect|bee|wasp|mosquito|bug)s?~(chirp*|buzz*|hum+|sing*|swarm*|whin*)
leaves: leaves~fall* foliage leaves bush(es)? shrubs? hedges? reeds? tall_grass
    grass~(rustl*|sway*|mov*) corn_?fields?
    (leaves|leaf|trees?)~(rustl*|sway*|blow*|mov*|flutter*|stir+)
    (branch(es)?|bush(es)?|foliage|grass)~(rustl*|sway*|blow*|mov*|flutter*|stir+)
    (rustling|swaying|blowing)_(leaves|trees?|branches|grass|bush(es)?|foliage)
    (fluttering|falling|crunching)_(leaves|trees?|branches|grass|bush(es)?|foliage)
    (wheat|grass|palm)_(fields?|fronds?) undergrowth
machine: machines?~running machin(e|es|ery) factor(y|ies) industrial mechanical* mechanisms?
    clock_?work gears? cogs? servos? printers? printing_press photocopiers? copiers?
    conveyors?(_belts?)? assembly_lines? pumps? pistons? hydraulic* pneumatic* robot* androids?
    looms? dish_?washers? turbines?
    (washing|sewing|coffee|espresso|fax|milling|copy|slot|knitting|pinball|ice|exercise)_machines?
    (tumble|clothes)_dr[iy]ers? escalators? projectors? (construction|tower|cargo|port)_cranes?
    cranes? winch(es)? sawmills? scanners? blenders? food_processors? juicers? coffee_grinders?
    food_mixers? treadmills? assembly_plant windmills? mecha? exoskeletons? mechs?
pouring: pour+ fill(s|ing|ed)?_(up_)?(a_|the_|his_|her_)?(\w+_)?(glass(es)?|cups?|mugs?)
    fill(s|ing|ed)?_(up_)?(a_|the_|his_|her_)?(\w+_)?(bottles?|buckets?|jugs?)
    fill(s|ing|ed)?_(up_)?(a_|the_|his_|her_)?(\w+_)?(kettles?|baths?|bathtubs?)
    fill(s|ing|ed)?_(up_)?(a_|the_|his_|her_)?(\w+_)?(tubs?|sinks?|tanks?)
    (glass|cup|mug|bottle|bucket|bath)_(is_)?(being_)?fill(s|ed|ing)? decant+
    (pour+|serv(es|ing))~(tea|coffee|wine|beer|water|milk)
    (pour+|serv(es|ing))~(juice|whisk(e)?y|drinks?|champagne|glass|cups?)
purr: purr(s|ed|ing)? (cat|kitten|kitty)s?~purr+ purring_(cat|kitten|kitty)s?
rain: sheets_of_rain rain(s|ed|ing|y|drops?|fall|storms?)? drizzl* downpours? rain_?showers?
    cloud_?bursts? deluges? monsoons? sleet hail(stones?|storms?|ing)?
    rain~(pour*|fall*|patter*|drip*|hit*|beat*|pelt*|drum*|splash*|pound*)
    (falling|pouring|dripping|driving|pelting|lashing)_rain showery typhoons? light_showers?
room: room_?tones? silence quiet_interior dead_air
siren: sirens? ambulances? fire_(engines?|trucks?|brigades?) air_?raid(_sirens?)? police_cars?
    emergency_(vehicles?|services) cop_cars? squad_cars? (police|ambulance|tornado)_sirens?
static: static white_noise pink_noise interference glitch* vinyl walkie_?talkies? tape_hiss
    noise_floor radio_(static|noise|tuning|chatter|interference|crackle|hiss) tuning~radio
    record_(crackle|noise|player) tv_static television_static short_?wave geiger*
    (tape|vinyl|amp|analogu?e|air|gas|steam)_hiss* sparks? sparking arcing
    electric(al|ity)?_(arcs?|crackl*|sparks?) detuned distort* vhs
    steam~(hiss*|escap*|releas*|vent*) (hissing|escaping)_(steam|gas|air) spray_?(paint|cans?)
    aerosols?
tools: drill+ chain_?saw*
    (circular|table|band|jig|mit(er|re)|electric|power|rotary|buzz|skil)_?saws?
    (angle_|bench_)?grinders? grinding_metal belt_sanders? sanders? lawn_?mowers? mow(er|ers|s|ing)
    leaf_?blowers? strimmers? weed_?wh?ackers? hedge_trimmers? trimmers? power_tools? tools?
    jack_?hammer* impact_(wrench|driver)(es|s)? nail_guns? dremels? weld(s|er|ing) power_drill*
    (electric|power)_screwdrivers? (electric_)?(shavers?|razors?) (hair_)?clippers? tattoo*
    electric_tooth_?brush* (construction|building)_(sites?|work|noise) pneumatic_(drill|hammer)s?
traffic: traffic highways? motor_?ways? free_?ways? interstates? express_?ways? intersections?
    rush_hour streets? roads? cit(y|ies) urban down_?town city_?scapes? boulevards? avenues?
    car_traffic (cars|vehicles|trucks|motorists)~(pass(es|ing)?(_by)?|driv*|go(ing)?_by)
    (cars|vehicles|trucks|motorists)~(whiz+|zoom*|rush*|honk+_in_traffic)
    passing_(cars|vehicles|traffic|trucks) tyres? tires? busy_(street|road|intersection|city)
train: sheets_of_rain trains?_leav(es|ing) trains? rail_?ways? rail_?roads? rail_yards?
    locomotives? sub_?ways? metro trams? street_?cars? monorails? freight_trains?
    steam_(trains?|engines?|locomotives?) railcars? tube_trains?
water: slosh* (kitchen_|bathroom_)?(tap|faucet|shower|water|bath|hose)s?~running water(y|s)?
    streams? rivers? brooks? creeks? fountains? water_?falls? cascad* rapids trickl* faucets?
    showers? bath(s|tubs?)? sprinklers? hose(s|pipes?)? toilets? flush+ gush* drains? gutters?
    (running|flowing|tap|rushing|trickling|babbling|dripping_tap)_water mountain_springs?
    spring_water (water|kitchen|bathroom|bath|running|open)_taps? taps?_(running|water|is_running)
    turn(s|ing)_on_(a_|the_)tap
    wash(es|ing)?_(his_|her_|their_|the_)?(hands|face|dishes|car|clothes) babbling_brooks? canals?
    ponds? irrigation rinsing rins(e|es) urinat* pee(s|ing)?
    water_(runs|running|flow*|rush*|trickl*|gush*) row(s|ing)_boats? cano(e|es|eing) kayak* rafting
waves: waves? (wave|surf)_(crash*|break*|lap*|roll*) surf(ing)? seas? oceans? beach(es)? sea_?side
    sea_?shores? shores? shore_?lines? tides? coasts? coastal coastlines? breakers lakes? lapping
    harbou?rs? marinas? docks? bays? piers? (ocean|sea)_(swells?|spray) tsunamis? lake_?sides?
    (waves?|water|sea|surf|ocean)~(lap+|crash*|break*|wash*)
wind: howling_(blizzard|storm)s? winds? windy breez* gust* gales? blizzards? draughts? drafts?
    drafty tornado* squalls? twisters? (snow|sand|dust|wind)_?storms?
    (howling|blowing|whistling|rushing)_(wind|gale|air)s?
    wind~(howl*|blow*|whistl*|gust*|moan*|rush*) wind_?swept air_rushing
writing: writ(e|es|ing|ten) scribbl* pens? pencils? chalk* quills? sketch(es|ing)? drawing draws?
    markers? paint_?brush* brush_?strokes? calligraph*
    sign(s|ing)_(a_|the_|his_|her_)?(\w+_)?(papers?|contracts?|documents?)
    sign(s|ing)_(a_|the_|his_|her_)?(\w+_)?(name|letter|check|cheque) signatures? crayons?
    paint(s|ing) doodl* handwriting
    (pen|pencil|chalk|quill|marker|brush)s?~(on|scratch*|scrap*|scribbl*|writ*)_(paper|canvas)
    (pen|pencil|chalk)s?~(on|scratch*|scrap*|scribbl*|writ*)_(chalk_?board|board|parchment)
    (quill|marker|brush)s?~(on|scratch*|scrap*|scribbl*|writ*)_(chalk_?board|board|parchment)
"""
"""Under every layer, the words that ask for it; see `notation.entries`."""
