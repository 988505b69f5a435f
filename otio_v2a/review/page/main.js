// The review page: begins everything, and says so when the server is gone.

import { token } from "./api.js";
import { byId, show, write } from "./dom.js";
import { beginHelp } from "./help.js";
import { beginListening, openCue, showListening } from "./listen.js";
import { beginPlan, showPlan } from "./plan.js";
import { beginProgress, showProgress } from "./progress.js";
import { say } from "./say.js";
import { begin, store, watch } from "./store.js";

const LINKS = {
  gone: "The server does not answer: it was stopped, or ended since nobody was here. What is finished is kept. Start it again with: otio-v2a review TIMELINE",
  locked: "This page has no token. Open the whole address that otio-v2a printed, with all that follows the #.",
};

function showLink({ link, problem }) {
  const said = LINKS[link] ?? problem;
  write(byId("link"), said);
  show(byId("link"), said !== "");
  document.body.classList.toggle("apart", link === "gone" || link === "locked");
}

addEventListener("hashchange", () => {
  if (location.hash.length > 9) location.reload();
});
byId("said-close").addEventListener("click", () => say(""));
// What sticks below the head has to know how high it is.
new ResizeObserver(([head]) => {
  document.documentElement.style.setProperty("--top", `${head.target.offsetHeight + 8}px`);
}).observe(byId("head"));
beginHelp();
beginPlan(openCue);
beginProgress();
beginListening();
watch(showLink);
watch(showPlan);
watch(showProgress);
watch(showListening);

if (token()) {
  begin();
} else {
  store.link = "locked";
  write(byId("name"), "Not opened");
  showLink(store);
}
