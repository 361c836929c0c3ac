import type { Action } from '../../spec/action.js';
import { NO_TOKENS, type TokenUsage } from '../../spec/usage.js';
import type { ProviderEvent } from '../../spec/voice-event.js';
import type { Cue, Script } from './script.js';

/** A calm speaker: about 170 words a minute. */
const MS_PER_WORD = 350;
const CHUNK_MS = 200;
/** Providers produce speech faster than it is played. */
const CHUNK_EVERY_MS = 50;
const SILENCE_MS = 500;
/** Usual rates: one token for 100 ms of the person's audio and for 50 ms of the agent's. */
const INPUT_TOKENS_PER_MS = 1 / 100;
const OUTPUT_TOKENS_PER_MS = 1 / 50;

export interface ScriptBuilder {
  /** Waits. */
  pause(ms: number): ScriptBuilder;
  /** The person speaks: detected, transcribed word by word, and committed. */
  userSays(text: string): ScriptBuilder;
  /** The person begins to speak, which interrupts the agent, and goes on speaking. */
  userStarts(): ScriptBuilder;
  /** The agent speaks a whole answer. */
  agentSays(text: string): ScriptBuilder;
  /** The agent begins to speak and its response is not done when the script goes on. */
  agentStarts(text: string): ScriptBuilder;
  /** A response begins, and nothing of it follows yet. */
  agentThinks(): ScriptBuilder;
  /** The agent calls tools, all in one response; the script goes on once all were answered. */
  callsTools(
    ...calls: readonly { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> }[]
  ): ScriptBuilder;
  /** Goes on once the session has done this, for instance `add-user-text` for a typed line. */
  waitsFor(action: Action['type']): ScriptBuilder;
  reports(code: string, message: string): ScriptBuilder;
  closes(closeCode: number, reason: string): ScriptBuilder;
  /** Anything else. */
  emits(...events: readonly ProviderEvent[]): ScriptBuilder;
  readonly script: Script;
}

/** Begins a script with the creation of the session: `writeScript().userSays('Hello').agentSays('Hello yourself.').script`. */
export function writeScript(session: { readonly model?: string; readonly voice?: string } = {}): ScriptBuilder {
  const model = session.model ?? 'local-script';
  const created: Script = [
    { cue: 'await', action: 'open' },
    emit({ type: 'session-created', sessionId: 'script', model }),
    emit({ type: 'session-ready', ...session, model }),
  ];
  return build(created, { items: 0, audioMs: 0 });
}

interface Place {
  readonly items: number;
  /** Audio of the person so far. */
  readonly audioMs: number;
}

function build(script: Script, place: Place): ScriptBuilder {
  const item = `item-${place.items + 1}`;
  const response = `response-${place.items + 1}`;
  const add = (cues: Script, next: Partial<Place> = {}): ScriptBuilder => build([...script, ...cues], { ...place, ...next });
  const taken = { items: place.items + 1 };
  const started: Script = [
    emit({ type: 'response-started', responseId: response }),
    emit({ type: 'item-added', itemId: item, kind: 'message', role: 'agent' }),
  ];

  return {
    script,
    pause: (ms) => add([wait(ms)]),
    userSays(text) {
      const spokenMs = wordsOf(text).length * MS_PER_WORD;
      const audioMs = place.audioMs + spokenMs + SILENCE_MS;
      const said = wordsOf(text).flatMap((word): Script => [
        wait(MS_PER_WORD),
        emit({ type: 'user-transcript', itemId: item, delta: word }),
      ]);
      return add(
        [
          emit({ type: 'user-started', itemId: item, audioMs: place.audioMs }),
          ...said,
          wait(SILENCE_MS),
          emit({ type: 'user-stopped', itemId: item, audioMs }),
          emit({ type: 'user-committed', itemId: item }),
          emit({ type: 'item-added', itemId: item, kind: 'message', role: 'user' }),
          emit({ type: 'user-transcript-done', itemId: item, text, usage: { kind: 'duration', seconds: spokenMs / 1000 } }),
        ],
        { ...taken, audioMs },
      );
    },
    userStarts: () => add([emit({ type: 'user-started', itemId: item, audioMs: place.audioMs })], taken),
    agentSays: (text) =>
      add([...started, ...speech(text, item, response), ...finish(text, item, response, place.audioMs)], taken),
    agentStarts: (text) => add([...started, ...speech(text, item, response)], taken),
    agentThinks: () => add([emit({ type: 'response-started', responseId: response })], taken),
    callsTools(...calls) {
      const made = calls.map(({ name, arguments: given }, index): ProviderEvent => ({
        type: 'tool-called',
        callId: `call-${place.items + 1}-${index + 1}`,
        itemId: `${item}-${index + 1}`,
        responseId: response,
        name,
        arguments: JSON.stringify(given),
      }));
      return add(
        [
          emit({ type: 'response-started', responseId: response }),
          ...made.map(emit),
          emit({ type: 'response-done', responseId: response, status: 'completed', usage: usage(place.audioMs, 0) }),
          ...calls.map((): Cue => ({ cue: 'await', action: 'add-tool-output' })),
          { cue: 'await', action: 'create-response' },
        ],
        { items: place.items + 1 },
      );
    },
    waitsFor: (action) => add([{ cue: 'await', action }]),
    reports: (code, message) => add([emit({ type: 'provider-error', code, message, meaning: 'error' })]),
    closes: (closeCode, reason) => add([{ cue: 'close', closeCode, reason }]),
    emits: (...events) => add(events.map(emit)),
  };
}

function speech(text: string, itemId: string, responseId: string): Script {
  const words = wordsOf(text);
  const chunks = Math.max(1, Math.ceil((words.length * MS_PER_WORD) / CHUNK_MS));
  return Array.from({ length: chunks }).flatMap((_, index): Script => {
    const from = Math.floor((index * words.length) / chunks);
    const delta = words.slice(from, Math.floor(((index + 1) * words.length) / chunks)).join('');
    return [
      wait(CHUNK_EVERY_MS),
      ...(delta === '' ? [] : [emit({ type: 'agent-transcript', responseId, itemId, delta })]),
      emit({ type: 'agent-audio', responseId, itemId, contentIndex: 0, durationMs: CHUNK_MS }),
    ];
  });
}

function finish(text: string, itemId: string, responseId: string, inputMs: number): Script {
  const spokenMs = wordsOf(text).length * MS_PER_WORD;
  return [
    emit({ type: 'agent-audio-done', responseId, itemId }),
    emit({ type: 'agent-transcript-done', responseId, itemId, text }),
    emit({ type: 'response-done', responseId, status: 'completed', usage: usage(inputMs, spokenMs) }),
  ];
}

function usage(inputMs: number, spokenMs: number): TokenUsage {
  return {
    ...NO_TOKENS,
    inputAudio: Math.round(inputMs * INPUT_TOKENS_PER_MS),
    outputAudio: Math.round(spokenMs * OUTPUT_TOKENS_PER_MS),
  };
}

/** Each with the space that follows it, so that together they are the text again. */
function wordsOf(text: string): readonly string[] {
  return text.match(/\S+\s*/g) ?? [];
}

function emit(event: ProviderEvent): Cue {
  return { cue: 'emit', event };
}

function wait(ms: number): Cue {
  return { cue: 'wait', ms };
}
