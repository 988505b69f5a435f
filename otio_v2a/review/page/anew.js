// Another take, or other words: the price stands on the button before it is pressed.

import { button, make, show, write } from "./dom.js";
import { promptFields } from "./fields.js";
import { say, trying } from "./say.js";
import { cancel, cueOf, reroll, run, running, store } from "./store.js";
import { ENDED, counted, isOpen, money, role, stage } from "./words.js";

/** The part of the page that has sounds made anew. */
export function anew(id) {
  const fields = promptFields(cueOf(id), "listen");
  const further = button("", () => trying(() => reroll(id, cueOf(id).reroll_usd)), { id: "reroll" });
  const reword = button("", () => trying(rescored), { id: "reword" });
  const stop = button("Cancel", () => trying(() => cancel(id)), { id: "cancel-cue" });
  const now = make("p", { class: "faint", role: "status" });
  const box = make("section", { class: "anew", "aria-label": "Have it made anew" },
    make("h3", { text: "Words" }), fields.box, make("p", { class: "tools" }, further, reword, stop), now);

  const price = (usd) => (usd ? `for ${money(usd)}` : "free");
  async function rescored() {
    const shown = offered();
    await fields.save();
    const usd = cueOf(id).cost_usd;
    if (usd > shown) {
      say(`The price is ${money(usd)}. Say yes again.`, "bad");
      return;
    }
    await run([id], usd);
  }
  /** What is offered for the words as they stand in the fields. */
  function offered() {
    const cue = cueOf(id);
    return fields.isDirty() ? Number((cue.take_usd * cue.takes).toFixed(6)) : cue.cost_usd;
  }
  function update(cue) {
    fields.update(cue);
    labels();
  }
  function labels() {
    const cue = cueOf(id);
    const done = cue.parts.some((part) => part.takes.length);
    const left = isOpen(cue);
    write(further, `Re-roll: a further take ${price(cue.reroll_usd)}`);
    const takes = counted(cue.takes, "take");
    write(reword, fields.isDirty() ? `Reword and score ${takes} ${price(offered())}` : `Score ${takes} ${price(offered())}`);
    show(further, done && !fields.isDirty());
    show(reword, left || fields.isDirty());
    const busy = running();
    further.disabled = reword.disabled = busy;
    const mine = busy ? store.state.run.cues.filter((one) => one.cue === id) : [];
    show(stop, mine.some((one) => !ENDED.has(one.stage)));
    write(now, mine.map((one) => `${role(one.role)}: ${stage(one.stage)}, ${Math.round(one.share * 100)} %`).join("; "));
  }
  fields.box.addEventListener("input", labels);
  return { box, update };
}
