// The prompts of one cue, to be reworded in place: saved when a field is left, or with Ctrl+Enter.

import { button, fill, make, show, write } from "./dom.js";
import { say, trying } from "./say.js";
import { change, cueOf, store } from "./store.js";

const KINDS = [
  ["sound_effect", "Effects", "What is heard, the most important sound first"],
  ["background_music", "Music", "Instruments and tempo: slow piano and strings, 72 BPM"],
];
const unsaved = new Set();

/** The limit of whoever scores. */
const limit = () =>
  store.plan.sellers.find((seller) => seller.name === store.plan.provider)?.prompt_characters ?? 200;

/** Save every prompt that is still being typed. */
export const saveAll = () => Promise.all([...unsaved].map((fields) => fields.save()));

/** Fields for a cue; `update` shows it, `where` makes their ids unlike all others. */
export function promptFields(cue, where) {
  const boxes = KINDS.map(([key, label, hint]) => field(`${where}-${key}-${cue.id}`, key, label, hint));
  const back = button("Back to the marker", () => trying(async () => {
    await change(cue.id, { ...cueOf(cue.id).marker });
    say("The marker's own words count again.");
  }), { class: "small", data: { act: "to-marker" } });
  const copy = button("Copy marker text", () => trying(async () => {
    await navigator.clipboard.writeText(markerText(cueOf(cue.id)));
    say("Copied.");
  }), { class: "small", data: { act: "copy-marker" } });
  const edited = make("span", { class: "chip doubt", text: "reworded" });
  const advice = make("ul", { class: "advice", data: { of: "advice" } });
  const box = make("div", { class: "prompts", role: "group", "aria-label": "Prompts" },
    make("div", { class: "fields" }, ...boxes.map((one) => one.box)),
    make("p", { class: "tools" }, edited, back, copy), advice);

  const fields = {
    box,
    isDirty: () => boxes.some((one) => one.isDirty()),
    said: () => Object.fromEntries(boxes.map((one) => [one.key, one.area.value.trim()])),
    async save() {
      if (!fields.isDirty()) return;
      unsaved.delete(fields);
      const said = fields.said();
      // Taken for saved while it is asked for, so that leaving the field asks once.
      for (const one of boxes) one.saved = one.area.value;
      try {
        await change(cue.id, said);
      } catch (error) {
        unsaved.add(fields);
        for (const one of boxes) one.refused();
        throw error;
      }
    },
    update(now) {
      for (const one of boxes) one.update(now.prompts[one.key], now.marker[one.key]);
      const reworded = KINDS.some(([key]) => now.prompts[key] !== now.marker[key]);
      show(edited, reworded);
      show(back, reworded);
      fill(advice, now.advice, (text) => make("li", { text }));
    },
  };
  for (const one of boxes) {
    one.area.addEventListener("input", () => unsaved.add(fields));
    one.area.addEventListener("change", () => trying(() => fields.save()));
    one.area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        trying(() => fields.save());
      }
    });
  }
  return fields;
}

function field(id, key, label, hint) {
  const area = make("textarea", {
    id, rows: 2, placeholder: hint, spellcheck: true, data: { prompt: key }, "aria-describedby": `${id}-count`,
  });
  const count = make("span", { class: "count number", id: `${id}-count` });
  const box = make("div", { class: "field" },
    make("p", { class: "label" }, make("label", { for: id, text: label }), count), area);
  const one = {
    key, area, box, saved: "",
    isDirty: () => area.value.trim() !== one.saved.trim(),
    refused() {
      one.saved = one.known;
    },
    update(said) {
      // What somebody is typing is theirs.
      if (!one.isDirty() || one.known === undefined) area.value = said;
      one.saved = one.known = said;
      counted();
    },
  };
  function counted() {
    const most = limit();
    write(count, `${area.value.length} / ${most}`);
    const over = area.value.length > most;
    count.classList.toggle("over", over);
    area.setAttribute("aria-invalid", String(over));
  }
  area.addEventListener("input", counted);
  return one;
}

/** What a marker would have to say for these prompts. */
function markerText(cue) {
  const { sound_effect, background_music, asmr } = cue.prompts;
  const said = { sound_effect_prompt: sound_effect, background_music_prompt: background_music };
  const kept = Object.entries(said).filter(([, text]) => text);
  if (asmr) kept.push(["asmr", true]);
  return JSON.stringify({ v2a: Object.fromEntries(kept) });
}
