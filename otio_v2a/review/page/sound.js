// What sounds go through: a channel with what is measured of it, and sounds made from others.

/** A channel: its switch, and an analyser for each side. */
export function channel(context, master) {
  const open = context.createGain();
  const sides = [context.createAnalyser(), context.createAnalyser()];
  const split = context.createChannelSplitter(2);
  open.channelCountMode = "explicit";
  open.channelCount = 2;
  open.connect(split);
  sides.forEach((side, index) => split.connect(side, index));
  open.connect(master);
  return { open, sides, solo: false, mute: false, heard: "" };
}

const frame = new Float32Array(2048);

/** The highest sample of one side just now. */
export function peak(side) {
  side.getFloatTimeDomainData(frame);
  let high = 0;
  for (const sample of frame) high = Math.max(high, Math.abs(sample));
  return high;
}

/** The same sound from its end to its beginning. */
export function reversed(context, buffer) {
  const made = context.createBuffer(buffer.numberOfChannels, buffer.length, buffer.sampleRate);
  for (let side = 0; side < buffer.numberOfChannels; side += 1)
    made.copyToChannel(Float32Array.from(buffer.getChannelData(side)).reverse(), side);
  return made;
}

/** A copy of a voice's sound, each sample times `change(seconds of the picture)`. */
export function changed(context, voice, change) {
  const { original, at } = voice;
  const made = context.createBuffer(original.numberOfChannels, original.length, original.sampleRate);
  const factors = new Float32Array(original.length);
  for (let one = 0; one < factors.length; one += 1) factors[one] = change(at + (one + 0.5) / original.sampleRate);
  for (let side = 0; side < original.numberOfChannels; side += 1)
    made.copyToChannel(original.getChannelData(side).map((sample, one) => sample * factors[one]), side);
  return made;
}
