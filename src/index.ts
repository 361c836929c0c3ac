/**
 * The element's class, its events and the words they use. Importing this defines no element: `voice-agent-element/define`
 * does, or `customElements.define('your-name', VoiceAgent)`.
 */
export { VoiceAgent } from './element/voice-agent.js';
export { AgentEvent, AgentToolCallEvent } from './element/events.js';
export type { AgentEventDetails, AgentEventType, ToolCallDetail } from './element/events.js';
export { AgentError, ERROR_HELP, isAgentErrorCode, toAgentError, type AgentErrorCode } from './spec/agent-error.js';
export { CLOSE_CODES, CLOSE_NORMAL, errorOfCloseCode, type ClosableErrorCode } from './spec/close-code.js';
export type { BargeInMode, SessionConfig, TurnDetection } from './spec/session-config.js';
export type { AgentState, Cost, CostByModality, Latency, Transcript, TranscriptItem, TurnLatency } from './spec/snapshot.js';
export type { JsonSchema, ToolDefinition, ToolOutcome } from './spec/tool.js';
export type { ModelPrices, TokenPrices, TokenUsage } from './spec/usage.js';
export type { EndReason } from './spec/action.js';
export type { EventSource, LimitKind, LogEntry, VoiceEvent } from './spec/voice-event.js';
