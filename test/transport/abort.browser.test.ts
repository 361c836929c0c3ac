import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import { createSpeakerContext } from '../../src/audio/devices/create-speaker-context.js';
import { openSpeaker } from '../../src/audio/playback/open-speaker.js';
import { systemClock } from '../../src/lib/clock.js';
import openai from '../../src/providers/openai/index.js';
import { createLog, openConversation } from '../../src/session/index.js';
import type { Connection, ConnectionRequest } from '../../src/spec/connection.js';
import { openConnection } from '../../src/transport/open-connection.js';
import { startTransportWorker } from '../../src/transport/start-transport-worker.js';
import type * as Leftovers from '../rigs/leftovers.js';
import { abortAtEveryStep } from '../rigs/steps.js';

const CONFIG = { turnDetection: { type: 'server-vad' }, modality: 'voice', tools: [] } as const;

describe('aborted at every step of its opening, nothing is left of', () => {
  let url: string;
  let leftovers: typeof Leftovers;

  before(async () => {
    url = await executeServerCommand<string, undefined>('ga-start');
    // Counts from here on: a command leaves a timer of its own.
    leftovers = await import('../rigs/leftovers.js');
  });

  // Returns only when no socket is left.
  after(() => executeServerCommand('ga-stop'));

  for (const inWorker of [false, true]) {
    const where = inWorker ? 'in a Worker' : 'on the page’s own thread';
    const openWhere = (request: ConnectionRequest, ending: AbortSignal): Promise<Connection> => {
      const takeWorker = inWorker ? startTransportWorker({}, ending, 10_000) : undefined;
      return openConnection(openai, { url, token: () => 'secret' }, request, ending, { takeWorker });
    };

    it(`a connection ${where}`, async function () {
      this.timeout(120_000);
      const count = await abortAtEveryStep((_steps, signal) => {
        const { port1: microphone } = new MessageChannel();
        const { port1: speaker } = new MessageChannel();
        return openWhere({ config: CONFIG, bargeIn: 'off', microphone, speaker }, signal);
      }, leftovers.released);
      expect(count).to.be.above(40);
    });

    it(`a conversation ${where}`, async function () {
      this.timeout(120_000);
      const count = await abortAtEveryStep(
        (steps, signal) => {
          const context = createSpeakerContext(signal);
          return openConversation(
            {
              provider: 'openai',
              capabilities: openai.capabilities,
              config: CONFIG,
              log: createLog(systemClock),
              openMicrophone: (ending) => leftovers.openOwn(context, steps, ending),
              openSpeaker: (ending) => openSpeaker({ context }, ending),
              openConnection: openWhere,
            },
            signal,
          ).live;
        },
        leftovers.released,
        // Its parts were tried at all of theirs.
        1,
      );
      expect(count).to.be.above(6);
    });
  }
});
