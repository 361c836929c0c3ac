/** Gives a line the Worker that was started for it, or `undefined` where there can be none. Whoever takes it ends it. */
export type TakeWorker = () => Promise<Worker | undefined>;
