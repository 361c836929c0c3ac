import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { median } from '../../bench/rounds.js';
import { KEPT, type AgentPage } from '../rigs/e2e/agent-page.js';
import { recogniseOften } from '../rigs/e2e/recognise.js';
import { cut, extent, join, loudPart, silence, type Sound } from '../rigs/e2e/sound.js';
import { openTalkingPlace, type TalkingPlace } from '../rigs/e2e/talking-place.js';
import {
  speech,
  availableVoices,
  wordErrorRate,
  wordErrors,
  wordsOf,
  type SpeechOptions,
  type SpeechVoice,
} from '../rigs/speech.js';

const SAMPLE_RATE = 48_000;

/** Quiet before the first word, in which the element takes the microphone. */
const LEAD_SECONDS = 1;

/** Peaks below this are silence, as in the bounds of the audio engine. */
const SILENCE_DB = -60;

/** The same voice, recognised by the same engine, had a word error rate of 2 % over long texts; a short one may lose a word. */
const ROUND_TRIP_ERROR_RATE = 0.15;

const SENTENCES: readonly { readonly voice: SpeechVoice; readonly text: string; readonly noise?: number }[] = [
  { voice: 'rms', text: 'I would like to order a birthday cake for my daughter.' },
  { voice: 'slt', text: 'Can you tell me the way to the train station?' },
  { voice: 'awb', text: 'Please remind me to call my mother on Sunday.' },
  { voice: 'en-us', text: 'What is the weather going to be like this weekend?' },
  { voice: 'en-gb', text: 'My sister would like to visit the museum in the morning.' },
  { voice: 'en-us+f3', text: 'How long does it take to bake a loaf of bread?' },
  { voice: 'rms', text: 'Which of these books did you like best?', noise: 15 },
];

const BAKERY = 'Our bakery opens at seven in the morning and closes at five in the afternoon.';
const BAKERY_QUESTION = 'At what time does your bakery open in the morning?';

/** Twelve seconds without a pause. */
const GREETING =
  'Welcome to our bakery where the bread is made by hand every single morning by people who love what they do and who would like you to love it as much as they have loved it for more than a hundred years in this very street.';

/** Speech has gaps of this length between its loud parts, and the device plays what left the page a little later. */
const HEARD_ERROR_MS = 60;

/** The agent says so much of its greeting before anybody interrupts it. */
const UNDISTURBED_MS = 1000;

async function say(text: string, options: SpeechOptions): Promise<Sound> {
  return { samples: await speech(text, options, SAMPLE_RATE), sampleRate: SAMPLE_RATE };
}

