import type { Credential } from '../../spec/provider.js';

/** How the relay proves to ElevenLabs who it is when it asks for a signed URL. */
export const credential: Credential = { environment: 'ELEVENLABS_API_KEY', header: 'xi-api-key', prefix: '' };
