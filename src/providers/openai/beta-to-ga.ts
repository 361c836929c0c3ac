import { fieldsIn, isFields, listIn, textIn, type Fields } from '../../lib/fields.js';
import { GA_FORMATS } from './beta-names.js';

/**
 * A client event of the beta dialect in today's words. Fields that have no successor (`temperature`) are left out, since
 * today's services refuse a whole event for one field they do not know. What the two dialects share stays as it is.
 */
export function betaToGa(event: Fields): Fields {
  switch (event.type) {
    case 'session.update':
      return { ...event, session: gaSession(fieldsIn(event, 'session')) };
    case 'response.create':
      return event.response === undefined ? event : { ...event, response: gaResponse(fieldsIn(event, 'response')) };
    case 'conversation.item.create':
      return { ...event, item: gaItem(fieldsIn(event, 'item')) };
    default:
      return event;
  }
}

function gaSession(session: Fields): Fields {
  const input = defined({
    format: gaFormat(session.input_audio_format),
    transcription: session.input_audio_transcription,
    noise_reduction: session.input_audio_noise_reduction,
    turn_detection: gaTurnDetection(session.turn_detection),
  });
  return defined({
    type: 'realtime',
    ...shared(session),
    tracing: session.tracing,
    audio: { input, output: gaOutput(session) },
  });
}

function gaResponse(response: Fields): Fields {
  return defined({
    ...shared(response),
    conversation: response.conversation,
    metadata: response.metadata,
    audio: { output: gaOutput(response) },
  });
}

/** What a session and a single response have in common. */
function shared(from: Fields): Fields {
  return defined({
    output_modalities: gaModalities(from.modalities),
    instructions: from.instructions,
    tools: from.tools,
    tool_choice: from.tool_choice,
    max_output_tokens: from.max_response_output_tokens ?? from.max_output_tokens,
  });
}

function gaOutput(from: Fields): Fields {
  return defined({ format: gaFormat(from.output_audio_format), voice: from.voice, speed: from.speed });
}

/** Speech always comes with its text today, so only one of the two may be named. */
function gaModalities(modalities: unknown): readonly string[] | undefined {
  if (!Array.isArray(modalities)) return undefined;
  return modalities.includes('audio') ? ['audio'] : ['text'];
}

function gaFormat(format: unknown): unknown {
  return typeof format === 'string' ? GA_FORMATS[format] : undefined;
}

/** Old documents say `none`, both as a word and as a type, where the service takes only `null`. */
function gaTurnDetection(turns: unknown): unknown {
  return turns === 'none' || (isFields(turns) && turns.type === 'none') ? null : turns;
}

function gaItem(item: Fields): Fields {
  if (item.content === undefined) return item;
  const spoken = item.role === 'assistant' ? 'output' : 'input';
  return { ...item, content: listIn(item, 'content').map((part) => gaPart(part, spoken)) };
}

function gaPart(part: Fields, spoken: 'input' | 'output'): Fields {
  const type = textIn(part, 'type');
  return type === 'text' || type === 'audio' ? { ...part, type: `${spoken}_${type}` } : part;
}

function defined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
