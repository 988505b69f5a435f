// The run: how far each cue is, the money spent of what was approved, the time, and its end.

import { byId, show, write } from "./dom.js";
import { everyRow } from "./plan.js";
import { trying } from "./say.js";
import { cancel, running, store } from "./store.js";
import { clock, code, spent } from "./words.js";

let closed = 0;
let heard = { seconds: 0, at: 0 };
let shownState = null;
let shownPlan = null;

export function beginProgress() {
  byId("cancel-all").addEventListener("click", () => trying(() => cancel()));
  byId("run-close").addEventListener("click", () => {
    closed = store.state?.run?.id ?? 0;
    showProgress(store);
  });
  setInterval(time, 500);
}

/** Show the run as it is now. */
export function showProgress({ state, plan }) {
  const run = state?.run;
  show(byId("run"), Boolean(run) && run.id !== closed);
  if (!run) return;
  if (state !== shownState) heard = { seconds: run.seconds, at: performance.now() };
  if (state !== shownState || plan !== shownPlan) {
    [shownState, shownPlan] = [state, plan];
    cues(run);
  }
  const ended = run.state === "ended";
  const words = { running: "Scoring", stopping: "Stopping: what is paid for is let end", ended: store.plan?.is_handed && run.code === 0 ? "Approved." : code(run.code) };
  write(byId("run-state"), words[run.state]);
  byId("run").dataset.state = run.state;
  byId("run").dataset.code = run.code ?? "";
  write(byId("run-money"), `${spent(run.spent_usd)} spent of ${spent(run.approved_usd)} approved`);
  const shares = run.cues.map((one) => one.share);
  const planned = Math.max(1, shares.length);
  byId("run-share").value = ended ? 1 : shares.reduce((sum, one) => sum + one, 0) / planned;
  show(byId("run-share"), !ended);
  show(byId("cancel-all"), !ended);
  byId("cancel-all").disabled = run.state !== "running";
  show(byId("run-close"), ended);
  write(byId("run-message"), run.message);
  show(byId("run-message"), run.message !== "");
  time();
}

function cues(run) {
  const byCue = new Map();
  for (const one of run.cues) byCue.set(one.cue, [...(byCue.get(one.cue) ?? []), one]);
  for (const row of everyRow()) row.progress(byCue.get(row.id) ?? [], run.state);
}

function time() {
  const run = store.state?.run;
  if (!run) return;
  const since = running() ? (performance.now() - heard.at) / 1000 : 0;
  write(byId("run-time"), clock(heard.seconds + since));
}
