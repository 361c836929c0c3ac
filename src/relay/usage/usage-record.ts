import type { TokenUsage } from '../../spec/usage.js';
import type { Ending } from '../session/ending.js';

/** One conversation as it is billed: written exactly once, after it ended, however it ended. */
export interface UsageRecord {
  /** Not the ticket: it opens nothing. */
  readonly session: string;
  readonly subject: string;
  readonly provider: string;
  /** Who answered: a service, or `local` for the agent inside the relay. */
  readonly served: string;
  readonly model: string;
  readonly voice: string;
  readonly origin: string | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly endedBy: Ending['by'];
  /** `null` where nothing went wrong. */
  readonly endCode: Ending['code'];
  readonly tokens: TokenUsage;
  /** US dollars, at the prices this relay knows. */
  readonly usd: number;
  /** Whether figures or prices were missing. */
  readonly estimated: boolean;
  /** Speech sent to the service. */
  readonly audioInMs: number;
}

/** Where records go. A sink that rejects is tried again a few times, then the record goes to the log. */
export type UsageSink = (record: UsageRecord) => Promise<void> | void;
