import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import { createSpeakerContext } from '../../src/audio/devices/create-speaker-context.js';
import { openMicrophone } from '../../src/audio/capture/open-microphone.js';
import openai from '../../src/providers/openai/index.js';
import type { Microphone } from '../../src/spec/audio-io.js';
import { openConnection } from '../../src/transport/open-connection.js';
import { startTransportWorker } from '../../src/transport/start-transport-worker.js';
import { HAS_TRACKS, makeTracksBreakable } from '../rigs/breakable-tracks.js';
import type { GaNews } from '../rigs/commands/ga-server.js';
import { createSignalStream, sweep } from '../rigs/sound.js';

const CONFIG = { turnDetection: { type: 'server-vad' }, modality: 'voice', tools: [] } as const;

describe('a microphone on a connection in a Worker', () => {
  let life: AbortController;
  let context: AudioContext;
  let track: MediaStreamTrack;
  let microphone: Microphone;
  let breakable: ReturnType<typeof makeTracksBreakable>;

  /** Milliseconds that the server has heard; waits until it is as much as `untilMs`. */
  const heard = async (untilMs = 0): Promise<number> =>
    (await executeServerCommand<GaNews, object>('ga-step', { step: 'look', untilMs })).appendedMs;

  /** The sound's own clock. */
  const pass = async (seconds: number): Promise<void> => {
    for (const from = context.currentTime; context.currentTime < from + seconds;) await new Promise(requestAnimationFrame);
  };

  beforeEach(async () => {
    life = new AbortController();
    context = createSpeakerContext(life.signal);
    if (HAS_TRACKS) breakable = makeTracksBreakable(life.signal);
    const url = await executeServerCommand<string, undefined>('ga-start');
    const { stream } = createSignalStream(context, sweep(context.sampleRate, 1));
    [track] = stream.getAudioTracks() as [MediaStreamTrack];
    let worker: Worker | undefined;
    const take = startTransportWorker({}, life.signal, 10_000);
    const takeWorker = async (): Promise<Worker | undefined> => (worker = await take());
    const request = (): Promise<MediaStream> => Promise.resolve(stream);
    microphone = await openMicrophone({ context, request }, life.signal);
    microphone.setFormat({ encoding: 'pcm16', sampleRate: 24_000 });
    const { port, tracks } = microphone;
    const { port1: speaker } = new MessageChannel();
    const ports = { microphone: port, speaker, ...(tracks && { tracks }) };
    const relay = { url, token: () => 'secret' };
    const connection = await openConnection(openai, relay, { config: CONFIG, bargeIn: 'off', ...ports }, life.signal, {
      takeWorker,
    });
    expect(worker).not.to.equal(undefined);
    connection.gateMicrophone(true);
    await heard(200);
  });

  afterEach(async () => {
    life.abort();
    await executeServerCommand('ga-stop');
    while (context.state !== 'closed') await new Promise((resolve) => (context.onstatechange = resolve));
  });

  it('is silent at its source as soon as it is muted, and sends nothing until it is not', async () => {
    microphone.setMuted(true);
    expect(track.enabled).to.equal(false);
    // What was on its way may still arrive, late where the machine is busy; what goes on being sent never stands still.
    let before = await heard();
    for (let earlier = -1; earlier !== before; before = await heard()) {
      earlier = before;
      await pass(0.3);
    }
    await pass(0.5);
    expect(await heard()).to.equal(before);
    microphone.setMuted(false);
    expect(track.enabled).to.equal(true);
    await heard(before + 200);
  });

  if (HAS_TRACKS)
    for (const how of ['end', 'fail'] as const)
      it(`is heard on when the stream that the Worker reads should ${how} while the track lives`, async () => {
        const before = await heard();
        breakable[how]();
        await heard(before + 500);
        expect(track.readyState).to.equal('live');
      });
});
