import type { AgentErrorCode } from '../../../spec/agent-error.js';

/** What a ticket lets its holder do, as it was decided when it was made out. */
export interface Grant {
  readonly subject: string;
  /** The page it was made out to; `undefined` for a caller that is no browser. */
  readonly origin: string | undefined;
  /** Whose sockets it opens. */
  readonly provider: string;
  readonly model: string;
  readonly voice: string;
}

/** Tickets open one conversation each, once, within {@link TICKET_TTL_MS}. Ids are secrets: only their hashes are kept. */
export interface Tickets {
  mint(grant: Grant): Promise<string>;
  /** Uses the ticket up. Unknown, expired and used ones are all the same: `undefined`. */
  redeem(id: string): Promise<Grant | undefined>;
  /** Keeps why the conversation of a ticket was refused: a browser cannot read the status of a refused upgrade. */
  noteRefusal(id: string, code: AgentErrorCode): Promise<void>;
  refusalOf(id: string): Promise<AgentErrorCode | undefined>;
}

export const TICKET_TTL_MS = 60_000;
