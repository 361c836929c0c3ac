import { createSpeakerContext } from '../../src/audio/devices/create-speaker-context.js';
import { openMicrophone } from '../../src/audio/capture/open-microphone.js';
import { openSpeaker } from '../../src/audio/playback/open-speaker.js';
import openai from '../../src/providers/openai/index.js';
import type { Connection } from '../../src/spec/connection.js';
import type { Microphone, Speaker } from '../../src/spec/audio-io.js';
import { openConnection } from '../../src/transport/open-connection.js';
import { startTransportWorker } from '../../src/transport/start-transport-worker.js';
import type { OpenConversation, Stage } from './stage.js';

const CONFIG = { turnDetection: { type: 'server-vad' }, modality: 'voice', tools: [] } as const;
/** Without its Worker it would be another contestant: a busy machine may take its time. */
const TIMEOUT_MS = 10_000;

async function follow({ events }: Connection, microphone: Microphone, stage: Stage): Promise<void> {
  for await (const { event } of events) {
    if (event.type === 'audio-formats') microphone.setFormat(event.input);
    else if (event.type === 'agent-audio') stage.began(event.itemId);
    else if (event.type === 'user-started') stage.spoken();
  }
}

async function listen({ events }: Speaker, stage: Stage): Promise<void> {
  for await (const event of events) if (event.type === 'playback-flushed') stage.silenced(event.heardMs);
}

/** As the element does it: microphone, speaker and a connection in its Worker, to a relay. */
const open =
  (byWorklet: boolean): OpenConversation =>
  async (stage) => {
    const life = new AbortController();
    const { signal } = life;
    const context = createSpeakerContext(signal);
    const takeWorker = startTransportWorker({}, signal, TIMEOUT_MS);
    const [speaker, microphone] = await Promise.all([openSpeaker({ context }, signal), openMicrophone({ context }, signal)]);
    let hasWorker = false;
    const connection = await openConnection(
      openai,
      { url: stage.url },
      {
        config: CONFIG,
        microphone: microphone.port,
        ...(microphone.tracks && !byWorklet && { tracks: microphone.tracks }),
        speaker: speaker.port,
        bargeIn: 'interrupt',
      },
      signal,
      {
        async takeWorker() {
          const worker = await takeWorker();
          hasWorker = worker !== undefined;
          return worker;
        },
      },
    );
    if (!hasWorker) throw new Error('The connection has no Worker');
    void follow(connection, microphone, stage);
    void listen(speaker, stage);
    connection.gateMicrophone(true);
    return {
      async close() {
        life.abort();
        while (context.state !== 'closed') await new Promise((resolve) => (context.onstatechange = resolve));
      },
    };
  };

export const openOurs = open(false);
export const openOursByWorklet = open(true);
