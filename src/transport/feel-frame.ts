import { bytesIn, fieldsIn, isFields, textIn } from '../lib/fields.js';
import { parseJson } from '../lib/parse-json.js';
import type { SoundFrames } from '../spec/sound-frames.js';
import type { Reflex } from './reflex.js';

/** Hands a frame to the reflex, read without a codec. What it cannot read, it leaves to whoever has one. */
export function feelFrame(text: string, { events, fields }: SoundFrames, reflex: Reflex): void {
  const frame = parseJson(text);
  const name = isFields(frame) ? textIn(frame, 'type') : undefined;
  if (!isFields(frame) || name === undefined || !Object.hasOwn(events, name)) return;
  const type = events[name];
  const itemId = textIn(frame, fields.itemId);
  const responseId = textIn(frame, fields.responseId) ?? textIn(fieldsIn(frame, fields.response), 'id');
  switch (type) {
    case 'agent-audio': {
      const bytes = bytesIn(frame, fields.bytes);
      if (itemId !== undefined && bytes !== undefined) reflex.play({ itemId, bytes }, responseId);
      return;
    }
    case 'agent-audio-done':
      if (itemId !== undefined) reflex.hear({ type, itemId });
      return;
    case 'response-started':
    case 'response-done':
      if (responseId !== undefined) reflex.hear({ type, responseId });
      return;
    case 'user-started':
    case 'user-stopped':
      return reflex.hear({ type });
    default:
  }
}
