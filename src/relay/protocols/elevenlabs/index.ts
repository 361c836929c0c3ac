import { z } from 'zod';
import { credential } from '../../../providers/elevenlabs/credential.js';
import { isWanted } from '../../config/sections/providers.js';
import { Refusal } from '../../refusal.js';
import type { DirectDefinition } from '../service.js';

const RETRY_SECONDS = 5;
const ATTEMPTS = 2;

/** The relay signs addresses and pages talk to the agent directly. Voices and prices belong to the agent. */
export const elevenLabs: DirectDefinition = {
  kind: 'direct',
  id: 'elevenlabs',
  path: '/elevenlabs/signed-url',
  async open({ settings }) {
    const { ELEVENLABS_API_KEY: key, ELEVENLABS_AGENT_ID: defaultAgent, ELEVENLABS_BASE_URL: base } = settings;
    if (key === undefined || defaultAgent === undefined || !isWanted(settings, 'elevenlabs')) return undefined;
    const agents = [defaultAgent, ...settings.ELEVENLABS_ALLOWED_AGENTS];
    const headers = { [credential.header]: `${credential.prefix}${key}` };

    return {
      kind: 'direct',
      id: 'elevenlabs',
      label: 'ElevenLabs Agents',
      servedBy: 'elevenlabs',
      isBilled: true,
      async signUrl({ agent_id: agent = defaultAgent }, signal) {
        if (!agents.includes(agent)) throw new Refusal('model-refused', 'This relay does not offer this agent.');
        const url = new URL(`${base}/v1/convai/conversation/get-signed-url`);
        url.searchParams.set('agent_id', agent);
        // Limits the address to one conversation.
        url.searchParams.set('include_conversation_id', 'true');
        for (let attempt = 1; ; attempt += 1) {
          const response = await request(url, headers, settings.RELAY_DIAL_TIMEOUT_MS, signal);
          if (response.status >= 500 && attempt < ATTEMPTS) continue;
          return readSignedUrl(response);
        }
      },
    };
  },
};

async function request(url: URL, headers: Record<string, string>, timeoutMs: number, signal: AbortSignal): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    return await fetch(url, { headers, redirect: 'error', signal: AbortSignal.any([signal, timeout]) });
  } catch (cause) {
    const code = timeout.aborted ? 'upstream-timeout' : 'upstream-unavailable';
    throw new Refusal(code, 'The voice service cannot be reached.', { cause, retryAfterSeconds: RETRY_SECONDS });
  }
}

const signedUrl = z.object({ signed_url: z.url({ protocol: /^wss?$/ }) });

/** Never reads the body of an error: it may repeat the key. */
async function readSignedUrl(response: Response): Promise<string> {
  const { status } = response;
  if (status === 200) {
    const body = signedUrl.safeParse(await response.json().catch(() => undefined));
    if (body.success) return body.data.signed_url;
    throw new Refusal('upstream-unavailable', 'The voice service sent an unexpected answer.');
  }
  await response.body?.cancel();
  if (status === 429 || status >= 500) {
    throw new Refusal('upstream-unavailable', `The voice service is not available (HTTP ${status}).`, {
      retryAfterSeconds: RETRY_SECONDS,
    });
  }
  throw new Refusal('upstream-refused', `The voice service refused the relay's key or agent (HTTP ${status}).`);
}
