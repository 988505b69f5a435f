// The plan: who scores, the cues in the order of the timeline, and what is not scored.

import { cueRow } from "./cue.js";
import { scoreNow, showDeal } from "./deal.js";
import { byId, fill, make, show, write } from "./dom.js";
import { heldLine, noticed } from "./notices.js";
import { say, trying } from "./say.js";
import { choose, place, running, store } from "./store.js";
import { clock, counted } from "./words.js";

const rows = new Map();
let opened = () => {};
let shownPlan = null;

/** Make the plan's controls work; `open` opens a cue. */
export function beginPlan(open) {
  opened = open;
  for (const name of ["provider", "takes", "stems"])
    byId(name).addEventListener("change", () => trying(() => chosen(name)));
  byId("choices").addEventListener("submit", (event) => event.preventDefault());
  byId("score").addEventListener("click", () => scoreNow([]));
  byId("place").addEventListener("click", () => trying(async () => {
    byId("place").disabled = true;
    try {
      const told = await place();
      say(`${told.message}${told.output ? ` Written: ${told.output}` : ""}`, told.code ? "bad" : "good");
    } finally {
      byId("place").disabled = false;
    }
  }));
}

async function chosen(name) {
  const value = byId(name).value;
  try {
    await choose({ [name]: name === "takes" ? Number(value) : value });
  } catch (error) {
    shownPlan = null;
    showPlan(store);
    throw error;
  }
}

/** Show the plan as it is now. */
export function showPlan({ plan }) {
  if (!plan) return;
  if (plan !== shownPlan) {
    shownPlan = plan;
    head(plan);
    listed(plan);
    fill(byId("notices"), plan.notices, noticed);
    fill(byId("held"), plan.held, heldLine);
    show(byId("held-box"), plan.held.length > 0);
  }
  showDeal(store);
  for (const one of ["provider", "takes", "stems"]) byId(one).disabled = running();
}

function head(plan) {
  write(byId("name"), plan.name);
  document.title = `${plan.name} – otio-v2a review`;
  byId("name").title = plan.timeline;
  const rate = Number(plan.rate.toFixed(3));
  write(byId("facts"), `${counted(plan.cues.length, "cue")} · ${clock(plan.length / plan.rate)} at ${rate} fps${plan.drop_frame ? " drop-frame" : ""}`);
  fill(byId("provider"), plan.sellers, (one) => make("option", { value: one.name, text: seller(one) }));
  byId("provider").value = plan.provider;
  if (document.activeElement !== byId("takes")) byId("takes").value = plan.takes;
  byId("stems").value = plan.stems;
}

function seller(one) {
  const key = one.is_local ? "on this machine" : one.ready ? "key is there" : "no key";
  const bare = one.price.replace(/[()]/g, "").replace(/[\d.]+/g, "$$$&");
  const each = one.price === "free" || one.price.includes("second") ? "" : " a request";
  return `${one.name} – ${one.price.startsWith("(") ? "about " : ""}${bare}${each}, ${key}`;
}

function listed(plan) {
  const list = byId("cues");
  const known = new Set(plan.cues.map((cue) => cue.id));
  for (const [id, row] of rows)
    if (!known.has(id)) {
      row.box.remove();
      rows.delete(id);
    }
  const fresh = document.createDocumentFragment();
  plan.cues.forEach((cue, index) => {
    let row = rows.get(cue.id);
    if (!row) {
      row = cueRow(cue, index + 1, (id) => opened(id));
      rows.set(cue.id, row);
      fresh.append(row.box);
    }
    row.update(cue);
  });
  list.append(fresh);
  if (!plan.cues.length && !list.childElementCount) {
    list.append(make("li", { class: "empty", text: "No marker asks for sound. Put one on the timeline: name it sfx or bgm, and say in its note what is heard." }));
  }
}

/** Mark the cue that is listened to. */
export function markCue(id) {
  for (const row of rows.values()) row.current(row.id === id);
}

export const rowOf = (id) => rows.get(id);
export const everyRow = () => rows.values();
