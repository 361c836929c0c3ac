import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { onDeviceChange } from '../../../src/audio/devices/device-choice.js';

const laptop = { deviceId: 'laptop', groupId: 'built-in' };
const headset = { deviceId: 'headset', groupId: 'usb' };
const defaultIs = (group: string) => ({ deviceId: 'default', groupId: group });

describe('onDeviceChange', () => {
  it('stays when nothing changes for the microphone in use', () => {
    const before = [defaultIs('built-in'), laptop];
    assert.equal(onDeviceChange({ chosen: undefined, ended: false, before, after: [...before, headset] }), 'stay');
    assert.equal(onDeviceChange({ chosen: 'laptop', ended: false, before, after: [defaultIs('usb'), laptop, headset] }), 'stay');
  });

  it('follows the default to another device', () => {
    const change = { ended: false, before: [defaultIs('built-in'), laptop], after: [defaultIs('usb'), laptop, headset] };
    assert.equal(onDeviceChange({ ...change, chosen: undefined }), 'use-default');
    // Safari and Firefox have no entry of that name and list the default first.
    assert.equal(onDeviceChange({ chosen: undefined, ended: false, before: [laptop], after: [headset, laptop] }), 'use-default');
  });

  it('takes the default in place of a chosen device that is gone, and goes back to it', () => {
    const without = [defaultIs('built-in'), laptop];
    const including = [...without, headset];
    assert.equal(onDeviceChange({ chosen: 'headset', ended: false, before: including, after: without }), 'use-default');
    assert.equal(onDeviceChange({ chosen: 'headset', ended: true, before: including, after: without }), 'use-default');
    assert.equal(onDeviceChange({ chosen: 'headset', ended: false, before: without, after: including }), 'use-chosen');
  });

  it('compares nothing without a grant', () => {
    const nameless = [{ deviceId: '', groupId: '' }];
    assert.equal(onDeviceChange({ chosen: undefined, ended: false, before: [laptop], after: nameless }), 'stay');
  });
});
