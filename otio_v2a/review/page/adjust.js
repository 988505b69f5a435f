// Gain and fades of a cue: heard at once, kept when they are saved.

import { button, make, show, write } from "./dom.js";
import { say, trying } from "./say.js";
import { change, cueOf } from "./store.js";

const UNITS = [["f", "frames"], ["s", "seconds"], ["ms", "milliseconds"]];

/** The controls; `preview` is told the gain in dB and the fade in seconds, null where none is set. */
export function adjusting(id, rate, preview) {
  const slider = make("input", { type: "range", id: "gain-slider", min: -24, max: 12, step: 0.5, "aria-label": "Gain in dB" });
  const gain = make("input", { type: "number", id: "gain", min: -60, max: 24, step: 0.5 });
  const fade = make("input", { type: "number", id: "fade", min: 0, step: 1, placeholder: "auto" });
  const unit = make("select", { id: "fade-unit", "aria-label": "Unit of the fade" }, ...UNITS.map(([value, text]) => make("option", { value, text })));
  const save = button("Save", () => trying(saved), { id: "adjust-save", class: "main" });
  const undo = button("Undo", () => shown(true), { id: "adjust-undo" });
  const status = make("span", { class: "faint", text: "" });
  const box = make("fieldset", { class: "adjust" }, make("legend", { text: "Level and fades" }),
    make("label", { for: "gain", text: "Gain" }), slider, gain, " dB",
    make("label", { for: "fade", text: "Fade at both ends" }), fade, unit, save, undo, status);

  const kept = () => {
    const cue = cueOf(id);
    const [, amount = "", name = "f"] = /^([\d.]+)([a-z]+)$/.exec(cue.fade) ?? [];
    return { gain: cue.gain_db, fade: amount, unit: name };
  };
  const said = () => ({ gain: gain.valueAsNumber || 0, fade: fade.value, unit: fade.value ? unit.value : kept().unit });
  const isDirty = () => JSON.stringify(said()) !== JSON.stringify(kept());
  const seconds = ({ fade: amount, unit: name }) => amount === "" ? null : Number(amount) * { f: 1 / rate, s: 1, ms: 0.001 }[name];

  function heard() {
    preview(said().gain, seconds(said()));
    const dirty = isDirty();
    show(save, dirty);
    show(undo, dirty);
    write(status, dirty ? "heard, not saved yet" : "");
  }
  function shown(force = false) {
    if (!force && box.contains(document.activeElement) && isDirty()) return;
    const now = kept();
    gain.value = slider.value = now.gain;
    fade.value = now.fade;
    unit.value = now.unit;
    heard();
  }
  async function saved() {
    const now = said();
    const edit = { gain_db: now.gain };
    if (now.fade !== "") edit.fade = { amount: Number(now.fade), unit: now.unit };
    await change(id, edit);
    say("Saved: it counts from the next placing on.");
    heard();
  }
  slider.addEventListener("input", () => {
    gain.value = slider.value;
    heard();
  });
  gain.addEventListener("input", () => {
    slider.value = gain.value;
    heard();
  });
  fade.addEventListener("input", heard);
  unit.addEventListener("change", heard);
  shown(true);
  return {
    box, update: () => shown(), heard,
    nudge(by) {
      gain.value = slider.value = Math.max(-60, Math.min(24, (gain.valueAsNumber || 0) + by));
      heard();
    },
  };
}

/** What a sound is multiplied by to be heard with another fade than the one that is in it. */
export function refaded(take, where, wanted) {
  const begin = where.before + take.heard_from;
  const end = where.before + take.heard_until;
  const length = Math.min(wanted, (end - begin) / 2);
  const curve = (inward, fade) => (fade > 0 ? Math.sin((Math.PI / 2) * Math.max(0, Math.min(1, inward / fade))) : 1);
  const side = (inward, old) => Math.min(30, curve(inward, length) / Math.max(0.001, curve(inward, old)));
  return (at) => side(at - begin, take.fade_in) * side(end - at, take.fade_out);
}
