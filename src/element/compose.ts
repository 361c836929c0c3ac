import { createSpeakerContext } from '../audio/devices/create-speaker-context.js';
import { openMicrophone } from '../audio/capture/open-microphone.js';
import { openSpeaker } from '../audio/playback/open-speaker.js';
import { systemClock } from '../lib/clock.js';
import { addProvider, findProvider, isBuiltIn, PROVIDERS } from '../providers/registry.js';
import { AgentError } from '../spec/agent-error.js';
import { openConnection } from '../transport/open-connection.js';
import { startTransportWorker } from '../transport/start-transport-worker.js';
import type { Ports } from './ports.js';

/** Where the element's rooms are put together. */
export const compose: Ports = {
  clock: systemClock,
  addProvider,
  hasProvider: (id) => findProvider(id) !== undefined,
  firstProvider: () => Object.keys(PROVIDERS)[0] ?? '',
  async loadProvider(id) {
    const load = findProvider(id);
    if (!load)
      throw new AgentError('provider-unknown', `There is no provider “${id}”, only ${Object.keys(PROVIDERS).join(', ')}`);
    return (await load()).default;
  },
  startWorker: startTransportWorker,
  openConnection: (provider, relay, request, signal, { takeWorker }) => {
    const runsInWorker = isBuiltIn(provider.id) || provider.codecUrl !== undefined;
    return openConnection(provider, relay, request, signal, { takeWorker: runsInWorker ? takeWorker : undefined });
  },
  createContext: createSpeakerContext,
  openMicrophone,
  openSpeaker,
};
