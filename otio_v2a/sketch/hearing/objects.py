"""The words that ask for single sounds of things."""

OBJECTS = r"""
bell: bells? chim(e|es|ed|ing) gongs? door_?bells? ding(s|ed|ing)? ding_dongs? toll(s|ing)
    carillons? (church|school|bicycle|bike|sleigh|jingle|service|hotel)_bells?
    (cow|tower|ship's|shop|temple|hand|boxing|reception)_bells?
    bells?_(ring+|rings|chim*|toll*|jingl*) ringing_bells? wind_chimes? singing_bowls?
    tubular_bells? clock_(strik*|chim*) triangle_(ding|hit) bell_towers? glockenspiels?
    vibraphones?
boom: booms? braams? sub_?drops? sub_?booms? sub_hits? bass_drops? stingers? 808s? sonic_booms?
    (cinematic|trailer|low|deep|sub)_(boom|hit|impact|stinger|drum|strike)s?
    (bass|dramatic|orchestral|big|epic)_(boom|hit|impact|stinger|drum|strike)s?
bounce: bounc* basket_?balls? dribbl* ping_?pong tennis table_tennis volley_?balls? trampolin*
    (tennis|rubber|basket|beach|ping_pong|soccer|golf|bouncy|medicine|foot)_?balls? ball~bounc*
    handballs? squash_ball badminton racquetball
brakes: brak(es|ing|ed) skid+ brakes?_squeal*
    (tyres?|tires?|wheels?|cars?|brakes?|train)~(screech*|squeal*|skid*|slid*)
    (screeching|squealing|skidding)_(tyres?|tires?|wheels?|brakes?|halt|stop|cars?) burn_?outs?
    peel(s|ing)_out screech(es|ed|ing)? hand_?brakes? emergency_(stop|braking) air_brakes?
    car_drift* burning_rubber squeal(s|ing)?
chop: chop(s|ped|ping)? axes? axe_hit* cleavers? hatchets? lumberjacks? machetes? guillotines?
    (knife|blade)~(chop*|on|hit*)_(a_)?(\w+_)?board (cutting|chopping)_boards?
    chopping_(wood|vegetables|onions?|block)
    (cut+|slic*|dic(es|ed|ing)|minc(es|ing)|chop+)~(vegetables?|onions?|carrots?|fruits?)
    (cut+|slic*|dic(es|ed|ing)|minc(es|ing)|chop+)~(bread|meat|tomato\w*|cucumbers?|celery)
    (cut+|slic*|dic(es|ed|ing)|minc(es|ing)|chop+)~(garlic|herbs?|apples?|fish|cheese)
    (cut+|slic*|dic(es|ed|ing)|minc(es|ing)|chop+)~(lettuce|potato\w*|peppers?|cake|lemon)
    splitting_(wood|logs?) split(s|ting)?~(logs?|wood|firewood) slic(es|ing)
    knife_(slic*|chop*|cut*) mincing
click: click* (light_|toggle_|power_|flip_|on_)?switch(es)?
    (push|press|hit|elevator|keypad)?_?buttons? shutters? shutter_(click*|releas*)
    camera_(clicks?|clicking|shutters?|flash(es)?|snap*) mouse_click* lighters? zippo*
    flick(s|ed|ing)? (lighter|switch)~(flick*|click*|light*) toggl* remote_controls? seat_?belts?
    polaroids? (light|flash)_switch*
    tak(es|ing|en)_(a_|some_|the_)?(photo|picture|snapshot|selfie)\w*
    snap(s|ping)?_(a_|some_)?(photo|picture)\w* paparazzi
    turn(s|ed|ing)?_(on|off)_(a_|the_)?(light|lamp|tv|radio|computer|machine)s?
    (pen|ballpoint)_click* staplers? stapl(e|es|ing) hole_punch*
    turn(s|ing)_(a_|the_)(light|lamp)s?_(on|off) photo_?graph(s|ed|ing)? dial_click*
    combination_locks? ratchet* dominoes ui_(click|sound)s? turn_signals? indicators? typing_click*
clock: clocks? tick(s|ed|ing)? tick_?tock* metronomes? (pocket|wrist|stop)_?watch(es)?
    watch(es)?_tick* ticking_watch (grandfather|wall|cuckoo|mantel|kitchen|old)_clocks? clock_tick*
    time_bombs? ticking_(bomb|clock|timer)s? countdown* bomb_ticking
coins: coins? pennies penny loose_change pocket_change jewel\w* neck_?laces? bracelets? ear_?rings?
    bangles? piggy_banks? cash_registers? (poker|casino)_chips? medallions?
    coins?~(drop*|toss*|spin*|jingl*|clink*|fall*|land*) jackpots? slot_machine_payout
creak: creak* (door|floor|floorboards?|gate|stairs?|bed|chair|rope)s?~(creak*|squeak*|groan*)
    (ship|hull|wood|hinges?|boat|mast|swing|branch)s?~(creak*|squeak*|groan*)
    (creak*|squeaky)_(old_|wooden_|metal_|rusty_)?(doors?|floors?|floor_?boards?)
    (squeaking|groaning)_(old_|wooden_|metal_|rusty_)?(doors?|floors?|floor_?boards?)
    (creak*|squeaky|squeaking|groaning)_(old_|wooden_|metal_|rusty_)?(gates?|stairs?|beds?)
    (creak*|squeaky|squeaking|groaning)_(old_|wooden_|metal_|rusty_)?(chairs?|ropes?|ships?)
    (creak*|squeaky)_(old_|wooden_|metal_|rusty_)?(hinges?|wood|swings?|wheels?)
    (squeaking|groaning)_(old_|wooden_|metal_|rusty_)?(hinges?|wood|swings?|wheels?) squeak*
    rusty_hinges? hinges? rocking_(chair|horse)s? bed_?springs? swing_sets?
    (creak|squeak)_of_(a|the|an)_(\w+_)?(doors?|floors?|gates?|stairs?|bed)
dishes: dish(es)? plates? cutlery silverware forks? spoons? crockery saucers? mugs? tea_?cups?
    porcelain tea_?spoons? chopsticks tableware utensils washing_up kitchen_clatter*
    clatter\w*_of_(dishes|plates|pans|pots|cutlery|cups) wash(es|ing)?_(the_)?dishes
    stir(s|ring)?~(tea|coffee|cup|mug|spoon|sugar|soup|drink)
    (dishes|plates|pots|pans|cutlery|cups|bowls?|silverware)~(clatter*|clink*|clank*|rattl*|bang*)
    bowls? cups? pots_and_pans cookware ladles? (coffee|tea)_cups?
door: doors? gates? drawers? cupboards? cabinets? wardrobes? closets? hatch(es)? latch(es)?
    lock(s|ed|ing)? unlock* dead_?bolts? pad_?locks?
    door_?(knobs?|handles?|slam*|open*|clos*|shut*|latch*|lock*|creak_shut)
    slamming_(a_|the_)?(\w+_)?doors? slam+_(a_|the_|shut|closed) car_doors?
    (car_)?(trunk|boot|hood|bonnet)_(slam*|clos*|open*|shut*)
    (garage|sliding|elevator|lift|fridge|front|glass|cell|cupboard|oven)_doors?
    windows?_(open*|clos*|slid*|shut*) (open|clos|shut)(s|e|es|ing|ting)?_(a_|the_)windows?
    trap_?doors? portcullis
drip: drip* water_?drops? (drops?|droplets?)_of_(water|blood|liquid) droplets? leaky
    (leaking|leaky|dripping)_(\w+_)?(taps?|faucets?|pipes?|roofs?|ceilings?|water|sinks?|gutters?)
    (tap|faucet|pipe|roof|ceiling|sink|gutter)s?~(drip*|leak*) water~drip* leaks? leaking
explosion: artillery_fire explo* bombs? bombing bombard\w* detonat* blast(s|ed|ing)? fire_?works?
    fire_?crackers? grenades? missiles? rockets? rocket_launch* dynamite tnt
    (land_)?mines?_(explo*|blast) mortars? artillery cannons? cannon_(fire|balls?|shots?)
    shock_?waves? erupt* volcan* bl(ow|ew|own|ows|owing)_up mushroom_cloud petards? air_?strikes?
    (bomb|grenade|gas_tank|car)~(explo*|detonat*|goes_off)
glass: shatter* (broken|breaking|smashed)_(glass|windows?|bottles?|mirrors?|vases?|windshield)
    (smashing|shattering|shattered|cracking)_(glass|windows?|bottles?|mirrors?|vases?|windshield)
    (wine_|champagne_|beer_|drinking_)?glass(es)?_(break*|shatter*|smash*|crash*|clink*|clank*)
    (wine_|champagne_|beer_|drinking_)?glass(es)?_(fall*|drop*|shard*|impact|crack*|toast*|tink*)
    (windows?|windshields?|mirrors?|bottles?)~(break*|shatter*|smash*|crack*|explod*)
    (vases?|light_?bulbs?|jars?|chandeliers?|windscreens?)~(break*|shatter*|smash*|crack*|explod*)
    clink* (clinking|toasting|raising)_(wine_|champagne_)?(glasses|bottles)
    bottles?~(clink*|rattl*|roll*|smash*|broken) bottle_(smash|break)\w* glass_debris
    (break|smash|crack)(s|es|ing)?_(a_|the_|some_)?(\w+_)?(glass|windows?)
    (break|smash|crack)(s|es|ing)?_(a_|the_|some_)?(\w+_)?(mirrors?|bottles?|vases?)
gunshot: guns? gun_?shots? gun_?fire shots? shoot(s|ing|out|outs|er)? rifles? pistols? revolvers?
    shot_?guns? snipers? machine_?guns? bullets? bullet_casings? ricochet* reload* muskets?
    (pulls?_the_)?triggers? uzi ak-?47 hand_?guns? carbines?
    fir(e|es|ed|ing)_(a_|the_|his_|her_|their_)?(\w+_)?(guns?|rifles?|pistols?|weapons?|shots?)
    fir(e|es|ed|ing)_(a_|the_|his_|her_|their_)?(\w+_)?(shotguns?|muskets?)
    fir(e|es|ed|ing)_(a_|the_|his_|her_|their_)?(\w+_)?(bullets?|machine_guns?|revolvers?)
    (guns?|shots?|rifles?|pistols?)_(are_|being_|is_)?(fir\w+) gun_(cock*|reload*|load*)
    fire_?fights? gun_?fights? cocking_a_(gun|pistol|shotgun) semi_?automatic gun_battle
hammer: hammers? hammer(ed|ing) nails? nailing (hammer|pound|bang|driv)(s|es|ing|ed)?~nails?
    forges? forging anvils? black_?smith* mallets? sledge_?hammers? gavels? carpenters?
horn: steam_whistles? horns? honk* fog_?horns? air_?horns? toot(s|ed|ing) train_whistles?
    ship('s)?_(horn|whistle)s? (car|truck|train|boat|bus|bike|ferry)('s)?_(horn|whistle)s?
    hoot(s|ing)_(his|her|the|its)_horn vuvuzelas? beep(s|ing)?_(his_|her_|the_|its_|a_)?horns?
    (cars?|trucks?|taxis?|drivers?)~(honk*|beep*|toot*|hoot*) honking_(cars?|traffic|horns?)
    train~whistl* whistle_of_(a|the)_train
impact: thunk* impacts? hits? hitting thuds? thud(ding|ded) thump* bang(s|ed|ing)?
    crash(es|ed|ing)? collid* collisions? slam(s|med|ming)? bump(s|ed|ing)? body_?falls?
    falls?_(down|over|to_the|on_the|onto|off) falling_(down|over|to_the|on_the|onto|off) clunk*
    whack* wallop* wreck* pound(s|ed|ing) bonk* plop+ knock+_(it_|him_|her_)?(over|down) toppl*
    tumbl(e|es|ed|ing) collaps*
    heavy_(object|box|weight|furniture)s?(_drop*|_fall*|_put_down|_hit*)? put(s)?_down
    lands_(on|hard|with) landing_(on|hard) car_?crash(es)? car_accidents?
    (person|man|woman|body|someone|book|box)_(falls|falling|drops|dropped) earthquakes?
    dropp(ed|ing) drops
keyboard: keyboards? typ(es|ing|ed|ist|ists)
    typ(e|es|ing)_(on|a|away)_(a_|the_)?(\w+_)?(keyboard|computer|laptop|typewriter)?
    typ(e|es|ing)_(on|a|away)_(a_|the_)?(\w+_)?(message|letter|email|phone)? type_?writers?
    key_?strokes? key_?press(es)? key_?pads?
    (keyboard|computer|laptop|typewriter)_(keys|typing|clicks?|clicking|clatter)
    keys_of_(a|the)_(keyboard|typewriter|computer|laptop) mechanical_keyboards? texting
keys: keys key_?rings? key_?chains? (car|house|door)_keys? key_(in|turn\w*|jingl\w*) jingling_keys?
    keys?_(jingl*|jangl*|rattl*|drop*|turn*) jangl* chains? chains?~(rattl*|jingl*|clank*|drag*)
    (rattling|clanking|dragging)_chains?
knock: knock+ knock+_(on|at)_(a_|the_)?(\w+_)?(doors?|windows?|wood|tables?|glass|walls?)
    door_knock* knuckles rap(s|ping|ped)_(on|at)
    tap(s|ped|ping)_(on|at|with|his|her|the|a)_(a_|the_)?(\w+_)?(table|door|window|glass)?
    tap(s|ped|ping)_(on|at|with|his|her|the|a)_(a_|the_)?(\w+_)?(wood|desk|box|fingers?|surface)?
    tapp(ed|ing) finger_?tap* wood_?blocks? woodpeckers?_(peck*|drum*|knock*|tap*) pecking
    bang(s|ing|ed)_(on|at)_(a_|the_)?(\w+_)?(doors?|walls?|windows?|table)
    drumming_(his_|her_)?fingers pounding_(on|at)_(a_|the_)?doors?
laser: lasers? zap(s|ped|ping)? phasers? blasters? light_?sabers? magic magical* spells?
    spell_cast* sparkl* shimmer* energy_(beam|shield|weapon|ball|blast|pulse|field|sword|bolt)s?
    force_?fields? teleport* portals? plasma ray_?guns? wands? fairy_dust pixie* power_?ups?
    power_down holograms? warp_(drive|speed)?
    sci_?fi_(weapon|gun|energy|ui|interface|beep|sound|computer|door)s?
    laser_(gun|beam|shot|blast)s? electric_(shock|zap|jolt)s? ufos? (video|arcade)_games?
    electrocut* tasers? lightsaber
metal: clang* clank* metal(lic)?_(clang*|clank*|scrap*|hits?|impacts?|bangs?)
    metal(lic)?_(grind*|squeal*|groan*|rattl*|creak*|crash*|clatter*)
    metal(lic)?_(objects?|pipes?|plates?|thuds?|knocks?|rods?|bars?)
    metal(lic)?_(sheets?|cans?|chains?|drag*|clink*|sounds?|on_metal) (scrap|sheet)_metal pipes?
    metal_on_metal shopping_(carts?|trolle(y|ys|ies)) tin_cans? wrench(es)? crow_?bars? girders?
    scaffold* cymbals? hand_?cuffs? shackles? trash_?cans?(_lids?)? dumpsters? tool_?box(es)?
    manhole_covers? steel_drums? (metal|iron|steel)_(lids?|buckets?|barrels?)
    (scrap*|drag*|clatter*|bang*|clash*|rattl*|sound|clang|grinding)_(of_)?metal padlocks?_rattl*
    barrels?
paper: papers? pages? page_turn* newspapers? envelopes? card_?board* (cardboard_|card_)box(es)?
    plastic_(bags?|wrap\w*|packag\w*|foil|bottles?_crush\w*) wrappers? wrapping(_paper)? unwrap*
    crumpl* crinkl* packag(e|es|ing)? parcels? tissues? (tin_)?foil cellophane
    (chip|crisp|candy|snack|potato_chip)_?(bags?|packets?|wrappers?) candy_wrappers? documents?
    magazines? notebooks? shuffl\w*_(the_|some_|a_deck_of_)?(cards|papers?) deck_of_cards
    card_shuffl* playing_cards cards? unfold*_(a_)?map unboxing boxes books?
    flip(s|ping)?_(through_)?(a_|the_)?(pages?|books?)
    tear(s|ing)?_(up_|open_|off_)?(a_|the_|some_)?(papers?|letter|page|envelope|package|bag|box)
    rip(s|ping)?_(up_|open_|off_)?(a_|the_|some_)?(papers?|letter|page|envelope|package)
    opening_(a_|the_)?(letter|package|present|gift|bag|box|mail|parcel)s? paper_?bags? banknotes?
    cash_count\w* count\w*_(money|cash|bills) scroll? (letters?|mail)_(open\w*|unfold\w*)
    paper_(rustl*|tear*|rip*|crumpl*|fold*)
phone: phones? tele_?phones? cell_?phones? smart_?phones? ring_?tones? dial(s|ling)?(_tone)?
    notifications? text_messages? (phone|cell|mobile)~(vibrat*|ring*|buzz*)
    vibrating_(phone|cell\w*|mobile) incoming_calls? message_alerts?
    (ringing|rotary|old|landline|mobile)_(tele)?phones? telephone_(bell|ring)\w*
pop: pops? popped popping corks? champagne_(corks?|bottles?|pop\w*) balloons?
    balloons?_(pop*|burst*) (pop|burst)\w*_(a_|the_)?(balloons?|bubbles?) pop_?corn bubble_?wrap
    bubble_?gum (soda_|beer_)?cans?_(open*|crack*|pop*)
    open(s|ing)_(a_|the_)?(soda_|beer_)?(can|bottle|wine|champagne)(_of_\w+)? uncork* toasters?
riser: risers? rising_(tension|tones?|synths?|drones?|sounds?|pitch|suspense|sweep)
    (tension|suspense|pitch|intensity)_(ris\w+|build\w*|swell*|ramp*|grow\w*) build_?ups? buildups?
    (slow_|tense_)?builds?(_up)?_(to|of|in|before|up) building_(tension|suspense|up) crescendos?
    (suspense(ful)?|tension|cinematic|synth|orchestral)_(swells?|risers?|build\w*|rises?) swells?
    uplifters? reversed?_(cymbals?|swells?|hits?|sounds?) upward_sweeps? escalating_(tension|tone)
saw: saws?_runs? (hand|hack|wood|coping|rip|cross_?cut|tree)_?saws? saw(ing|n)
    saws?_(through|cut*|blades?|wood|on|back|into|a_plank|a_log|logs?|teeth) (a|the|rusty|old)_saw
    sawing_(wood|logs?|a_plank|a_log)
snap: splinter* snap(s|ped|ping)? finger_?snap* twigs?
    (sticks?|branch(es)?|bones?|twigs?|ice|knuckles?|neck)~(break*|snap*|crack*)
    (wood|rope|carrots?|celery|nuts?|egg_?shells?|eggs?)~(break*|snap*|crack*)
    (breaking|snapping)_(his_|her_|a_|the_|some_)?(sticks?|branch(es)?|bones?|twigs?|ice)
    (cracking|broken|crack\w*)_(his_|her_|a_|the_|some_)?(sticks?|branch(es)?|bones?|twigs?|ice)
    (breaking|snapping)_(his_|her_|a_|the_|some_)?(knuckles|eggs?|nuts?|celery|joints)
    (cracking|broken|crack\w*)_(his_|her_|a_|the_|some_)?(knuckles|eggs?|nuts?|celery|joints)
    break(s|ing)?_(a_|the_)?(\w+_)?(sticks?|branch(es)?|bones?|twigs?) velcro crack(s|ed|ing)?_open
    cracking mouse_?traps?
splash: splash* div(e|es|ed|ing)(_in|_into)? dove_into plung(e|es|ed|ing) puddles? swim* paddl*
    oars? belly_?flop*
    jump(s|ed|ing)?_in(to)?_(a_|the_)?(\w+_)?(water|pool|lake|river|sea|ocean|pond|puddles?)
    wad(e|es|ing) dunk(s|ed|ing)?
    (fall|fell|falls|falling)~into_(a_|the_)?(\w+_)?(water|pool|lake|river|sea|pond)
    (dropp?(s|ed|ing)|thrown?)~into_(a_|the_)?(\w+_)?(water|pool|lake|river|sea|pond)
    (throw\w*|toss\w*)~into_(a_|the_)?(\w+_)?(water|pool|lake|river|sea|pond)
    cannon_?ball_(dive|jump) (swimming_)?pools?
stones: stones? rocks? rubble boulders? pebbles? gravel sand dig(s|ging)? shovel* land_?slides?
    avalanches? rock_?(falls?|slides?) bricks? debris excavation quarr(y|ies)
    (dirt|soil|earth|sand|gravel|stones?|rocks?|rubble)_(fall*|slid*|tumbl*|pour*)
    (dirt|soil|earth|sand|gravel|stones?|rocks?|rubble)_(roll*|drop*|thrown|shovel*|hit*) spades?
    stone_(door|slab|grind)\w* crumbling cave_?ins? throw\w*_(a_|the_)?(stones?|rocks?|pebbles?)
sword: swords? sword_(fight\w*|clash\w*|draw*|unsheath\w*|swing\w*|swoosh\w*) un_?sheath* sheath*
    katanas? rapiers? fencing daggers? blades?
    (knife|knives|blade|sword|dagger)s?~(draw*|unsheath*|sharpen*|scrap*)
    (knife|knives|blade|sword|dagger)s?~(sheath*|stab*|clash*|pull\w*)
    sharpen(s|ing)?_(a_|the_)?(knife|knives|blade|sword|axe)
    draw\w*_(a_|the_|his_|her_)?(\w+_)?(swords?|blades?|knife|dagger|katana) scythes? armou?rs?
    chain_?mail shields? duels? knights? sab(re|er)s? stab(s|bed|bing)?
thunder: thunder* thunder_?claps? claps?_of_thunder lightning lightning_(strik*|bolts?)
    (crack|clap|roll|rumble|crash|boom|peal)(s|ing)?_of_(distant_)?thunder
    thunder~(crack*|clap*|roll*|rumbl*|crash*|boom*|strik*)
    (rumbling|rolling|booming|crashing|cracking)_(distant_)?thunder
whoosh: w?hoosh* swoosh* swish* swip(e|es|ed|ing) transitions? fly_?bys? pass_?bys?
    (pass|fli|fly)(es|ed|ing)?_by whip(s|ped|ping)? whip_cracks? swing(s|ing)? swung
    throw(s|ing|n)? threw toss(es|ed|ing)? arrows? arrow\w*_(fly*|flies|shot|hit*) archer*
    (bow_and_|shoot\w*_(an_)?)arrows? zoom* whizz* whirl*
    (air|fast|quick)_(movement|motion|move|cut|swish)s? boomerangs? javelins? spears? swoop*
    (golf|bat|sword|baseball|club|stick|rope)_swing* jump_?ropes? skipping_rope lassos?
    sling_?shots? catapults? frisbees? flying_(objects?|knives?|past) flies_(past|by) warp_by
    zips?_(by|past) whips_past (speed|rac|rush|whizz|zip)(e|es|s|ing|ping)_(by|past)
zip: zip(s|ped|ping|pers?|pered)? zip_ties? un_?zip+ zipping_up
    (jacket|bag|backpack|suitcase|tent|dress|coat|sleeping_bag|suit)_zip*
match: match_?sticks? match_?box(es)? safety_match(es)?
    (strik\w*|struck|light(s|ing)?)_(a_|the_|an_)?(\w+_)?match(es)?
    (lit|ignit\w*|scratch\w*|burning)_(a_|the_|an_)?(\w+_)?match(es)?
    match(es)?_(is_|are_|being_|gets_|head_)*(strik\w*|struck|lit)
    match(es)?_(is_|are_|being_|gets_|head_)*(light\w*|ignit\w*|flar\w*|burn\w*) lights?_a_match
    (wooden|kitchen|lit)_match(es)?
"""
"""Under every layer, the words that ask for it; see `notation.entries`."""
