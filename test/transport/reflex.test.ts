import assert from 'node:assert/strict';
import test from 'node:test';
import type { SpeakerMessage } from '../../src/spec/connection.js';
import type { BargeInMode } from '../../src/spec/session-config.js';
import { createReflex, type Reflex } from '../../src/transport/reflex.js';

const speak = (reflex: Reflex, itemId: string, responseId: string): void => {
  reflex.hear({ type: 'response-started', responseId });
  reflex.play({ itemId, bytes: new Uint8Array(4) }, responseId);
};

/** What the speaker is told, shortly. */
async function told(bargeIn: BargeInMode, act: (reflex: Reflex) => void): Promise<string[]> {
  const { port1, port2 } = new MessageChannel();
  const messages: string[] = [];
  const all = new Promise<void>((resolve) => {
    port2.onmessage = ({ data }: MessageEvent<SpeakerMessage | 'all'>) => {
      if (data === 'all') return resolve();
      if (data.type === 'duck') messages.push(`duck ${data.gain}`);
      else messages.push('itemId' in data ? `${data.type} ${data.itemId}` : data.type);
    };
  });
  act(createReflex(port1, bargeIn));
  port1.postMessage('all');
  await all;
  port2.close();
  return messages;
}

const interrupted = (reflex: Reflex): void => {
  speak(reflex, 'a', 'r1');
  reflex.hear({ type: 'user-started' });
  reflex.play({ itemId: 'a', bytes: new Uint8Array(4) }, 'r1');
  reflex.hear({ type: 'user-stopped' });
  reflex.hear({ type: 'response-done', responseId: 'r1' });
  speak(reflex, 'b', 'r2');
};

test('interrupt: the person’s first word silences the agent, and what still comes of that answer is dropped', async () => {
  assert.deepEqual(await told('interrupt', interrupted), ['barge-in', 'sound a', 'flush', 'item-end a', 'sound b']);
});

test('duck: the agent speaks on, quietly while the person does', async () => {
  const expected = ['barge-in', 'sound a', 'duck 0.2', 'sound a', 'duck 1', 'item-end a', 'sound b'];
  assert.deepEqual(await told('duck', interrupted), expected);
});

test('off: the agent speaks on', async () => {
  assert.deepEqual(await told('off', interrupted), ['barge-in', 'sound a', 'sound a', 'item-end a', 'sound b']);
});

test('duck: who mutes the microphone in the middle of a word does not keep the agent quiet', async () => {
  const messages = await told('duck', (reflex) => {
    speak(reflex, 'a', 'r1');
    reflex.hear({ type: 'user-started' });
    reflex.sent({ type: 'commit-audio' });
  });
  assert.deepEqual(messages.slice(-2), ['duck 0.2', 'duck 1']);
});
