const place = { response_id: 'r1', item_id: 'a1', output_index: 0, content_index: 0 };

/** One frame of every kind that the codec reads, with the fields that GA gives it (openai 7.57.0). */
export const GA_FRAMES: readonly Readonly<Record<string, unknown>>[] = [
  {
    type: 'session.created',
    session: { id: 's', model: 'gpt-realtime-2.1', expires_at: 4e9, audio: { output: { voice: 'marin' } } },
  },
  {
    type: 'session.updated',
    session: { audio: { input: { format: { type: 'audio/pcm', rate: 24_000 } }, output: { format: { type: 'audio/pcmu' } } } },
  },
  { type: 'input_audio_buffer.speech_started', item_id: 'u1', audio_start_ms: 100 },
  { type: 'input_audio_buffer.speech_stopped', item_id: 'u1', audio_end_ms: 900 },
  { type: 'input_audio_buffer.timeout_triggered', item_id: 'u1', audio_start_ms: 1, audio_end_ms: 2 },
  { type: 'input_audio_buffer.committed', item_id: 'u1', previous_item_id: null },
  {
    type: 'conversation.item.added',
    previous_item_id: 'u0',
    item: { id: 'u1', type: 'message', role: 'user', content: [{ text: 'hi' }] },
  },
  { type: 'conversation.item.created', item: { id: 'f1', type: 'function_call' } },
  { type: 'conversation.item.truncated', item_id: 'a1', content_index: 0, audio_end_ms: 10 },
  { type: 'conversation.item.input_audio_transcription.delta', item_id: 'u1', content_index: 0, delta: 'h' },
  {
    type: 'conversation.item.input_audio_transcription.completed',
    item_id: 'u1',
    transcript: 'hi',
    usage: { type: 'duration', seconds: 1 },
  },
  { type: 'conversation.item.input_audio_transcription.failed', item_id: 'u1', error: { message: 'no' } },
  { type: 'response.created', response: { id: 'r1', status: 'in_progress' } },
  {
    type: 'response.done',
    response: {
      id: 'r1',
      status: 'incomplete',
      status_details: { type: 'incomplete', reason: 'max_output_tokens' },
      output: [{ id: 'f1', type: 'function_call', call_id: 'c1', name: 'look', arguments: '{}' }],
      usage: { input_token_details: { text_tokens: 1, cached_tokens: 1 }, output_token_details: { text_tokens: 1 } },
    },
  },
  { type: 'response.output_audio.delta', ...place, delta: 'AAAA' },
  { type: 'response.output_audio.done', ...place },
  { type: 'response.output_audio_transcript.delta', ...place, delta: 'h' },
  { type: 'response.output_audio_transcript.done', ...place, transcript: 'hi' },
  { type: 'response.output_text.delta', ...place, delta: 'h' },
  { type: 'response.output_text.done', ...place, text: 'hi' },
  {
    type: 'response.output_item.done',
    ...place,
    item: { id: 'f1', type: 'function_call', call_id: 'c1', name: 'look', arguments: '{}' },
  },
  { type: 'rate_limits.updated', rate_limits: [{ name: 'tokens', limit: 1, remaining: 1, reset_seconds: 1 }] },
  { type: 'error', error: { type: 'invalid_request_error', code: null, message: 'no', event_id: null } },
];
