/** What has come so far, and a way to wait for what is still to come. */
export interface Mailbox<T> {
  readonly all: readonly T[];
  put(value: T): void;
  /** The next value that was not taken yet. */
  next(): Promise<T>;
  /** Resolves once `count` values have come in all. */
  atLeast(count: number): Promise<readonly T[]>;
}

export function createMailbox<T>(): Mailbox<T> {
  const all: T[] = [];
  const waiting = new Set<() => void>();
  let taken = 0;

  const until = async (isTrue: () => boolean): Promise<void> => {
    while (!isTrue()) await new Promise<void>((resolve) => waiting.add(resolve));
  };
  return {
    all,
    put(value) {
      all.push(value);
      waiting.forEach((wake) => wake());
      waiting.clear();
    },
    async next() {
      const mine = taken;
      taken += 1;
      await until(() => all.length > mine);
      return all[mine] as T;
    },
    async atLeast(count) {
      await until(() => all.length >= count);
      return all;
    },
  };
}
