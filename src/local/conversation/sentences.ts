/** Splits streamed text into sentences. Joined, they are the whole text. */
export interface SentenceSplitter {
  /** Returns the sentences that `text` completes. */
  push(text: string): string[];
  /** Returns the unfinished rest, if any. */
  finish(): string[];
}

/** Punctuation, closing quotes or brackets, then a space, which punctuation inside numbers and addresses lacks. */
const SENTENCE_END = /[.!?]["')\]]*\s+/g;
const ABBREVIATION = /\b(?:mr|mrs|ms|dr|st|vs|e\.g|i\.e|no|approx)\.\s+$/i;
/** Longer text is split at a comma or a space, so that speech can start. */
const MAX_LENGTH = 240;

export function createSentenceSplitter(): SentenceSplitter {
  let rest = '';

  return {
    push(text) {
      const complete: string[] = [];
      rest += text;
      for (let end = endOfFirst(rest); end > 0; end = endOfFirst(rest)) {
        complete.push(rest.slice(0, end));
        rest = rest.slice(end);
      }
      return complete;
    },
    finish() {
      const last = rest;
      rest = '';
      return last.trim() === '' ? [] : [last];
    },
  };
}

function endOfFirst(text: string): number {
  for (const match of text.matchAll(SENTENCE_END)) {
    const end = match.index + match[0].length;
    if (!ABBREVIATION.test(text.slice(0, end))) return end;
  }
  if (text.length <= MAX_LENGTH) return 0;
  const head = text.slice(0, MAX_LENGTH);
  const comma = head.lastIndexOf(', ') + 2;
  return comma > MAX_LENGTH / 3 ? comma : head.lastIndexOf(' ') + 1 || MAX_LENGTH;
}
