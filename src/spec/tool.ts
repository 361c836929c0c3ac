/** A JSON Schema of type `object`; its content is the provider's business. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A function that the agent may call. */
export interface ToolDefinition {
  /** 1-64 letters, digits, `_` or `-`. */
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments object; without it the tool takes none. */
  readonly parameters?: JsonSchema;
}

/** What a tool ended in; exactly one of the two. */
export type ToolOutcome = { readonly result: unknown } | { readonly error: string };
