import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createResampler } from '../../src/audio/dsp/resampler.js';
import { servePage } from '../rigs/e2e/page-server.js';
import { openScriptedRelay } from '../rigs/e2e/scripted-relay.js';
import { join, silence } from '../rigs/e2e/sound.js';
import { openTalkingBrowser, type TalkingBrowser } from '../rigs/e2e/talking-browser.js';
import { align, similarity, sweep } from '../rigs/sound.js';
import type { ServedConversation } from '../rigs/upstream-server.js';

const DEVICE_RATE = 48_000;
const WIRE_RATE = 24_000;
const SPOKEN_SECONDS = 4;
/** Seconds from the beginning of what reaches the wire. */
const STRETCHES = [2, 2.5, 3];
/** What 16 bits on the tap and 16 on the wire leave, and a margin. */
const LEAST_DB = 60;

/** The samples of every frame with sound, as they come in. */
function listen({ socket }: ServedConversation): number[] {
  const samples: number[] = [];
  socket.on('message', (data: Buffer) => {
    const { type, audio } = JSON.parse(data.toString()) as { readonly type: string; readonly audio?: string };
    if (type !== 'input_audio_buffer.append' || audio === undefined) return;
    const bytes = Buffer.from(audio, 'base64');
    for (let at = 0; at < bytes.length; at += 2) samples.push(bytes.readInt16LE(at) / 32_768);
  });
  return samples;
}

describe('from the microphone to the wire', () => {
  const life = new AbortController();
  let browser: TalkingBrowser;
  before(async () => {
    browser = await openTalkingBrowser({}, life.signal);
  });
  after(() => life.abort());

  it('sound stays the same, sample by sample, in a Worker', async () => {
    const spoken = { samples: sweep(DEVICE_RATE, SPOKEN_SECONDS), sampleRate: DEVICE_RATE };
    await browser.say(join(silence(1, DEVICE_RATE), spoken));
    const relay = await openScriptedRelay(life.signal);
    const page = await browser.visit(await servePage(life.signal, true));
    await page.mount({ provider: 'openai', 'relay-url': relay.url });
    const live = page.call('start');
    const heard = listen(await relay.conversations.next());
    assert.deepEqual(await live, { value: null });
    await page.untilSpoken((1 + SPOKEN_SECONDS) * 1000);
    const { samples } = await page.microphone();
    assert.equal((await page.living()).workers, 1);
    await page.call('stop');

    const wire = Float32Array.from(heard);
    const scores = [0, 1].flatMap((delay) => {
      const resampler = createResampler(DEVICE_RATE, WIRE_RATE);
      const expected = new Float32Array(resampler.maxOutput(samples.length));
      resampler.process(samples.subarray(delay), expected);
      // A machine that is too busy loses some: one stretch without a gap shows that nothing else changes it.
      return STRETCHES.map((seconds) => {
        const stretch = wire.subarray(seconds * WIRE_RATE, (seconds + 0.25) * WIRE_RATE);
        const start = align(expected, stretch);
        return similarity(stretch, expected.subarray(start, start + stretch.length));
      });
    });
    assert.ok(Math.max(...scores) > LEAST_DB, `${scores.join(', ')} dB`);
    await page.close();
  });
});
