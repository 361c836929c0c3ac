import type { UpstreamProtocol } from '../upstream-protocol.js';
import { createBetaBridge, speaksBeta } from './beta-bridge.js';
import type { PolicyRules } from './client-policy.js';
import { checkFirstMessage, mapCloseCode } from './errors.js';
import { OpenAiSession } from './session.js';

/** PCM16 at 24 kHz in Base64, the fastest format of the API. */
export const AUDIO_BYTES_PER_SECOND = 64_000;

/** OpenAI's Realtime API (GA), as OpenAI, Azure, compatible servers and the local agent speak it. */
export function createOpenAiProtocol(rules: PolicyRules): UpstreamProtocol {
  return {
    audioBytesPerSecond: AUDIO_BYTES_PER_SECOND,
    // What a stock RealtimeClient in a browser sends. The relay reads it as a token of its own and never echoes it.
    tokenSubprotocol: 'openai-insecure-api-key.',
    // The beta's models are gone, and its clients always name one.
    requestedModel: (request, query) => (speaksBeta(request) ? undefined : (query.get('model') ?? undefined)),
    adaptClient: (client, request) => (speaksBeta(request) ? createBetaBridge(client) : client),
    checkFirstMessage,
    mapCloseCode,
    createSession: (options) => new OpenAiSession(rules, options),
  };
}
