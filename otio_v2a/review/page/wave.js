// A waveform with its cue's range, seams and what happens in the picture, drawn on a canvas.

import { kind } from "./words.js";

/** The highest sample of each of `count` stretches of `from` to `until`, at seconds of the picture. */
function peaksOf(voice, count, seconds) {
  const { buffer, at, from, until } = voice;
  const sides = Array.from({ length: buffer.numberOfChannels }, (_, side) => buffer.getChannelData(side));
  const rate = buffer.sampleRate;
  return Float32Array.from({ length: count }, (_, index) => {
    const begin = Math.max(from, (index / count) * seconds);
    const end = Math.min(until, ((index + 1) / count) * seconds);
    let high = 0;
    const last = Math.min(buffer.length, Math.ceil((end - at) * rate));
    for (const side of sides)
      for (let one = Math.max(0, Math.floor((begin - at) * rate)); one < last; one += 1) high = Math.max(high, Math.abs(side[one]));
    return high;
  });
}

function begin(canvas) {
  const scale = devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  const style = getComputedStyle(canvas);
  const color = (name) => style.getPropertyValue(name).trim();
  return { pen, width, height, color };
}

/** What is outside the cue is shaded. */
function shade({ pen, width, height, color }, { seconds, before, long }) {
  pen.fillStyle = color("--cue");
  pen.fillRect((before / seconds) * width, 0, (long / seconds) * width, height);
}

function edges({ pen, width, height, color }, { seconds, before, long }) {
  pen.strokeStyle = color("--accent");
  pen.lineWidth = 1;
  for (const at of [before, before + long]) {
    const x = Math.round((at / seconds) * width) + 0.5;
    pen.beginPath();
    pen.moveTo(x, 0);
    pen.lineTo(x, height);
    pen.stroke();
  }
}

/** Draw a sound. `where` has the picture's `seconds`, `before` and the cue's `long`. */
export function drawWave(canvas, voice, seams, where, { heard = true } = {}) {
  const sheet = begin(canvas);
  const { pen, width, height, color } = sheet;
  shade(sheet, where);
  if (voice && width) {
    const count = Math.round(width);
    const peaks = peaksOf(voice, count, where.seconds);
    pen.fillStyle = color(heard ? "--wave" : "--wave-faint");
    peaks.forEach((peak, x) => {
      // Square root: what is soft is seen too.
      const high = Math.max(peak > 0 ? 1 : 0, Math.sqrt(Math.min(1, peak * voice.level)) * (height - 4));
      pen.fillRect(x, (height - high) / 2, 1, high);
    });
  }
  pen.strokeStyle = color("--doubt");
  pen.lineWidth = 2;
  pen.setLineDash([4, 3]);
  for (const seam of seams) {
    const x = ((where.before + seam) / where.seconds) * width;
    pen.beginPath();
    pen.moveTo(x, 0);
    pen.lineTo(x, height);
    pen.stroke();
  }
  pen.setLineDash([]);
  edges(sheet, where);
}

/** Draw what happens in the picture, and the seconds. */
export function drawEvents(canvas, events, where) {
  const sheet = begin(canvas);
  const { pen, width, height, color } = sheet;
  shade(sheet, where);
  const x = (at) => ((where.before + at) / where.seconds) * width;
  pen.font = `11px ${getComputedStyle(canvas).fontFamily}`;
  pen.fillStyle = color("--faint");
  const step = [1, 2, 5, 10, 30, 60].find((one) => (one / where.seconds) * width > 44) ?? 120;
  for (let at = -Math.floor(where.before / step) * step; at < where.seconds - where.before; at += step) {
    pen.fillRect(x(at), height - 5, 1, 5);
    if (x(at) < width - 24 && x(at) >= 0) pen.fillText(`${String(at).replace("-", "−")} s`, x(at) + 3, height - 3);
  }
  let free = -Infinity;
  for (const one of events) {
    pen.fillStyle = color("--ink");
    pen.globalAlpha = 0.4 + 0.6 * one.strength;
    pen.beginPath();
    pen.moveTo(x(one.at) - 4, 0);
    pen.lineTo(x(one.at) + 4, 0);
    pen.lineTo(x(one.at), 8);
    pen.fill();
    pen.globalAlpha = 1;
    if (x(one.at) > free && x(one.at) < width - 30) {
      pen.fillText(kind(one.kind), x(one.at) + 6, 9);
      free = x(one.at) + 40;
    }
  }
  edges(sheet, where);
}
