import { pcm16ToFloat } from '../../src/audio/dsp/pcm16.js';
import { createResampler } from '../../src/audio/dsp/resampler.js';
import type { AgentPage } from '../../test/rigs/e2e/agent-page.js';
import { cut, type Recorded } from '../../test/rigs/e2e/sound.js';
import { align } from '../../test/rigs/sound.js';
import type { ServedConversation } from '../../test/rigs/upstream-server.js';
import type { GroupRun } from '../group.js';
import type { PageClock } from './page-clock.js';
import { printTimes } from './print-times.js';

const SAMPLE_RATE = 24_000;

/** One frame with sound, as the server got it. */
export interface Arrival {
  readonly at: number;
  readonly samples: Float32Array;
}

/** Notes every frame with sound that comes in on a conversation. */
export function watchArrivals({ socket }: ServedConversation): readonly Arrival[] {
  const arrivals: Arrival[] = [];
  socket.on('message', (data: Buffer) => {
    const at = performance.now();
    const { type, audio } = JSON.parse(data.toString()) as { readonly type: string; readonly audio?: string };
    if (type !== 'input_audio_buffer.append' || audio === undefined) return;
    const bytes = Buffer.from(audio, 'base64');
    const pcm = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    const samples = new Float32Array(pcm.length);
    pcm16ToFloat(pcm, pcm.length, samples);
    arrivals.push({ at, samples });
  });
  return arrivals;
}

function resample({ samples, sampleRate, startedAtMs }: Recorded): Recorded {
  const resampler = createResampler(sampleRate, SAMPLE_RATE);
  const output = new Float32Array(resampler.maxOutput(samples.length));
  const count = resampler.process(samples, output);
  return { samples: output.slice(0, count), sampleRate: SAMPLE_RATE, startedAtMs: startedAtMs - resampler.delayMs };
}

/** The samples of a chunk whose way is timed: a sound may fall anywhere into it. */
const PLACES = [0, 0.25, 0.5, 0.75, 1];

/**
 * Times from a sample's appearance on the microphone's track to its arrival at the server. Which sample is which is found by
 * the sound itself: one second of what the server got is looked for in what the track gave.
 */
export async function measureMicrophone(
  run: GroupRun,
  page: AgentPage,
  arrivals: readonly Arrival[],
  clock: PageClock,
): Promise<void> {
  const track = resample(await page.microphone());
  const middle = arrivals.findIndex((_, index) => index > arrivals.length / 2);
  const probe = arrivals.slice(middle, middle + 50);
  const [first] = probe;
  if (!first || probe.length < 50) throw new Error('Too little sound reached the server');
  const joined = Float32Array.from(probe.flatMap(({ samples }) => [...samples]));
  const arrivedMs = first.at - clock(0);
  const window = cut(track, arrivedMs - 500, arrivedMs + 1500);
  const foundMs = window.startedAtMs + (align(window.samples, joined) / SAMPLE_RATE) * 1000;

  const times: number[] = [];
  let beganMs = foundMs;
  for (const { at, samples } of arrivals.slice(middle)) {
    const lengthMs = (samples.length / SAMPLE_RATE) * 1000;
    for (const place of PLACES) times.push(at - clock(beganMs + place * lengthMs));
    beganMs += lengthMs;
  }
  printTimes(run, 'microphone-to-wire', times, { median: 10, p95: 20 });
}
