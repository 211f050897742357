/* The sound and the shake of a verdict: one high, two middle, three low. */

import type { Colour } from "./events";

const TUNES: Record<Colour, readonly (readonly [hertz: number, seconds: number])[]> = {
  green: [[1047, 0.18]],
  yellow: [
    [659, 0.16],
    [659, 0.16],
  ],
  red: [
    [233, 0.28],
    [233, 0.28],
    [233, 0.42],
  ],
};
const SHAKES: Record<Colour, number[]> = {
  green: [60],
  yellow: [80, 80, 80],
  red: [250, 100, 250, 100, 400],
};

let context: AudioContext | undefined;

export function play(colour: Colour): void {
  navigator.vibrate?.(SHAKES[colour]);
  context ??= new AudioContext();
  let at = context.currentTime;
  for (const [hertz, seconds] of TUNES[colour]) {
    const tone = context.createOscillator();
    const loudness = context.createGain();
    tone.type = colour === "red" ? "square" : "sine";
    tone.frequency.value = hertz;
    loudness.gain.setValueAtTime(0.35, at);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + seconds);
    tone.connect(loudness).connect(context.destination);
    tone.start(at);
    tone.stop(at + seconds);
    at += seconds + 0.07;
  }
}
