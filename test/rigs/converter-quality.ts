/** A stream converter: reads a block, writes what is ready, returns how many samples that were. */
export type Convert = (input: Float32Array, output: Float32Array) => number;

export interface ConverterQuality {
  /** Loudest thing that does not belong into the band up to 0.45 of the lower rate, dB below the tone that caused it. */
  readonly aliasDb: number;
  /** Greatest deviation of the gain from 1 up to 0.45 of the lower rate, dB. */
  readonly rippleDb: number;
  /** Gain at 0.45 of the lower rate, dB. */
  readonly edgeDb: number;
  /** All but the tone itself in the answer to 997 Hz, dB. */
  readonly thdnDb: number;
  /** Group delay between 300 and 330 Hz plus what is held back on average at the end of a block. */
  readonly delayMs: number;
}

const TONE_SECONDS = 0.3;
/** -1 dB of full scale. */
const AMPLITUDE = 0.891;
const decibels = (ratio: number): number => 20 * Math.log10(ratio);

interface Tone {
  readonly gain: number;
  /** Radians behind the input. */
  readonly lag: number;
  /** RMS of what is not the tone, and of everything, relative to the input's RMS. */
  readonly rest: number;
  readonly all: number;
  readonly heldBackMs: number;
}

/** Sends a tone through and fits the same tone to the middle third of what comes out. */
function sendTone(convert: Convert, fromRate: number, toRate: number, frequency: number, blockFrames: number): Tone {
  const frames = Math.round(TONE_SECONDS * fromRate);
  const input = Float32Array.from({ length: frames }, (_, i) => AMPLITUDE * Math.sin((2 * Math.PI * frequency * i) / fromRate));
  const block = new Float32Array(Math.ceil((Math.min(blockFrames, frames) * toRate) / fromRate) + 4096);
  const output = new Float32Array(Math.ceil((frames * toRate) / fromRate) + 4096);
  let count = 0;
  let heldBack = 0;
  let blocks = 0;
  for (let start = 0; start < frames; start += blockFrames) {
    const end = Math.min(frames, start + blockFrames);
    const ready = convert(input.subarray(start, end), block);
    output.set(block.subarray(0, ready), count);
    count += ready;
    heldBack += end / fromRate - count / toRate;
    blocks += 1;
  }

  const begin = Math.floor(count / 3);
  const answer = output.subarray(begin, 2 * begin);
  const angle = (i: number): number => (2 * Math.PI * frequency * (i + begin)) / toRate;
  let [ss, sc, cc, ys, yc, all] = [0, 0, 0, 0, 0, 0];
  answer.forEach((y, i) => {
    const [s, c] = [Math.sin(angle(i)), Math.cos(angle(i))];
    ss += s * s;
    sc += s * c;
    cc += c * c;
    ys += y * s;
    yc += y * c;
    all += y * y;
  });
  const determinant = ss * cc - sc * sc;
  const inPhase = (ys * cc - yc * sc) / determinant;
  const quadrature = (yc * ss - ys * sc) / determinant;
  const rest = answer.reduce((sum, y, i) => sum + (y - inPhase * Math.sin(angle(i)) - quadrature * Math.cos(angle(i))) ** 2, 0);
  const relative = (energy: number): number => Math.sqrt((2 * energy) / answer.length) / AMPLITUDE;
  return {
    gain: Math.hypot(inPhase, quadrature) / AMPLITUDE,
    lag: Math.atan2(-quadrature, inPhase),
    rest: relative(rest),
    all: relative(all),
    heldBackMs: Math.max(0, (heldBack / blocks) * 1000),
  };
}

/** `create` makes a converter without a past; each tone gets one, fed with blocks of `blockFrames`. */
export function measureConverter(
  create: () => Convert,
  fromRate: number,
  toRate: number,
  { tones = 24, blockFrames = 128 } = {},
): ConverterQuality {
  const send = (frequency: number): Tone => sendTone(create(), fromRate, toRate, frequency, blockFrames);
  const lower = Math.min(fromRate, toRate);
  const passed = Array.from({ length: tones }, (_, i) => send((0.45 * lower * (i + 1)) / tones));
  const above = fromRate / 2 - 0.55 * toRate;
  const stopped = above > 0 ? Array.from({ length: 2 * tones }, (_, i) => send(0.55 * toRate + (above * i) / (2 * tones))) : [];
  const [low, high] = [send(300), send(330)];
  // A converter that starts by swallowing its delay has a lag of about 0, which may come out just below.
  const lag = ((high.lag - low.lag + 2.5 * Math.PI) % (2 * Math.PI)) - Math.PI / 2;
  const thousand = send(997);
  return {
    aliasDb: decibels(Math.max(...passed.map(({ rest }) => rest), ...stopped.map(({ all }) => all))),
    rippleDb: Math.max(...passed.map(({ gain }) => Math.abs(decibels(gain)))),
    edgeDb: decibels(passed.at(-1)?.gain ?? NaN),
    thdnDb: decibels(thousand.rest / thousand.gain),
    delayMs: (lag / (2 * Math.PI * 30)) * 1000 + high.heldBackMs,
  };
}
