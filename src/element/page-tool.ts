import type { RunTool } from '../session/tools.js';
import type { ToolDefinition } from '../spec/tool.js';

/** A tool of the page; without `run` the element asks for the result by `agent-tool-call`. */
export interface PageTool extends ToolDefinition {
  readonly run?: RunTool;
}
