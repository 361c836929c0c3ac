import type { AgentPage } from '../../test/rigs/e2e/agent-page.js';
import { extent } from '../../test/rigs/e2e/sound.js';
import type { ServedConversation } from '../../test/rigs/upstream-server.js';
import type { GroupRun } from '../group.js';
import type { PageClock } from './page-clock.js';
import { printTimes } from './print-times.js';

const SAMPLE_RATE = 24_000;
const TURNS = 40;
/** -60 dB below full scale is silence, as in the targets. */
const SILENCE_DB = -60;
/** A delta as services send it, and how many of them are sent before the interruption, which comes when some were heard. */
const DELTA_SECONDS = 0.2;
const DELTAS = 10;

/** A tone that is loud from its first sample on, as Base64 of PCM16. */
function tone(seconds: number): string {
  const samples = Int16Array.from(
    { length: seconds * SAMPLE_RATE },
    (_, index) => 10_000 * Math.cos((2 * Math.PI * 440 * index) / SAMPLE_RATE),
  );
  return Buffer.from(samples.buffer).toString('base64');
}

/**
 * Times from the server's hand to what leaves the audio graph: sound that begins, and speech of the person that ends it.
 * The delay of the output device comes on top and is printed beside.
 */
export async function measureSpeaker(
  run: GroupRun,
  page: AgentPage,
  conversation: ServedConversation,
  clock: PageClock,
  suffix = '',
): Promise<void> {
  const sound = tone(DELTA_SECONDS);
  const begun: number[] = [];
  const ended: number[] = [];
  await page.page.evaluate(() => globalThis.instruments.speaker.ready());

  for (let turn = 0; turn < TURNS; turn += 1) {
    await page.forgetSpeaker();
    const [responseId, itemId] = [`resp${suffix}_${turn}`, `item${suffix}_${turn}`];
    const about = { response_id: responseId, item_id: itemId, output_index: 0, content_index: 0 };
    conversation.say({ type: 'response.created', response: { id: responseId, status: 'in_progress' } });
    const sentAt = performance.now();
    for (let sent = 0; sent < DELTAS; sent += 1)
      conversation.say({ type: 'response.output_audio.delta', ...about, delta: sound });
    await page.journal.untilLogged('playback-progress', (event) => event.itemId === itemId);

    const spokenAt = performance.now();
    conversation.say({
      type: 'input_audio_buffer.speech_started',
      audio_start_ms: turn * 1000,
      item_id: `user${suffix}_${turn}`,
    });
    await page.journal.untilLogged('playback-flushed', (event) => event.itemId === itemId);
    conversation.say({ type: 'response.done', response: { id: responseId, status: 'cancelled', output: [] } });
    conversation.say({
      type: 'input_audio_buffer.speech_stopped',
      audio_end_ms: turn * 1000 + 500,
      item_id: `user${suffix}_${turn}`,
    });

    const recorded = await page.speaker();
    const heard = extent(recorded, SILENCE_DB);
    if (!heard) throw new Error('Nothing reached the speaker');
    begun.push(clock(heard.firstMs) - sentAt);
    ended.push(clock(heard.lastMs) - spokenAt);
  }
  printTimes(run, `wire-to-speaker${suffix}`, begun, { median: 6, p95: 12 });
  printTimes(run, `barge-in-to-silence${suffix}`, ended, { median: 10, p95: 20 });
}

/** Keeps the page's main thread busy 120 ms at a time, with 150 ms between, as long as the page lives. */
export async function keepBusy(page: AgentPage): Promise<void> {
  await page.page.evaluate(() => {
    setInterval(() => {
      const until = performance.now() + 120;
      while (performance.now() < until);
    }, 270);
  });
}
