import { expect } from '@open-wc/testing';
import '../../src/element/define.js';
import { createProviderChoice } from '../../src/element/provider-choice.js';

const first = (): string => 'first';

describe('the choice of who answers', () => {
  it('takes what this page has of what the relay offers', async () => {
    const agent = document.createElement('voice-agent');
    agent.relayUrl = new URL('./relay-with-more', import.meta.url).href;
    const some = createProviderChoice(agent, (id) => id === 'openai', first);
    expect(await some.choose()).to.equal('openai');
    expect(await some.list()).to.deep.equal([{ value: 'openai', label: 'OpenAI' }]);
    expect(await createProviderChoice(agent, () => true, first).choose()).to.equal('acme');
  });
});
