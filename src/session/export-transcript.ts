import type { Transcript, TranscriptItem } from '../spec/snapshot.js';

/** `vtt` and `srt` are subtitles whose times count from the conversation's start. */
export type TranscriptFormat = 'json' | 'text' | 'vtt' | 'srt';

/** Who says what in the exported text. */
export interface SpeakerNames {
  readonly user: string;
  readonly agent: string;
}

const NAMES: SpeakerNames = { user: 'User', agent: 'Agent' };

/** A cue that lasts less cannot be read. */
const MIN_CUE_MS = 500;

/** Writes the transcript down. Only `json` keeps tool calls; of what was interrupted, the others keep what was heard. */
export function exportTranscript(transcript: Transcript, format: TranscriptFormat, names: SpeakerNames = NAMES): string {
  switch (format) {
    case 'json':
      return JSON.stringify(transcript, null, 2);
    case 'text':
      return spoken(transcript)
        .map((item) => `${names[item.role]}: ${words(item)}\n`)
        .join('');
    case 'vtt': {
      const cues = spoken(transcript).map(
        (item) => `${span(item, '.')}\n<v ${escape(names[item.role])}>${escape(words(item))}\n\n`,
      );
      return `WEBVTT\n\n${cues.join('')}`;
    }
    case 'srt':
      return spoken(transcript)
        .map((item, index) => `${index + 1}\n${span(item, ',')}\n${names[item.role]}: ${words(item)}\n\n`)
        .join('');
    default:
      return format satisfies never;
  }
}

function spoken(transcript: Transcript): Transcript {
  return transcript.filter((item) => item.kind === 'message' && words(item) !== '');
}

/** On one line: an empty line would end a cue. */
function words(item: TranscriptItem): string {
  const text = item.interrupted ? (item.heard ?? item.text) : item.text;
  return text.replaceAll(/\s+/g, ' ').trim();
}

function span({ startMs, endMs }: TranscriptItem, decimal: string): string {
  return `${timestamp(startMs, decimal)} --> ${timestamp(Math.max(endMs, startMs + MIN_CUE_MS), decimal)}`;
}

/** `00:01:02.345`: no conversation lasts a day. */
function timestamp(ms: number, decimal: string): string {
  return new Date(Math.round(ms)).toISOString().slice(11, 23).replace('.', decimal);
}

/** WebVTT's cue text is markup. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
