// The keyboard while a cue is open.

import { isTyping } from "./help.js";

const ACTS = {
  " ": (open) => open.transport.toggle(),
  j: (open) => open.transport.shuttle(-1),
  k: (open) => open.transport.stop(),
  l: (open) => open.transport.shuttle(1),
  ArrowLeft: (open, event) => (event.shiftKey ? open.transport.stepSeconds(-1) : open.transport.step(-1)),
  ArrowRight: (open, event) => (event.shiftKey ? open.transport.stepSeconds(1) : open.transport.step(1)),
  ArrowUp: (open) => open.deck.next(-1),
  ArrowDown: (open) => open.deck.next(1),
  Home: (open) => open.transport.goTo(open.transport.first),
  End: (open) => open.transport.goTo(open.transport.last - 1),
  q: (open) => open.transport.nextLoop(),
  a: (open) => open.deck.flip(),
  r: (open) => open.deck.nextRole(),
  s: (open) => open.deck.press(open.deck.role, "solo"),
  m: (open) => open.deck.press(open.deck.role, "mute"),
  t: (open) => open.deck.press("own", "mute"),
  u: (open) => open.deck.useHeard(),
  "+": (open) => open.adjust.nudge(0.5),
  "=": (open) => open.adjust.nudge(0.5),
  "-": (open) => open.adjust.nudge(-0.5),
};

/** One key pressed; `plan` closes the cue and opens the next. */
export function listenKeys(event, open, plan) {
  if (!open || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    if (isTyping(event.target)) event.target.blur();
    else plan.close();
    return;
  }
  if (isTyping(event.target)) return;
  // Space presses the button that has the focus, as everywhere.
  if (event.key === " " && event.target.closest?.("button, a, summary, input")) return;
  if (event.key === "[" || event.key === "]") {
    plan.next(event.key === "[" ? -1 : 1);
    return;
  }
  const act = /^[1-9]$/.test(event.key) ? (one) => one.deck.number(Number(event.key)) : ACTS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act || !open.transport) return;
  event.preventDefault();
  act(open, event);
}
