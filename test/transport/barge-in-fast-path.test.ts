import assert from 'node:assert/strict';
import test from 'node:test';
import type { SpeakerMessage } from '../../src/spec/connection.js';
import type { BargeInMode } from '../../src/spec/session-config.js';
import { createBargeInFastPath, type BargeInFastPath } from '../../src/transport/barge-in-fast-path.js';

const speak = (fastPath: BargeInFastPath, itemId: string, responseId: string): void => {
  fastPath.observe({ type: 'response-started', responseId });
  fastPath.play(new Uint8Array(4), itemId, responseId);
};

/** The messages to the speaker, in short. */
async function messagesOf(bargeIn: BargeInMode, act: (fastPath: BargeInFastPath) => void): Promise<string[]> {
  const { port1, port2 } = new MessageChannel();
  const messages: string[] = [];
  const all = new Promise<void>((resolve) => {
    port2.onmessage = ({ data }: MessageEvent<SpeakerMessage | 'all'>) => {
      if (data === 'all') return resolve();
      if (data.type === 'duck') messages.push(`duck ${data.gain}`);
      else messages.push('itemId' in data ? `${data.type} ${data.itemId}` : data.type);
    };
  });
  act(createBargeInFastPath(port1, bargeIn));
  port1.postMessage('all');
  await all;
  port2.close();
  return messages;
}

const interrupted = (fastPath: BargeInFastPath): void => {
  speak(fastPath, 'a', 'r1');
  fastPath.observe({ type: 'user-started' });
  fastPath.play(new Uint8Array(4), 'a', 'r1');
  fastPath.observe({ type: 'user-stopped' });
  fastPath.observe({ type: 'response-done', responseId: 'r1', status: 'completed' });
  speak(fastPath, 'b', 'r2');
};

test('interrupt: the person’s first word silences the agent, and the rest of that response is dropped', async () => {
  assert.deepEqual(await messagesOf('interrupt', interrupted), ['barge-in', 'audio a', 'flush', 'item-end a', 'audio b']);
});

test('duck: the agent continues, at a lower volume while the person speaks', async () => {
  const expected = ['barge-in', 'audio a', 'duck 0.2', 'audio a', 'duck 1', 'item-end a', 'audio b'];
  assert.deepEqual(await messagesOf('duck', interrupted), expected);
});

test('off: the agent continues', async () => {
  assert.deepEqual(await messagesOf('off', interrupted), ['barge-in', 'audio a', 'audio a', 'item-end a', 'audio b']);
});

test('duck: muting the microphone in the middle of a word restores the agent’s volume', async () => {
  const messages = await messagesOf('duck', (fastPath) => {
    speak(fastPath, 'a', 'r1');
    fastPath.observe({ type: 'user-started' });
    fastPath.observeAction({ type: 'commit-audio' });
  });
  assert.deepEqual(messages.slice(-2), ['duck 0.2', 'duck 1']);
});

test('whatever the mode, an interruption by the service flushes the speaker and drops the rest of the response', async () => {
  for (const mode of ['off', 'duck', 'interrupt'] as const) {
    const messages = await messagesOf(mode, (fastPath) => {
      speak(fastPath, 'a', 'r1');
      fastPath.observe({ type: 'response-interrupted' });
      fastPath.play(new Uint8Array(4), 'a', 'r1');
    });
    assert.deepEqual(messages, ['barge-in', 'audio a', 'flush']);
  }
});
