// A strip for each role: solo, mute, and how loud it is just now.

import { button, make, write } from "./dom.js";
import { decibels, role } from "./words.js";

const FLOOR = -60;
const HOLD = 1200;

/** The strip of a channel of the player. */
export function strip(player, name, changed) {
  const channel = player.channel(name);
  const bars = [make("i"), make("i")];
  const number = make("span", { class: "number db", text: "−∞" });
  const meter = make("div", {
    class: "meter", role: "meter", "aria-label": `Level of ${role(name)}, dBFS`,
    "aria-valuemin": FLOOR, "aria-valuemax": 0, "aria-valuenow": FLOOR, data: { meter: name },
  }, ...bars);
  const toggle = (what, letter, told) => {
    const one = button(letter, () => {
      channel[what] = !channel[what];
      shown();
      player.mix();
      changed();
    }, { class: what, "aria-label": `${told} ${role(name)}`, title: `${told} (${letter})`, "aria-pressed": "false", data: { act: what, role: name } });
    return one;
  };
  const solo = toggle("solo", "S", "Solo");
  const mute = toggle("mute", name === "own" ? "T" : "M", "Mute");
  if (name === "own") write(mute, "M");
  function shown() {
    solo.setAttribute("aria-pressed", String(channel.solo));
    mute.setAttribute("aria-pressed", String(channel.mute));
  }
  shown();
  let [high, since, said] = [FLOOR, 0, 0];
  return {
    box: make("div", { class: "strip", data: { strip: name } }, make("b", { text: role(name) }), solo, mute, meter, number),
    press: (what) => (what === "solo" ? solo : mute).click(),
    /** Measure once. */
    tick(now, playing) {
      const levels = player.peaks(name).map((one) => (playing && one > 1e-5 ? 20 * Math.log10(one) : -Infinity));
      levels.forEach((level, side) => {
        bars[side].style.transform = `scaleX(${Math.max(0, 1 - Math.max(level, FLOOR) / FLOOR)})`;
        bars[side].classList.toggle("over", level > -0.1);
      });
      const top = Math.max(...levels);
      if (top >= high || now - since > HOLD) [high, since] = [top, now];
      if (now - said < 150) return;
      said = now;
      write(number, decibels(high));
      meter.setAttribute("aria-valuenow", String(Math.round(Math.max(FLOOR, Math.min(0, high)))));
      meter.setAttribute("aria-valuetext", `${decibels(high)} dBFS`);
    },
  };
}
