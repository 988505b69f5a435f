// All sounds of a cue over one picture: a strip for each role, a lane for each take.

import { make } from "./dom.js";
import { refaded } from "./adjust.js";
import { ownLane, takeLane } from "./lane.js";
import { strip } from "./mixer.js";
import { say } from "./say.js";
import { drawEvents } from "./wave.js";

export class Deck {
  /** `use` is told a role and a number; `seek` seconds of the picture. */
  constructor({ player, where, use, seek }) {
    Object.assign(this, { player, where, use });
    this.lanes = new Map();
    this.strips = new Map();
    this.heard = {};
    this.before = {};
    this.role = "";
    this.wanted = { gain: null, fade: null };
    this.events = [];
    this.ruler = make("canvas", { class: "events", role: "img" });
    this.head = make("div", { class: "playhead" });
    this.groups = make("div", { class: "groups" });
    this.box = make("div", { class: "deck", id: "deck" },
      make("div", { class: "lane ruler" }, make("div", { class: "label faint", text: "Picture" }), this.ruler),
      this.groups, make("div", { class: "overlay", "aria-hidden": "true" }, this.head));
    this.box.addEventListener("pointerdown", (event) => this.#scrub(event, seek));
    this.sized = new ResizeObserver(() => this.draw());
    this.sized.observe(this.box);
  }

  /** Show what there is to be heard; sounds that are there already are kept. */
  async show(told) {
    this.events = told.events;
    this.ruler.setAttribute("aria-label", told.events.length
      ? `In the picture: ${told.events.map((one) => `${one.kind} at ${one.at.toFixed(1)} s`).join(", ")}` : "Seconds of the cue");
    const roles = [...new Set(told.takes.map((take) => take.role))];
    const lanes = new Map();
    const groups = roles.map((role) => this.#group(role, told.takes.filter((take) => take.role === role), lanes));
    if (told.own) groups.push(this.#own(lanes));
    for (const [name, lane] of this.lanes) if (lanes.get(name)?.voice !== lane.voice) this.player.remove(name);
    this.lanes = lanes;
    this.groups.replaceChildren(...groups);
    if (!roles.includes(this.role)) this.role = roles[0] ?? "own";
    for (const role of roles) this.#begin(role);
    if (told.own) this.player.hear("own", "own");
    this.#marked();
    this.draw();
    await Promise.all([...lanes.values()].map((lane) => this.#load(lane, told)));
  }

  #group(role, takes, lanes) {
    const group = make("section", { class: "role", data: { role }, "aria-label": role }, this.#strip(role).box);
    for (const take of takes) {
      const lane = takeLane(take, this.where, {
        hear: () => this.hear(role, take.take),
        use: () => this.use(role, take.take),
      });
      const known = this.lanes.get(lane.name);
      if (known?.take?.audio === take.audio) lane.voice = known.voice;
      lanes.set(lane.name, lane);
      group.append(lane.box);
    }
    return group;
  }

  #own(lanes) {
    const lane = ownLane(this.where);
    lane.voice = this.lanes.get("own")?.voice ?? null;
    lanes.set("own", lane);
    return make("section", { class: "role", data: { role: "own" } }, this.#strip("own").box, lane.box);
  }

  #strip(role) {
    if (!this.strips.has(role)) this.strips.set(role, strip(this.player, role, () => {}));
    return this.strips.get(role);
  }

  async #load(lane, told) {
    const { take } = lane;
    if (lane.voice || take?.problem) return;
    const { before, seconds } = this.where;
    try {
      lane.voice = await this.player.add(take
        ? { id: lane.name, channel: take.role, url: take.audio, at: before - take.head, from: before + take.heard_from, until: before + take.heard_until }
        : { id: "own", channel: "own", url: told.own, at: 0, from: 0, until: seconds });
      this.#adjusted(lane);
      lane.box.dataset.ready = "yes";
      lane.draw();
    } catch (error) {
      say(`${lane.name}: ${error.message}`, "bad");
    }
  }

  /** The take that is heard first: the one heard before, or else the one in use. */
  #begin(role) {
    const takes = this.#takes(role).filter((take) => !take.problem);
    if (takes.some((take) => take.take === this.heard[role])) return this.hear(role, this.heard[role]);
    const first = takes.find((take) => take.chosen) ?? takes[0];
    if (first) this.hear(role, first.take);
    return undefined;
  }

  #takes(role) {
    return [...this.lanes.values()].filter((lane) => lane.take?.role === role).map((lane) => lane.take);
  }

  /** Hear a take; the one that was heard is kept at hand as B. */
  hear(role, number) {
    if (!this.#takes(role).some((take) => take.take === number && !take.problem)) return;
    if (this.heard[role] !== number) [this.before[role], this.heard[role]] = [this.heard[role], number];
    this.role = role;
    this.player.hear(role, `${role}-${number}`);
    this.#marked();
  }

  /** A/B: the take that was heard before. With none, the next one. */
  flip() {
    const number = this.before[this.role];
    if (number !== undefined && this.#takes(this.role).some((take) => take.take === number)) this.hear(this.role, number);
    else this.next(1);
  }

  /** The next take of the role, or the one before. */
  next(way) {
    const numbers = this.#takes(this.role).filter((take) => !take.problem).map((take) => take.take);
    const index = numbers.indexOf(this.heard[this.role]);
    if (numbers.length > 1) this.hear(this.role, numbers[(index + way + numbers.length) % numbers.length]);
  }

  nextRole() {
    const roles = [...this.strips.keys()].filter((role) => role !== "own");
    if (roles.length) this.role = roles[(roles.indexOf(this.role) + 1) % roles.length];
    this.#marked();
  }

  press(role, what) {
    this.strips.get(role)?.press(what);
  }

  /** Take 1 to 9 of the role. */
  number(number) {
    this.hear(this.role, number);
  }

  useHeard() {
    if (this.heard[this.role] !== undefined) this.use(this.role, this.heard[this.role]);
  }

  /** Have everything heard with another gain and fade than are in the files. */
  adjust(gain, fade) {
    const refade = fade !== this.wanted.fade;
    this.wanted = { gain, fade };
    for (const lane of this.lanes.values()) this.#adjusted(lane, refade);
  }

  #adjusted(lane, refade = true) {
    const { take, voice } = lane;
    if (!take || !voice || this.wanted.gain === null) return;
    this.player.level(lane.name, 10 ** ((this.wanted.gain - take.gain_db) / 20));
    if (refade) this.player.reshape(lane.name, this.wanted.fade === null ? null : refaded(take, this.where, this.wanted.fade));
    lane.draw();
  }

  #marked() {
    for (const lane of this.lanes.values())
      if (lane.take)
        lane.update({
          heard: this.heard[lane.take.role] === lane.take.take,
          before: this.before[lane.take.role] === lane.take.take,
          inUse: lane.take.chosen,
        });
    for (const group of this.groups.children) group.classList.toggle("current", group.dataset.role === this.role);
  }

  #scrub(event, seek) {
    if (!(event.target instanceof HTMLCanvasElement) || event.button !== 0) return;
    const to = (one) => {
      const at = event.target.getBoundingClientRect();
      seek(Math.min(1, Math.max(0, (one.clientX - at.left) / at.width)) * this.where.seconds);
    };
    to(event);
    const canvas = event.target;
    canvas.setPointerCapture(event.pointerId);
    canvas.addEventListener("pointermove", to);
    canvas.addEventListener("lostpointercapture", () => canvas.removeEventListener("pointermove", to), { once: true });
  }

  draw() {
    drawEvents(this.ruler, this.events, this.where);
    for (const lane of this.lanes.values()) lane.draw();
  }

  /** A new position, and the meters. */
  tick(position, playing) {
    this.head.style.left = `${(position / this.where.seconds) * 100}%`;
    const now = performance.now();
    for (const one of this.strips.values()) one.tick(now, playing);
  }

  close() {
    this.sized.disconnect();
  }
}
