import { every } from '../src/lib/timer.js';
import { loadLocalAgent, type LocalAgent } from '../src/local/index.js';
import { createLocalClient, type LocalClient } from '../test/rigs/local-client.js';
import { speech, availableVoices, wordErrors, wordsOf, type SpeechVoice } from '../test/rigs/speech.js';
import type { Group, GroupRun } from './group.js';
import { interleave, median, quantile } from './rounds.js';

const SAMPLE_RATE = 24_000;
const PIECE_MS = 20;
const PIECE_SAMPLES = (SAMPLE_RATE * PIECE_MS) / 1000;

/** Spoken by every voice in turn; long enough to be sentences, short enough that many fit. */
const SENTENCES = [
  'What time is it in Tokyo?',
  'When is breakfast served tomorrow?',
  'What is twelve times eight?',
  'Please tell me a good joke.',
];
const INSTRUCTIONS = 'You are Ada. Breakfast is served from seven to ten.';
const ROUNDS = 24;

/** Turn detection; each round measures each. */
const MODES = {
  'silence-500': { type: 'server_vad', silence_duration_ms: 500 },
  semantic: { type: 'semantic_vad' },
} as const;

interface Utterance {
  readonly text: string;
  readonly samples: Float32Array;
  /** Milliseconds from the first sample to the last audible one. */
  readonly endMs: number;
}

async function utter(text: string, voice: SpeechVoice): Promise<Utterance> {
  const samples = await speech(text, { voice, before: 300, after: 2500 }, SAMPLE_RATE);
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  // Below -40 dB of the peak, speech is inaudible.
  const end = samples.findLastIndex((sample) => Math.abs(sample) > peak / 100);
  return { text, samples, endMs: (end / SAMPLE_RATE) * 1000 };
}

/** Sends audio in real time. Resolves to the milliseconds from the end of speech to the first audio of the answer. */
async function talk(client: LocalClient, { samples, endMs }: Utterance): Promise<number> {
  const done = new AbortController();
  const started = performance.now();
  let sent = 0;
  every(
    PIECE_MS / 2,
    () => {
      for (; sent < samples.length && (sent / SAMPLE_RATE) * 1000 < performance.now() - started; sent += PIECE_SAMPLES) {
        client.sendAudio(samples.subarray(sent, sent + PIECE_SAMPLES));
      }
    },
    done.signal,
  );
  await client.until('response.output_audio.delta');
  const answered = performance.now();
  done.abort();
  await client.until('response.done');
  return answered - started - endMs;
}

async function connect(agent: LocalAgent, detection: object, signal: AbortSignal): Promise<LocalClient> {
  const client = createLocalClient(agent.connect({}, signal));
  const input = { transcription: { model: 'local' }, turn_detection: detection };
  await client.configure({ instructions: INSTRUCTIONS, audio: { input } });
  return client;
}

async function measureTalk({ print, progress, signal }: GroupRun, agent: LocalAgent): Promise<void> {
  const voices = availableVoices();
  let turn = 0;
  let wrong = 0;
  let all = 0;
  const contestant = (detection: object) => async (): Promise<number> => {
    const voice = voices[Math.floor(turn / 2) % voices.length] ?? 'rms';
    const utterance = await utter(SENTENCES[Math.floor(turn / 2) % SENTENCES.length] ?? '', voice);
    turn += 1;
    const call = new AbortController();
    const client = await connect(agent, detection, AbortSignal.any([call.signal, signal]));
    const latency = await talk(client, utterance);
    const heard = client.frames.filter(({ type }) => type === 'conversation.item.input_audio_transcription.completed');
    wrong += wordErrors(wordsOf(utterance.text), wordsOf(heard.map(({ transcript }) => transcript).join(' ')));
    all += wordsOf(utterance.text).length;
    call.abort();
    progress(`${voice}: ${Math.round(latency)} ms`);
    return latency;
  };
  const measured = await interleave(ROUNDS, {
    'silence-500': contestant(MODES['silence-500']),
    semantic: contestant(MODES.semantic),
  });
  const fixed = measured['silence-500'];
  const beside = { semantic: median(measured.semantic) };
  print({
    figure: 'local.voice-to-voice.median',
    value: median(fixed),
    unit: 'ms',
    target: 700,
    better: 'lower',
    rounds: ROUNDS,
    beside,
  });
  print({
    figure: 'local.voice-to-voice.p90',
    value: quantile(fixed, 0.9),
    unit: 'ms',
    target: 800,
    better: 'lower',
    rounds: ROUNDS,
  });
  print({ figure: 'local.word-errors.share', value: wrong / all, unit: 'x', target: 0.1, better: 'lower' });
}

async function measureLoading({ print }: GroupRun, signal: AbortSignal): Promise<LocalAgent> {
  const before = process.memoryUsage().rss;
  const started = performance.now();
  const agent = await loadLocalAgent({}, signal);
  print({ figure: 'local.load.ms', value: performance.now() - started, unit: 'ms', target: 8000, better: 'lower' });
  print({
    figure: 'local.memory.rss',
    value: (process.memoryUsage().rss - before) / 1e6,
    unit: 'MB',
    target: 900,
    better: 'lower',
  });
  return agent;
}

/** Processor seconds per second of input audio. */
async function measureLoad({ print, signal }: GroupRun, agent: LocalAgent): Promise<void> {
  const utterance = await utter(SENTENCES[0] ?? '', 'rms');
  const costs: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const call = new AbortController();
    const client = await connect(agent, MODES['silence-500'], AbortSignal.any([call.signal, signal]));
    const before = process.cpuUsage();
    client.sendAudio(utterance.samples);
    await client.until('response.done');
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / 1e6 / (utterance.samples.length / SAMPLE_RATE));
    call.abort();
  }
  print({
    figure: 'local.processor.median',
    value: median(costs),
    unit: 'x',
    target: 0.25,
    better: 'lower',
    rounds: costs.length,
  });
}

export default {
  minutes: 4,
  async run(run) {
    const agent = await measureLoading(run, run.signal);
    await measureLoad(run, agent);
    await measureTalk(run, agent);
  },
} satisfies Group;
