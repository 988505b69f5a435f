// A cue opened: its picture, its takes, and what is decided about it.

import { adjusting } from "./adjust.js";
import { Deck } from "./deck.js";
import { anew } from "./anew.js";
import { button, byId, make, show, write } from "./dom.js";
import { listenKeys } from "./keys.js";
import { markCue, rowOf } from "./plan.js";
import { Player } from "./player.js";
import { say, trying } from "./say.js";
import { cueOf, listen, store, use } from "./store.js";
import { Transport } from "./transport.js";
import { length } from "./words.js";

let open = null;

export function beginListening() {
  document.addEventListener("keydown", (event) => listenKeys(event, open, { close: closeCue, next: nextCue }));
  // The scheme changes the colours that waveforms are drawn with.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => open?.deck?.draw());
}

/** Open a cue to look at and listen to. */
export function openCue(id) {
  if (open?.id === id) return;
  closeCue();
  const cue = cueOf(id);
  if (!cue) return;
  const number = store.plan.cues.indexOf(cue) + 1;
  const status = make("p", { class: "faint", id: "listen-status", role: "status", text: "Making the picture…" });
  const title = make("h2", { id: "listen-title", tabindex: -1 });
  const stage = make("div", { class: "stage" });
  const box = byId("listen");
  open = { id, cue, status, stage, title, shown: "", closed: false };
  const again = anew(id);
  open.again = again;
  write(title, `${number}. ${cue.name}`);
  box.replaceChildren(
    make("header", {}, title, make("p", { class: "faint number", text: `${cue.where.first} – ${cue.where.last}, ${length(cue.where.seconds)}` }),
      make("p", { class: "tools" },
        button("Before", () => nextCue(-1), { id: "cue-before", title: "[" }),
        button("Next", () => nextCue(1), { id: "cue-next", title: "]" }),
        button("Close", closeCue, { id: "listen-close", title: "Esc" }))),
    status, stage, again.box);
  box.dataset.cue = id;
  box.dataset.state = "loading";
  // A click leaves the keyboard to the transport; who uses the keyboard keeps the focus.
  box.onclick = (event) => {
    if (event.detail > 0 && event.target.closest("button, select") && !event.target.closest("select")) title.focus({ preventScroll: true });
  };
  show(box, true);
  document.body.classList.add("listening");
  markCue(id);
  rowOf(id)?.box.scrollIntoView({ block: "nearest" });
  title.focus({ preventScroll: true });
  again.update(cue);
  load(open);
}

async function load(mine) {
  let told;
  try {
    told = await listen(mine.id);
  } catch (error) {
    write(mine.status, error.message);
    mine.status.className = "why bad";
    byId("listen").dataset.state = "failed";
    return;
  }
  if (mine.closed) return;
  mine.shown = soundOf(cueOf(mine.id));
  if (!mine.player) stage(mine, told);
  mine.told = told;
  const loaded = mine.deck.show(told);
  mine.adjust.heard();
  write(mine.status, told.takes.length ? "" : "Nothing is scored yet: this is its picture with the timeline's own sound.");
  await loaded;
  if (!mine.closed) byId("listen").dataset.state = "ready";
}

function stage(mine, told) {
  const { cue } = mine;
  const where = { seconds: told.seconds, before: told.before, long: cue.where.length / told.rate };
  const video = make("video", { id: "picture", src: told.picture, muted: true, playsinline: true, preload: "auto", disablepictureinpicture: true, tabindex: -1, "aria-label": "Picture of the cue" });
  video.muted = true;
  video.addEventListener("error", () => say("This browser cannot show the picture. Its sound can be heard.", "bad"));
  const player = (mine.player = new Player(told.seconds));
  const chosen = (role, take) => trying(async () => {
    await use(mine.id, role, take);
    say(`Take ${take} is in use. Place to have it in the timeline.`);
  });
  mine.deck = new Deck({ player, where, use: chosen, seek: (at) => mine.transport.seek(at) });
  mine.adjust = adjusting(mine.id, told.rate, (gain, fade) => mine.deck.adjust(gain, fade));
  mine.transport = new Transport({
    told, length: cue.where.length, drop: store.plan.drop_frame, player, video,
    ticked: (position, _frame, playing) => mine.deck.tick(position, playing),
  });
  const flip = button("A/B", () => mine.deck.flip(), { id: "flip", title: "The take heard before, and back (A)" });
  mine.transport.box.append(flip);
  mine.stage.replaceChildren(make("div", { class: "screen" }, video), mine.transport.box, mine.deck.box, mine.adjust.box);
}

/** What of a cue decides how its takes sound and which there are. */
const soundOf = (cue) => JSON.stringify([cue.gain_db, cue.fade, cue.parts.map((part) => [part.role, part.takes, part.chosen])]);

/** Show what changed about the cue that is open. */
export function showListening({ plan }) {
  if (!open || !plan) return;
  const cue = cueOf(open.id);
  if (!cue) {
    closeCue();
    return;
  }
  if (cue !== open.known) {
    open.known = cue;
    open.cue = cue;
    open.adjust?.update();
    if (open.shown && open.shown !== soundOf(cue)) {
      open.shown = soundOf(cue);
      load(open);
    }
  }
  open.again.update(cue);
}

export function closeCue() {
  if (!open) return;
  const { id } = open;
  open.closed = true;
  open.transport?.close();
  open.deck?.close();
  open.player?.close();
  open = null;
  byId("listen").replaceChildren();
  show(byId("listen"), false);
  document.body.classList.remove("listening");
  markCue("");
  rowOf(id)?.box.querySelector("[data-act=listen]").focus();
}

function nextCue(way) {
  const cues = store.plan.cues;
  const next = cues[cues.findIndex((cue) => cue.id === open?.id) + way];
  if (next) openCue(next.id);
}
