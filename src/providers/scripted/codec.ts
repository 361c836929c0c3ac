import { bytesIn, isFields } from '../../lib/fields.js';
import type { Codec } from '../../spec/codec.js';
import { isProviderEvent } from './script.js';

/** The script's own dialect: our events and actions as JSON. */
export function createScriptedCodec(): Codec {
  return {
    decode(frame) {
      if (!isFields(frame) || !isProviderEvent(frame.event)) return { events: [{ type: 'frame-ignored', name: '(no event)' }] };
      const { event } = frame;
      const bytes = bytesIn(frame, 'sound');
      if (event.type !== 'agent-audio' || bytes === undefined) return { events: [event] };
      return { events: [event], audio: { itemId: event.itemId, bytes } };
    },
    encode: (action) => [JSON.stringify(action)],
    encodeAudio: () => '{"type":"sound"}',
  };
}
