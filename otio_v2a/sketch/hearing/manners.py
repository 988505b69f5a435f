"""The words that say how a layer sounds, and where."""

MANNERS = r"""
distant: distant* far far_(off|away) faint* remote afar (in_|off_in_|into_)the_(far_)?distance
    muffled (in_)?(the_)?background (from_|in_)?(another|next)_room outside_the_window next_door
    through_the_walls? far_away down_the_(street|hall|road)_?away approaching
close: close closely close_?up up_close close_mic* nearby in_your_ear intimate asmr detailed dry
    crisp (very|extreme)_close
heavy: heav(y|ily|ier) loud* strong* hard big huge massive giant enormous intense* violent*
    powerful* deep* torrential thunderous fierce* furious* aggressive* brutal* large thick roaring
    pounding deafening strong forceful* mighty booming
soft: soft* gentl(e|y) light lightly quiet* subtl(e|y) calm* delicate* small mild* tiny tender*
    faint low-key hushed muted little careful* lapping thin weak* quiet
slow: slow* lazy lazily leisurely occasional* sparse* unhurried sleepy intermittent*
fast: fast* quick* rapid* hurried* hurry* frantic* busy furious* brisk* swift* rushing rush*
    constant gallop* urgent* speeding
running: runn?(ing|s) sprint* jogg*
"""
"""Words under the manner they ask for."""

SURFACES = r"""
gravel: gravel pebbles? sand shingle cinders? dirt_(road|path|track) grit rubble
wood: wood wooden parquet floor_?boards? planks? hard_?wood decks? laminate porch board_?walk stage
    bridge
metal: metal metallic steel iron grat(e|es|ing) grill cat_?walk fire_escape ladder tin corrugated
wet: wet puddles? mud muddy water slush shallow swamp soaked rainy marsh
leaves: leaves grass grassy straw forest undergrowth hay woods foliage lawn meadow twigs
snow: snow snowy ice icy frost frozen
carpet: carpet* rugs? mats? mattress thick_pile felt
tile: tiles? tiled linoleum lino ceramic bath_?room_floor kitchen_floor vinyl_floor hospital
    (school_)?corridors? gym_floor
stone: stones? concrete cement asphalt pavement sidewalk cobble* brick marble street rocks? rocky
    flagstones? granite tarmac stair_?well castle cave alley*
"""
"""What steps and blows meet."""

MATERIALS = r"""
metallic: metallic metal steel iron tin brass copper aluminium aluminum
wooden: wooden wood oak timber bamboo
hollow: hollow empty cavernous resonant
"""
"""What a thing that sounds is made of, where the word stands right before it."""

BETWEEN = r"""
_: on in at of near through behind from under by into onto against across beneath inside outside
    around along off beside past toward towards to within below above after before
"""
"""Words that part an adjective from what stands before it."""
