import { fieldsIn, isFields, numberIn, type Fields } from '../../lib/fields.js';
import type { TokenUsage, TranscriptionUsage } from '../../spec/usage.js';

/** What a service says that it counted. `estimated` is true where it does not say which modality all of its tokens belong to. */
export interface ReportedUsage {
  readonly tokens: TokenUsage;
  readonly estimated: boolean;
}

/**
 * `usage` of `response.done`. Every field is optional on the wire, and other servers send totals alone or an empty object.
 * What the details leave open is taken for speech, the dearest kind: limits then come too early, never too late.
 */
export function readUsage(usage: unknown): ReportedUsage | undefined {
  if (!isFields(usage)) return undefined;
  const all = countIn(usage, 'total_tokens');
  const told = countIn(usage, 'output_tokens') ?? sumOf(readCounts(fieldsIn(usage, 'output_token_details')));
  const input = readSide(usage.input_token_details, countIn(usage, 'input_tokens') ?? less(all, told));
  const output = readSide(usage.output_token_details, countIn(usage, 'output_tokens') ?? less(all, sumOf(input)));
  const cached = readCached(fieldsIn(usage, 'input_token_details'), input);
  return {
    tokens: {
      inputText: input.text,
      inputAudio: input.audio,
      inputImage: input.image,
      cachedText: cached.text,
      cachedAudio: cached.audio,
      cachedImage: cached.image,
      outputText: output.text,
      outputAudio: output.audio + output.image,
    },
    estimated: input.estimated || output.estimated,
  };
}

interface Counts {
  readonly text: number;
  readonly audio: number;
  readonly image: number;
}

/** The tokens of one direction: never fewer than its total. */
function readSide(details: unknown, total: number | undefined): Counts & Pick<ReportedUsage, 'estimated'> {
  const known = readCounts(isFields(details) ? details : {});
  const open = Math.max(0, (total ?? 0) - sumOf(known));
  return { ...known, audio: known.audio + open, estimated: open > 0 || (total === undefined && !isFields(details)) };
}

function readCounts(details: Fields): Counts {
  const count = (modality: keyof Counts): number => countIn(details, `${modality}_tokens`) ?? 0;
  return { text: count('text'), audio: count('audio'), image: count('image') };
}

function countIn(from: Fields, name: string): number | undefined {
  const count = numberIn(from, name);
  return count === undefined ? undefined : Math.max(0, count);
}

function sumOf({ text, audio, image }: Counts): number {
  return text + audio + image;
}

function less(all: number | undefined, part: number): number | undefined {
  return all === undefined ? undefined : Math.max(0, all - part);
}

/**
 * Where the details do not say, the cache is taken to hold text first: instructions and tools stand at the beginning of the
 * context. It never holds more than there was.
 */
function readCached(details: Fields, input: Counts): Counts {
  const known = readCounts(fieldsIn(details, 'cached_tokens_details'));
  const open = Math.max(0, (countIn(details, 'cached_tokens') ?? 0) - sumOf(known));
  const text = Math.min(known.text + open, input.text);
  const beyond = Math.max(0, known.text + open - text);
  return { text, audio: Math.min(known.audio + beyond, input.audio), image: Math.min(known.image, input.image) };
}

/** Some transcription models are billed by tokens, some by time. */
export function readTranscriptionUsage(usage: unknown): TranscriptionUsage | undefined {
  if (!isFields(usage)) return undefined;
  const seconds = numberIn(usage, 'seconds');
  if (usage.type === 'duration' && seconds !== undefined) return { kind: 'duration', seconds };
  if (usage.type !== 'tokens') return undefined;
  const details = fieldsIn(usage, 'input_token_details');
  return {
    kind: 'tokens',
    inputText: readCounts(details).text,
    inputAudio: numberIn(details, 'audio_tokens') ?? numberIn(usage, 'input_tokens') ?? 0,
    outputText: numberIn(usage, 'output_tokens') ?? 0,
  };
}
