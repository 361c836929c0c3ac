import { openLine } from '../../../src/wire/open-line.js';
import openai from '../../../src/providers/openai/index.js';
import { startLineWorker } from '../../../src/wire/start-line-worker.js';

declare global {
  interface Window {
    /** Where a line to the relay at `url` has its socket. */
    openProbe(url: string, patienceMs: number): Promise<'in a Worker' | 'on the page'>;
  }
}

/** Counts the sockets that the page opens itself. */
let sockets = 0;
const Original = WebSocket;
globalThis.WebSocket = class extends Original {
  constructor(...parameters: ConstructorParameters<typeof Original>) {
    super(...parameters);
    sockets += 1;
  }
};

window.openProbe = async (url, patienceMs) => {
  const life = new AbortController();
  const { port1: microphone } = new MessageChannel();
  const { port1: speaker } = new MessageChannel();
  const request = {
    config: { turnDetection: { type: 'server-vad' }, modality: 'voice', tools: [] },
    bargeIn: 'interrupt',
    microphone,
    speaker,
  } as const;
  await openLine(openai, { url, token: () => 'secret' }, request, life.signal, {
    takeWorker: startLineWorker(life.signal, patienceMs),
  });
  life.abort();
  return sockets === 0 ? 'in a Worker' : 'on the page';
};
