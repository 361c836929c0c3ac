/**
 * A conversation without any interface, in pages, workers and Node: the log, its folds, tools, limits, and the line to a
 * provider. Sound comes and goes through the ports of `voice-agent-element/sound`, or through your own.
 */
export * from './session/index.js';
export { openConnection, OPEN_TIMEOUT_MS, type OpenConnectionOptions } from './transport/open-connection.js';
export type { Dial } from './transport/dial.js';
export type { RelayAddress } from './transport/relay-requests.js';
export { addProvider, findProvider, PROVIDERS, type LoadProvider } from './providers/registry.js';
export { systemClock, type Clock } from './lib/clock.js';
export type { Action } from './spec/action.js';
export type { AudioFormat, AudioFormats } from './spec/audio-format.js';
export type { Capabilities } from './spec/capabilities.js';
export type { Codec, Decoded, OutgoingFrame } from './spec/codec.js';
export type { CapturedAudio, Connection, ConnectionReport, ConnectionRequest, SpeakerMessage } from './spec/connection.js';
export type { Provider, Ticket, TicketRequest, TicketRoute, Transport } from './spec/provider.js';
export type { Socket, SocketEvents } from './spec/socket.js';
export type { Microphone, Speaker } from './spec/audio-io.js';
