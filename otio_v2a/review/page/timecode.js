// Frames are counted; a timecode is a label of a count.

/** Frames in a second as labels count them: 24 at 23.976. */
const base = (rate) => Math.ceil(rate - 0.005);

const drops = (rate, drop) =>
  drop && Math.abs(rate - base(rate)) > 0.01 && base(rate) % 30 === 0;

/** The label of a frame counted from 00:00:00:00. Source: SMPTE ST 12-1. */
export function timecode(frame, rate, drop) {
  if (frame < 0) return `-${timecode(-frame, rate, drop)}`;
  const whole = base(rate);
  const dropped = drops(rate, drop);
  let count = frame;
  if (dropped) {
    const skipped = whole / 15;
    const perMinute = whole * 60 - skipped;
    const perTen = whole * 600 - 9 * skipped;
    const rest = count % perTen;
    count += skipped * (9 * Math.floor(count / perTen) + Math.floor(Math.max(0, rest - skipped) / perMinute));
  }
  const two = (number) => String(number).padStart(2, "0");
  const seconds = Math.floor(count / whole);
  const [h, m, s, f] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, count % whole];
  return `${two(h)}:${two(m)}:${two(s)}${dropped ? ";" : ":"}${two(f)}`;
}

/** The frame that is shown at a moment. */
export const frameAt = (seconds, rate) => Math.floor(seconds * rate + 1e-4);
