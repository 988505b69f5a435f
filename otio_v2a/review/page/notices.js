// Notices and markers that are not scored, as lines.

import { make } from "./dom.js";
import { length } from "./words.js";

const NAMES = { error: "Error", warning: "Warning", hint: "Hint", info: "Note" };

export function noticed({ level, address, message }) {
  return make("li", { class: level },
    make("b", { text: NAMES[level] ?? level }), " ",
    address ? make("span", { class: "faint", text: `${address}: ` }) : "", message);
}

export function heldLine(one) {
  const where = one.where ? `${one.where.first} – ${one.where.last}, ${length(one.where.seconds)}` : "";
  return make("li", { data: { held: one.id } },
    make("span", { class: `chip ${one.skipped ? "left" : "bad"}`, text: one.skipped ? "skipped" : "held" }), " ",
    make("span", { class: "number", text: where }), " ", make("b", { text: one.name }), " ",
    make("span", { text: one.message }), " ", make("small", { text: one.address }));
}
