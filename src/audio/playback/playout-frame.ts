/** The output timing of a context. */
export interface OutputClock extends Pick<AudioContext, 'baseLatency' | 'currentTime' | 'sampleRate'> {
  readonly state: string;
  /** Seconds; not in every browser. */
  readonly outputLatency?: number;
  /** The context's time of the frame that left the speaker, with the page's time when it did. */
  getOutputTimestamp(): AudioTimestamp;
}

/** A running context updates its timestamp far more often than this. */
const OLDEST_MS = 500;

/** Seconds of the context's time that have left the speaker at `nowMs` of the page's time. */
function playoutTime(
  { baseLatency, currentTime, outputLatency = baseLatency, state }: OutputClock,
  at: AudioTimestamp,
  nowMs: number,
): number {
  const { contextTime, performanceTime } = at;
  // Before the first callback some browsers return zero; those without a timestamp still know their latency.
  if (!contextTime || !performanceTime) return Math.max(0, currentTime - outputLatency);
  const ageMs = nowMs - performanceTime;
  // WebKitGTK 2.50 adds the context's time to the page's: a time in the future or too far in the past is invalid.
  const extrapolates = state === 'running' && ageMs >= 0 && ageMs < OLDEST_MS;
  return Math.min(currentTime, extrapolates ? contextTime + ageMs / 1000 : contextTime);
}

/**
 * The frame of `context` that leaves the speaker at `nowMs` of the page's time. The timestamp is extrapolated to now while the
 * context runs, and never beyond what has been rendered.
 */
export function playoutFrame(context: OutputClock, nowMs = performance.now()): number {
  return playoutTime(context, context.getOutputTimestamp(), nowMs) * context.sampleRate;
}
