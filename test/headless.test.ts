import assert from 'node:assert/strict';
import test from 'node:test';
import { createLog, follow, openConversation, openConnection, systemClock, transcriptFold } from '../src/headless.js';
import provider, { writeScript } from '../src/providers/scripted/index.js';

test('a conversation needs no page: the public entry alone holds one', async (t) => {
  const life = new AbortController();
  t.after(() => life.abort());
  const log = createLog(systemClock);
  const transcript = follow(log, transcriptFold, life.signal);
  const { script } = writeScript().waitsFor('create-response').agentSays('Yes.').closes(1000, '');
  const conversation = openConversation(
    {
      provider: provider.id,
      capabilities: provider.capabilities,
      config: { modality: 'text', turnDetection: { type: 'none' }, tools: [], clientSession: { script } },
      openConnection: (request, signal) => openConnection(provider, { url: '' }, request, signal),
      log,
    },
    life.signal,
  );
  await conversation.live;
  conversation.dispatch({ type: 'send-text', text: 'Is anybody there?' });
  assert.equal(await conversation.ended, 'closed');
  assert.deepEqual(
    transcript.current().map(({ role, text }) => [role, text]),
    [
      ['user', 'Is anybody there?'],
      ['agent', 'Yes.'],
    ],
  );
});
