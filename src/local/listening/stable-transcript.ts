/** Turns interim results of an unfinished sentence into text that never changes. */
export interface StableTranscript {
  /** Returns the text to append: the words in which this result and the previous one agree. */
  update(text: string): string;
  /** Returns the rest of the final text, or nothing where it contradicts what was returned before. */
  finish(text: string): string;
}

export function createStableTranscript(): StableTranscript {
  let previous: readonly string[] = [];
  let stable = '';

  return {
    update(text) {
      const words = text.split(' ');
      // The last word is the least certain: the user may still be saying it.
      const complete = words.slice(0, -1);
      const agreed = complete.slice(0, countAgreeing(complete, previous)).join(' ');
      previous = words;
      if (agreed.length <= stable.length || !agreed.startsWith(stable)) return '';
      const added = agreed.slice(stable.length);
      stable = agreed;
      return added;
    },
    finish: (text) => (text.startsWith(stable) ? text.slice(stable.length) : ''),
  };
}

function countAgreeing(words: readonly string[], others: readonly string[]): number {
  const different = words.findIndex((word, index) => word !== others[index]);
  return different < 0 ? words.length : different;
}
