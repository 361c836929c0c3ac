import { expect } from '@open-wc/testing';
import { createSpeakerContext } from '../../src/audio/devices/create-speaker-context.js';
import { openSpeaker } from '../../src/audio/playback/open-speaker.js';
import { openOwn, released } from '../rigs/leftovers.js';
import { abortAtEveryStep } from '../rigs/steps.js';

describe('aborted at every step of its opening, nothing is left of', () => {
  it('a microphone and its context', async function () {
    this.timeout(60_000);
    const count = await abortAtEveryStep(
      (steps, signal) => openOwn(createSpeakerContext(signal), steps, signal),
      (when) => released(when),
    );
    expect(count).to.be.above(20);
  });

  it('a speaker and its context', async function () {
    this.timeout(60_000);
    const count = await abortAtEveryStep(
      (_steps, signal) => openSpeaker({ context: createSpeakerContext(signal) }, signal),
      (when) => released(when),
    );
    expect(count).to.be.above(5);
  });
});
