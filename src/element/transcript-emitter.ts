import type { Transcript } from '../spec/snapshot.js';
import type { LogEntry } from '../spec/voice-event.js';
import type { AgentEventDetails, Emit } from './events.js';

/**
 * Emits an event for a line when words are added, when more of them were heard and when it is final: written, and heard to its
 * end or cut off. The speaker reports more often than that.
 */
export function createTranscriptEmitter(emit: Emit): (entry: LogEntry, transcript: Transcript) => void {
  const emitted = new Map<string, AgentEventDetails['agent-transcript']>();
  const sounding = new Set<string>();
  let seen: Transcript = [];
  let isEndAnnounced = true;

  return ({ event }, transcript) => {
    const over = event.type === 'ended';
    if (event.type === 'agent-audio') sounding.add(event.itemId);
    if (event.type === 'start') isEndAnnounced = event.capabilities.audioEnd;
    if (event.type === 'playback-ended' || event.type === 'playback-flushed') sounding.delete(event.itemId);
    // Where the service does not say that the audio is complete, nothing else will.
    if (event.type === 'playback-drained' && !isEndAnnounced) sounding.delete(event.itemId);
    if (transcript === seen && !over) return;
    seen = transcript;
    for (const { kind, tool: _tool, heardMs = 0, ...item } of transcript) {
      const { id, text, heard, interrupted } = item;
      const before = emitted.get(id);
      if (kind === 'tool' || (before?.final && before.interrupted === interrupted)) continue;
      const final = over || interrupted || (item.final && !sounding.has(id));
      if (before?.text === text && before.heard === heard && before.final === final) continue;
      const detail = { ...item, final, delta: deltaOf(before?.text, text) };
      emitted.set(id, detail);
      emit('agent-transcript', detail);
      if (interrupted) emit('agent-interrupted', { itemId: id, heardMs, text: heard ?? '' });
    }
  };
}

/** What was added to the end of the text; empty where the service replaced its guess. */
function deltaOf(before = '', text: string): string {
  return text.startsWith(before) ? text.slice(before.length) : '';
}
