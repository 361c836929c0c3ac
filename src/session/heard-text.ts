let segmenter: Intl.Segmenter | undefined;

/**
 * The part of `text` that was heard when `heardMs` of `receivedMs` had been played: the same share of its characters, down to a
 * whole word of any script. Speech synthesis gives no word times, and its pace is even enough that this is off by a word at
 * most. Of audio of which nothing is known, nothing is claimed.
 */
export function heardText(text: string, heardMs: number, receivedMs = Infinity): string {
  if (heardMs <= 0 || receivedMs <= 0) return '';
  if (heardMs >= receivedMs) return text;
  const end = Math.floor((text.length * heardMs) / receivedMs);
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  let heard = 0;
  for (const { index, segment } of segmenter.segment(text)) {
    if (index + segment.length > end) break;
    heard = index + segment.length;
  }
  return text.slice(0, heard).trimEnd();
}
