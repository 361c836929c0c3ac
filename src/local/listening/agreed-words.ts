/** Turns growing guesses at an unfinished sentence into text that is never taken back. */
export interface AgreedWords {
  /** What can now be added to what was given out: the words in which this guess and the one before agree. */
  guess(text: string): string;
  /** The remainder of the final text; empty where it contradicts what was given out already. */
  finish(text: string): string;
}

export function createAgreedWords(): AgreedWords {
  let before: readonly string[] = [];
  let given = '';

  return {
    guess(text) {
      const words = text.split(' ');
      // The newest word is the least certain: it may be half spoken.
      const settled = words.slice(0, -1);
      const agreed = settled.slice(0, countAgreeing(settled, before)).join(' ');
      before = words;
      if (agreed.length <= given.length || !agreed.startsWith(given)) return '';
      const added = agreed.slice(given.length);
      given = agreed;
      return added;
    },
    finish: (text) => (text.startsWith(given) ? text.slice(given.length) : ''),
  };
}

function countAgreeing(words: readonly string[], others: readonly string[]): number {
  const different = words.findIndex((word, index) => word !== others[index]);
  return different < 0 ? words.length : different;
}
