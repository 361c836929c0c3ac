import { expect } from '@open-wc/testing';
import { createSpeakerContext } from '../../../src/audio/devices/create-speaker-context.js';
import { openMicrophone } from '../../../src/audio/capture/open-microphone.js';
import { openSpeaker } from '../../../src/audio/playback/open-speaker.js';
import type { CapturedAudio, SpeakerMessage } from '../../../src/spec/connection.js';
import type { SpeakerEvent } from '../../../src/spec/voice-event.js';
import { createSignalStream, sweep, toPcm16 } from '../../rigs/sound.js';

const FORMAT = { encoding: 'pcm16', sampleRate: 24_000 } as const;
const SECONDS = 6;

/** No browser lets a page change a device's rate: each context after the first gets the one of a headset on the telephone. */
describe('a device whose rate changes', () => {
  let life: AbortController;
  let contexts: AudioContext[];
  let context: AudioContext;

  beforeEach(() => {
    life = new AbortController();
    contexts = [];
    context = createSpeakerContext(life.signal, () => {
      const made = new AudioContext(contexts.length === 0 ? {} : { sampleRate: 16_000 });
      contexts.push(made);
      return made;
    });
  });

  const closed = async (which: AudioContext | undefined): Promise<void> => {
    while (which && which.state !== 'closed') await new Promise((resolve) => (which.onstatechange = resolve));
  };

  afterEach(async () => {
    life.abort();
    for (const made of contexts) await closed(made);
  });

  it('takes the voice along: each item is heard once and whole, with a short gap', async () => {
    const speaker = await openSpeaker({ context }, life.signal);
    const post = (message: SpeakerMessage): void => speaker.port.postMessage(message);
    post({ type: 'format', format: FORMAT });
    post({ type: 'audio', itemId: 'a', bytes: toPcm16(sweep(FORMAT.sampleRate, SECONDS)).buffer });
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));

    const events: SpeakerEvent[] = [];
    for await (const event of speaker.events) {
      events.push(event);
      // What comes over the line after the move goes to the new context.
      if (event.type === 'playback-starved') post({ type: 'item-end', itemId: 'a' });
      if (event.type === 'playback-ended') break;
    }
    const told = events.filter(({ type }) => type !== 'playback-progress');
    expect(told.map(({ type }) => type)).to.deep.equal(['playback-started', 'playback-starved', 'playback-ended']);
    expect(told.at(-1)).to.deep.equal({ type: 'playback-ended', itemId: 'a', heardMs: SECONDS * 1000 });
    const [, gap] = told;
    expect(gap?.type === 'playback-starved' && gap.gapMs).to.be.within(0, 500);
    const heard = events.flatMap((event) => (event.type === 'playback-progress' ? [event.heardMs] : []));
    expect(heard).to.deep.equal(heard.toSorted((one, other) => one - other));
    expect(contexts.map(({ sampleRate }) => sampleRate)[1]).to.equal(16_000);
    await closed(context);
    expect(contexts[1]?.state).to.equal('running');

    // Whatever is opened next with the first context goes where the sound is.
    const next = await openSpeaker({ context }, life.signal);
    next.port.postMessage({ type: 'format', format: FORMAT } satisfies SpeakerMessage);
    next.port.postMessage({ type: 'audio', itemId: 'b', bytes: new ArrayBuffer(4800) } satisfies SpeakerMessage);
    for await (const { type } of next.events) if (type === 'playback-started') break;
  });

  it('is noticed when the page is seen again, where no event tells of devices', async () => {
    await openSpeaker({ context }, life.signal);
    document.dispatchEvent(new Event('visibilitychange'));
    await closed(context);
    expect(contexts).to.have.length(2);
  });

  it('takes the microphone along, in the same stream', async () => {
    const elsewhere = new AudioContext();
    const { stream, play } = createSignalStream(elsewhere, sweep(elsewhere.sampleRate, 20));
    play();
    const microphone = await openMicrophone({ context, request: () => Promise.resolve(stream) }, life.signal);
    microphone.setFormat(FORMAT);
    const loud = (): Promise<void> =>
      new Promise((resolve) => {
        microphone.port.onmessage = ({ data }: MessageEvent<CapturedAudio>) => {
          if (Math.max(...new Int16Array(data.bytes)) > 8000) resolve();
        };
      });
    await loud();
    // A microphone that was opened is reason enough to look.
    await closed(context);
    await loud();
    while (microphone.level() === 0) await new Promise(requestAnimationFrame);
    expect(stream.getAudioTracks()[0]?.readyState).to.equal('live');
    microphone.setMuted(true);
    expect(stream.getAudioTracks()[0]?.enabled).to.equal(false);
    await elsewhere.close();
  });
});
