import assert from 'node:assert/strict';
import test from 'node:test';
import { createOpenAICodec } from '../../src/providers/openai/codec.js';
import { OPENAI_SOUND } from '../../src/providers/openai/sound-frames.js';
import type { AgentAudio } from '../../src/spec/codec.js';
import type { SoundEvent } from '../../src/spec/sound-frames.js';
import { feelFrame } from '../../src/transport/feel-frame.js';

/** Has every field that any of the frames has. */
const FIELDS = {
  item_id: 'item_1',
  response_id: 'resp_1',
  content_index: 0,
  delta: 'AAEC',
  response: { id: 'resp_1', status: 'completed', output: [] },
};

function feel(text: string): { heard: SoundEvent[]; played: [AgentAudio, string | undefined][] } {
  const heard: SoundEvent[] = [];
  const played: [AgentAudio, string | undefined][] = [];
  feelFrame(text, OPENAI_SOUND, {
    hear: (event) => void heard.push(event as SoundEvent),
    play: (sound, responseId) => void played.push([sound, responseId]),
    sent: () => assert.fail('nothing was sent'),
  });
  return { heard, played };
}

test('a Worker feels in a frame what the codec reads in it', () => {
  for (const [type, meaning] of Object.entries(OPENAI_SOUND.events)) {
    const frame = { type, ...FIELDS };
    const { events, audio } = createOpenAICodec().decode(frame);
    const [read] = events;
    const { heard, played } = feel(JSON.stringify(frame));
    assert.equal(read?.type, meaning);
    if (read.type === 'agent-audio') assert.deepEqual({ heard, played }, { heard: [], played: [[audio, read.responseId]] });
    else {
      assert.equal(heard.length, 1);
      assert.deepEqual({ ...read, ...heard[0] }, read, 'says nothing else');
      assert.deepEqual(played, []);
    }
  }
});

test('what is not felt is left alone', () => {
  const nothing = { heard: [], played: [] };
  const lacking = Object.keys(OPENAI_SOUND.events).filter((type) => !type.startsWith('input'));
  for (const type of lacking) assert.deepEqual(feel(JSON.stringify({ type })), nothing);
  for (const text of ['', '{', '[]', 'null', '{"type":1}', '{"type":"toString"}', '{"type":"session.created"}'])
    assert.deepEqual(feel(text), nothing);
  assert.deepEqual(feel('{"type":"response.audio.delta","item_id":"a","delta":"!"}'), nothing, 'not Base64');
});
