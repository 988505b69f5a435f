"""False friends: phrases that hold a layer's word and do not mean its sound."""

FALSE_FRIENDS = r"""
airplane: plane_trees? (focal|picture|image)_planes? jets?_of_\w+ jet_?(lag|black|set)
    in_plain_sight
applause: wild_clap clap_?board*
bark: bark_of_(a|the|an)_(\w+_)?(tree|oak|pine|birch|log)s? (tree|pine|oak|birch|cinnamon)_bark
    bark_(chips?|chippings|mulch) dog_(tags?|food|beds?|toys?|leash|collars?|treats?) hot_?dogs?
bell: bell_?(peppers?|bottoms?|boys?|hops?) dumb_?bells? kettle_?bells? diving_bells?
birds: bird_?(bath|house|cage|seed|feeder)s? bird's_eye early_bird
boom: boom_(mic*|pole|operator|in_shot|stand) boom_?box* economic_boom baby_boom*
bounce: ball_(gown|room|point)s? eye_?balls? crystal_balls? snow_?balls? fire_?balls? disco_balls?
    have_a_ball (meat|cotton|wrecking|cannon)_?balls? foot_?ball_(stadium|crowd|fans)
breath: breath_?tak*
chop: choppy chop_?(suey|shop) (pork|lamb)_chops?
click: security_cameras? camera_(pan|tilt|zoom|mov|shak|angle|track|follow)\w*
    camera_(glid|drift|push|pull|fl[iy]|crew|man|operator|bag)\w*
    (towards?|past|at|to|behind|in_front_of)_(the_)?camera
    switch(es)?_(side|place|seat|lane|role|to)s? (belly|shirt|coat)_buttons? button(s|ed|ing)_up
    video_cameras? cameras?_(on|off)
clock: o'_?clock around_the_clock clock_?wise body_clock tick_(box|all|off)\w* tick_bites?
cloth: sheets?_of_(rain|ice|metal|paper|music|glass) sheet_(music|metal) (red|false)_flags?
    red_carpet silk_?road leather_?back dressing_room
coins: coin(ed|ing)?_a_phrase bit_?coins? crown_jewels
creak: squeaky_clean
crowd: (chocolate|candy|granola|energy|iron|metal|steel|prison|jail|gold|cell|space|handle)_bars?
    bars?_of_\w+ behind_bars bar_?codes? stock_market market_share market_(price|value)s?
    (party|birthday)_(dress|hat|balloon)s? political_part(y|ies) crowd_?fund* golf_clubs?
    protest_signs? party_popper conversation_piece
dishes: (license|number|name|tectonic|armou?r|metal|steel)_plates? plate_tectonics satellite_dish*
    forks?_in_the_road world_cup tuning_forks?
door: next_?door door_?(steps?|ways?|mats?|man) lock_?(down|smith|screen)*
    (dread|grid|dead)_?lock(s|ed) locks?_of_hair (boarding|departure|airport)_gates?
    gate_?(keeper|way)s? canal_locks? lock(s|ed)_eyes hatch_?back\w* drop_?down indoors? outdoors?
drip: (eye|cough|tear|dew)_?drops? leaked_(memo|document|photo)s?
drone: drone_(shot|footage|view)_of
engine: search_engines? fish_?tanks? (water|gas|oil|think|septic|shark)_tanks? tank_tops?
    hard_?drives? driving_(rain|range|beat) usb_drives? motor_skills car_?pools? car_?go
    street_car_named (cable|tram|train|subway|railway)_cars?
    (car|truck|van)_(park|windows?|radio|seats?|wash)
explosion: sun_?blast blast_from_the_past (bath|photo|sugar)_bombs? blasting_music bomb_?shell
    population_explosion horn_blasts?_music (full|having_a)_blast rocket_(science|scientist|salad)
    pocket_rockets?
fan: (football|sports?|music|soccer|movie)_fans fan_?(club|mail|fare|fiction|page)s?
    fans_(of|cheer*|scream*)
fire: fire_?(fl(y|ies)|fighters?|man|men|wall|escape|exit|extinguisher|hydrant|drill)s? under_fire
    burning_(question|desire|calories|rubber) burn_?out cease_?fire fired_from_(his|her|the)_job
    sun_?burn\w* heart_?burn\w* burnt_orange fire_(in_the_eyes|and_brimstone) blazers?
footsteps: step_by_step steps?_(aside|ladder|brother|sister|mother|father|son)
    (next|first|two|few|baby|dance)_steps? steps_(of_the|leading|lead|outside) door_?steps?
    (cat|side|cross|space|board)_?walks? run_(time|way|out|late)s? run_?ways?
    (walk|runn?)(s|ing)?_(out_of_time|out|late|the_show|a_business|a_company|a_shop)
    head_over_heels (two|three|five|six|ten|twenty|many|\d+|square|cubic)_(feet|foot)
    at_(his|her|the)_feet feet_(tall|high|long|deep|away|wide) on_(his|her|their)_feet
    (in|during|early|late|last|next)_march march_(madness|\d+) walk_of_fame walk_?in_closet
    boot_(camp|up) well_heeled test_runs? at_a_walk (car|ski|robot|digital|reboots?)_boots?
    in_the_long_run running_(time|gag|joke|mate|late|order)
frying: french_fries small_fry fried_hair
glass: (sun|eye|reading)_?glass(es)? (stained|magnifying|looking|frosted|hour)_?glass
    glass_(doors?|tables?|roof|ceiling|tower|building)s?
    glass(es)?_of_(\w+_)?(water|wine|milk|juice|beer|whisk\w+|champagne|tea|lemonade)
    bottles?_of_\w+ (wears?|wearing|puts_on)_glasses glass_half_full
gunshot: (close_?up|wide|long|drone|tracking|establishing|aerial|mug)_?shots?
    (head|dolly|crane|single|first|last|next|best|final)_?shots?
    (opening|slow_motion|flu|screen|snap|medium|master|pov)_?shots?
    (golf|basketball|penalty|slap|macro|hero|one|free_?throw|jump)_?shots?
    shots?_(of|in|from|with|list|glass(es)?|put|on) in_(the_)?shot
    shoot(s|ing)_(stars?|hoops?|pool|a_(film|video|movie|scene|basket)|on_location)
    (photo|video|film|movie|fashion)_?shoot\w* (glue|heat|water|staple|spray|massage|squirt)_guns?
    jump_the_gun bamboo_shoots? gun(s|ned|ning)_the_engine bullet_(points?|train|journal)s?
    trigger_warning
hammer: (finger|toe|thumb)_?nails? nail_(polish|art|salon|clippers|file|biting)s? hammer_?head
heartbeat: hearts?_of heart_?(attack|ache|broken|break|warming|shaped|land|felt)\w*
    (by|broken|sweet)_?heart(s|ed)? pulse_rifle puls(e|es|ing)_(synth|bass|light|music|lights)
helicopter: chopper_bike
hooves: horse_?(power|shoe|radish|play)s? sea_?horses? saw_?horses? rocking_?horses? pony_?tails?
    globe_?trott\w* horse_?fl(y|ies)
horn: french_horns? shoe_?horns? (rhino|bull|unicorn|devil)_horns? horn_(section|player)s?
    (tongue|jazz)_horn
hum: humming_?birds? hum(s|med|ming)_(a|the|to|along|softly_to|his|her)_?\w*
    (man|woman|girl|boy|child|mother|he|she)_(is_)?(softly_)?hum(s|ming)
impact: hit_(song|single|movie|record|list|man)s? greatest_hits smash_hit car_crash_tv
    crash_?(diet|course|test) hits?_(the_)?(road|play|record|button|a_switch|the_switch)
    fall(s|ing|en)?_(asleep|in_love|apart|silent|for|behind|into_place|ill)
    (night|snow|dusk|darkness|silence|evening)_?fall(s|ing)?
    (snow|darkness|night)_(is_|are_)?falls? falls?_(of|in)_snow
    (in|during|early|late|this|last)_(the_)?fall fall_(season|colou?rs?|day|morning|foliage)
    (snow|light_snow)_(is_|are_)?(gently_)?falling falling_(snow|star|in_love|asleep)s?
    (bang|bangs)_of_hair on_strike strik(e|es|ing)_(a_pose|a_balance|gold|resemblance|view)s?
    striking_(view|beauty|workers) goose_?bumps? (speed|baby|road)_bumps?
    land(s|ed)?_(of|on_his_mind)|land_?(scape|mark|lord|line|owner)s?
    (home|farm|waste|wet|grass|dry|dream|main|is)_?lands? moon_landing landing_(page|strip|gear)
    drop(s|ped|ping)?_(by|off|out|in|dead|everything|a_hint) drop_(zone|shot|box|cloth)
    price_drops? temperature_drops? back_?drops? (door_)?knock_?offs? bumper_cars?
    pound(s)?_(of|sterling) (\d+|ten|five|hundred)_pounds
insects: cricket_(bats?|balls?|match*|grounds?|pitch|games?|players?|teams?) spelling_bees?
    software_bugs? bug_report lady_?bugs? bugs_bunny time_flies buzz_?(word|feed|cut)s?
    (shoo|house|butter|dragon|fruit)_?fly_agaric
keyboard: typ(e|es)_of typ(e|es)_(a|b|o) (blood|body|hair|skin|proto|stereo|arche)_?types?
    keyboard_(player|solo|music)
keys: (piano|organ|arrow|florida|major|minor|musical|low|high|answer|accordion)_keys
    keys_of_(a|the|his|her)_(piano|organ) key_?(light|frame|point|note|moment|word|hole)s?
    press(es|ing)?_(the_)?keys (food|supply|block|fast_food|restaurant|hotel|daisy)_?chains?
    chain_(reaction|of|store|restaurant|smok)\w* gold_chain
knock: knock+_(off|out) knock_?out* tap_?(dance\w*|root|out|in) knock_?offs? on_tap
laser: laser_?(jet|printer|focus|eye|surgery|pointer|disc)s?
    spell(s|ed|ing)?_(out|check|bee|it|the) magic_(marker|moment|kingdom|realism|hour|mushroom)s?
    dry_spell magical_(moment|place|forest|evening|night|garden|feeling|atmosphere|landscape)s?
leaves: (he|she|it|man|woman|person|everyone|somebody|someone|guy|girl|boy)_(\w+ly_)?leaves
    (who|one|family|actor|couple|player|visitor|guest|student|child|dog|cat)_(\w+ly_)?leaves
    leaves_(the|a|his|her|town|home|for|work|school|in_a_hurry) (tea|bay|maple|table|gold)_leaves
    branch_(office|manager|of_the)s? olive_branch bush_(league|craft)
machine: machine_learning time_machine (fog|smoke)_machines? top_gear head_?gear lunch_?gear
    assembly_hall
match: (football|soccer|tennis|cricket|rugby|chess|boxing|golf)_match(es)?
    (hockey|wrestling|death|title|badminton|volleyball|table_tennis|ping_pong|shouting)_match(es)?
    match_(cut|point|day|making|of)s?
    match(es|ing|ed)?_(the|his|her|our|that|up|with|perfectly|each)
    (to|must|should|perfect|good|doesn't|not)_match
metal: (heavy|death|black|thrash)_metal(_music|_band|_song|_concert)? metal_(band|music|head)s?
    pipe_?(organ|dream|line)s? bag_?pipes? smok(e|es|ing)_(a_)?pipes? (wind|pan)_?pipes?
    precious_metals?
paper: sand_?papers? wall_?papers? paper_?(work|back|weight|trail|thin)s?
    news_?paper_(article|editor) web_?pages? book_(a|an|your|now|club|shop|store|shelf|shelves)s?
    face_?book (tool|letter|mail|post|juke|sand|lunch|music)_?box(es)?
    (ballot|match|voice|black|phone|in|fuse|gear)_?box(es)? box_office credit_cards? post_?cards?
    cards?_(table|reader)
phone: ringing_in_(the|his|her|my)_ears? (head|ear|micro|saxo|xylo|mega|gramo|vibra)_?phones?
    phone_(booth|case|screen|camera|box|charger|number)s?
    (talk|speak|chat)\w*_(in|on|at|into|through)_(a_|the_|his_)?(cell_?|smart_?)?phones?
    (talk|speak|chat)\w*_(in|on|at|into|through)_(a_|the_|his_)?(mobile_?|tele)?phones?
    (talk|speak|chat)\w*_(in|on|at|into|through)_(her_|their_|my_)?(cell_?|smart_?)?phones?
    (talk|speak|chat)\w*_(in|on|at|into|through)_(her_|their_|my_)?(mobile_?|tele)?phones?
    (scroll|look|stare|tex?t)\w*_(in|on|at|into|through)_(a_|the_|his_)?(cell_?|smart_?)?phones?
    (scroll|look|stare|tex?t)\w*_(in|on|at|into|through)_(a_|the_|his_)?(mobile_?|tele)?phones?
    (scroll|look)\w*_(in|on|at|into|through)_(her_|their_|my_)?(cell_?|smart_?)?phones?
    (stare|tex?t)\w*_(in|on|at|into|through)_(her_|their_|my_)?(cell_?|smart_?)?phones?
    (scroll|look|stare|tex?t)\w*_(in|on|at|into|through)_(her_|their_|my_)?(mobile_?|tele)?phones?
pop: pop_(music|song|star|culture|band|concert|singer|art|idol|quiz|group)s?
    pop(s|ped|ping)?_(up|in|out|over|by) pop_?ups? soda_pop hot_air_balloons?
    inflat\w*_(a_|the_)?balloons? balloons?_(float|drift|ris|fly|flies)\w*
pouring: (people|crowds?|light|sunlight|sun|smoke|fans)_pour\w*
punch: punch_?(line|bowl|card)s? (fruit|rum)_punch slap_?stick
    kick(s|ed|ing)?_(in|off|back|start|drum|out|the_habit)s? kick_?(start|stand|drum)\w*
    (free|drop|penalty)_kicks? food_fight* snow_?ball_fight* pillow_fight*
    fight(s|ing)?_(for|against|back_tears) (shadow|kick|un|in|shoe)_?box(ing|es)? boxing_day
purr: engines?_purr\w*
rain: rain_?(bow|coat|forest|boots?|check|maker|gear|jacket)s?
    rain_of_(arrows|bullets|blows|fire|petals|stones|confetti|sparks)
    storm(s|ed|ing)_(out|off|in|into|away) storm_?(trooper|drain|cloud|cellar)s? brain_?storm\w*
    hail(s|ing|ed)?_(a|mary|the)(_cab|_taxi)? purple_rain
riser: (ocean|sea)_swells? high_?rise* early_riser
saw: (i|we|he|she|they|never|ever|you|who|just)_saw
    saw_(him|her|it|them|that|this|me|us|something|nothing|someone) jig_?saw_puzzles? see_?saws?
scratch: from_scratch scratch_(card|pad)s?
    sweep(s|ing)?_(shot|view|landscape|vista|pan|gesture|camera|aerial)s?
    sweeping_(shots?|views?|landscapes?|vistas?) skin_?(care|tone|cream|head|ny)s?
    (shoe|nail)_polish comb_over honey_?comb* brush_?fires? brush(es|ed)?_(off|past|aside)
    (banana|orange)_(skin|peel)s? drag_(queen|rac\w+) rubbers?
    rubber_(ball|duck|band|boot|hose|mat|gloves?)s?
snap: snap_?(shot|chat|dragon)s? cold_snap snap_(decision|judg\w*|election)s? crack_of_dawn
splash: sky_?div\w* nose_?div\w* scuba_div\w* div(ing|e)_(board|bell|suit)s? dumpster_div\w*
    pool_(table|hall|cue|ball)s? car_?pool\w* deep_dive
    div(e|es|ing)_(deep_)?into_(the_)?(data|topic|details|work) splash_(screen|page)s?
    puddle_of_light crash_div\w* whirl_?pool_tub
static: static_(shot|camera|image|frame|caravan)s? radio_(waves?|host|telescope|city)s?
    radio_?active color_distort\w*
stones: rock_(music|band|song|star|concert|n_roll|and_roll|guitar|climb\w*|bottom|solid)s?
    (hard|punk|indie|classic|soft|glam)_rock
    rock(s|ing)?_(out|the_baby|back|gently|chair|star|horse|a_baby) on_the_rocks rolling_stones
    (mile|key|corner|tomb|grave|gem|lime|rhine)_?stones? stone_?(age|wall|cold|henge)
    sand_?(wich(es)?|box|castles?|bags?) hour_?glass_sand dig(s|ging)?_(in|deep|it) gold_diggers?
    line_in_the_sand
sword: blades?_of_grass (razor|saw|shoulder|fan|helicopter|rotor|wiper|skate|turbine)_blades?
    word_?play fencing_wire
thunder: lightning_(fast|speed|quick|bug|bugs|cable|round|port)
    (thunderous|thundering)_(applause|hooves|hoofbeats|crowd|feet|music|drums)
tools: fire_drills? drill_sergeants? (tool)_?(bar|tip|kit)s? seed_drill
traffic: road_?(trip|map|show|block)s? traffic_(light|sign|cone)s?
    street_?(light|lamp|food|art|sign|car|wise|musician|dance)\w* (wall|sesame|main)_street
    side_street inner_city_kid city_(hall|lights?) light_?city silk_road railroad_tracks?
    drug_traffick\w*
train: train_of_thought wedding_trains? train(s)?_(hard|for|tickets?) personal_train\w*
    subway_sandwich\w*
water: stream_of_(consciousness|people|light|cars|sparks|traffic|data)
    (live|video|music|blood|jet|slip|up|down|main|data)_?stream\w*
    stream(s|ed|ing)_(video|music|service|platform|show|online|live)s? streaming
    water_?(colou?r|melon|proof|tower|bottle|gun|cooler|mark)s?
    (baby|bridal|meteor|golden|spark)_showers? shower_(curtain|head|gel|cap|door)s?
    showers?_of_(sparks|gold|praise|glass|petals|confetti) sun_?bath\w*
    bath_(robe|towel|mat|salt)s? brain_drain head_?waters tap_?root tap_(on|danc\w*) well_being
    (holy|sparkling|bottled)_water bread_?baskets? sky_?scrap\w*
waves: (hand|heat|shock|sound|brain|radio|light|new|synth|sine|crime|mexican)_?waves?
    waves?_of_(the_|his_|her_|a_)?(hand|heat|nausea|applause|panic|people|arm|wand)s?
    wave(s)?_(goodbye|hello|hi|at|to|a|his|her|their) waving
    (she|he|man|woman|girl|boy|person|they|child)_waves? permanent_wave
    surf(s|ed|ing)?_(the_)?(web|internet|net|channel)s? channel_surf\w* crowd_surf\w* sea_of_\w+
    sea_?(food|horse|lion|shell|bass|salt|sick|level|weed)s? roller_?coasters? coasters?
    (east|west)_coast bay_(window|leaf|leaves|area)s? at_bay boat_dock_worker surf_?board\w* lakers
whoosh: throw(s|n|ing)?_(a_party|up|pillow|blanket|a_tantrum|shade)s?
    swing(s|ing)?_(by|music|danc\w*|state|vote|jazz|era|open|shut|set)s?
    (mood|playground|porch|tire|tyre|garden)_swings?
    (kids|child|children|girl|boy)~on_(a|the)_swings? whipp?(ed|ing)?_(cream|eggs?|up|pan)
    (cursor|road|direction|green|red)_arrows? zoom(s|ed|ing)?_(call|meeting|in|out|lens)s?
    page_transitions? spear_?mint camera_(sweep|swoop|whip)\w* whip_?lash
wind: wind(s|ing)?_(up|down|instrument|the_clock|the_watch|his_watch|her_watch|clock)s?
    wind(s|ing)?_(section|farm|turbine|tunnel|shield|screen|mill|pipe|breaker)s?
    winding_(road|path|river|stairs?|staircase|street|trail)s? long_?winded second_wind
    wind_?(shield|screen|mill|pipe|breaker|surf\w*|fall)s? draft_(beer|pick|version|of)s?
    rough_draft first_draft
wings: wing_?(man|span|nut|mirror)s? (chicken|buffalo|hot|hospital|prison|east|west|north)_wings?
    (south|left|right|plane|airplane|aircraft|jet|building)_wings? in_the_wings
writing: pig_?pens? play_?pens? (felt_tip_)?pen_?pals?
    draw(s|n|ing)?_(a_|the_|his_|her_)?(\w+_)?(sword|blade|gun|knife)s?
    draw(s|n|ing)?_(a_|the_|his_|her_)?(\w+_)?(dagger|curtains?|breath|water)s?
    draw(s|n|ing)?_(a_|the_|his_|her_)?(\w+_)?(bath|bow|weapon|katana)s?
    draw(s|n|ing)?_(a_|the_|his_|her_)?(\w+_)?(cards?|near|close|attention)s? drawing_(room|pin)s?
    (finger|war|face|wet)_?paint\w* oil_paintings? sign_(language|post) magic_markers?
    script_?writ\w* song_?writ\w*
zip: zip_?(code|file|line|lock|drive|lining)s? zip_along zippy
"""
"""Under the word that misleads, what blanks it; see `notation.entries`."""
