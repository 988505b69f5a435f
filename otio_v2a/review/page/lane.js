// One sound as a lane: which it is, what was measured, its waveform, and what may be done with it.

import { button, make, show, write } from "./dom.js";
import { decibels } from "./words.js";
import { drawWave } from "./wave.js";

/** A lane of a take. `acts` has `hear` and `use`; `where` is the picture's length and the cue's. */
export function takeLane(take, where, acts) {
  const name = `${take.role}-${take.take}`;
  const hear = button(`Take ${take.take}`, acts.hear, { class: "hear", "aria-pressed": "false", data: { act: "hear", role: take.role, take: take.take } });
  const letter = make("b", { class: "letter" });
  const chosen = make("span", { class: "chip good", text: "in use" });
  const use = button("Use", acts.use, { class: "small", "aria-label": `Use take ${take.take}`, data: { act: "use", role: take.role, take: take.take } });
  const save = make("a", { href: `${take.audio}?download`, download: take.name, class: "download", text: "Download", "aria-label": `Download take ${take.take}`, data: { act: "download", role: take.role, take: take.take } });
  const canvas = make("canvas", { role: "img", "aria-label": `Waveform of take ${take.take}` });
  const measured = take.loudness_lufs === null ? "silent or not measured" : `${decibels(take.loudness_lufs)} LUFS, peak ${decibels(take.true_peak_dbtp)} dBTP`;
  const problem = make("span", { class: "bad why", text: take.problem });
  const box = make("div", { class: "lane", data: { lane: name, role: take.role, take: take.take } },
    make("div", { class: "label" },
      make("p", {}, hear, letter, chosen), make("p", { class: "faint small-text number" }, take.problem ? problem : measured),
      make("p", { class: "tools" }, use, take.problem ? null : save)),
    canvas);
  hear.disabled = Boolean(take.problem);
  const lane = {
    name, take, box, canvas, voice: null,
    draw: () => drawWave(canvas, lane.voice, take.seams, where, { heard: hear.getAttribute("aria-pressed") === "true" }),
    update({ heard, before, inUse }) {
      const pressed = String(heard);
      const changed = hear.getAttribute("aria-pressed") !== pressed;
      hear.setAttribute("aria-pressed", pressed);
      box.classList.toggle("heard", heard);
      write(letter, heard ? "A" : before ? "B" : "");
      show(chosen, inUse);
      show(use, !inUse && !take.problem);
      if (changed) lane.draw();
    },
  };
  return lane;
}

/** The lane of the timeline's own sound. */
export function ownLane(where) {
  const canvas = make("canvas", { role: "img", "aria-label": "Waveform of the timeline's own sound" });
  const lane = {
    name: "own", take: null, canvas, voice: null,
    box: make("div", { class: "lane own", data: { lane: "own" } }, make("div", { class: "label" }, make("p", { class: "faint", text: "What is cut under the picture" })), canvas),
    draw: () => drawWave(canvas, lane.voice, [], where),
    update() {},
  };
  return lane;
}
