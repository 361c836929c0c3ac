import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { microphoneErrorCode } from '../../../src/audio/capture/microphone-error.js';

const usual = { name: 'NotAllowedError', secure: true, allowedByPolicy: true, permission: 'denied' } as const;

describe('microphoneErrorCode', () => {
  it('tells a refusal, a closed question, a policy and a plain-http page apart', () => {
    assert.equal(microphoneErrorCode(usual), 'microphone-denied');
    assert.equal(microphoneErrorCode({ ...usual, permission: 'prompt' }), 'microphone-dismissed');
    assert.equal(microphoneErrorCode({ ...usual, permission: undefined }), 'microphone-denied');
    assert.equal(microphoneErrorCode({ ...usual, allowedByPolicy: false }), 'microphone-blocked-by-policy');
    assert.equal(microphoneErrorCode({ ...usual, name: 'TypeError', secure: false }), 'insecure-origin');
  });

  it('tells a missing device from one that is in use', () => {
    assert.equal(microphoneErrorCode({ ...usual, name: 'NotFoundError' }), 'microphone-missing');
    assert.equal(microphoneErrorCode({ ...usual, name: 'OverconstrainedError' }), 'microphone-unknown');
    assert.equal(microphoneErrorCode({ ...usual, name: 'NotReadableError' }), 'microphone-busy');
    assert.equal(microphoneErrorCode({ ...usual, name: 'AbortError' }), 'microphone-busy');
  });
});
