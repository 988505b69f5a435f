"""The words that ask for single sounds of people and animals."""

LIVING = r"""
bark: yip+ bark(s|ed|ing)? woof* yap+ yelp+ growl* snarl*
    (dogs?|pupp(y|ies)|hounds?)~(bark+|growl*|howl*|whin*|yelp+|whimper*)
    (wolf|wolves|coyotes?)~howl* wolves wolf
breath: breaths? breath(e|es|ed|ing) (deep|heavy|shallow)_breath* inhal* exhal* gasp* sigh*
    pant(ing|ed) wheez* snor(e|es|ed|ing) sniff* yawn* hyperventilat* out_of_breath dogs?_pants?
    pants_for_(air|breath) respirators? blow(s|ing)_out_(a_|the_)?candles? blow(s|ing)_(on|into)
    chok(es|ing) huff* puff(s|ing)
cat: meow* miaow* miao* mew(s|ing|l\w*)? caterwaul* yowl*
    (cats?|kittens?|kitty)~(meow*|hiss*|yowl*|cry*|screech*|mew*)
cloth: cloth cloth(s|es|ing) fabrics? textiles? garments? bed_?sheets? blankets? duvets? curtains?
    flags? banners? leather denim silk* velvet cloth(es|ing)?_(rustl*|mov*|foley)
    rustl\w*_(fabric|cloth|clothes|clothing|sheets|silk) undress* dress(ing|ed)
    flags?~(flap*|wav*|flutter*) (sails?|tents?|tarps?|canvas)~(flap*|flutter*)
    fold(s|ing)_(laundry|clothes|shirts?|towels?|sheets?) laundry
    (put+_on|takes?_off)_(a_|the_|his_|her_|their_)?(\w+_)?(jackets?|coats?|shirts?|dress|gloves?)
    (taking_off|remov\w+|pull+_on)_(a_|the_|his_|her_|their_)?(\w+_)?(jackets?|coats?)
    (taking_off|remov\w+|pull+_on)_(a_|the_|his_|her_|their_)?(\w+_)?(shirts?|dress|gloves?)
    (put+_on|takes?_off)_(a_|the_|his_|her_|their_)?(\w+_)?(sweaters?|pants|trousers)
    (put+_on|takes?_off)_(a_|the_|his_|her_|their_)?(\w+_)?(hoodie|clothes|robe)
    (taking_off|remov\w+|pull+_on)_(a_|the_|his_|her_|their_)?(\w+_)?(sweaters?|pants|trousers)
    (taking_off|remov\w+|pull+_on)_(a_|the_|his_|her_|their_)?(\w+_)?(hoodie|clothes|robe)
    cape_flutter*
    (jackets?|coats?|shirts?|dress(es)?|skirts?)~(rustl*|swish*|mov*|ruffl*|flap*|flutter*)
    (sleeves?|cape|cloak|robes?|towels?|pillows?)~(rustl*|swish*|mov*|ruffl*|flap*|flutter*)
    pillows? sleeping_bags?
footsteps: foot_?steps? foot_?falls? steps? stepp(ed|ing) walk(s|ed|ing)? strid(es|ing)
    pac(es|ing)_(around|back|up|the|slowly|nervously) pacing stroll(s|ed|ing)? tip_?toe* stomp+
    treads? treading trudg* march(es|ed|ing) jog(s|ged|ging)? jogger* sprint(s|ed|er|ers|ing)?
    runn(ing|ers?) runs? ran (high_|stiletto_)?heels? heels?_click* boots? sneakers?
    (running_|dress_|leather_|tap_)?shoes? slippers? clogs flip_?flops? barefoot bare_feet
    stilettos? feet paws? paw_?steps? limp(s|ing) shuffl(e|es|ing)_feet feet_shuffl*
    hik(es|ing|ers?) up(_|_the_)?stairs? down(_|_the_)stairs? stair_?cas(e|es)
    climb(s|ing)_(the_)?stairs parades? tap_danc* scuff* scurr(y|ies|ying) scamper*
    crunch\w*_(on_|in_|through_)?(the_)?(snow|gravel|leaves) (snow|gravel|leaves)_crunch\w*
    walks?_(away|in|out|past|on|through|down|up|across|into|over|by) running_(footsteps|feet|steps)
    (child(ren)?|kids?|bab(y|ies))(_is|_are|_slowly|_quickly)?_(walk+|runs?)
    (child(ren)?|kids?|bab(y|ies))(_is|_are|_slowly|_quickly)?_(runn(ing)|march\w*|step+)
    (dogs?|cats?)(_is|_are|_slowly|_quickly)?_(walk+|runs?|runn(ing)|march\w*|step+)
    (child(ren)?|kids?|bab(y|ies))(_is|_are|_slowly|_quickly)?_(stomp\w*|tip_?toe\w*|stroll+)
    (dogs?|cats?|horses?)(_is|_are|_slowly|_quickly)?_(stomp\w*|tip_?toe\w*|stroll+)
    (child(ren)?|kids?|bab(y|ies))(_is|_are|_slowly|_quickly)?_(jog+|shuffl\w*|hik\w*)
    (dogs?|cats?|horses?)(_is|_are|_slowly|_quickly)?_(jog+|shuffl\w*|hik\w*)
    (people|soldiers?|crowds?)(_is|_are|_slowly|_quickly)?_(walk+|runs?|runn(ing)|march\w*|step+)
    (toddlers?|women|men|robots?)(_is|_are|_slowly|_quickly)?_(walk+|runs?)
    (toddlers?|women|men|robots?)(_is|_are|_slowly|_quickly)?_(runn(ing)|march\w*|step+)
    (people|soldiers?|crowds?)(_is|_are|_slowly|_quickly)?_(stomp\w*|tip_?toe\w*|stroll+)
    (people|soldiers?|crowds?)(_is|_are|_slowly|_quickly)?_(jog+|shuffl\w*|hik\w*)
    (toddlers?|women|men|robots?)(_is|_are|_slowly|_quickly)?_(stomp\w*|tip_?toe\w*|stroll+)
    (toddlers?|women|men|robots?)(_is|_are|_slowly|_quickly)?_(jog+|shuffl\w*|hik\w*)
heartbeat: pounding_hearts? heart_?beat(s|ing)? hearts? pulse heart_pound* lub_?dub
    heart_(beat|pound|rac|thump)\w* beating_heart
hooves: (thundering|thunderous)_(hooves|hoof_?beats) hoo(f|ves|fs) hoof_?beats? horses?
    horse_hooves? horse~(walk*|gallop*|trot*|neigh*|whinn*|canter*|hooves|run*) gallop*
    trot(s|ted|ting)? canter(s|ing)? neigh* whinn* clip_?clop* pon(y|ies) stallions? cavalry
    stampede* donkeys? mules? horse_?back (horse_drawn|horse)_(carriages?|carts?|buggy|coach)
laughter: laugh* giggl* chuckl* cackl* guffaw* snicker* chortl* hysterical(ly)?
    (people|children|baby|man|woman|kids|crowd|audience)~laugh* (laugh|laughter)_tracks?
punch: punch(es|ed|ing)? slap(s|ped|ping)? smack(s|ed|ing)? kick(s|ed|ing)? fist_?fights?
    fight(s|ing|ers?)? fought brawl* box(ing|ers?) boxing_(match|ring|gym) martial_arts?
    karate(_chop)? kung_?fu combat wrestl* uppercuts? jabs? face_slap* scuffl* spar(ring) headbutt*
    beat(s|ing)?_up pummel* fist(s)? punching_bags? judo mma
scratch: scratch* planing scrap(e|es|ed|ing) scrub* comb(s|ing)? brush(es|ed|ing)?
    tooth_?brush(es)? hair_?brush(es)? brush\w*_(his_|her_|the_|my_)?(teeth|hair) sweep(s|ing)?
    sweep\w*_(the_|a_)?floor brooms? rub(s|bed|bing)?
    fil(es|ing)_(his_|her_|the_)?(nails|metal|wood) nail_fil* sand_?paper* sanding claw(s|ing)?
    rak(e|es|ing) shav(es|ed|ing|e) grat(er|ers) drag(s|ged|ging) itch* massag* peel(s|ing|ed)?
    eras(e|es|ing|ers?) whittl* carv(e|es|ing) plan(es|ing)_(a_)?(wood|boards?|planks?)
    (wood|hand|block)_planes? exfoliat* polish* wip(e|es|ing) caress*
    (touch|strok|rub|scratch)\w*_(the_|his_|her_)?skin skin
    (slid|drag|pull|push)(e|es|s|ged|ging|ing)~(furniture|chairs?|tables?|box(es)?)
    (slid|drag|pull|push)(e|es|s|ged|ging|ing)~(crates?|across|along|the_floor) fingernails? scour*
    sliding skat(es|ing) skiing ski_?slopes?
wings: wings? wing_?(beat|flap)\w* flap+_(its_|their_|his_|her_)?wings?
    (birds?|wings?|pigeons?|doves?)('s)?~(flap*|flutter*|wings?|take_off)
    (crows?|bats?|ducks?|geese|chickens?)('s)?~(flap*|flutter*|wings?|take_off)
    (birds?|wings?|pigeons?|doves?)('s)?~(takes_off|taking_off)
    (birds?|wings?|pigeons?|doves?)('s)?~(taking_flight|takes_flight|take_flight)
    (crows?|bats?|ducks?|geese|chickens?)('s)?~(takes_off|taking_off)
    (crows?|bats?|ducks?|geese|chickens?)('s)?~(taking_flight|takes_flight|take_flight)
    (eagles?|owls?|ravens?|seagulls?|gulls?)('s)?~(flap*|flutter*|wings?|take_off)
    (eagles?|owls?|ravens?|seagulls?|gulls?)('s)?~(takes_off|taking_off)
    (eagles?|owls?|ravens?|seagulls?|gulls?)('s)?~(taking_flight|takes_flight|take_flight)
    (flock|moths?|butterfl(y|ies)|dragons?|hummingbirds?)('s)?~(flap*|flutter*|wings?|take_off)
    (flock|moths?|butterfl(y|ies)|dragons?|hummingbirds?)('s)?~(takes_off|taking_off)
    (flock|moths?)('s)?~(taking_flight|takes_flight|take_flight)
    (butterfl(y|ies)|dragons?|hummingbirds?)('s)?~(taking_flight|takes_flight|take_flight)
    flapping_wings? butterfl(y|ies) bats_fly*
    flock_(of_\w+_)?(tak\w+|flying|flies|fly)(_off|_away|_past|_up)? flutter(s|ing)?
"""
"""Under every layer, the words that ask for it; see `notation.entries`."""
