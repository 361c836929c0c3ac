import { createChild } from '../lib/child-signal.js';
import { onAbort } from '../lib/on-abort.js';
import type { Brain, Question } from './brain/brain.js';
import { createLlmBrain } from './brain/llm-brain.js';
import { createRuleBrain } from './brain/rule-brain.js';
import { openEngines } from './engines/engines.js';
import { createConnection, type ConnectionOptions, type LocalConnection } from './protocols/openai/connection.js';

export type { ConnectionOptions, LocalConnection };

export interface LoadStep {
  readonly done: number;
  readonly total: number;
  /** What has just become ready, for display. */
  readonly what: string;
}

export interface LocalAgentOptions {
  onProgress?(step: LoadStep): void;
  /** A server of chat completions, such as Ollama's `http://localhost:11434`, that replaces the built-in rules. */
  readonly llmUrl?: string;
}

/** A voice agent that needs no key and no network. Its engines are shared by all conversations. */
export interface LocalAgent {
  /** The conversation ends when `signal` aborts. */
  connect(options: ConnectionOptions, signal: AbortSignal): LocalConnection;
}

const ENGINE_COUNT = 3;

export async function openLocalAgent(options: LocalAgentOptions, signal: AbortSignal): Promise<LocalAgent> {
  let done = 0;
  const loaded = (what: string): void => options.onProgress?.({ done: (done += 1), total: ENGINE_COUNT, what });
  const engines = await openEngines(loaded, signal);
  const brain = options.llmUrl === undefined ? await openRuleBrain(signal) : createLlmBrain(options.llmUrl);
  const conversations = new Set<AbortController>();
  onAbort(signal, () => conversations.forEach((life) => life.abort(signal.reason)));
  return {
    connect(connection, connectionSignal) {
      const life = createChild(connectionSignal);
      conversations.add(life);
      onAbort(life.signal, () => conversations.delete(life));
      return createConnection({ brain, engines }, connection, life.signal);
    },
  };
}

/** Answers once, so that the dictionaries are built before the first user asks. */
async function openRuleBrain(signal: AbortSignal): Promise<Brain> {
  const brain = createRuleBrain();
  for await (const _ of brain.answer(WARM_UP, signal));
  return brain;
}

const WARM_UP: Question = {
  instructions: 'The shop opens at nine.',
  history: [{ type: 'said', role: 'user', text: 'What is the weather in Paris for Anna on Monday?' }],
  tools: [
    {
      name: 'get_weather',
      parameters: { properties: { city: { type: 'string' }, person: { type: 'string' } }, required: ['city', 'person'] },
    },
  ],
  toolChoice: 'auto',
};
