import { fieldsIn, isFields, type Fields } from '../../lib/fields.js';
import type { TokenUsage, TranscriptionUsage } from '../../spec/usage.js';
import { countIn } from './count.js';

/** What a service says that it counted. `estimated` is true where it does not say which modality all of its tokens belong to. */
export interface ReportedUsage {
  readonly tokens: TokenUsage;
  readonly estimated: boolean;
}

/**
 * `usage` of `response.done`. Every field is optional on the wire: other servers send totals alone, or an empty object, which
 * reports nothing. What the details leave open counts as speech, and a mere total as the agent's speech, the dearest kind:
 * limits then come too early, never too late.
 */
export function readUsage(usage: unknown): ReportedUsage | undefined {
  if (!isFields(usage)) return undefined;
  const total = countIn(usage, 'total_tokens');
  const inputTotal = countIn(usage, 'input_tokens');
  const outputTotal = countIn(usage, 'output_tokens');
  const inputDetails = fieldsIn(usage, 'input_token_details');
  const outputDetails = fieldsIn(usage, 'output_token_details');
  const counted = hasCounts(inputDetails) || hasCounts(outputDetails) || (total ?? inputTotal ?? outputTotal) !== undefined;
  if (!counted) return undefined;

  const outputKnown = outputTotal ?? (hasCounts(outputDetails) ? sumOf(readCounts(outputDetails)) : undefined);
  const input = readSide(inputDetails, inputTotal ?? (outputKnown === undefined ? undefined : less(total, outputKnown)));
  const output = readSide(outputDetails, outputTotal ?? less(total, sumOf(input)));
  const cached = readCached(inputDetails, input);
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

const MODALITIES = ['text', 'audio', 'image'] as const;

type Counts = Readonly<Record<(typeof MODALITIES)[number], number>>;

/** The tokens of one direction: never fewer than its total. */
function readSide(details: Fields, total: number | undefined): Counts & Pick<ReportedUsage, 'estimated'> {
  const known = readCounts(details);
  const open = Math.max(0, (total ?? 0) - sumOf(known));
  return { ...known, audio: known.audio + open, estimated: open > 0 || (total === undefined && !hasCounts(details)) };
}

function hasCounts(details: Fields): boolean {
  return MODALITIES.some((modality) => countIn(details, `${modality}_tokens`) !== undefined);
}

function readCounts(details: Fields): Counts {
  const count = (modality: keyof Counts): number => countIn(details, `${modality}_tokens`) ?? 0;
  return { text: count('text'), audio: count('audio'), image: count('image') };
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
  const seconds = countIn(usage, 'seconds');
  if (usage.type === 'duration' && seconds !== undefined) return { kind: 'duration', seconds };
  if (usage.type !== 'tokens') return undefined;
  const details = fieldsIn(usage, 'input_token_details');
  return {
    kind: 'tokens',
    inputText: readCounts(details).text,
    inputAudio: countIn(details, 'audio_tokens') ?? countIn(usage, 'input_tokens') ?? 0,
    outputText: countIn(usage, 'output_tokens') ?? 0,
  };
}
