import type { Recognition } from '../engines/recognition.messages.js';
import type { TurnDetection } from '../realtime/session-schema.js';

/** Silence that ends a turn when the words so far are surely a sentence, and when they are not. */
const SEMANTIC_SILENCE_MS = {
  low: { complete: 600, otherwise: 1200 },
  medium: { complete: 300, otherwise: 650 },
  high: { complete: 200, otherwise: 450 },
} as const;

/** Below this mean log probability the full stop at the end of a recognised text means little. */
const SURE = -0.35;

/** How long a silence must last to end the turn, by what was understood so far. */
export function silenceThatEndsMs(detection: TurnDetection, understood: Recognition | undefined): number {
  if (detection.type === 'server_vad') return detection.silence_duration_ms ?? 500;
  const eagerness = detection.eagerness ?? 'auto';
  const silence = SEMANTIC_SILENCE_MS[eagerness === 'auto' ? 'medium' : eagerness];
  const complete = understood !== undefined && understood.confidence > SURE && /[.?!]$/.test(understood.text);
  return complete ? silence.complete : silence.otherwise;
}
