// One line that says what just happened; screen readers hear it too.

import { byId, show, write } from "./dom.js";

let timer = 0;

/** Say something. `tone` is good, bad or left; what is bad stays until it is closed. */
export function say(text, tone = "good") {
  const line = byId("said");
  clearTimeout(timer);
  write(byId("said-text"), text);
  line.dataset.tone = tone;
  show(line, text !== "");
  if (tone !== "bad" && text) timer = setTimeout(() => say(""), 8000);
}

/** Do something, and say so where it is refused; what came of it, undefined where it was. */
export async function trying(job) {
  try {
    return await job();
  } catch (error) {
    say(error.message, "bad");
    return undefined;
  }
}
