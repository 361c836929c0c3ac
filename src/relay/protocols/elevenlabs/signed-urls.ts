import { z } from 'zod';
import { credential } from '../../../providers/elevenlabs/credential.js';
import type { Settings } from '../../config/settings.js';
import { Refusal } from '../../refusal.js';

/** The ElevenLabs agent of this relay. Pages open its conversations themselves, at signed addresses. */
export interface ElevenLabsAgent {
  /**
   * An address that opens one conversation with the agent.
   *
   * @throws Refusal
   */
  signUrl(agentId: string | undefined, signal: AbortSignal): Promise<string>;
}

const signed = z.object({ signed_url: z.url({ protocol: /^wss?$/ }) });

const RETRY_SECONDS = 5;
const ATTEMPTS = 2;

/** `undefined` where the relay does not offer ElevenLabs. */
export function createElevenLabsAgent(settings: Settings): ElevenLabsAgent | undefined {
  const { ELEVENLABS_API_KEY: key, ELEVENLABS_AGENT_ID: agent, ELEVENLABS_BASE_URL: base } = settings;
  if (key === undefined || agent === undefined || settings.USE_VOICE_PROVIDER === 'openai') return undefined;
  const allowed = [agent, ...settings.ELEVENLABS_ALLOWED_AGENTS];
  const headers = { [credential.header]: `${credential.prefix}${key}` };

  return {
    async signUrl(agentId = agent, signal) {
      if (!allowed.includes(agentId)) throw new Refusal('model-refused', 'This relay does not offer this agent.');
      const url = new URL(`${base}/v1/convai/conversation/get-signed-url`);
      url.searchParams.set('agent_id', agentId);
      // The address is then good for one conversation only.
      url.searchParams.set('include_conversation_id', 'true');
      for (let attempt = 1; ; attempt += 1) {
        const response = await ask(url, headers, settings.RELAY_DIAL_TIMEOUT_MS, signal);
        if (response.status >= 500 && attempt < ATTEMPTS) continue;
        return readSigned(response);
      }
    },
  };
}

async function ask(url: URL, headers: Record<string, string>, timeoutMs: number, signal: AbortSignal): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    return await fetch(url, { headers, redirect: 'error', signal: AbortSignal.any([signal, timeout]) });
  } catch (cause) {
    const code = timeout.aborted ? 'upstream-timeout' : 'upstream-unavailable';
    throw new Refusal(code, 'The voice service cannot be reached.', { cause, retryAfterSeconds: RETRY_SECONDS });
  }
}

/** The body of a refusal is never read: it may repeat the key. */
async function readSigned(response: Response): Promise<string> {
  const { status } = response;
  if (status === 200) {
    const body = signed.safeParse(await response.json().catch(() => undefined));
    if (body.success) return body.data.signed_url;
    throw new Refusal('upstream-unavailable', 'The voice service answered something unexpected.');
  }
  await response.body?.cancel();
  if (status === 429 || status >= 500) {
    throw new Refusal('upstream-unavailable', `The voice service is not available (HTTP ${status}).`, {
      retryAfterSeconds: RETRY_SECONDS,
    });
  }
  throw new Refusal('upstream-refused', `The voice service refused the relay's key or agent (HTTP ${status}).`);
}
