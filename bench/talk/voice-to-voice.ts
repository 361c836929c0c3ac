import type { AgentPage } from '../../test/rigs/e2e/agent-page.js';
import { cut, extent, join, silence, type Recorded, type Sound } from '../../test/rigs/e2e/sound.js';
import type { TalkingPlace } from '../../test/rigs/e2e/talking-place.js';
import { align } from '../../test/rigs/sound.js';
import { speech, type SpeechVoice } from '../../test/rigs/speech.js';
import type { GroupRun } from '../group.js';
import { printTimes } from './print-times.js';

const SAMPLE_RATE = 48_000;
const LEAD_SECONDS = 2;
/** An answer of one short sentence is over before the next question. */
const PAUSE_MS = 5_000;
const ROUNDS = 3;
/** What a person still hears as speech, below a question's loudest sample. */
const END_OF_SPEECH_DB = -40;
const SILENCE_DB = -60;

const INSTRUCTIONS =
  'You are the assistant of a bakery. The bakery opens at seven. The bread is made of rye. The owner is called Martha. The shop is next to the station.';

const QUESTIONS: readonly { readonly voice: SpeechVoice; readonly text: string }[] = [
  { voice: 'rms', text: 'When does the bakery open?' },
  { voice: 'slt', text: 'What is the bread made of?' },
  { voice: 'awb', text: 'What is the owner called?' },
  { voice: 'rms', text: 'Where can I find the shop?' },
  { voice: 'slt', text: 'Hello, how are you?' },
  { voice: 'awb', text: 'Where is the station?' },
];

interface Question {
  readonly sound: Sound;
  /** From the beginning of its sound. */
  readonly endMs: number;
}

async function ask({ voice, text }: (typeof QUESTIONS)[number]): Promise<Question> {
  const samples = await speech(text, { voice, after: PAUSE_MS }, SAMPLE_RATE);
  const sound = { samples, sampleRate: SAMPLE_RATE };
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const spoken = extent({ ...sound, startedAtMs: 0 }, 20 * Math.log10(peak) + END_OF_SPEECH_DB);
  if (!spoken) throw new Error(`${voice} said nothing`);
  return { sound, endMs: spoken.lastMs };
}

/** Loudness of every millisecond. */
function envelope({ samples, sampleRate }: Sound): Float32Array {
  const step = sampleRate / 1000;
  return Float32Array.from({ length: Math.floor(samples.length / step) }, (_, ms) => {
    const part = samples.subarray(Math.round(ms * step), Math.round((ms + 1) * step));
    return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length);
  });
}

/** When the first sample of what the microphone was to hear passed the track, on the page's clock. */
function beginOf(wav: Sound, track: Recorded): number {
  const [whole, part] = [envelope(track), envelope(wav).slice(0, LEAD_SECONDS * 1000 + 6000)];
  // What the track lost at its beginning must not keep the two from being laid upon each other.
  const padding = 500;
  const padded = new Float32Array(whole.length + padding);
  padded.set(whole, padding);
  return track.startedAtMs + align(padded.subarray(0, part.length + 2 * padding), part) - padding;
}

/**
 * A dialogue with the local agent: from the last sample of a question on the microphone's track to the first of the answer
 * that leaves the audio graph. The parts are those that the element reports.
 */
export async function measureVoiceToVoice(run: GroupRun, place: TalkingPlace): Promise<void> {
  const silences: number[] = [];
  const reported: Record<'total' | 'endpointing' | 'thinking' | 'playback', number[]> = {
    total: [],
    endpointing: [],
    thinking: [],
    playback: [],
  };
  const unreported: number[] = [];
  let unanswered = 0;

  for (let round = 0; round < ROUNDS; round += 1) {
    run.progress(`voice to voice, round ${round + 1} of ${ROUNDS}`);
    const questions = await Promise.all(QUESTIONS.map(ask));
    const wav = join(silence(LEAD_SECONDS, SAMPLE_RATE), ...questions.map(({ sound }) => sound));
    await place.say(wav);
    const page = await place.visit(place.pageUrl);
    await page.mount({ provider: 'openai', 'relay-url': place.relayUrl, instructions: INSTRUCTIONS });
    await page.set('turnDetection', { type: 'server-vad', silenceDurationMs: 500 });
    const outcome = await page.call('start');
    if ('error' in outcome) throw new Error(outcome.error.message);
    await page.untilSpoken((wav.samples.length / SAMPLE_RATE) * 1000);
    for (const { heardMs, reportedMs } of await silencesOf(page, wav, questions)) {
      if (heardMs === undefined) unanswered += 1;
      else silences.push(heardMs);
      if (heardMs !== undefined && reportedMs !== undefined) unreported.push(heardMs - reportedMs);
    }
    for (const { detail } of page.journal.of('agent-latency')) {
      const rest = detail.totalMs - detail.endpointingMs - detail.thinkingMs - detail.playbackMs;
      if (Math.abs(rest) > 0.001) throw new Error(`The parts do not sum to the whole: ${JSON.stringify(detail)}`);
      reported.total.push(detail.totalMs);
      reported.endpointing.push(detail.endpointingMs);
      reported.thinking.push(detail.thinkingMs);
      reported.playback.push(detail.playbackMs);
    }
    await page.close();
  }

  printTimes(run, 'voice-to-voice', silences, { median: 800 });
  for (const [part, times] of Object.entries(reported)) printTimes(run, `reported-${part}`, times);
  // What the element cannot know: how long the microphone and the provider's ear took to notice the end of the speech.
  printTimes(run, 'unreported', unreported);
  run.print({ figure: 'talk.unanswered.count', value: unanswered, unit: 'questions', better: 'lower', target: 0 });
}

interface Silence {
  /** `undefined` where no answer was heard. */
  readonly heardMs: number | undefined;
  /** What the element reported of it. */
  readonly reportedMs: number | undefined;
}

async function silencesOf(page: AgentPage, wav: Sound, questions: readonly Question[]): Promise<readonly Silence[]> {
  const speaker = await page.speaker();
  let beganMs = beginOf(wav, await page.microphone()) + LEAD_SECONDS * 1000;
  return questions.map(({ sound, endMs }) => {
    const endedMs = beganMs + endMs;
    beganMs += (sound.samples.length / SAMPLE_RATE) * 1000;
    const answer = extent(cut(speaker, endedMs, beganMs), SILENCE_DB);
    const latency = page.journal.of('agent-latency').find(({ at }) => at > endedMs && at < beganMs);
    return { heardMs: answer && answer.firstMs - endedMs, reportedMs: latency?.detail.totalMs };
  });
}
