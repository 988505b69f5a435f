// What is known: the plan and the run, as the server tells them. Whoever watches hears of changes.

import { ask, cuePath, follow } from "./api.js";

const watchers = new Set();
let asking = 0;
let loading = false;

export const store = { plan: null, state: null, link: "opening", problem: "" };

export function watch(watcher) {
  watchers.add(watcher);
}

function tell() {
  for (const watcher of watchers) watcher(store);
}

export const cueOf = (id) => store.plan?.cues.find((cue) => cue.id === id);
export const running = () => Boolean(store.state?.run) && store.state.run.state !== "ended";

/** Begin: the plan once, and every change from then on. */
export async function begin() {
  follow(
    (state) => {
      store.state = state;
      refresh();
      tell();
    },
    (link) => {
      store.link = link;
      tell();
    },
  );
  await refresh();
}

/** Read the plan where it is not the newest one; while something is being asked, its answer is. */
async function refresh() {
  const newest = store.state?.version ?? 0;
  if (loading || asking || (store.plan && store.plan.version >= newest)) return;
  loading = true;
  try {
    take(await ask("GET", "/api/plan"));
    store.problem = "";
  } catch (error) {
    store.problem = error.message;
  } finally {
    loading = false;
  }
  tell();
  if (store.plan && store.plan.version < (store.state?.version ?? 0)) await refresh();
}

function take(told) {
  if (told.cues) store.plan = told;
  else if ("run" in told) store.state = told;
}

/** Ask for something that changes things; its answer, which is also what is known from now on. */
async function act(path, body = {}) {
  asking += 1;
  try {
    const told = await ask("POST", path, body);
    take(told);
    return told;
  } finally {
    asking -= 1;
    tell();
    refresh();
  }
}

export const choose = (choices) => act("/api/choices", choices);
export const change = (cue, edit) => act(cuePath(cue), edit);
export const run = (cues, price) => act("/api/run", { cues, price_usd: price });
export const cancel = (cue = "") => act("/api/cancel", { cue });
export const reroll = (cue, price) => act(cuePath(cue, "reroll"), { price_usd: price });
export const use = (cue, role, take_) => act(cuePath(cue, "use"), { role, take: take_ });
export const decide = (request, job) => act(`/api/requests/${encodeURIComponent(request)}`, { job });
export const place = () => act("/api/place");
export const listen = (cue) => ask("GET", cuePath(cue, "listen"));
