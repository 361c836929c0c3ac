import { CLIENT_CAPABILITIES } from './capabilities.js';
import type { LogEntry, VoiceEvent } from '../../src/spec/voice-event.js';

/** A log written by hand: what happened, and when. */
export function entriesOf(...happened: readonly (readonly [at: number, event: VoiceEvent])[]): readonly LogEntry[] {
  return happened.map(([at, event]) => ({ at, source: 'session', event }));
}

/** How every conversation begins. */
export const LIVE: readonly VoiceEvent[] = [
  {
    type: 'start',
    provider: 'p',
    capabilities: CLIENT_CAPABILITIES,
    config: { turnDetection: { type: 'server-vad' }, modality: 'voice', tools: [] },
    bargeIn: 'interrupt',
  },
  { type: 'session-created', sessionId: 's' },
  { type: 'session-ready' },
];
