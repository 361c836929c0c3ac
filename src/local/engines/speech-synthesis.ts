import { floatToPcm16, pcm16ToFloat } from '../../audio/dsp/pcm16.js';
import { createResampler } from '../../audio/dsp/resampler.js';
import { MODEL_FILES, readModelFile } from './model-files.js';
import type { SynthesisRequest } from './synthesis.messages.js';
import { runProgram } from './wasi.js';
import { parseWav } from './parse-wav.js';

export interface SpeechSynthesiser {
  /** Returns 24 kHz PCM16; empty where the text has no words. */
  synthesise(request: SynthesisRequest): Uint8Array<ArrayBuffer>;
}

const OUTPUT_SAMPLE_RATE = 24_000;

/** The voices differ by 10 dB in loudness; all are normalised to this peak (-3 dB full scale). */
const PEAK = 0.7;

/** Speech starts where it comes within 40 dB of its peak; soft consonants start slightly earlier. */
const ONSET = 0.01;
const LEAD_IN_SECONDS = 0.02;

export async function openSpeechSynthesiser(): Promise<SpeechSynthesiser> {
  const program = await WebAssembly.compile(await readModelFile(MODEL_FILES.synthesis));

  return {
    synthesise({ text, voice, speed }) {
      const words = toSpeakableText(text);
      if (!/[\p{L}\p{N}]/u.test(words)) return new Uint8Array(0);
      const stretch = (1 / speed).toFixed(2);
      const wav = runProgram(program, [
        'flite',
        '-voice',
        voice,
        '--setf',
        `duration_stretch=${stretch}`,
        '-t',
        words,
        '-o',
        '/speech.wav',
      ]);
      const { samples, sampleRate } = parseWav(wav);
      return toOutputFormat(moveSilenceToEnd(samples, sampleRate), sampleRate);
    },
  };
}

/**
 * Flite starts each sentence with some 150 ms of silence, which would delay every answer. Moved to the end of the sentence, the
 * silence still separates sentences.
 */
function moveSilenceToEnd(samples: Int16Array, sampleRate: number): Int16Array {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const onset = samples.findIndex((sample) => Math.abs(sample) > peak * ONSET);
  const moved = new Int16Array(samples.length);
  moved.set(samples.subarray(Math.max(0, onset - LEAD_IN_SECONDS * sampleRate)));
  return moved;
}

/** Flite reads symbols aloud or fails on them; replaces those with a meaning and removes the others. */
function toSpeakableText(text: string): string {
  return text
    .replace(/[“”«»]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/[–—]/g, ', ')
    .replace(/…/g, '.')
    .replace(/°\s?C\b/g, ' degrees celsius')
    .replace(/°/g, ' degrees')
    .replace(/[*_`#~|<>[\]{}\\]/g, ' ')
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .trim();
}

function toOutputFormat(samples: Int16Array, sampleRate: number): Uint8Array<ArrayBuffer> {
  const resampler = createResampler(sampleRate, OUTPUT_SAMPLE_RATE);
  const tail = Math.ceil((resampler.delayMs / 1000) * sampleRate);
  const input = new Float32Array(samples.length + tail);
  pcm16ToFloat(samples, samples.length, input);
  const peak = input.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  if (peak > 0) input.forEach((sample, index) => (input[index] = (sample / peak) * PEAK));

  const output = new Float32Array(resampler.maxOutput(input.length));
  const count = resampler.process(input, output);
  const pcm = new Int16Array(count);
  floatToPcm16(output, count, pcm);
  return new Uint8Array(pcm.buffer);
}
