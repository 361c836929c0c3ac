/** What a context says of its output. */
export interface Output extends Pick<AudioContext, 'baseLatency' | 'currentTime' | 'sampleRate'> {
  readonly state: string;
  /** Seconds; not in every browser. */
  readonly outputLatency?: number;
  /** Which moment of the context left the speaker at which moment of the page. */
  getOutputTimestamp(): AudioTimestamp;
}

/** Running contexts look at their output many times in this while. */
const OLDEST_MS = 500;

/** Seconds of the context's time that have left the speaker at `nowMs` of the page's time. */
function heardTime(
  { baseLatency, currentTime, outputLatency = baseLatency, state }: Output,
  at: AudioTimestamp,
  nowMs: number,
): number {
  const { contextTime, performanceTime } = at;
  // Before the first callback some browsers answer zero; those without a timestamp still know their latency.
  if (!contextTime || !performanceTime) return Math.max(0, currentTime - outputLatency);
  const ageMs = nowMs - performanceTime;
  // WebKitGTK 2.50 adds the context's time to the page's: a moment in the future, or too long ago, says nothing.
  const extrapolates = state === 'running' && ageMs >= 0 && ageMs < OLDEST_MS;
  return Math.min(currentTime, extrapolates ? contextTime + ageMs / 1000 : contextTime);
}

/**
 * The frame of `context` that leaves the speaker at `nowMs` of the page's time. The timestamp is extrapolated to now while the
 * context runs, and never beyond what has been rendered.
 */
export function heardFrame(context: Output, nowMs = performance.now()): number {
  return heardTime(context, context.getOutputTimestamp(), nowMs) * context.sampleRate;
}
