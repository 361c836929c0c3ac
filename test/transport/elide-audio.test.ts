import assert from 'node:assert/strict';
import test from 'node:test';
import { elideAudio } from '../../src/transport/elide-audio.js';

test('audio and images are left out of the log, words and ids are not', () => {
  const sound = Buffer.alloc(4800, 7).toString('base64');
  const words = 'You are a patient guide through a museum of clocks. '.repeat(20);
  const frame = {
    type: 'response.output_audio.delta',
    item_id: 'item_0123456789abcdef0123456789abcdef',
    delta: sound,
    session: { instructions: words },
    item: { content: [{ type: 'input_audio', audio: sound }, { image_url: `data:image/png;base64,${sound}` }, null] },
  };
  const left = `(${sound.length} characters of Base64)`;
  assert.deepEqual(elideAudio(frame), {
    ...frame,
    delta: left,
    item: { content: [{ type: 'input_audio', audio: left }, { image_url: `(${sound.length + 22} characters of Base64)` }, null] },
  });
});

test('of a binary frame the log has its size', () => {
  assert.deepEqual(elideAudio(new Uint8Array(320)), { binary: 320 });
});
