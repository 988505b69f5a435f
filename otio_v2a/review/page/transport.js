// One transport for all: the sound's clock leads, the picture follows it. Frames are whole numbers.

import { button, make, write } from "./dom.js";
import { frameAt, timecode } from "./timecode.js";

const LOOPS = [["off", "Loop off"], ["cue", "Loop the cue"], ["all", "Loop all"]];
const FASTEST = 4;

export class Transport {
  /** `told` is what is listened to, `length` the cue's frames; `ticked` hears every new position. */
  constructor({ told, length, drop, player, video, ticked }) {
    Object.assign(this, { told, drop, player, video, ticked });
    this.rate = told.rate;
    this.frames = Math.round(told.seconds * told.rate);
    this.first = Math.round(told.before * told.rate);
    this.last = Math.min(this.frames, this.first + length);
    this.looping = "off";
    this.shown = -1;
    this.label = make("output", { id: "timecode", class: "timecode", "aria-label": "Timecode" });
    this.inCue = make("span", { id: "in-cue", class: "faint number" });
    this.playing = button("Play", () => this.toggle(), { id: "play", class: "main", title: "Space" });
    this.loop = make("select", { id: "loop", "aria-label": "Loop", title: "Q", on: { change: (event) => this.setLoop(event.target.value) } },
      ...LOOPS.map(([value, text]) => make("option", { value, text })));
    const key = (text, label, id, act) => button(text, act, { "aria-label": label, title: label, id });
    this.box = make("div", { id: "transport", class: "transport", role: "group", "aria-label": "Transport", data: { state: "stopped" } },
      this.label, this.inCue,
      key("|◀", "First frame of the cue (Home)", "to-first", () => this.goTo(this.first)),
      key("◀◀", "Backward (J)", "backward", () => this.shuttle(-1)),
      key("‹", "A frame back (←)", "frame-back", () => this.step(-1)),
      this.playing,
      key("›", "A frame forward (→)", "frame-forward", () => this.step(1)),
      key("▶▶", "Forward, faster (L)", "forward", () => this.shuttle(1)),
      key("▶|", "Last frame of the cue (End)", "to-last", () => this.goTo(this.last - 1)),
      this.loop);
    this.goTo(this.first);
    const run = () => {
      if (this.closed) return;
      this.#tick();
      requestAnimationFrame(run);
    };
    run();
  }

  get frame() {
    return Math.min(this.frames - 1, Math.max(0, frameAt(this.player.position, this.rate)));
  }

  toggle() {
    if (this.player.speed) this.stop();
    else this.player.play(1);
  }

  stop() {
    this.player.stop();
    this.goTo(this.frame);
  }

  /** J and L: this way, and faster each time. */
  shuttle(way) {
    const speed = this.player.speed;
    this.player.play(Math.sign(speed) === way ? Math.max(-FASTEST, Math.min(FASTEST, speed * 2)) : way);
  }

  step(frames) {
    if (this.player.speed) this.player.stop();
    this.goTo(this.frame + frames);
  }

  stepSeconds(seconds) {
    this.step(Math.round(seconds * this.rate));
  }

  goTo(frame) {
    const to = Math.min(this.frames - 1, Math.max(0, frame));
    this.player.seek(to / this.rate);
  }

  seek(seconds) {
    this.goTo(frameAt(seconds, this.rate));
  }

  setLoop(how) {
    this.looping = how;
    this.loop.value = how;
    const span = { off: null, cue: [this.first, this.last], all: [0, this.frames] }[how];
    this.player.loop = span && { from: span[0] / this.rate, until: Math.min(this.told.seconds, span[1] / this.rate) };
    const here = this.player.position;
    if (this.player.speed) this.player.seek(span && here >= this.player.loop.until ? this.player.loop.from : here);
  }

  nextLoop() {
    const names = LOOPS.map(([name]) => name);
    this.setLoop(names[(names.indexOf(this.looping) + 1) % names.length]);
  }

  close() {
    this.closed = true;
    this.video.pause();
  }

  #tick() {
    const { player, video, rate } = this;
    const position = player.position;
    this.#follow(position);
    const state = player.speed ? "playing" : "stopped";
    if (this.box.dataset.state !== state) {
      this.box.dataset.state = state;
      write(this.playing, player.speed ? "Stop" : "Play");
    }
    this.box.dataset.speed = player.speed;
    this.box.dataset.seconds = position.toFixed(4);
    this.box.dataset.off = (video.currentTime - position).toFixed(4);
    const frame = this.frame;
    this.ticked(position, frame, player.speed !== 0);
    if (frame === this.shown) return;
    this.shown = frame;
    this.box.dataset.frame = frame;
    write(this.label, timecode(this.told.first_frame + frame, rate, this.drop));
    const inside = frame - this.first;
    const speed = Math.abs(player.speed) > 1 || player.speed < 0 ? `, ${player.speed}×` : "";
    write(this.inCue, `frame ${inside < 0 ? "−" : ""}${Math.abs(inside)} of ${this.last - this.first}${speed}`);
    video.classList.toggle("context", frame < this.first || frame >= this.last);
  }

  /** Keep the picture at the sound: half a frame off is put right, smoothly where it is little. */
  #follow(position) {
    const { player, video, rate } = this;
    if (video.readyState < 1) return;
    if (player.speed > 0) {
      if (video.paused && position < this.told.seconds - 0.02) video.play().catch(() => {});
      const off = video.currentTime - position;
      if (Math.abs(off) > 0.3 && !video.seeking) video.currentTime = position + 0.06 * player.speed;
      const nudge = Math.abs(off) > 0.5 / rate ? 1 - Math.max(-0.2, Math.min(0.2, off * 2)) : 1;
      const wanted = player.speed * nudge;
      if (Math.abs(video.playbackRate - wanted) > 0.001) video.playbackRate = wanted;
      return;
    }
    if (!video.paused) video.pause();
    // The middle of a frame: no rounding shows its neighbour.
    const middle = Math.min((this.frame + 0.5) / rate, video.duration || Infinity);
    if (!video.seeking && Math.abs(video.currentTime - middle) > 0.25 / rate) video.currentTime = middle;
  }
}
