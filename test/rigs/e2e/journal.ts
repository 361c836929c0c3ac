import type { AgentEventDetails, AgentEventType } from '../../../src/element/events.js';
import { onAbort } from '../../../src/lib/on-abort.js';
import type { LogEntry, VoiceEvent } from '../../../src/spec/voice-event.js';

/** An event of the element as it was sent; `at` on the page's clock. */
export interface PageEvent<T extends AgentEventType = AgentEventType> {
  readonly type: T;
  readonly detail: AgentEventDetails[T];
  readonly at: number;
}

type EventOf<T extends VoiceEvent['type']> = Extract<VoiceEvent, { readonly type: T }>;
export type Logged<T extends VoiceEvent['type']> = LogEntry<EventOf<T>>;

/** All events that a page's element sent, in order. */
export interface Journal {
  readonly events: readonly PageEvent[];
  /** Takes one event as JSON. */
  note(json: string): void;
  /** Notes that the page met a fault nobody caught. */
  noteFault(fault: string): void;
  readonly faults: readonly string[];
  of<T extends AgentEventType>(type: T, from?: number): readonly PageEvent<T>[];
  /** Entries of the conversation's log. */
  logged<T extends VoiceEvent['type']>(type: T, from?: number): readonly Logged<T>[];
  /** The first event of a type, from event number `from` on, that fits: one that was, or one to come. */
  until<T extends AgentEventType>(
    type: T,
    fits?: (detail: AgentEventDetails[T]) => boolean,
    from?: number,
  ): Promise<PageEvent<T>>;
  untilLogged<T extends VoiceEvent['type']>(type: T, fits?: (event: EventOf<T>) => boolean, from?: number): Promise<Logged<T>>;
}

/** No single fact takes this long, on the slowest machine. */
const PATIENCE_MS = 120_000;

export function createJournal(): Journal {
  const events: PageEvent[] = [];
  const faults: string[] = [];
  const watchers = new Set<() => void>();

  /** The first answer of `find`, which is asked again after every event. */
  const untilFound = <T>(what: string, find: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const over = new AbortController();
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        over.abort();
        resolve(found);
      };
      const lose = (): void => {
        over.abort();
        reject(new Error(`The page never said ${what}. It said:\n${[...events.map(inWords), ...faults].join('\n')}`));
      };
      AbortSignal.timeout(PATIENCE_MS).addEventListener('abort', lose, { signal: over.signal });
      watchers.add(look);
      onAbort(over.signal, () => watchers.delete(look));
      look();
    });

  const journal: Journal = {
    events,
    faults,
    note(json) {
      events.push(JSON.parse(json) as PageEvent);
      for (const look of watchers) look();
    },
    noteFault: (fault) => void faults.push(fault),
    of: <T extends AgentEventType>(type: T, from = 0) =>
      events.slice(from).filter((event): event is PageEvent<T> => event.type === type),
    logged: <T extends VoiceEvent['type']>(type: T, from = 0) =>
      journal
        .of('agent-log', from)
        .map(({ detail }) => detail.entry)
        .filter((entry): entry is Logged<T> => entry.event.type === type),
    until: (type, fits = () => true, from) => untilFound(type, () => journal.of(type, from).find(({ detail }) => fits(detail))),
    untilLogged: <T extends VoiceEvent['type']>(type: T, fits: (event: EventOf<T>) => boolean = () => true, from?: number) =>
      untilFound(`${type} in its log`, () => journal.logged(type, from).find(({ event }) => fits(event))),
  };
  return journal;
}

/** One line for a failure's message; sound and frames left out. */
function inWords({ type, detail, at }: PageEvent): string {
  return `${at.toFixed(0)} ${type} ${JSON.stringify('entry' in detail ? detail.entry.event : detail).slice(0, 200)}`;
}
