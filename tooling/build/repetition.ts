/** How many characters a repeated piece has, and how much its repetition is worth; both found by trying. */
const PIECES = [
  { length: 2, weight: 0.25 },
  { length: 3, weight: 0.5 },
  { length: 4, weight: 1 },
  { length: 5, weight: 1 },
  { length: 6, weight: 1 },
  { length: 8, weight: 1 },
  { length: 12, weight: 1 },
] as const;
/** Counters for pieces of one length; different pieces that share one do no more harm than a worse choice. */
const COUNTERS = 1 << 22;

/** One character. */
export interface Change {
  readonly place: number;
  readonly character: string;
}

/** A text whose single characters change, and what a compressor will find in it. */
export interface RepetitiveText {
  /** Changes characters; places ascend. Answers by how much the text repeats itself more than before. */
  put(changes: readonly Change[]): number;
  text(): string;
}

/** Begins with `text`. */
export function createRepetitiveText(text: string): RepetitiveText {
  const codes = Uint16Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  const counted = PIECES.map(({ length, weight }) => ({ length, weight, counters: new Int32Array(COUNTERS) }));

  function counterOf(place: number, length: number): number {
    let hash = length;
    for (let index = place; index < place + length; index += 1)
      hash = (Math.imul(hash ^ (codes[index] ?? 0), 0x01000193) + 0x7f4a7c15) | 0;
    return ((hash ^ (hash >>> 15)) >>> 0) % COUNTERS;
  }

  /** Counts the pieces that hold one of `places`, or no longer. Answers how much more is repeated. */
  function count(places: readonly number[], by: 1 | -1): number {
    let gained = 0;
    for (const { length, weight, counters } of counted) {
      let next = 0;
      for (const place of places) {
        for (let start = Math.max(next, place - length + 1); start <= place && start + length <= codes.length; start += 1) {
          const counter = counterOf(start, length);
          const before = counters[counter] ?? 0;
          counters[counter] = before + by;
          gained += weight * (repetition(before + by) - repetition(before));
        }
        next = place + 1;
      }
    }
    return gained;
  }

  count(Array.from(codes.keys()), 1);
  return {
    put(changes) {
      const places = changes.map(({ place }) => place);
      const lost = count(places, -1);
      for (const { place, character } of changes) codes[place] = character.charCodeAt(0);
      return lost + count(places, 1);
    },
    text: () => Array.from(codes, (code) => String.fromCharCode(code)).join(''),
  };
}

/** What a piece that is there `times` times saves: the oftener, the fewer bits does each of them take. */
function repetition(times: number): number {
  return times > 1 ? times * Math.log2(times) : 0;
}
