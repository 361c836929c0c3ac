/** A conversation without any interface: log, folds, tools, limits. No DOM, no Node. */
export { openConversation } from './converse.js';
export type { Conversation, ConversationRequest } from './conversation.js';
export { createLog, follow, MAX_ENTRIES, type Log } from './log.js';
export { foldAll, type Fold } from './fold.js';
export { sessionFold } from './state.js';
export { createViews, type Views } from './views.js';
export { metricsFold, type Metrics } from './metrics.js';
export { sessionFactsFold, type SessionFacts } from './session-facts.js';
export { noticesFold, type Notices } from './notices.js';
export { transcriptFold } from './transcript.js';
export { createCostFold } from './cost.js';
export { latencyFold } from './latency.js';
export { createTools, DEFAULT_TOOL_TIMEOUT_MS, type RunTool, type ToolCall, type Tools, type ToolsOptions } from './tools.js';
export type { Limits } from './limits.js';
export { exportTranscript, type SpeakerNames, type TranscriptFormat } from './export-transcript.js';
export { exportLog, parseLog } from './export-log.js';
