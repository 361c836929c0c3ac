import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseOutput } from '../../../src/audio/devices/output-device.js';

const output = (deviceId: string) => ({ kind: 'audiooutput', deviceId }) as const;
const WITHOUT = [{ kind: 'audioinput', deviceId: 'headset' } as const, output('default'), output('laptop')];
const WITH = [...WITHOUT, output('headset')];

describe('chooseOutput', () => {
  it('plays on the chosen device whenever it is there, and on the default one otherwise', () => {
    assert.equal(chooseOutput(WITH, 'headset', undefined), 'headset');
    assert.equal(chooseOutput(WITH, 'headset', 'headset'), 'headset');
    // A microphone of the same name is no loudspeaker.
    assert.equal(chooseOutput(WITHOUT, 'headset', 'headset'), undefined);
  });

  it('leaves the default one alone: the system follows it by itself', () => {
    assert.equal(chooseOutput(WITH, undefined, undefined), undefined);
  });

  it('concludes nothing from a list without names', () => {
    assert.equal(chooseOutput([output('')], 'headset', 'headset'), 'headset');
    assert.equal(chooseOutput([], 'headset', undefined), undefined);
  });
});
