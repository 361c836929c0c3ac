import { defined, type Fields } from '../../lib/fields.js';
import type { Action } from '../../spec/action.js';
import { mergeSession, sessionUpdate, type WireSession } from './session-update.js';

interface Words {
  type: 'input_text';
  text: string;
}

type Item =
  | { type: 'message'; role: 'user'; content: (Words | { type: 'input_image'; image_url: string })[] }
  | { type: 'message'; role: 'system'; content: Words[] }
  | { type: 'function_call_output'; call_id: string; output: string };

/** What we send, but for what the page adds of its own: a subset of OpenAI's client events. */
export type ClientFrame =
  | { type: 'session.update'; session: WireSession }
  | { type: 'input_audio_buffer.commit' }
  | { type: 'input_audio_buffer.clear' }
  | { type: 'conversation.item.create'; item: Item }
  | { type: 'conversation.item.truncate'; item_id: string; content_index: number; audio_end_ms: number }
  | { type: 'response.create'; response?: { instructions: string } }
  | { type: 'response.cancel'; response_id?: string };

export function encodeAction(action: Exclude<Action, { type: 'send-raw' }>): ClientFrame {
  switch (action.type) {
    case 'configure':
      return { type: 'session.update', session: sessionUpdate(action.config, action.audioHeard) };
    case 'commit-audio':
      return { type: 'input_audio_buffer.commit' };
    case 'clear-audio':
      return { type: 'input_audio_buffer.clear' };
    case 'add-user-text':
      return added({ type: 'message', role: 'user', content: [wordsOf(action.text)] });
    case 'add-user-image': {
      const words = action.text === undefined ? [] : [wordsOf(action.text)];
      return added({ type: 'message', role: 'user', content: [{ type: 'input_image', image_url: action.dataUrl }, ...words] });
    }
    case 'add-context':
      return added({ type: 'message', role: 'system', content: [wordsOf(action.text)] });
    case 'add-tool-output':
      return added({ type: 'function_call_output', call_id: action.callId, output: action.output });
    case 'create-response':
      if (action.say === undefined) return { type: 'response.create' };
      return { type: 'response.create', response: { instructions: wordsToSay(action.say) } };
    case 'cancel-response':
      return defined<ClientFrame>({ type: 'response.cancel', response_id: action.responseId });
    case 'truncate':
      return {
        type: 'conversation.item.truncate',
        item_id: action.itemId,
        content_index: action.contentIndex,
        audio_end_ms: action.audioEndMs,
      };
    default:
      return action satisfies never;
  }
}

/** The frame with the page's own additions and with an id by which an error names what caused it. */
export function completeFrame(action: Action, eventId: string): Fields {
  if (action.type === 'send-raw') return { event_id: eventId, ...action.message };
  const frame = { event_id: eventId, ...encodeAction(action) };
  if (action.type !== 'configure' || action.config.clientSession === undefined || frame.type !== 'session.update') return frame;
  return { ...frame, session: mergeSession({ ...frame.session }, action.config.clientSession) };
}

/** GA has no verbatim speech; an instruction for one response comes closest. Quoted, so that their end is certain. */
function wordsToSay(text: string): string {
  return `Say exactly these words and nothing else: ${JSON.stringify(text)}`;
}

function wordsOf(text: string): Words {
  return { type: 'input_text', text };
}

function added(item: Item): ClientFrame {
  return { type: 'conversation.item.create', item };
}
