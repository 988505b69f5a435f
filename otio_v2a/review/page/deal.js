// The price and the yes to it.

import { byId, show, write } from "./dom.js";
import { saveAll } from "./fields.js";
import { say, trying } from "./say.js";
import { cueOf, run, running, store } from "./store.js";
import { counted, isOpen, money } from "./words.js";

/** What a yes to these cues would cost, all of them where none are named. */
function asked(cues) {
  const plan = store.plan;
  const open = plan.cues.filter(isOpen);
  if (!cues.length) return { usd: plan.cost_usd, count: open.length };
  return { usd: cueOf(cues[0]).cost_usd, count: 1 };
}

/** Say yes to the price that is shown; what is still being typed is saved first. */
export async function scoreNow(cues) {
  await trying(async () => {
    const shown = asked(cues).usd;
    await saveAll();
    const now = asked(cues).usd;
    if (now > shown) {
      say(`With what was just typed the price is ${money(now)}. Say yes again.`, "bad");
      return;
    }
    await run(cues, now);
    say("");
  });
}

export function showDeal({ plan }) {
  const { usd, count } = asked([]);
  const over = usd > plan.cap_usd;
  document.body.classList.toggle("handed", plan.is_handed);
  const seller = plan.sellers.find((one) => one.name === plan.provider);
  write(byId("total"), plan.requests ? money(usd) : "nothing to pay");
  const assumed = plan.price_is_assumed && usd ? ", price assumed" : "";
  write(byId("total-said"), plan.requests
    ? `${counted(plan.requests, "request")}, ${counted(count, "cue")}${usd ? `${plan.is_handed ? "" : `; cap ${money(plan.cap_usd)}`}` : ""}${assumed}${running() ? "" : "; nothing sent yet"}`
    : count ? "paid, and still to be fetched" : "everything is kept");
  const score = byId("score");
  const verb = plan.is_handed ? "Approve" : "Score";
  write(score, count ? `${verb} ${counted(count, "cue")} ${usd ? `for ${money(usd)}` : "free"}` : "All scored");
  score.disabled = !count || over || running();
  score.classList.toggle("main", count > 0);
  const place = byId("place");
  const placeable = plan.cues.some((cue) => cue.parts.some((part) => part.takes.length));
  place.disabled = running() || !placeable;
  place.classList.toggle("main", count === 0 && placeable);
  place.title = placeable ? "Write the timeline from the chosen takes" : "Nothing is scored yet";
  const why = [];
  if (over) why.push(`${money(usd)} is more than the cap of ${money(plan.cap_usd)}: score single cues, take fewer takes, or raise max_cost.`);
  if (seller && !seller.ready && plan.requests) why.push(`There is no key for ${seller.name}: store one with otio-v2a keys set ${seller.name}.`);
  write(byId("deal-why"), why.join(" "));
  show(byId("deal-why"), why.length > 0);
}
