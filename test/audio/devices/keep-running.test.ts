import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mayResume } from '../../../src/audio/devices/keep-running.js';
import { firesDeviceChange } from '../../../src/audio/devices/observe-devices.js';

it('wakes a suspended context, and never one that is interrupted or closed', () => {
  const states = ['suspended', 'interrupted', 'running', 'closed'] as const;
  assert.deepEqual(states.map(mayResume), [true, false, false, false]);
});

it('asks for devices where they are not announced', () => {
  assert.equal(
    firesDeviceChange('Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/150.0.0.0 Mobile Safari/537.36'),
    false,
  );
  assert.equal(firesDeviceChange('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36'), true);
});
