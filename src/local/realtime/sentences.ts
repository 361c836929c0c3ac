/** Cuts text that is still being written into pieces that can be spoken. The pieces join to the whole text. */
export interface SentenceSplitter {
  /** The sentences that `text` completes. */
  push(text: string): string[];
  /** What is left at the end, or nothing. */
  finish(): string[];
}

/** A sentence end: its mark, a closing quote or bracket, then space. A mark inside a number or an address has no space. */
const SENTENCE_END = /[.!?]["')\]]*\s+/g;
const ABBREVIATION = /\b(?:mr|mrs|ms|dr|st|vs|e\.g|i\.e|no|approx)\.\s+$/i;
/** A sentence without an end is cut at a comma or a space, so that speech can begin. */
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
