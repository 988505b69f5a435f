// How things are said.

/** USD as people write it; nothing is free. */
export function money(usd) {
  if (!usd) return "free";
  const cents = usd.toFixed(2);
  return Number(cents) === usd ? `$${cents}` : `$${Number(usd.toFixed(6))}`;
}

export const spent = (usd) => (usd ? money(usd) : "$0");

export const counted = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

export const length = (seconds) => (seconds < 60 ? `${seconds.toFixed(1)} s` : clock(seconds));

/** 0:07, 12:31, 1:02:03 */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  const two = (number) => String(number).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export const decibels = (level) => (Number.isFinite(level) ? `${level.toFixed(1).replace("-", "−")}` : "−∞");

export const ROLES = { sfx: "Effects", bgm: "Music", mix: "Mix", own: "Timeline" };
export const role = (name) => ROLES[name] ?? name;

export const STAGES = {
  rendering: "rendering the picture",
  waiting: "waiting for its turn",
  uploading: "uploading",
  queued: "queued at the seller",
  scoring: "being scored",
  fetching: "fetching the sound",
  placing: "placing",
  placed: "placed",
  kept: "kept",
  failed: "failed",
  uncertain: "uncertain",
  skipped: "not scored",
};
export const ENDED = new Set(["placed", "kept", "failed", "uncertain", "skipped"]);
export const stage = (name) => STAGES[name] ?? name;

const CODES = {
  0: "Done: every cue is placed.",
  1: "Stopped: see why below.",
  2: "Stopped: something is set wrong.",
  3: "The timeline is written, but some cues have no sound.",
  4: "Held: it needs another yes. Nothing was sent.",
  130: "Stopped by you. What is finished is kept and is not paid again.",
};
export const code = (number) => CODES[number] ?? `Ended with code ${number}.`;

const PAID = "paid, under way";

/** Whether a run has something to do for a cue: to score it, or to fetch what is paid. */
export const isOpen = (cue) => cue.parts.some((part) => part.requests || part.states[PAID]);

/** What is to be said of a cue's requests, the worst first: words and tone. */
export function standing(cue) {
  const counts = {};
  for (const part of cue.parts)
    for (const [state, count] of Object.entries(part.states)) counts[state] = (counts[state] ?? 0) + count;
  const kept = counts["done"] ?? 0;
  const chips = [];
  if (cue.parts.some((part) => part.problem)) chips.push({ tone: "bad", text: "no picture" });
  if (counts["failed"]) chips.push({ tone: "bad", text: `${counts["failed"]} failed` });
  if (counts["uncertain"]) chips.push({ tone: "doubt", text: `${counts["uncertain"]} uncertain` });
  if (counts[PAID]) chips.push({ tone: "doubt", text: `${counts[PAID]} ${PAID}` });
  if (counts["to be looked up"]) chips.push({ tone: "doubt", text: `${counts["to be looked up"]} to be looked up` });
  const open = counts["to be scored"] ?? 0;
  if (open) chips.push({ tone: "left", text: cue.cost_usd ? `${open} to pay` : `${open} to score` });
  if (kept) chips.push({ tone: "good", text: `${kept} kept` });
  return chips;
}

const KINDS = { cut: "cut", flash: "flash", step: "step" };
export const kind = (name) => KINDS[name] ?? name;
