import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Brain } from '../../../src/local/brain/brain.js';
import { createRuleBrain } from '../../../src/local/brain/rule-brain.js';
import { ConversationError } from '../../../src/local/conversation/conversation-error.js';
import { createConversation, type Conversation } from '../../../src/local/conversation/conversation.js';
import type { ConversationEvent } from '../../../src/local/conversation/events.js';
import type { ConversationSettings } from '../../../src/local/conversation/settings.js';
import { createScriptedEngines, type ScriptedEngines } from '../../rigs/scripted-engines.js';
import { toPcm16 } from '../../rigs/speech.js';
import { loudThenSilent } from '../../rigs/test-sounds.js';

const life = new AbortController();
after(() => life.abort());

const SETTINGS: ConversationSettings = {
  instructions: 'Breakfast is served from seven to ten.',
  tools: [{ name: 'get_weather', parameters: { properties: { city: { type: 'string' } }, required: ['city'] } }],
  toolChoice: 'auto',
  modality: 'audio',
  voice: 'rms',
  speed: 1,
  maxOutputTokens: Infinity,
  turnDetection: { type: 'silence', threshold: 0.5, prefixMs: 300, silenceMs: 500 },
  respondsToTurns: true,
  interruptible: true,
};
const LONG =
  'Say exactly: "One is a number. Two is a number. Three is a number. Four is a number. Five is a number. Six is one."';

interface Fixture {
  readonly conversation: Conversation;
  readonly engines: ScriptedEngines;
  readonly events: readonly ConversationEvent[];
  /** Resolves to the next event of this type after the one returned last. */
  until<T extends ConversationEvent['type']>(type: T): Promise<Extract<ConversationEvent, { type: T }>>;
  speak(): void;
}

function open(settings: Partial<ConversationSettings> = {}, brain: Brain = createRuleBrain()): Fixture {
  const engines = createScriptedEngines();
  const events: ConversationEvent[] = [];
  let read = 0;
  let wake = (): void => undefined;
  const emit = (event: ConversationEvent): void => {
    events.push(event);
    wake();
  };
  const parts = { brain, engines, countTokens: () => 0 };
  const conversation = createConversation(parts, { ...SETTINGS, ...settings }, emit, life.signal);
  return {
    conversation,
    engines,
    events,
    async until(type) {
      for (;;) {
        for (; read < events.length;) {
          const event = events[read];
          read += 1;
          if (event !== undefined && isOf(event, type)) return event;
        }
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    speak: () => conversation.appendAudio(new Uint8Array(toPcm16(loudThenSilent(500, 1000)).buffer)),
  };
}

function isOf<T extends ConversationEvent['type']>(
  event: ConversationEvent,
  type: T,
): event is Extract<ConversationEvent, { type: T }> {
  return event.type === type;
}

function typesIn(events: readonly ConversationEvent[]): string[] {
  return events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]);
}

test('turns speech into a turn, a transcript and a spoken answer', async () => {
  const { engines, events, until, speak } = open();
  engines.text = 'When is breakfast?';
  speak();
  const { response, outcome } = await until('response-ended');
  assert.deepEqual(typesIn(events), [
    'user-started',
    'user-stopped',
    'user-committed',
    'response-started',
    'user-transcript-delta',
    'user-transcript',
    'message-started',
    'message-delta',
    'message-ended',
    'response-ended',
  ]);
  assert.deepEqual(outcome, { type: 'completed' });
  assert.equal(response.input.length, 1);
  const [part] = response.output[0]?.type === 'message' ? response.output[0].content : [];
  assert.ok(part?.type === 'audio' && part.audioMs > 0 && /seven to ten/.test(part.transcript ?? ''));
});

test('calls a tool and answers from its output', async () => {
  const { conversation, engines, until, speak } = open();
  engines.text = 'What is the weather in Paris?';
  speak();
  const { item } = await until('tool-called');
  assert.deepEqual([item.name, item.arguments], ['get_weather', '{"city":"Paris"}']);
  await until('response-ended');
  conversation.addItem({ type: 'output', id: 'output', callId: item.callId, output: '17', status: 'completed' });
  conversation.respond({});
  assert.match((await until('message-delta')).text, /17/);
});

test('is interrupted by speech, unless it must not be', async () => {
  for (const interruptible of [true, false]) {
    const { conversation, until, speak } = open({ interruptible });
    conversation.respond({ directive: LONG });
    await until('message-delta');
    speak();
    const { outcome } = await until('response-ended');
    assert.deepEqual(outcome, interruptible ? { type: 'cancelled', reason: 'interrupted' } : { type: 'completed' });
  }
});

test('leaves turns to the client where it must not respond to them', async () => {
  const { events, until, speak } = open({ respondsToTurns: false });
  speak();
  await until('user-transcript');
  assert.ok(!typesIn(events).includes('response-started'));
});

test('responds out of band without adding to the conversation, in writing', async () => {
  const { conversation, until } = open();
  conversation.respond({ directive: LONG, outOfBand: true, modality: 'text', metadata: { topic: 'x' } });
  const { response } = await until('response-ended');
  assert.deepEqual([response.output.length, response.settings.metadata, conversation.items.all.length], [1, { topic: 'x' }, 0]);
});

test('reports a brain that fails as the outcome of the response', async () => {
  const cause = new Error('out of memory');
  const brain: Brain = {
    isCheap: false,
    async *answer() {
      throw cause;
    },
  };
  const { conversation, until } = open({}, brain);
  conversation.respond({});
  assert.deepEqual((await until('response-ended')).outcome, { type: 'failed', cause });
});

test('throws errors with a code for what it cannot do', () => {
  const { conversation } = open();
  const codeOf = (act: () => void): string => {
    try {
      act();
    } catch (thrown) {
      if (thrown instanceof ConversationError) return thrown.code;
    }
    return 'none';
  };
  conversation.addItem({ type: 'message', id: 'a', role: 'user', status: 'completed', content: [] });
  assert.deepEqual(
    [
      codeOf(() => conversation.commitAudio()),
      codeOf(() => conversation.cancelResponse()),
      codeOf(() => conversation.items.find('b')),
      codeOf(() => conversation.items.truncate('a', 0, 10)),
      codeOf(() => conversation.addItem({ type: 'message', id: 'a', role: 'user', status: 'completed', content: [] })),
      codeOf(() => conversation.addItem({ type: 'output', id: 'c', callId: 'd', output: '', status: 'completed' })),
    ],
    ['too-little-audio', 'no-active-response', 'item-not-found', 'not-truncatable', 'duplicate-item', 'unknown-call'],
  );
});
