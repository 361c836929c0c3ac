/** One fenced block of a Markdown page. */
export interface Snippet {
  /** The first word after the fence: `html`, `ts`, `sh`, ... */
  readonly language: string;
  readonly code: string;
  /** Line of the page on which the code begins, counted from 1. */
  readonly line: number;
}

const FENCE = /^```(?<language>\S*)[^\n]*\n(?<code>[\s\S]*?)^```$/gm;

export function snippetsOf(page: string): Snippet[] {
  return [...page.matchAll(FENCE)].map(({ groups, index }) => ({
    language: groups?.['language'] ?? '',
    code: groups?.['code'] ?? '',
    line: page.slice(0, index).split('\n').length + 1,
  }));
}
