// A request that failed or whose answer was lost: nobody but a person says what becomes of it.

import { button, make } from "./dom.js";
import { say, trying } from "./say.js";
import { decide, running } from "./store.js";
import { money } from "./words.js";

/** A line for such a request, with what can be done about it. */
export function undecidedLine(one) {
  const id = `job-${one.request}`;
  const sent = one.sent ? ` sent ${one.sent.slice(0, 19).replace("T", " ")} UTC` : "";
  const told = one.is_failed
    ? `The job failed${one.message ? `: ${one.message}` : "."} It is not paid for again by itself.`
    : `Its answer was lost: it may be paid. Look into your account at ${one.provider}.`;
  const again = button(`${one.is_failed ? "Try again" : "Not listed there: send it again"} (${money(one.price_usd)})`,
    () => settle(one, ""), { data: { act: "again" } });
  const job = make("input", { id, type: "text", maxlength: 200, autocomplete: "off", spellcheck: "false" });
  const adopt = button("Listed there: fetch it, free", () => {
    if (job.value.trim()) settle(one, job.value.trim());
    else say("Write the job's id, as your account there shows it.", "bad");
  }, { data: { act: "adopt" } });
  return make("li", { class: "undecided", data: { request: one.request } },
    make("b", { text: one.is_failed ? "Failed" : "Uncertain" }), " ",
    make("span", { class: "faint", text: `Request ${one.request} to ${one.provider}${sent}.` }), " ", told,
    make("div", { class: "tools" }, again,
      ...(one.is_failed ? [] : [make("label", { for: id, text: "Job id" }), job, adopt])));
}

async function settle(one, job) {
  if (running()) {
    say("A run is under way. Decide when it has ended.", "bad");
    return;
  }
  const told = await trying(() => decide(one.request, job));
  if (told) say(job ? "Adopted. Score the cue to fetch its sound: that is free." : "It is sent again when you score the cue.");
}
