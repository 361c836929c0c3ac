/** What a context says of its output. */
export interface OutputTimes {
  /** `AudioContext.getOutputTimestamp()`: which moment of the context left the speaker at which moment of the page. */
  readonly contextTime: number | undefined;
  readonly performanceTime: number | undefined;
  readonly currentTime: number;
  /** Seconds; not in every browser. */
  readonly outputLatency: number | undefined;
  readonly baseLatency: number;
  readonly state: string;
}

/** Running contexts look at their output many times in this while. */
const OLDEST_MS = 500;

/**
 * Seconds of the context's time that have left the speaker at `nowMs` of the page's time. The timestamp is extrapolated
 * to now while the context runs, and never beyond what has been rendered.
 */
export function heardTime(times: OutputTimes, nowMs: number): number {
  const { contextTime, performanceTime, currentTime } = times;
  // Before the first callback some browsers answer zero; those without a timestamp still know their latency.
  if (!contextTime || !performanceTime) return Math.max(0, currentTime - (times.outputLatency ?? times.baseLatency));
  const ageMs = nowMs - performanceTime;
  // WebKitGTK 2.50 adds the context's time to the page's: a moment in the future, or too long ago, says nothing.
  const extrapolates = times.state === 'running' && ageMs >= 0 && ageMs < OLDEST_MS;
  return Math.min(currentTime, extrapolates ? contextTime + ageMs / 1000 : contextTime);
}

/** The frame of `context` that leaves the speaker now. */
export function heardFrame(context: AudioContext): number {
  const { contextTime, performanceTime } = context.getOutputTimestamp();
  const { currentTime, baseLatency, state } = context;
  const outputLatency = 'outputLatency' in context ? context.outputLatency : undefined;
  return (
    heardTime({ contextTime, performanceTime, currentTime, outputLatency, baseLatency, state }, performance.now()) *
    context.sampleRate
  );
}
