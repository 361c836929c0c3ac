import { createChild } from '../lib/child-signal.js';
import { onAbort } from '../lib/on-abort.js';
import type { Brain, Question } from './brain/brain.js';
import { createLlmBrain } from './brain/llm-brain.js';
import { createRuleBrain } from './brain/rule-brain.js';
import { openEngines } from './engines/engines.js';
import { createConnection, type ConnectionOptions, type LocalConnection } from './realtime/connection.js';
import { textTokens } from './realtime/usage.js';

export interface LoadStep {
  readonly done: number;
  readonly total: number;
  /** What is ready since, in a few words for a person. */
  readonly what: string;
}

export interface LocalAgentOptions {
  onProgress?(step: LoadStep): void;
  /** An OpenAI-compatible server, such as Ollama's `http://localhost:11434`, that thinks instead of the built-in rules. */
  readonly llmUrl?: string;
}

/** A voice agent that needs no key and no network. Its engines are shared by all conversations. */
export interface LocalAgent {
  /** The conversation ends when `signal` aborts. */
  connect(options: ConnectionOptions, signal: AbortSignal): LocalConnection;
}

const PARTS = 3;

export async function openLocalAgent(options: LocalAgentOptions, signal: AbortSignal): Promise<LocalAgent> {
  let done = 0;
  const loaded = (what: string): void => options.onProgress?.({ done: (done += 1), total: PARTS, what });
  const engines = await openEngines(loaded, signal);
  const brain = await openBrain(options.llmUrl, signal);
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

async function openBrain(llmUrl: string | undefined, signal: AbortSignal): Promise<Brain> {
  if (llmUrl !== undefined) return createLlmBrain(llmUrl);
  const brain = createRuleBrain();
  // The dictionaries are built at the first use; the first person shall not wait for them.
  for await (const answer of brain.answer(REHEARSAL, signal)) textTokens(JSON.stringify(answer));
  return brain;
}

const REHEARSAL: Question = {
  instructions: 'The shop opens at nine.',
  history: [{ type: 'said', role: 'user', text: 'What is the weather in Paris for Anna on Monday?' }],
  tools: [
    {
      type: 'function',
      name: 'get_weather',
      parameters: { properties: { city: { type: 'string' }, person: { type: 'string' } }, required: ['city', 'person'] },
    },
  ],
  toolChoice: 'auto',
};
