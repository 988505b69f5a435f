// Sounds that run on one clock, sample by sample: every take plays all the time, gains say which
// of them is heard. A position counts seconds from where the picture begins.

import { channel, changed, peak, reversed } from "./sound.js";

const EDGE = 0.004; // Seconds of fade wherever a sound is begun, ended or switched: no click.
const AHEAD = 0.04;
const LOOK = 0.35;

let context = null;

function clock() {
  context ??= new AudioContext({ sampleRate: 48000, latencyHint: "interactive" });
  return context;
}

export class Player {
  /** `seconds` is how long the picture is. */
  constructor(seconds) {
    this.seconds = seconds;
    this.loop = null;
    this.speed = 0;
    this.context = clock();
    this.voices = new Map();
    this.channels = new Map();
    this.passes = [];
    this.at = 0;
    this.master = this.context.createGain();
    this.master.connect(this.context.destination);
    this.timer = setInterval(() => this.#look(), 60);
  }

  /** Where sounds of one role go. */
  channel(name) {
    if (!this.channels.has(name)) this.channels.set(name, channel(this.context, this.master));
    return this.channels.get(name);
  }

  /** Fetch and decode a sound. `at` is where its first sample stands, `from` to `until` is heard. */
  async add({ id, channel, url, at, from, until, level = 1 }) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`The sound cannot be read (${answer.status}).`);
    const buffer = await this.context.decodeAudioData(await answer.arrayBuffer());
    if (!this.timer) return null;
    const last = at + buffer.duration;
    const open = this.context.createGain();
    open.gain.value = 0;
    open.connect(this.channel(channel).open);
    const voice = {
      id, channel, url, at, level, open, buffer, original: buffer, reversed: null,
      from: Math.max(at, from, 0), until: Math.min(last, until, this.seconds),
    };
    this.voices.set(id, voice);
    this.#open(voice);
    this.#again();
    return voice;
  }

  remove(id) {
    this.voices.get(id)?.open.disconnect();
    this.voices.delete(id);
    this.#again();
  }

  /** Let one sound of a channel be heard, at its place: the others run on unheard. */
  hear(channel, id) {
    this.channel(channel).heard = id;
    for (const voice of this.voices.values()) if (voice.channel === channel) this.#open(voice);
  }

  /** Change how loud a sound is, as a factor. */
  level(id, factor) {
    const voice = this.voices.get(id);
    if (!voice) return;
    voice.level = factor;
    this.#open(voice);
  }

  /** Put another version of a sound in its place; null: as it came. */
  reshape(id, change) {
    const voice = this.voices.get(id);
    if (!voice) return;
    voice.buffer = change ? changed(this.context, voice, change) : voice.original;
    voice.reversed = null;
    this.#again();
  }

  /** Solo and mute, as they are set on the channels. */
  mix() {
    const solo = [...this.channels.values()].some((one) => one.solo);
    for (const one of this.channels.values()) {
      one.audible = !one.mute && (!solo || one.solo);
      this.#ramp(one.open.gain, one.audible ? 1 : 0);
    }
  }

  /** Where the sound is that is heard now: what is still on its way to the speakers counts. */
  get position() {
    if (!this.speed) return this.at;
    const now = this.context.currentTime - (this.context.outputLatency || this.context.baseLatency || 0);
    let pass = this.passes[0];
    for (const one of this.passes) if (one.when <= now) pass = one;
    const gone = Math.max(0, now - pass.when) * pass.speed;
    return pass.speed > 0 ? Math.min(pass.until, pass.from + gone) : Math.max(pass.until, pass.from + gone);
  }

  /** Play on at a speed, backward below 0. */
  play(speed) {
    this.context.resume();
    const here = this.position;
    this.#silence();
    const [first, last] = this.#ends();
    let from = here;
    if (speed > 0 && from >= last - 0.001) from = first;
    if (speed < 0 && from <= first + 0.001) from = last;
    this.speed = speed;
    this.#pass(this.context.currentTime + AHEAD, from, speed > 0 ? last : first);
  }

  stop() {
    this.at = this.position;
    this.#silence();
    this.speed = 0;
  }

  seek(position) {
    this.at = Math.min(this.seconds, Math.max(0, position));
    if (!this.speed) return;
    const speed = this.speed;
    this.#silence();
    this.speed = 0;
    this.play(speed);
  }

  close() {
    this.stop();
    clearInterval(this.timer);
    this.timer = 0;
    setTimeout(() => this.master.disconnect(), 50);
  }

  /** The highest sample of each side of a channel just now, 0 to 1 and beyond. */
  peaks(name) {
    return this.channel(name).sides.map(peak);
  }

  #ends() {
    return this.loop && this.loop.until > this.loop.from ? [this.loop.from, this.loop.until] : [0, this.seconds];
  }

  #open(voice) {
    this.#ramp(voice.open.gain, this.channel(voice.channel).heard === voice.id ? voice.level : 0);
  }

  #ramp(gain, to) {
    const now = this.context.currentTime;
    gain.cancelScheduledValues(now);
    gain.setValueAtTime(gain.value, now);
    gain.linearRampToValueAtTime(to, now + EDGE);
  }

  /** Everything once more from here, when what plays has changed. */
  #again() {
    if (!this.speed) return;
    this.at = this.position;
    const speed = this.speed;
    this.#silence();
    this.speed = 0;
    this.play(speed);
  }

  /** Have all sounds run from one position to another, beginning at one sample of the clock. */
  #pass(moment, from, until) {
    const rate = this.context.sampleRate;
    const when = Math.ceil(moment * rate) / rate;
    const pass = { when, from, until, speed: this.speed, sources: [] };
    for (const voice of this.voices.values()) this.#start(voice, pass);
    this.passes = [...this.passes.slice(-1), pass];
  }

  #start(voice, { when, from, until, speed, sources }) {
    const back = speed < 0;
    const [begin, end] = [Math.max(Math.min(from, until), voice.from), Math.min(Math.max(from, until), voice.until)];
    if (end - begin < 2 * EDGE) return;
    const source = this.context.createBufferSource();
    source.buffer = back ? (voice.reversed ??= reversed(this.context, voice.buffer)) : voice.buffer;
    source.playbackRate.value = Math.abs(speed);
    const start = when + (back ? from - end : begin - from) / Math.abs(speed);
    const stop = start + (end - begin) / Math.abs(speed);
    const edge = this.context.createGain();
    edge.gain.setValueAtTime(0, start);
    edge.gain.linearRampToValueAtTime(1, start + EDGE);
    edge.gain.setValueAtTime(1, stop - EDGE);
    edge.gain.linearRampToValueAtTime(0, stop);
    source.connect(edge).connect(voice.open);
    source.start(start, back ? voice.at + voice.buffer.duration - end : begin - voice.at, end - begin);
    sources.push({ source, edge });
  }

  #silence() {
    const now = this.context.currentTime;
    for (const { source, edge } of this.passes.flatMap((pass) => pass.sources)) {
      edge.gain.cancelScheduledValues(now);
      edge.gain.setValueAtTime(edge.gain.value, now);
      edge.gain.linearRampToValueAtTime(0, now + EDGE);
      source.stop(now + EDGE);
    }
    this.at = this.speed ? this.position : this.at;
    this.passes = [];
  }

  /** Go round, or end, in time. */
  #look() {
    if (!this.speed) return;
    const pass = this.passes.at(-1);
    const ends = pass.when + Math.abs(pass.until - pass.from) / Math.abs(pass.speed);
    if (this.loop) {
      const [first, last] = this.#ends();
      if (ends - this.context.currentTime < LOOK) this.#pass(ends, this.speed > 0 ? first : last, this.speed > 0 ? last : first);
    } else if (this.position === pass.until) this.stop();
  }
}
