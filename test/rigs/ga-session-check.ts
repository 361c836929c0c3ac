/** What OpenAI's GA endpoint answers to a `session.update`: it is taken as a whole or refused as a whole. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

type Shape = { readonly [name: string]: true | Shape };

/** The fields of a GA session (openai 7.57.0, `RealtimeSessionCreateRequest`), as far as a page may set them. */
const SESSION: Shape = {
  type: true,
  output_modalities: true,
  instructions: true,
  tools: true,
  tool_choice: true,
  max_output_tokens: true,
  include: true,
  prompt: true,
  tracing: true,
  truncation: true,
  reasoning: true,
  parallel_tool_calls: true,
  audio: {
    input: { format: true, noise_reduction: true, transcription: true, turn_detection: true },
    output: { format: true, speed: true, voice: true },
  },
};

export function refusalOf(session: Readonly<Record<string, unknown>>, voice: string, audioHeard: boolean): Refusal | undefined {
  if (session.type !== 'realtime')
    return { code: 'missing_required_parameter', message: "Missing required parameter: 'session.type'." };
  const unknown = unknownField(session, SESSION, 'session');
  if (unknown !== undefined) return { code: 'unknown_parameter', message: `Unknown parameter: '${unknown}'.` };
  const modalities = session.output_modalities;
  if (Array.isArray(modalities) && modalities.length !== 1)
    return { code: 'invalid_value', message: "Invalid modalities: supported combinations are ['text'] and ['audio']." };
  const asked = voiceOf(session);
  if (audioHeard && asked !== undefined && asked !== voice)
    return { code: 'cannot_update_voice', message: 'Cannot update a conversation’s voice if assistant audio is present.' };
  return undefined;
}

export function voiceOf(session: unknown): string | undefined {
  const output = at(at(session, 'audio'), 'output');
  const voice = at(output, 'voice');
  return typeof voice === 'string' ? voice : undefined;
}

function at(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
}

function unknownField(value: object, shape: Shape, path: string): string | undefined {
  for (const [name, inner] of Object.entries(value)) {
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (known === undefined) return `${path}.${name}`;
    if (known === true || typeof inner !== 'object' || inner === null) continue;
    const deeper = unknownField(inner as object, known, `${path}.${name}`);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}
