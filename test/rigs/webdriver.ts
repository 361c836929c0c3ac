/** As much of W3C WebDriver as the WebKit launcher needs. */
export interface WebDriverSession {
  /** Answers the `value` of the driver's reply; rejects with the driver's own words. */
  command(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown>;
}

interface Reply {
  readonly value: unknown;
}

function isReply(reply: unknown): reply is Reply {
  return typeof reply === 'object' && reply !== null && 'value' in reply;
}

/** A page that hangs takes its driver's answers with it. No page takes this long to load, on the slowest machine. */
const PATIENCE_MS = 120_000;

async function request(url: string, method: string, body?: object): Promise<unknown> {
  const said = method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {};
  const response = await fetch(url, { method, ...said, signal: AbortSignal.timeout(PATIENCE_MS) });
  const reply: unknown = await response.json();
  if (!response.ok || !isReply(reply)) throw new Error(`WebDriver ${method} ${url}: ${JSON.stringify(reply)}`);
  return reply.value;
}

/** Opens a session at a driver that listens on `origin`. */
export async function openWebDriverSession(origin: string, capabilities: object): Promise<WebDriverSession> {
  const opened = await request(`${origin}/session`, 'POST', { capabilities: { alwaysMatch: capabilities } });
  const id = typeof opened === 'object' && opened !== null && 'sessionId' in opened ? opened.sessionId : undefined;
  if (typeof id !== 'string') throw new Error('The driver opened no session');
  return { command: (method, path, body) => request(`${origin}/session/${id}${path}`, method, body) };
}
