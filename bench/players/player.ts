/** Something that plays what a voice service sends. */
export interface Player {
  play(itemId: string, pcm: Int16Array<ArrayBuffer>): void;
  /** The person speaks: silence the agent. Answers how many milliseconds of the item it believes were heard, if it knows. */
  interrupt(itemId: string): Promise<number | undefined>;
  close(): Promise<void>;
}

export type OpenPlayer = () => Promise<Player>;

export const SAMPLE_RATE = 24_000;
