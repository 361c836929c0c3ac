import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import { systemClock } from '../../src/lib/clock.js';
import openai from '../../src/providers/openai/index.js';
import { createLog, foldAll, openConversation, transcriptFold, type Conversation, type Log } from '../../src/session/index.js';
import { openLine } from '../../src/wire/open-line.js';
import type { GaNews, GaStep } from '../rigs/commands/ga-server.js';
import { createPaperMicrophone, createPaperSpeaker, type PaperMicrophone, type PaperSpeaker } from '../rigs/paper-sound.js';

const ga = (step: GaStep, untilMs = 0): Promise<GaNews> => executeServerCommand('ga-step', { step, untilMs });

/** The same line as everywhere, on the browser's own fetch, WebSocket and MessagePorts. */
describe('openLine in a browser', () => {
  let life: AbortController;
  let log: Log;
  let conversation: Conversation;
  let microphone: PaperMicrophone;
  let speaker: PaperSpeaker;

  beforeEach(async () => {
    life = new AbortController();
    log = createLog(systemClock);
    const url = await executeServerCommand<string, undefined>('ga-start');
    conversation = openConversation(
      {
        provider: 'openai',
        config: { turnDetection: { type: 'server-vad' }, modality: 'voice', tools: [] },
        openLine: (request, signal) => openLine(openai, { url, token: () => 'secret' }, request, signal),
        openMicrophone: async (signal) => (microphone = createPaperMicrophone(signal)),
        openSpeaker: async (signal) => (speaker = createPaperSpeaker(signal)),
        log,
      },
      life.signal,
    );
    await conversation.live;
  });

  // `ga-stop` returns only when no socket is left.
  afterEach(async () => {
    life.abort();
    await executeServerCommand('ga-stop');
  });

  it('carries sound both ways, and an interruption to the millisecond', async () => {
    microphone.hear(200);
    const heard = await ga('look', 200);
    expect(heard.appendedMs).to.equal(200);
    expect(heard.earlyMs).to.equal(0);

    await ga('speak');
    await speaker.until(() => speaker.receivedMs('a1') === 1000);
    speaker.playTo('a1', 500.4);
    const { truncatedTo, refusals, received } = await ga('hear');
    expect(truncatedTo).to.equal(500);
    expect(refusals).to.deep.equal([]);
    expect(received).to.deep.equal(['session.update', 'conversation.item.truncate']);
    const [said] = foldAll(transcriptFold, log.entries);
    expect(said?.heard).to.equal('one two');
  });

  it('ends with a typed error when a frame of 10 MB comes', async () => {
    await ga('flood');
    expect(await conversation.ended).to.equal('failed');
    const failures = log.entries.flatMap(({ event }) => (event.type === 'failed' ? [event.code] : []));
    expect(failures).to.deep.equal(['frame-too-large']);
  });
});
