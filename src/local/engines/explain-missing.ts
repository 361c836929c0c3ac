import { AgentError } from '../../spec/agent-error.js';
import { INSTALL_COMMAND } from './model-files.js';

/** Says what to do where a package of the local agent is not installed; whatever else was thrown stays as it is. */
export function explainMissing(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !('code' in thrown) || thrown.code !== 'ERR_MODULE_NOT_FOUND') return thrown;
  const name = /Cannot find package '([^']+)'/.exec(thrown.message)?.[1];
  if (name === undefined) return thrown;
  const message = `The local agent needs the package ${name}, which is not installed. Install it with: ${INSTALL_COMMAND}`;
  return new AgentError('invalid-configuration', message, { cause: thrown });
}
