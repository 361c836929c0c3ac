/**
 * The part of `text` that was heard when `heardMs` of `receivedMs` had been played: the same share of its letters, down to
 * a whole word. Speech synthesis gives no word times, and its pace is even enough that this is off by a word at most. Of
 * sound of which nothing is known, nothing is claimed.
 */
export function heardText(text: string, heardMs: number, receivedMs = Infinity): string {
  if (heardMs <= 0 || receivedMs <= 0) return '';
  if (heardMs >= receivedMs) return text;
  const end = Math.floor((text.length * heardMs) / receivedMs);
  if (/\s/.test(text.charAt(end))) return text.slice(0, end);
  return text.slice(0, Math.max(0, text.slice(0, end).search(/\s\S*$/)));
}
