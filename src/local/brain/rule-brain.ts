import type { Brain } from './brain.js';

export function createRuleBrain(): Brain {
  return {
    async *answer({ history }) {
      const last = history.findLast((turn) => turn.type === 'said' && turn.role === 'user');
      yield { type: 'text', text: last?.type === 'said' ? `I heard: ${last.text}` : 'Hello.' };
    },
  };
}
