import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { floatToPcm16, pcm16ToFloat } from '../../src/audio/dsp/pcm16.js';
import { createResampler } from '../../src/audio/dsp/resampler.js';
import { ENGINE_SAMPLE_RATE } from '../../src/local/engines/voice-activity.messages.js';
import { openSpeechRecogniser } from '../../src/local/engines/speech-recognition.js';
import { openSpeechSynthesiser, type SpeechSynthesiser } from '../../src/local/engines/speech-synthesis.js';
import { VOICES, type Voice } from '../../src/local/engines/synthesis.messages.js';
import { parseWav, type WavAudio } from '../../src/local/engines/parse-wav.js';

/** Synthesises speech for tests with Flite and, where installed, with espeak-ng. */
export const FLITE_VOICES = VOICES;
export const ESPEAK_VOICES = ['en-us', 'en-gb', 'en-us+f3'] as const;
export type EspeakVoice = (typeof ESPEAK_VOICES)[number];
export type SpeechVoice = Voice | EspeakVoice;

export interface SpeechOptions {
  readonly voice: SpeechVoice;
  /** Adds white noise this many decibels below the speech. */
  readonly noise?: number;
  /** Silence around the words, milliseconds; default 200 before and 1000 after. */
  readonly before?: number;
  readonly after?: number;
}

let flite: Promise<SpeechSynthesiser> | undefined;

/** The voices available on this machine. */
export function availableVoices(): readonly SpeechVoice[] {
  try {
    execFileSync('espeak-ng', ['--version'], { stdio: 'ignore' });
    return [...FLITE_VOICES, ...ESPEAK_VOICES];
  } catch {
    return FLITE_VOICES;
  }
}

/** Synthesises `text` as mono samples of ±1 at `sampleRate`. */
export async function speech(text: string, options: SpeechOptions, sampleRate: number): Promise<Float32Array<ArrayBuffer>> {
  const { samples, sampleRate: rate } = isFlite(options.voice)
    ? await synthesiseByFlite(text, options.voice)
    : await synthesiseByEspeak(text, options.voice);
  const before = milliseconds(options.before ?? 200, rate);
  const input = new Float32Array(before + samples.length + milliseconds(options.after ?? 1000, rate));
  pcm16ToFloat(samples, samples.length, input.subarray(before, before + samples.length));
  const resampler = createResampler(rate, sampleRate);
  const output = new Float32Array(resampler.maxOutput(input.length));
  const spoken = output.slice(0, resampler.process(input, output));
  return options.noise === undefined ? spoken : withNoise(spoken, options.noise);
}

/** Recognises samples of ±1, at most 25 seconds. */
export type RecogniseSpeech = (samples: Float32Array, sampleRate: number) => Promise<string>;

/** Uses the agent's own engine. */
export async function createRecogniser(): Promise<RecogniseSpeech> {
  const recogniser = await openSpeechRecogniser();
  return async (samples, sampleRate) => {
    const resampler = createResampler(sampleRate, ENGINE_SAMPLE_RATE);
    const input = new Float32Array(resampler.maxOutput(samples.length));
    const count = resampler.process(samples, input);
    const recognition = await recogniser.recognise(input.subarray(0, count), () => false);
    return recognition?.text ?? '';
  };
}

export function toPcm16(samples: Float32Array): Int16Array<ArrayBuffer> {
  const pcm = new Int16Array(samples.length);
  floatToPcm16(samples, samples.length, pcm);
  return pcm;
}

/** Adds the same white noise on every run, with `decibels` less power than the speech. */
export function withNoise(samples: Float32Array<ArrayBuffer>, decibels: number): Float32Array<ArrayBuffer> {
  let power = 0;
  let loud = 0;
  for (const sample of samples) {
    if (Math.abs(sample) < 0.001) continue;
    power += sample * sample;
    loud += 1;
  }
  const level = Math.sqrt((3 * power) / Math.max(1, loud)) * 10 ** (-decibels / 20);
  const random = seededRandom(1);
  return samples.map((sample) => sample + level * (2 * random() - 1));
}

/** Generates the same numbers from 0 to 1 on every run (xorshift32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Substituted, missing and inserted words as a share of the words of `reference`, ignoring case and punctuation. */
export function wordErrorRate(reference: string, hypothesis: string): number {
  const wanted = wordsOf(reference);
  return wordErrors(wanted, wordsOf(hypothesis)) / Math.max(1, wanted.length);
}

export function wordErrors(wanted: readonly string[], got: readonly string[]): number {
  let row = Array.from({ length: got.length + 1 }, (_, column) => column);
  wanted.forEach((word, index) => {
    const next = [index + 1];
    got.forEach((other, column) => {
      next.push(Math.min((row[column] ?? 0) + (word === other ? 0 : 1), (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    });
    row = next;
  });
  return row.at(-1) ?? 0;
}

const SMALL_NUMBERS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );

/** Lower case, without punctuation; `12` and `twelve` are the same word. */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9' ]+/g, ' ')
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => (/^\d+$/.test(word) ? (SMALL_NUMBERS[Number(word)] ?? word) : word));
}

function isFlite(voice: SpeechVoice): voice is Voice {
  return FLITE_VOICES.some((known) => known === voice);
}

async function synthesiseByFlite(text: string, voice: Voice): Promise<WavAudio> {
  flite ??= openSpeechSynthesiser();
  const audio = (await flite).synthesise({ text, voice, speed: 1 });
  return { sampleRate: 24_000, samples: new Int16Array(audio.buffer) };
}

async function synthesiseByEspeak(text: string, voice: EspeakVoice): Promise<WavAudio> {
  const { stdout } = await promisify(execFile)('espeak-ng', ['-v', voice, '-s', '160', '--stdout', text], {
    encoding: 'buffer',
    maxBuffer: 1 << 26,
  });
  return parseWav(new Uint8Array(stdout));
}

function milliseconds(ms: number, rate: number): number {
  return Math.round((ms / 1000) * rate);
}
