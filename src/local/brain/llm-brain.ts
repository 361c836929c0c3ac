import { z } from 'zod';
import { createChild } from '../../lib/child-signal.js';
import { after } from '../../lib/timer.js';
import { AgentError } from '../../spec/agent-error.js';
import type { Answer, Brain } from './brain.js';
import { createCompletionRequest, readCompletion } from './chat-completions.js';

/** Long enough for the server to load a model from disk. */
const FIRST_CHUNK_TIMEOUT_MS = 60_000;

/**
 * Answers with any server that has `/v1/chat/completions`, such as Ollama or llama.cpp. `url` is the server's address, its
 * `/v1` or the whole path; `?model=NAME` selects the model, by default the first that the server lists.
 */
export function createLlmBrain(url: string): Brain {
  const { endpoint, model: named } = parseAddress(url);
  let model = named;

  return {
    isCheap: false,
    async *answer(question, signal): AsyncGenerator<Answer> {
      const request = createChild(signal);
      const waiting = createChild(request.signal);
      after(
        FIRST_CHUNK_TIMEOUT_MS,
        () => request.abort(new AgentError('upstream-timeout', `${endpoint} did not answer in time`)),
        waiting.signal,
      );
      try {
        model ??= await firstModel(endpoint, request.signal);
        const response = await post(endpoint, createCompletionRequest(question, model), request.signal);
        for await (const answer of readCompletion(response)) {
          waiting.abort();
          yield answer;
        }
      } catch (cause) {
        signal.throwIfAborted();
        if (cause instanceof AgentError) throw cause;
        throw new AgentError('upstream-unavailable', `The language model at ${endpoint} cannot be reached`, { cause });
      } finally {
        request.abort();
      }
    },
  };
}

function parseAddress(text: string): { readonly endpoint: string; readonly model: string | undefined } {
  if (!URL.canParse(text)) throw new AgentError('invalid-configuration', `LOCAL_LLM_URL is not an address: ${text}`);
  const url = new URL(text);
  const model = url.searchParams.get('model') ?? undefined;
  url.searchParams.delete('model');
  url.pathname = `${url.pathname.replace(/\/+$/, '').replace(/(?:\/v1)?(?:\/chat\/completions)?$/, '')}/v1/chat/completions`;
  return { endpoint: url.href, model };
}

const modelsSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

async function firstModel(endpoint: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(endpoint.replace('/chat/completions', '/models'), { signal });
  const listed = modelsSchema.safeParse(response.ok ? await response.json() : undefined);
  const first = listed.data?.data[0];
  if (first !== undefined) return first.id;
  throw new AgentError('invalid-configuration', `${endpoint} lists no models; name one in LOCAL_LLM_URL with ?model=NAME`);
}

async function post(endpoint: string, body: unknown, signal: AbortSignal): Promise<Response> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok)
    throw new AgentError('upstream-unavailable', `The language model at ${endpoint} answered with status ${response.status}`);
  return response;
}
