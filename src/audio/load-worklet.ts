import { abortable } from '../lib/abortable.js';
import { AgentError } from '../spec/agent-error.js';
import type { WorkletLocation } from '../spec/worklet-location.js';
import source, { url } from './audio.worklet.ts?worklet';

const loaded = new WeakMap<BaseAudioContext, Promise<void>>();

/**
 * Registers our processors with `context`, once. The sources are tried in the order in which policies tend to allow them:
 * the address of this script, the address that the page named, a blob.
 *
 * @throws AgentError `worklet-blocked`, `audio-unsupported`
 */
export function loadWorklet(context: BaseAudioContext, place: WorkletLocation, signal: AbortSignal): Promise<void> {
  let loading = loaded.get(context);
  if (loading === undefined) {
    loading = load(context, place);
    loaded.set(context, loading);
    // The page may fix its policy or the address and start again.
    loading.catch(() => loaded.delete(context));
  }
  return abortable(loading, signal);
}

async function load(context: BaseAudioContext, { workletUrl }: WorkletLocation): Promise<void> {
  // Pages on plain http have no AudioWorklet either, but they were refused the microphone before.
  if (!('audioWorklet' in context)) throw new AgentError('audio-unsupported', 'No AudioWorklet');
  const listening = new AbortController();
  const directives = new Set<string>();
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => directives.add(effectiveDirective), {
    signal: listening.signal,
  });
  const blob = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const failures: string[] = [];
  try {
    for (const address of [url, workletUrl, blob]) {
      if (address === undefined) continue;
      try {
        await context.audioWorklet.addModule(address);
        return;
      } catch (thrown) {
        failures.push(`${address === blob ? 'a blob' : address} (${String(thrown)})`);
      }
    }
  } finally {
    URL.revokeObjectURL(blob);
    listening.abort();
  }
  // Chromium does not report which directive it was; for worklets it is script-src, whatever worker-src allows.
  const directive = [...directives].join(', ') || 'script-src';
  throw new AgentError('worklet-blocked', `The audio worklet was refused by ${directive}; tried ${failures.join(', ')}`);
}
