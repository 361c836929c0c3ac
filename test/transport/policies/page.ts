import { openConnection } from '../../../src/transport/open-connection.js';
import openai from '../../../src/providers/openai/index.js';
import { toAgentError } from '../../../src/spec/agent-error.js';
import { startTransportWorker } from '../../../src/transport/start-transport-worker.js';

declare global {
  interface Window {
    /** Where a line to the relay at `url` has its socket, or why it has none. */
    openProbe(url: string, patienceMs: number): Promise<string>;
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
  const workletUrl = document.querySelector('meta[name=worklet-url]')?.getAttribute('content') ?? undefined;
  try {
    await openConnection(openai, { url, token: () => 'secret' }, request, life.signal, {
      takeWorker: startTransportWorker({ workletUrl }, life.signal, patienceMs),
    });
    return sockets === 0 ? 'in a Worker' : 'on the page';
  } catch (thrown) {
    const { code, message, help } = toAgentError(thrown);
    return `${code}: ${message} ${help}`;
  } finally {
    life.abort();
  }
};
