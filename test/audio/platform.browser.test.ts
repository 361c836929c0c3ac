import { expect } from '@open-wc/testing';
import { claimAudioSession } from '../../src/audio/devices/audio-session.js';
import { keepScreenOn } from '../../src/audio/devices/keep-screen-on.js';

describe('the platform around the sound', () => {
  it('claims the audio session for as long as the microphone is open', () => {
    const life = new AbortController();
    const holder = { audioSession: { type: 'auto' } };
    claimAudioSession(life.signal, holder as unknown as Navigator);
    expect(holder.audioSession.type).to.equal('play-and-record');
    life.abort();
    expect(holder.audioSession.type).to.equal('auto');
  });

  it('holds a wake lock, asks again when the page is seen again, and lets go', async () => {
    const life = new AbortController();
    const given: { released: boolean; release(): Promise<void> }[] = [];
    const request = (): Promise<WakeLockSentinel> => {
      const lock = { released: false, release: () => Promise.resolve(void (lock.released = true)) };
      given.push(lock);
      return Promise.resolve(lock as unknown as WakeLockSentinel);
    };
    keepScreenOn(life.signal, { request });
    await Promise.resolve();
    document.dispatchEvent(new Event('visibilitychange'));
    expect(given).to.have.length(1);
    await given[0]?.release();
    document.dispatchEvent(new Event('visibilitychange'));
    await Promise.resolve();
    expect(given).to.have.length(2);
    life.abort();
    expect(given.every(({ released }) => released)).to.equal(true);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(given).to.have.length(2);
  });
});
