import { defined, type Fields } from '../../lib/fields.js';
import type { Action } from '../../spec/action.js';
import { completeSession } from './session-update.js';

interface InputText {
  type: 'input_text';
  text: string;
}

type Item =
  | { type: 'message'; role: 'user'; content: (InputText | { type: 'input_image'; image_url: string })[] }
  | { type: 'message'; role: 'system'; content: InputText[] }
  | { type: 'function_call_output'; call_id: string; output: string };

/** What we send besides updates: the part of OpenAI's client events that our actions need. */
type SentEvent =
  | { type: 'input_audio_buffer.commit' }
  | { type: 'input_audio_buffer.clear' }
  | { type: 'conversation.item.create'; item: Item }
  | { type: 'conversation.item.truncate'; item_id: string; content_index: number; audio_end_ms: number }
  | { type: 'response.create'; response?: { instructions: string } }
  | { type: 'response.cancel'; response_id?: string };

/**
 * The client event of an action, without its id. An update carries the whole session, which the service takes as a whole or
 * not at all: another voice after the agent has spoken would void everything else in it, so the voice is left out then.
 */
export function encodeAction(action: Action, audioHeard: boolean): Fields {
  switch (action.type) {
    case 'send-raw':
      return action.message;
    case 'update-session':
      return { type: 'session.update', session: completeSession(action.config, audioHeard) };
    default:
      return encodeEvent(action);
  }
}

export function encodeEvent(action: Exclude<Action, { type: 'send-raw' | 'update-session' }>): SentEvent {
  switch (action.type) {
    case 'commit-audio':
      return { type: 'input_audio_buffer.commit' };
    case 'clear-audio':
      return { type: 'input_audio_buffer.clear' };
    case 'add-user-text':
      return createItem({ type: 'message', role: 'user', content: [inputText(action.text)] });
    case 'add-user-image': {
      const text = action.text === undefined ? [] : [inputText(action.text)];
      return createItem({
        type: 'message',
        role: 'user',
        content: [{ type: 'input_image', image_url: action.dataUrl }, ...text],
      });
    }
    case 'add-context':
      return createItem({ type: 'message', role: 'system', content: [inputText(action.text)] });
    case 'add-tool-output':
      return createItem({ type: 'function_call_output', call_id: action.callId, output: action.output });
    case 'create-response':
      if (action.say === undefined) return { type: 'response.create' };
      return { type: 'response.create', response: { instructions: instructionsToSay(action.say) } };
    case 'cancel-response':
      return defined<SentEvent>({ type: 'response.cancel', response_id: action.responseId });
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

/** GA has no verbatim speech; an instruction for one response comes closest. Quoted, so that the end of the text is certain. */
function instructionsToSay(text: string): string {
  return `Say exactly these words and nothing else: ${JSON.stringify(text)}`;
}

function inputText(text: string): InputText {
  return { type: 'input_text', text };
}

function createItem(item: Item): SentEvent {
  return { type: 'conversation.item.create', item };
}
