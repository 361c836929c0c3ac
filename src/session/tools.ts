import { AgentError } from '../spec/agent-error.js';
import type { ToolDefinition, ToolOutcome } from '../spec/tool.js';
import { isFields, type Fields } from '../lib/fields.js';
import { onAbort } from '../lib/on-abort.js';
import { parseJson } from '../lib/parse-json.js';
import { withTimeout } from '../lib/with-timeout.js';

/** One request of the agent. `arguments` is the parsed JSON object, as the model wrote it: unchecked against the schema. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Answers a call. The value is told to the agent: text as it is, anything else as JSON. `signal` aborts when nobody waits any more. */
export type RunTool = (
  parameters: Readonly<Record<string, unknown>>,
  call: ToolCall & { readonly signal: AbortSignal },
) => unknown;

export interface ToolsOptions {
  /** Is offered every call that no `run` was given for; `undefined` declines it. */
  readonly onUnhandled?: (call: ToolCall) => Promise<unknown> | undefined;
  /** How long a call may take before the agent is told that it failed. */
  readonly timeoutMs?: number;
}

/** Long enough for a person to confirm something, short enough that the agent does not fall silent for good. */
export const DEFAULT_TOOL_TIMEOUT_MS = 30_000;

/** Characters of JSON: some 25,000 tokens, most of a small context, and well within what relays take at once. */
export const MAX_RESULT_LENGTH = 100_000;

/** What the agent may call, and who answers. Outlives single conversations. */
export interface Tools {
  readonly definitions: readonly ToolDefinition[];
  /** Replaces a tool of the same name. Returns the undoing. Throws an `AgentError` on a name that providers refuse. */
  add(definition: ToolDefinition, run?: RunTool): () => void;
  /** Calls `listener` after `definitions` changed, until `signal` aborts. */
  subscribe(listener: () => void, signal: AbortSignal): void;
  /** Never rejects: what goes wrong becomes an error outcome. `argumentsJson` is the model's text. */
  run(
    call: { readonly id: string; readonly name: string; readonly argumentsJson: string },
    signal: AbortSignal,
  ): Promise<ToolOutcome>;
}

const NAME = /^[A-Za-z0-9_-]{1,64}$/;

export function createTools(options: ToolsOptions = {}): Tools {
  const { onUnhandled, timeoutMs = DEFAULT_TOOL_TIMEOUT_MS } = options;
  const entries = new Map<string, { definition: ToolDefinition; run: RunTool | undefined }>();
  const listeners = new Set<() => void>();
  let definitions: readonly ToolDefinition[] = [];

  const changed = (): void => {
    definitions = [...entries.values()].map((entry) => entry.definition);
    for (const listener of listeners) listener();
  };

  const answer = (call: ToolCall, signal: AbortSignal): unknown => {
    const run = entries.get(call.name)?.run;
    if (run !== undefined) return run(call.arguments, { ...call, signal });
    const offered = onUnhandled?.(call);
    if (offered === undefined) throw new Error(`Nothing on this page answers the tool “${call.name}”.`);
    return offered;
  };

  return {
    get definitions() {
      return definitions;
    },
    add(definition, run) {
      if (!NAME.test(definition.name))
        throw new AgentError(
          'invalid-configuration',
          `The tool name “${definition.name}” must be 1-64 letters, digits, “_” or “-”.`,
        );
      const entry = { definition, run };
      entries.set(definition.name, entry);
      changed();
      return () => {
        if (entries.get(definition.name) !== entry) return;
        entries.delete(definition.name);
        changed();
      };
    },
    subscribe(listener, signal) {
      if (signal.aborted) return;
      listeners.add(listener);
      onAbort(signal, () => listeners.delete(listener));
    },
    async run({ id, name, argumentsJson }, signal) {
      const parsed = parseArguments(argumentsJson);
      if (parsed === undefined) return { error: `The arguments of “${name}” are not a JSON object.` };
      const tooLate = new Error(`“${name}” did not answer within ${timeoutMs / 1000} s.`);
      // What cannot be written down cannot be told to the agent: it fails here, inside the call.
      try {
        const result = await withTimeout(timeoutMs, tooLate, signal, async (waiting) =>
          answer({ id, name, arguments: parsed }, waiting),
        );
        const { length } = JSON.stringify(result) ?? '';
        if (length > MAX_RESULT_LENGTH)
          throw new Error(`The result of “${name}” has ${length} characters, more than ${MAX_RESULT_LENGTH}.`);
        return { result };
      } catch (thrown) {
        return { error: thrown instanceof Error ? thrown.message : String(thrown) };
      }
    },
  };
}

/** Models leave the text empty where a tool takes no arguments. */
function parseArguments(json: string): Fields | undefined {
  const value = json.trim() === '' ? {} : parseJson(json);
  return isFields(value) ? value : undefined;
}
