import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import openai from '../../src/providers/openai/index.js';
import type { Provider } from '../../src/spec/provider.js';
import { openConnection } from '../../src/transport/open-connection.js';
import { startTransportWorker } from '../../src/transport/start-transport-worker.js';
import type { GaNews } from '../rigs/commands/ga-server.js';
import { createPaperMicrophone, createPaperSpeaker } from '../rigs/paper-sound.js';

const CONFIG = { turnDetection: { type: 'server-vad' }, modality: 'voice', tools: [] } as const;

describe('the codec of a provider that is not built in', () => {
  let life: AbortController;
  let url: string;

  beforeEach(async () => {
    life = new AbortController();
    url = await executeServerCommand<string, undefined>('ga-start');
  });

  // `ga-stop` returns only when no socket is left.
  afterEach(async () => {
    life.abort();
    await executeServerCommand('ga-stop');
  });

  /** Sends 200 ms of audio over a connection that may have a Worker; returns how many codecs the page created itself. */
  async function talk(more: Partial<Provider>, config = {}): Promise<number> {
    let created = 0;
    const createCodec: Provider['createCodec'] = (by) => {
      created += 1;
      return openai.createCodec(by);
    };
    const provider: Provider = { ...openai, id: 'own', createCodec, ...more };
    const microphone = createPaperMicrophone(life.signal);
    const speaker = createPaperSpeaker(life.signal);
    const connection = await openConnection(
      provider,
      { url, token: () => 'secret' },
      { config: { ...CONFIG, ...config }, bargeIn: 'interrupt', microphone: microphone.port, speaker: speaker.port },
      life.signal,
      { takeWorker: startTransportWorker({}, life.signal, 10_000) },
    );
    for await (const { event } of connection.events) if (event.type === 'session-ready') break;
    connection.gateMicrophone(true);
    microphone.hear(200);
    const { appendedMs } = await executeServerCommand<GaNews, object>('ga-step', { step: 'look', untilMs: 200 });
    expect(appendedMs).to.equal(200);
    await executeServerCommand('ga-step', { step: 'speak' });
    await speaker.until(() => speaker.receivedMs('a1') === 1000);
    return created;
  }

  it('runs in the Worker, by its address', async () => {
    expect(await talk({ codecUrl: '/test/rigs/openai-codec.ts' })).to.equal(0);
  });

  it('runs on the page’s thread where there is no address', async () => {
    expect(await talk({})).to.equal(1);
  });

  it('runs on the page’s thread where the address leads nowhere, on the ports that the Worker returned', async () => {
    expect(await talk({ codecUrl: '/nowhere.js' })).to.equal(1);
  });

  it('runs on the page’s thread where the configuration cannot be cloned', async () => {
    const config = { clientSession: { callback: () => undefined } };
    expect(await talk({ codecUrl: '/test/rigs/openai-codec.ts' }, config)).to.equal(1);
  });
});