describe('a conversation with the local agent', () => {
  const life = new AbortController();
  let place: TalkingPlace;
  before(async () => {
    place = await openTalkingPlace(life.signal);
  });
  after(() => life.abort());

  /** A page whose microphone hears nothing yet. */
  async function openPage(): Promise<AgentPage> {
    await place.say(silence(1, SAMPLE_RATE));
    return place.visit(place.pageUrl);
  }

  /** Speaks now: into another microphone, because each plays what it hears from its first moment on, come what may. */
  async function speak(page: AgentPage, ...sounds: readonly Sound[]): Promise<void> {
    await place.say(join(silence(LEAD_SECONDS, SAMPLE_RATE), ...sounds));
    await page.changeMicrophone();
  }

  async function mount(page: AgentPage, attributes: Readonly<Record<string, string>>): Promise<void> {
    await page.mount({ provider: 'openai', 'relay-url': place.relayUrl, ...attributes });
  }

  async function begin(page: AgentPage): Promise<void> {
    assert.deepEqual(await page.call('start'), { value: null });
  }

  /** Ends the conversation, then takes the element away: nothing may be left behind. */
  async function leave(page: AgentPage, held = KEPT): Promise<void> {
    await page.call('stop');
    await page.journal.until('agent-state', ({ state }) => state === 'ended');
    await page.untilReleased(held);
    await page.remove();
    await page.untilReleased();
    assert.deepEqual(page.journal.faults, []);
    assert.deepEqual(page.journal.of('agent-error'), []);
    await page.close();
  }

  it('understands several voices, one of them in noise', async () => {
    const here = availableVoices();
    const spoken = SENTENCES.filter(({ voice }) => here.includes(voice));
    const sounds = await Promise.all(spoken.map(({ text, ...options }) => say(text, { ...options, after: 1200 })));
    const page = await openPage();
    await mount(page, {});
    await begin(page);
    await speak(page, ...sounds);
    for (const index of spoken.keys())
      await page.journal.until('agent-transcript', () => finalTexts(page, 'user').length > index);

    const reference = spoken.flatMap(({ text }) => wordsOf(text));
    const heard = finalTexts(page, 'user');
    const rate = wordErrors(reference, wordsOf(heard.join(' '))) / reference.length;
    assert.equal(heard.length, spoken.length, `one turn for each sentence: ${heard.join(' | ')}`);
    assert.ok(rate <= 0.1, `word error rate ${rate.toFixed(3)}: ${heard.join(' | ')}`);
    await leave(page);
  });

  it('answers aloud what its transcript says', async () => {
    const page = await openPage();
    await mount(page, { instructions: BAKERY });
    await begin(page);
    await speak(page, await say(BAKERY_QUESTION, { voice: 'slt' }));
    assert.equal(await answerOf(page), BAKERY);
    await leave(page);
  });

  it('calls a tool of the page, and answers aloud with what that found out', async () => {
    const page = await openPage();
    await mount(page, {});
    await page.page.evaluate(() => {
      document.body.style.backgroundColor = 'white';
      const definition = {
        name: 'set_page_colour',
        description: 'Changes the colour of the page.',
        parameters: { type: 'object', properties: { colour: { type: 'string', description: 'A colour' } }, required: ['colour'] },
      };
      document.querySelector('voice-agent')?.addTool(definition, ({ colour }) => {
        const before = document.body.style.backgroundColor;
        document.body.style.backgroundColor = String(colour);
        return { message: `The page was ${before} and is ${String(colour)} now.` };
      });
    });
    await begin(page);
    await speak(page, await say('Set the colour of the page to blue, please.', { voice: 'rms' }));
    assert.equal(await answerOf(page), 'The page was white and is blue now.');
    assert.equal(await page.page.evaluate(() => document.body.style.backgroundColor), 'blue');
    const results = page.journal.of('agent-tool-result').map(({ detail: { name, result } }) => [name, result]);
    assert.deepEqual(results, [['set_page_colour', { message: 'The page was white and is blue now.' }]]);
    await leave(page);
  });

  it('falls silent when spoken over, and knows how much of it was heard', async () => {
    const objection = await say('Stop it please, I have heard enough of this.', { voice: 'slt' });
    const page = await openPage();
    await mount(page, { greeting: GREETING, voice: 'rms' });
    await begin(page);
    await page.journal.untilLogged('playback-progress', ({ heardMs }) => heardMs > UNDISTURBED_MS);
    await speak(page, objection);
    // It answers some time after the person is done; what came to the speaker before this is the greeting.
    const { detail: interrupted, at: silentAt } = await page.journal.until('agent-interrupted');
    const { event: truncated } = await page.journal.untilLogged('item-truncated');
    await page.journal.untilLogged('playback-started', ({ itemId }) => itemId !== interrupted.itemId);
    assert.equal(finalTexts(page, 'user').length, 1);

    const tapped = loudPart(cut(await page.speaker(), 0, silentAt), SILENCE_DB);
    const heard = extent(tapped, SILENCE_DB);
    assert.ok(heard, 'the greeting was heard');
    const [leadMs, wholeMs] = await spokenExtent(GREETING);
    // A machine that is too busy starves its speaker now and then.
    const gaps = page.journal.logged('playback-starved').filter(({ event }) => event.itemId === interrupted.itemId);
    const starvedMs = gaps.reduce((sum, { event }) => sum + event.gapMs, 0);
    const heardMs = leadMs + heard.lastMs - heard.firstMs - starvedMs;
    assert.ok(heardMs < wholeMs - UNDISTURBED_MS, `${heardMs} ms of ${wholeMs} ms`);
    assert.ok(
      Math.abs(interrupted.heardMs - heardMs) < HEARD_ERROR_MS,
      `${interrupted.heardMs} ms, at the speaker ${heardMs} ms`,
    );
    assert.deepEqual([truncated.itemId, truncated.audioEndMs], [interrupted.itemId, Math.floor(interrupted.heardMs)]);
    assert.ok(GREETING.startsWith(interrupted.text));
    const words = median((await recogniseOften(tapped)).map((text) => wordsOf(text).length));
    assert.ok(Math.abs(wordsOf(interrupted.text).length - words) <= 2, `“${interrupted.text}”, at the speaker ${words} words`);
    await leave(page);
  });

  it('answers in writing, without microphone and speaker', async () => {
    const page = await openPage();
    await mount(page, { modality: 'text', instructions: BAKERY });
    await begin(page);
    assert.deepEqual(await page.living(), {
      tracks: 0,
      contexts: 0,
      sockets: 1,
      timers: (await page.living()).timers,
      frames: 0,
      workers: 0,
      requests: 0,
    });
    assert.deepEqual(await page.call('sendText', 'When does the bakery open?'), { value: null });
    const { detail } = await page.journal.until('agent-transcript', ({ role, final }) => role === 'agent' && final);
    assert.equal(detail.text, BAKERY);
    const { detail: cost } = await page.journal.until('agent-cost');
    assert.deepEqual([cost.total, cost.estimated], [0, false], 'the local agent is free, and is known to be');
    assert.ok(cost.tokens.inputText > 0 && cost.tokens.outputText > 0);
    await leave(page, {});
  });

  it('takes turns while a button is held', async () => {
    const question = await say(BAKERY_QUESTION, { voice: 'slt' });
    const page = await openPage();
    await mount(page, { 'turn-detection': 'none', instructions: BAKERY });
    await begin(page);
    await page.page.locator('voice-agent >>> [part~="talk"]').wait();
    await page.page.focus('voice-agent >>> [part~="talk"]');
    await page.page.keyboard.down('Space');
    await speak(page, question);
    await page.untilSpoken((LEAD_SECONDS + question.samples.length / SAMPLE_RATE) * 1000);
    assert.deepEqual(finalTexts(page, 'user'), [], 'no turn ends before the button is released');
    await page.page.keyboard.up('Space');
    const { event } = await page.journal.untilLogged('playback-ended');
    assert.equal(latestText(page, event.itemId), BAKERY);
    assert.equal(finalTexts(page, 'user').length, 1);
    await leave(page);
  });
});

