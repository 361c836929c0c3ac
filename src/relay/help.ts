/** What `voice-agent-relay --help` prints. */
export const HELP = `voice-agent-relay [--demo] [--help]

Keeps the keys of voice services and carries conversations between web pages and them.
Without OPENAI_API_KEY a small local agent answers.

  --demo    serve the demo page at /
  --help    print this

It is configured by environment variables; .env.example explains each of them.

  PORT, HOST                  where to listen (8787, 127.0.0.1)
  RELAY_PUBLIC_URL            the address that pages reach it by, where a proxy stands in front
  OPENAI_API_KEY              the key; OPENAI_BASE_URL, OPENAI_REALTIME_MODEL, OPENAI_DEFAULT_VOICE go with it
  RELAY_ALLOWED_ORIGINS       the pages that may use it, separated by commas (without: pages of this machine)
  LOG_LEVEL                   fatal, error, warn, info, debug or silent
`;
