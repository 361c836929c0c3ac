import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import { systemClock } from '../../src/lib/clock.js';
import openai from '../../src/providers/openai/index.js';
import { createLog, foldAll, openConversation, transcriptFold, type Conversation, type Log } from '../../src/session/index.js';
import { openConnection } from '../../src/transport/open-connection.js';
import { startTransportWorker } from '../../src/transport/start-transport-worker.js';
import type { LogEntry } from '../../src/spec/voice-event.js';
import type { GaNews, GaStep } from '../rigs/commands/ga-server.js';
import { createPaperMicrophone, createPaperSpeaker, type PaperMicrophone, type PaperSpeaker } from '../rigs/paper-sound.js';

const ga = (step: GaStep, untilMs = 0): Promise<GaNews> => executeServerCommand('ga-step', { step, untilMs });

for (const inWorker of [false, true]) describeConnection(inWorker);

/** The same connection as everywhere, on the browser's own fetch, WebSocket and MessagePorts. */
function describeConnection(inWorker: boolean): void {
  describe(`openConnection in a browser, ${inWorker ? 'in a Worker' : 'on the page’s own thread'}`, () => {
    let life: AbortController;
    let worker: Worker | undefined;
    let url: string;
    let log: Log;
    let conversation: Conversation;
    let microphone: PaperMicrophone;
    let speaker: PaperSpeaker;

    beforeEach(async () => {
      life = new AbortController();
      log = createLog(systemClock);
      url = await executeServerCommand<string, undefined>('ga-start');
      conversation = openConversation(
        {
          provider: 'openai',
          capabilities: openai.capabilities,
          config: { turnDetection: { type: 'server-vad' }, modality: 'voice', tools: [] },
          openConnection: (request, signal) => {
            const take = startTransportWorker({}, signal, 10_000);
            const takeWorker = async (): Promise<Worker | undefined> => (worker = await take());
            return openConnection(openai, { url, token: () => 'secret' }, request, signal, inWorker ? { takeWorker } : {});
          },
          openMicrophone: async (signal) => (microphone = createPaperMicrophone(signal)),
          openSpeaker: async (signal) => (speaker = createPaperSpeaker(signal)),
          log,
        },
        life.signal,
      );
      await conversation.live;
      expect(worker !== undefined).to.equal(inWorker);
    });

    // `ga-stop` returns only when no socket is left.
    afterEach(async () => {
      life.abort();
      await executeServerCommand('ga-stop');
    });

    it('carries audio both ways, and an interruption to the millisecond', async () => {
      microphone.hear(200);
      const heard = await ga('look', 200);
      expect(heard.appendedMs).to.equal(200);
      expect(heard.earlyMs).to.equal(0);

      await ga('speak');
      await speaker.until(() => speaker.receivedMs('a1') === 1000);
      // The page may not know yet what came: the Worker's words to it are slower than the sound to the speaker now and then.
      speaker.playTo('a1', 500.4);
      const { truncatedTo, refusals, received } = await ga('hear');
      expect(truncatedTo).to.equal(500);
      expect(refusals).to.deep.equal([]);
      expect(received).to.deep.equal(['session.update', 'conversation.item.truncate']);
      const [said] = foldAll(transcriptFold, log.entries);
      expect(said?.heard).to.equal('one two');
    });

    // WebKit carries the sockets of its Workers over the page's thread.
    if (inWorker && !navigator.vendor.startsWith('Apple'))
      it('carries audio while the page’s own thread is blocked, and says since when', async () => {
        microphone.hear(200);
        const asking = new XMLHttpRequest();
        asking.open('GET', `/ga-heard?${new URLSearchParams({ url, ms: '200' }).toString()}`, false);
        // Nothing of the page runs until the answer is there.
        asking.send();
        expect(asking.responseText).to.equal('200');
        const blockedUntil = performance.now() + 50;
        while (performance.now() < blockedUntil);
        const flowing = await new Promise<LogEntry>((resolve) =>
          log.subscribe((entry) => entry.event.type === 'audio-flowing' && resolve(entry), life.signal),
        );
        expect(flowing.event).to.have.property('lateMs').that.is.within(49, 15_000);
      });

    it('ends with a typed error when a frame of 10 MB comes', async () => {
      await ga('flood');
      expect(await conversation.ended).to.equal('failed');
      const failures = log.entries.flatMap(({ event }) => (event.type === 'failed' ? [event.code] : []));
      expect(failures).to.deep.equal(['frame-too-large']);
    });
  });
}
