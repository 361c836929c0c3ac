/** The very words that a `response.create` asks to be spoken, as a greeting is; nothing where it asks for something else. */
export function verbatimText(directive: string): string | undefined {
  if (!/\b(?:say|speak|greet|welcome|respond|reply|repeat|read|words|verbatim|exactly)\b/i.test(directive)) return undefined;
  const quoted = /["“]([^]+)["”]/.exec(directive)?.[1];
  if (quoted !== undefined) return unescaped(quoted).trim();
  return /\b(?:say|speak|repeat|read|reply|respond|words|verbatim|exactly)\b[^:\n]{0,80}:\s*([^]+)$/i
    .exec(directive)?.[1]
    ?.trim();
}

function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, '$1');
}
