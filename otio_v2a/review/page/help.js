// What the keyboard does.

import { button, byId, make } from "./dom.js";

const KEYS = [
  ["Play", [
    ["Space", "play, stop"],
    ["J  K  L", "backward, stop, forward; again: faster"],
    ["←  →", "a frame back, forward"],
    ["Shift + ←  →", "a second back, forward"],
    ["Home  End", "first, last frame of the cue"],
    ["Q", "loop: off, the cue, all with its context"],
  ]],
  ["Compare", [
    ["1 … 9", "hear that take"],
    ["↑  ↓", "take before, next take"],
    ["A", "A/B: the take heard before, and back"],
    ["R", "next role: effects, music, mix"],
    ["S  M", "solo, mute of the role"],
    ["T", "the timeline's own sound on, off"],
    ["−  +", "half a dB softer, louder"],
  ]],
  ["Decide", [
    ["U", "use the take that is heard"],
    ["[  ]", "cue before, next cue"],
    ["Esc", "back to the plan"],
    ["?", "this help"],
  ]],
];

export function beginHelp() {
  const box = byId("help");
  box.append(make("h2", { id: "help-title", text: "Keyboard" }),
    make("div", { class: "keys" }, ...KEYS.map(([title, keys]) => make("section", {}, make("h3", { text: title }),
      make("dl", {}, ...keys.flatMap(([key, does]) => [
        make("dt", {}, ...key.split("  ").map((one) => make("kbd", { text: one }))), make("dd", { text: does })]))))),
    make("p", { class: "faint", text: "The keys of Play, Compare and Decide count while a cue is open and nothing is being typed." }),
    make("p", {}, make("a", { href: "/api.html", text: "The HTTP API of this page" })),
    button("Close", () => box.close(), { id: "help-close" }));
  byId("help-open").addEventListener("click", toggleHelp);
  document.addEventListener("keydown", (event) => {
    if (event.key === "?" && !isTyping(event.target)) toggleHelp();
  });
}

export function toggleHelp() {
  const box = byId("help");
  if (box.open) box.close();
  else box.showModal();
}

/** Whether keys belong to what somebody types in. */
export function isTyping(target) {
  return target instanceof Element && Boolean(target.closest("textarea, select, input:not([type=checkbox])"));
}
