import type { Transcript } from '../spec/snapshot.js';

export type TranscriptFormat = 'json' | 'text' | 'vtt' | 'srt';

export function exportTranscript(transcript: Transcript, format: TranscriptFormat): string {
  return format === 'json' ? JSON.stringify(transcript) : '';
}
