import { isFields, listIn, textIn, type Fields } from '../../../lib/fields.js';
import type { Lock } from './client-policy.js';

/** Where the type of an event stands, if it stands early. */
const HEAD_BYTES = 200;
const TYPE = /"type":"([a-z_.]+)"/;

/** Events that come in streams and hold nothing a relay needs: passed on after a look at their first bytes. */
const STREAMED: ReadonlySet<string> = new Set([
  'response.output_audio.delta',
  'response.output_audio_transcript.delta',
  'response.output_text.delta',
  'response.function_call_arguments.delta',
  'response.mcp_call_arguments.delta',
  'conversation.item.input_audio_transcription.delta',
]);

/** How the last frame of a stream began, up to the end of its type: the next one most likely begins alike. */
let beginning = Buffer.alloc(0);

/** Whether a frame is one of a stream. A service is trusted to write its type once and early; if not, it is parsed. */
export function isStreamed(frame: Buffer): boolean {
  const { length } = beginning;
  if (length > 0 && frame.length >= length && beginning.compare(frame, 0, length) === 0) return true;
  const match = TYPE.exec(frame.toString('latin1', 0, HEAD_BYTES));
  if (match === null || !STREAMED.has(match[1] ?? '')) return false;
  beginning = Buffer.from(frame.subarray(0, match.index + match[0].length));
  return true;
}

/** Whether a streamed frame is a piece of the service's answer, and not of what it understood. */
export function isResponsePart(frame: Buffer): boolean {
  return frame.toString('latin1', 0, HEAD_BYTES).includes('"type":"response.');
}

/** Ids of the tool calls that an event asks for. */
export function callIdsIn(event: Fields): readonly string[] {
  const response = isFields(event.response) ? event.response : {};
  const items = [event, event.item, ...listIn(response, 'output')].filter(isFields);
  return items.map((item) => textIn(item, 'call_id')).filter((id) => id !== undefined);
}

const ECHOED: Readonly<Record<Lock, readonly string[]>> = {
  instructions: ['instructions', 'prompt'],
  tools: ['tools', 'tool_choice'],
};

/** The event without what pages may not see: a service repeats the whole session in its answers. */
export function withoutLocked(event: Fields, locks: ReadonlySet<Lock>): Fields {
  if (locks.size === 0) return event;
  const hidden = new Set([...locks].flatMap((lock) => ECHOED[lock]));
  const strip = (value: unknown): unknown =>
    isFields(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => !hidden.has(name))) : value;
  return {
    ...event,
    ...(event.session !== undefined && { session: strip(event.session) }),
    ...(event.response !== undefined && { response: strip(event.response) }),
  };
}
