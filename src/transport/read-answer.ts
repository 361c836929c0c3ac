import { fieldsIn, isFields, textIn } from '../lib/fields.js';
import { parseJson } from '../lib/parse-json.js';
import { AgentError, isAgentErrorCode, type AgentErrorCode } from '../spec/agent-error.js';

/** A relay's answers are a few hundred bytes; what is longer is none. */
const MAX_ANSWER_LENGTH = 64 * 1024;

/** The JSON that a relay answered. Throws the `AgentError` that a refusal stands for, or `relay-malformed`. */
export async function readAnswer(response: Response): Promise<unknown> {
  const answer = parseJson(await readText(response));
  if (!response.ok) throw refusal(response.status, answer);
  if (answer === undefined) throw new AgentError('relay-malformed', 'The relay’s answer is not JSON.');
  return answer;
}

async function readText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    text += decoder.decode(read.value, { stream: true });
    if (text.length > MAX_ANSWER_LENGTH) throw new AgentError('relay-malformed', 'The relay’s answer is too long.');
  }
  return text + decoder.decode();
}

/** The relay says why in its own code; anything else that stands in the way says it by its status. */
function refusal(status: number, answer: unknown): AgentError {
  const error = isFields(answer) ? fieldsIn(answer, 'error') : {};
  const code = error.code;
  const message = textIn(error, 'message') ?? `The relay answered with status ${status}.`;
  return new AgentError(isAgentErrorCode(code) ? code : codeOfStatus(status), message);
}

function codeOfStatus(status: number): AgentErrorCode {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'origin-refused';
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'relay-unreachable';
  return 'relay-malformed';
}
