"""The words that ask for several layers at once."""

SEVERAL = r"""
surface: (on|onto|over)_(a_|the_|some_)?(wet_|dry_|dead_)?(gravel|sand|stones?|rocks?)
    (on|onto|over)_(a_|the_|some_)?(hot_|hard_|broken_)?(gravel|sand|stones?|rocks?)
    (across|against|hitting)_(a_|the_|some_)?(wet_|dry_|dead_)?(gravel|sand|stones?|rocks?)
    (across|against|hitting)_(a_|the_|some_)?(hot_|hard_|broken_)?(gravel|sand|stones?|rocks?)
    (on|onto|over)_(a_|the_|some_)?(wet_|dry_|dead_)?(pebbles?|bricks?|leaves|grass)
    (on|onto|over)_(a_|the_|some_)?(hot_|hard_|broken_)?(pebbles?|bricks?|leaves|grass)
    (across|against|hitting)_(a_|the_|some_)?(wet_|dry_|dead_)?(pebbles?|bricks?|leaves|grass)
    (across|against|hitting)_(a_|the_|some_)?(hot_|hard_|broken_)?(pebbles?|bricks?|leaves|grass)
    (on|onto|over)_(a_|the_|some_)?(wet_|dry_|dead_|hot_|hard_|broken_)?(metal|glass|paper|cloth)
    (across|against|hitting)_(a_|the_|some_)?(wet_|dry_|dead_)?(metal|glass|paper|cloth)
    (across|against|hitting)_(a_|the_|some_)?(hot_|hard_|broken_)?(metal|glass|paper|cloth)
    (on|onto|over)_(a_|the_|some_)?(wet_|dry_|dead_|hot_|hard_|broken_)?(fabric|leather)
    (on|onto|over)_(a_|the_|some_)?(wet_|dry_|dead_|hot_|hard_|broken_)?(water|cardboard|skin)
    (across|against|hitting)_(a_|the_|some_)?(wet_|dry_|dead_|hot_|hard_|broken_)?(fabric|leather)
    (across|against|hitting)_(a_|the_|some_)?(wet_|dry_|dead_)?(water|cardboard|skin)
    (across|against|hitting)_(a_|the_|some_)?(hot_|hard_|broken_)?(water|cardboard|skin)
surface: (on|onto|against|hitting)_(a_|the_|my_|his_|her_)?(cars?|van|truck)_(roof|hood)s?
    (on|onto|against|hitting)_(a_|the_|my_|his_|her_)?(cars?|van|truck)_(windshield)s?
    (on|onto|against|hitting)_(a_|the_|my_|his_|her_)?(cars?|van|truck)_(window|canvas)s?
    (on|onto|against|hitting)_(a_|the_|my_|his_|her_)?(bus|train|ship|tent)_(roof|hood)s?
    (on|onto|against|hitting)_(a_|the_|my_|his_|her_)?(bus|train|ship|tent)_(windshield)s?
    (on|onto|against|hitting)_(a_|the_|my_|his_|her_)?(bus|train|ship|tent)_(window|canvas)s?
rain wind thunder: storms? stormy thunder_?storms? tempests? tropical_storms?
rain wind: hurricanes? cyclones?
train crowd: (train|railway|subway|metro)_stations?
wind leaves:
    (winds?|breezes?|gusts?)~(in|through)_(in_|through_)?(the_|some_|autumn_)*(leaves|trees?)
    (winds?|breezes?|gusts?)~(rustl*|blow*)_(in_|through_)?(the_|some_|autumn_)*(leaves|trees?)
    (winds?|breezes?|gusts?)~(in|through)_(in_|through_)?(the_|some_|autumn_)*(grass|branches)
    (winds?|breezes?|gusts?)~(rustl*|blow*)_(in_|through_)?(the_|some_|autumn_)*(grass|branches)
    (winds?|breezes?|gusts?)~(in|through)_(in_|through_)?(dry_|tall_|palm_)*(leaves|trees?)
    (winds?|breezes?|gusts?)~(rustl*|blow*)_(in_|through_)?(dry_|tall_|palm_)*(leaves|trees?)
    (winds?|breezes?|gusts?)~(in|through)_(in_|through_)?(dry_|tall_|palm_)*(grass|branches)
    (winds?|breezes?|gusts?)~(rustl*|blow*)_(in_|through_)?(dry_|tall_|palm_)*(grass|branches)
    (winds?)~(mov*|shak*|sway*|stir*)_(in_|through_)?(the_|some_|autumn_)*(leaves|trees?)
    (breezes?|gusts?)~(mov*|shak*|sway*|stir*)_(in_|through_)?(the_|some_|autumn_)*(leaves|trees?)
    (winds?)~(mov*|shak*|sway*|stir*)_(in_|through_)?(the_|some_|autumn_)*(grass|branches)
    (breezes?|gusts?)~(mov*|shak*)_(in_|through_)?(the_|some_|autumn_)*(grass|branches)
    (breezes?|gusts?)~(sway*|stir*)_(in_|through_)?(the_|some_|autumn_)*(grass|branches)
    (winds?)~(mov*|shak*|sway*|stir*)_(in_|through_)?(dry_|tall_|palm_)*(leaves|trees?)
    (breezes?|gusts?)~(mov*|shak*|sway*|stir*)_(in_|through_)?(dry_|tall_|palm_)*(leaves|trees?)
    (winds?)~(mov*|shak*|sway*|stir*)_(in_|through_)?(dry_|tall_|palm_)*(grass|branches)
    (breezes?|gusts?)~(mov*|shak*|sway*|stir*)_(in_|through_)?(dry_|tall_|palm_)*(grass|branches)
    (winds?|breezes?|gusts?)~(in|through)_(in_|through_)?(the_|some_|autumn_)*(foliage|bush(es)?)
    (winds?)~(rustl*|blow*)_(in_|through_)?(the_|some_|autumn_)*(foliage|bush(es)?)
    (breezes?|gusts?)~(rustl*|blow*)_(in_|through_)?(the_|some_|autumn_)*(foliage|bush(es)?)
    (winds?|breezes?|gusts?)~(in|through)_(in_|through_)?(dry_|tall_|palm_)*(foliage|bush(es)?)
    (winds?|breezes?|gusts?)~(rustl*|blow*)_(in_|through_)?(dry_|tall_|palm_)*(foliage|bush(es)?)
    (winds?)~(in|through)_(in_|through_)?(the_|some_|autumn_)*(forest|reeds|pines?)
    (breezes?|gusts?)~(in|through)_(in_|through_)?(the_|some_|autumn_)*(forest|reeds|pines?)
    (winds?)~(rustl*|blow*)_(in_|through_)?(the_|some_|autumn_)*(forest|reeds|pines?)
    (breezes?|gusts?)~(rustl*|blow*)_(in_|through_)?(the_|some_|autumn_)*(forest|reeds|pines?)
    (winds?|breezes?|gusts?)~(in|through)_(in_|through_)?(dry_|tall_|palm_)*(forest|reeds|pines?)
    (winds?)~(rustl*|blow*)_(in_|through_)?(dry_|tall_|palm_)*(forest|reeds|pines?)
    (breezes?|gusts?)~(rustl*|blow*)_(in_|through_)?(dry_|tall_|palm_)*(forest|reeds|pines?)
    (winds?)~(mov*|shak*|sway*|stir*)_(in_|through_)?(the_|some_|autumn_)*(foliage|bush(es)?)
    (breezes?|gusts?)~(mov*|shak*)_(in_|through_)?(the_|some_|autumn_)*(foliage|bush(es)?)
    (breezes?|gusts?)~(sway*|stir*)_(in_|through_)?(the_|some_|autumn_)*(foliage|bush(es)?)
    (winds?)~(mov*|shak*|sway*|stir*)_(in_|through_)?(dry_|tall_|palm_)*(foliage|bush(es)?)
    (breezes?|gusts?)~(mov*|shak*)_(in_|through_)?(dry_|tall_|palm_)*(foliage|bush(es)?)
    (breezes?|gusts?)~(sway*|stir*)_(in_|through_)?(dry_|tall_|palm_)*(foliage|bush(es)?)
    (winds?)~(mov*|shak*|sway*|stir*)_(in_|through_)?(the_|some_|autumn_)*(forest|reeds|pines?)
    (breezes?|gusts?)~(mov*|shak*)_(in_|through_)?(the_|some_|autumn_)*(forest|reeds|pines?)
    (breezes?|gusts?)~(sway*|stir*)_(in_|through_)?(the_|some_|autumn_)*(forest|reeds|pines?)
    (winds?)~(mov*|shak*|sway*|stir*)_(in_|through_)?(dry_|tall_|palm_)*(forest|reeds|pines?)
    (breezes?|gusts?)~(mov*|shak*)_(in_|through_)?(dry_|tall_|palm_)*(forest|reeds|pines?)
    (breezes?|gusts?)~(sway*|stir*)_(in_|through_)?(dry_|tall_|palm_)*(forest|reeds|pines?)
creak door: (creaky|creaking)_(old_|wooden_|metal_)?doors?_(open|clos|slam|shut|swing)\w*
    (squeaky|squeaking)_(old_|wooden_|metal_)?doors?_(open|clos|slam|shut|swing)\w*
    (door|gate)s?_(slowly_|gently_)?(creak|squeak)(s|ing)?_(slowly_)?(open|shut|closed)
    (drawer|cupboard)s?_(slowly_|gently_)?(creak|squeak)(s|ing)?_(slowly_)?(open|shut|closed)
    door_opening_creak*
metal door: (iron|metal|steel|prison|cell)_gates? cell_doors?
"""
"""Under its layers, each word that asks for all of them; see `notation.entries`."""