/** The transcript's finished bubbles of one side, in order, with the latest text of each. */
function finalTexts({ journal }: AgentPage, role: 'user' | 'agent'): string[] {
  const texts = new Map<string, string>();
  for (const { detail } of journal.of('agent-transcript'))
    if (detail.role === role && detail.final) texts.set(detail.id, detail.text);
  return [...texts.values()];
}

/**
 * What the agent said in answer to the only turn, once all of it was heard; the speaker's sound says the same, and the
 * reported parts of the silence before it make up the whole.
 */
async function answerOf(page: AgentPage): Promise<string> {
  const { event } = await page.journal.untilLogged('playback-ended');
  const text = latestText(page, event.itemId);
  const heard = await recogniseOften(loudPart(await page.speaker(), SILENCE_DB));
  const rate = median(heard.map((words) => wordErrorRate(text, words)));
  assert.ok(rate <= ROUND_TRIP_ERROR_RATE, `word error rate ${rate.toFixed(3)}: “${text}” became “${heard.join('”, “')}”`);

  const [latency, ...others] = page.journal.of('agent-latency').map(({ detail }) => detail);
  assert.ok(latency && others.length === 0);
  const parts = [latency.endpointingMs, latency.thinkingMs, latency.playbackMs];
  assert.ok(Math.min(...parts) >= 0 && Math.abs(latency.totalMs - parts.reduce((sum, part) => sum + part, 0)) < 1e-6);
  return text;
}

function latestText({ journal }: AgentPage, itemId: string): string {
  return journal.of('agent-transcript').findLast(({ detail }) => detail.id === itemId)?.detail.text ?? '';
}

/** Where in the local agent's own sound of a text the first loud sample stands, and how long the whole is. */
async function spokenExtent(text: string): Promise<readonly [leadMs: number, wholeMs: number]> {
  const { samples } = await say(text, { voice: 'rms', before: 0, after: 0 });
  const loud = extent({ samples, sampleRate: SAMPLE_RATE, startedAtMs: 0 }, SILENCE_DB);
  return [loud?.firstMs ?? 0, (samples.length / SAMPLE_RATE) * 1000];
}
