import type { Codec } from '../../src/spec/codec.js';
import type { SessionConfig } from '../../src/spec/session-config.js';
import type { DecodedEvent } from '../../src/spec/voice-event.js';

/**
 * A service of the tests: text frames hold events as they are decoded, binary frames are the agent's audio. Its formats are
 * announced by an event. Runs in a Worker too, by the address of this file.
 */
export default function createTestCodec(config: SessionConfig): Codec {
  return {
    open: () => [JSON.stringify({ hello: config.agentId ?? 'nobody' })],
    decode(frame) {
      if (frame instanceof Uint8Array)
        return { events: [{ type: 'agent-audio', contentIndex: 0, durationMs: frame.length }], audio: new Uint8Array(frame) };
      return frame as { events: DecodedEvent[] };
    },
    encode: (action) => [JSON.stringify(action)],
    encodeAudio: (bytes) => bytes,
    explainClose(closeCode) {
      if (closeCode === 1000) return null;
      return closeCode === 4900 ? 'quota-exceeded' : 'connection-lost';
    },
  };
}
