import { fieldsIn, isFields, listIn, textIn, type Fields } from '../../lib/fields.js';
import { BETA_EVENT_NAMES, GA_FORMATS } from './beta-names.js';

/** What a beta client expects in every session although today's services know it no more. */
const TEMPERATURE = 0.8;

/** A server event of today in the beta's words; `undefined` where the beta had nothing to say. */
export function betaFromGa(event: Fields): Fields | undefined {
  const type = textIn(event, 'type') ?? '';
  if (type === 'conversation.item.done') return undefined;
  return {
    ...event,
    type: BETA_EVENT_NAMES[type] ?? type,
    ...(isFields(event.session) && { session: betaSession(event.session) }),
    ...(isFields(event.response) && { response: betaResponse(event.response) }),
    ...(isFields(event.item) && { item: betaItem(event.item) }),
    ...(isFields(event.part) && { part: betaPart(event.part) }),
  };
}

function betaSession(session: Fields): Fields {
  const { type: _type, output_modalities, audio: _audio, max_output_tokens, ...kept } = session;
  const audio = fieldsIn(session, 'audio');
  const input = fieldsIn(audio, 'input');
  return {
    ...kept,
    object: 'realtime.session',
    ...betaOutput(fieldsIn(audio, 'output')),
    modalities: betaModalities(output_modalities),
    input_audio_format: betaFormat(input.format),
    input_audio_transcription: input.transcription ?? null,
    input_audio_noise_reduction: input.noise_reduction ?? null,
    turn_detection: input.turn_detection ?? null,
    temperature: TEMPERATURE,
    max_response_output_tokens: max_output_tokens ?? 'inf',
  };
}

function betaResponse(response: Fields): Fields {
  const { output_modalities, audio: _audio, ...kept } = response;
  return {
    ...kept,
    ...(response.audio !== undefined && betaOutput(fieldsIn(fieldsIn(response, 'audio'), 'output'))),
    modalities: betaModalities(output_modalities),
    output: listIn(response, 'output').map(betaItem),
  };
}

function betaOutput(output: Fields): Fields {
  return {
    voice: output.voice ?? null,
    output_audio_format: betaFormat(output.format),
    ...(output.speed !== undefined && { speed: output.speed }),
  };
}

function betaItem(item: Fields): Fields {
  if (item.type === 'function_call') return { ...item, arguments: item.arguments ?? '' };
  return item.type === 'message' ? { ...item, content: listIn(item, 'content').map(betaPart) } : item;
}

/** Beta clients add up what they hear in the part itself, so there must be something to add to. */
function betaPart(part: Fields): Fields {
  switch (part.type) {
    case 'output_audio':
    case 'audio':
      return { ...part, type: 'audio', transcript: part.transcript ?? '' };
    case 'output_text':
    case 'text':
      return { ...part, type: 'text', text: part.text ?? '' };
    default:
      return part;
  }
}

function betaModalities(modalities: unknown): readonly string[] {
  return Array.isArray(modalities) && !modalities.includes('audio') ? ['text'] : ['text', 'audio'];
}

function betaFormat(format: unknown): string {
  const type = isFields(format) ? format.type : undefined;
  return Object.keys(GA_FORMATS).find((name) => GA_FORMATS[name]?.type === type) ?? 'pcm16';
}
