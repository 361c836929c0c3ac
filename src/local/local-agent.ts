import { createChild } from '../lib/child-signal.js';
import { createLlmBrain } from './brain/llm-brain.js';
import { createRuleBrain } from './brain/rule-brain.js';
import { openEngines } from './engines/engines.js';
import { createConnection, type ConnectionOptions, type LocalConnection } from './realtime/connection.js';

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

/**
 * Loads the engines, one thread each; takes seconds and some 600 MB. They end when `signal` aborts. Rejects with an
 * `AgentError` that names the package and the command that installs it where a model is missing or not the right one.
 */
export async function loadLocalAgent(options: LocalAgentOptions, signal: AbortSignal): Promise<LocalAgent> {
  let done = 0;
  const loaded = (what: string): void => options.onProgress?.({ done: (done += 1), total: PARTS, what });
  const engines = await openEngines(loaded, signal);
  const brain = options.llmUrl === undefined ? createRuleBrain() : createLlmBrain(options.llmUrl);
  return {
    connect(connection, connectionSignal) {
      const life = createChild(connectionSignal);
      signal.addEventListener('abort', () => life.abort(signal.reason), { once: true, signal: life.signal });
      return createConnection({ brain, engines }, connection, life.signal);
    },
  };
}
