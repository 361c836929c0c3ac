/** Resolves to the Worker that was started for a connection, or to `undefined` where there can be none. The taker terminates it. */
export type TakeWorker = () => Promise<Worker | undefined>;
