import { expect, fixture, html } from '@open-wc/testing';
import type { VoiceAgent } from '../../src/element/voice-agent.js';
import { AgentError } from '../../src/spec/agent-error.js';
import { CREATED, eventWhere, fedAgent, part, READY, startFed } from '../rigs/fed-agent.js';

/** What a promise was rejected with. */
async function refusal(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('nothing was refused'),
    (thrown: unknown) => thrown,
  );
}

function closed(context: AudioContext): Promise<void> {
  if (context.state === 'closed') return Promise.resolve();
  return new Promise((resolve) => {
    context.onstatechange = () => {
      if (context.state === 'closed') resolve();
    };
  });
}

/** Two tasks later whatever was put off by one task has happened. */
async function taskLater(): Promise<void> {
  for (let task = 0; task < 2; task += 1) {
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
  }
}

describe('<voice-agent> from start to end', () => {
  it('rescues what a page set before the element was defined', async () => {
    const holder = document.createElement('div');
    holder.innerHTML = '<not-yet-defined></not-yet-defined>';
    const plain = holder.firstElementChild;
    Object.assign(plain ?? {}, { volume: 0.25, strings: { start: 'Los' }, tools: [{ name: 'now', description: 'The time' }] });
    document.body.append(holder);
    const { VoiceAgent: Class } = await import('../../src/element/define.js');
    customElements.define('not-yet-defined', class extends Class {});
    const element = plain as VoiceAgent;
    await element.updateComplete;
    expect(element.volume).to.equal(0.25);
    expect(element.getAttribute('volume')).to.equal('0.25');
    expect(part(element, 'start')?.textContent).to.contain('Los');
    holder.remove();
  });

  it('reflects its properties, reacts to its attributes and keeps the token to itself', async () => {
    const element = await fixture<VoiceAgent>(
      html`<voice-agent turn-detection="semantic-vad" idle-timeout="7" consent></voice-agent>`,
    );
    expect(element.turnDetection).to.equal('semantic-vad');
    expect(element.idleTimeout).to.equal(7);
    expect(element.consent).to.equal(true);
    element.turnDetection = { type: 'server-vad', silenceDurationMs: 300 };
    element.muted = true;
    element.relayToken = 'secret';
    await element.updateComplete;
    expect(element.getAttribute('turn-detection')).to.equal('server-vad');
    expect(element.hasAttribute('muted')).to.equal(true);
    expect(element.outerHTML).not.to.contain('secret');
    element.setAttribute('modality', 'telepathy');
    expect(element.modality).to.equal('voice');
    element.modality = 'text';
    await element.updateComplete;
    expect(element.getAttribute('modality')).to.equal('text');
    element.removeAttribute('idle-timeout');
    expect(element.idleTimeout).to.equal(300);
    element.setAttribute('visualizer', 'none');
    await element.updateComplete;
    expect(part(element, 'visualizer')).to.equal(null);
  });

  it('joins a start that is under way', async () => {
    const agent = await fedAgent();
    const first = agent.element.start();
    const second = agent.element.start();
    (await agent.nextLine()).provider(CREATED, READY);
    await Promise.all([first, second]);
    expect(agent.lines).to.have.length(1);
    expect(agent.element.state).to.equal('listening');
    expect(agent.element.session).to.deep.include({ id: 's1', model: 'test-model', provider: 'fed' });
  });

  it('takes a stop during the start, and a start right after it', async () => {
    const agent = await fedAgent();
    const opening = agent.nextLine();
    const first = agent.element.start();
    const line = await opening;
    agent.element.stop();
    expect(await refusal(first)).to.include({ name: 'AbortError' });
    expect(line.closed).to.equal(true);
    expect(agent.element.state).to.equal('ended');
    const next = await startFed(agent);
    line.provider(READY);
    expect(agent.element.state).to.equal('listening');
    expect(next.closed).to.equal(false);
  });

  it('says what failed and can be started again', async () => {
    const failures = [new AgentError('relay-unreachable', 'nobody there')];
    const agent = await fedAgent();
    const { openConnection } = agent.element.ports;
    agent.element.ports = {
      ...agent.element.ports,
      openConnection: (...request) => {
        const failure = failures.pop();
        return failure ? Promise.reject(failure) : openConnection(...request);
      },
    };
    const told = eventWhere(agent.element, 'agent-error');
    expect(await refusal(agent.element.start())).to.include({ code: 'relay-unreachable' });
    expect(await told).to.include({
      code: 'relay-unreachable',
      recoverable: false,
      help: new AgentError('relay-unreachable', '').help,
    });
    await agent.element.updateComplete;
    expect(part(agent.element, 'error-help')?.textContent).to.contain('cannot be reached');
    const opening = agent.nextLine();
    part(agent.element, 'retry')?.click();
    (await opening).provider(CREATED, READY);
    await eventWhere(agent.element, 'agent-state', ({ state }) => state === 'listening');
    await agent.element.updateComplete;
    expect(part(agent.element, 'error')).to.equal(null);
  });

  it('names a provider that does not exist, and asks for no microphone on its behalf', async () => {
    const element = await fixture<VoiceAgent>(html`<voice-agent provider="nobody"></voice-agent>`);
    const states: string[] = [];
    element.addEventListener('agent-state', ({ detail }) => states.push(detail.state));
    const thrown = await refusal(element.start());
    expect(thrown).to.include({ code: 'provider-unknown' });
    expect(String(thrown)).to.contain('openai');
    expect(states).to.deep.equal(['failed']);
  });

  it('asks the relay who answers where nobody else says it, and says when it cannot', async () => {
    const element = await fixture<VoiceAgent>(html`<voice-agent modality="text" relay-url="http://127.0.0.1:9/"></voice-agent>`);
    const told = eventWhere(element, 'agent-state');
    const refused = refusal(element.start());
    expect(await told).to.deep.equal({ state: 'connecting', previous: 'idle' });
    expect(await refused).to.include({ code: 'relay-unreachable' });
    expect(element.state).to.equal('failed');
  });

  it('talks on when it is moved, and releases everything when it is removed', async () => {
    const agent = await fedAgent({ modality: 'voice' });
    const line = await startFed(agent);
    const elsewhere = await fixture(html`<div></div>`);
    elsewhere.append(agent.element);
    await taskLater();
    expect(line.closed).to.equal(false);
    expect(agent.element.state).to.equal('listening');

    const [track] = agent.streams[0]?.getTracks() ?? [];
    expect(track?.readyState).to.equal('live');
    agent.element.remove();
    await Promise.all(agent.contexts.map(closed));
    expect(line.closed).to.equal(true);
    expect(track?.readyState).to.equal('ended');
    expect(agent.contexts).to.have.length(1);
    expect(agent.element.state).to.equal('ended');

    elsewhere.append(agent.element);
    await startFed(agent);
    expect(agent.contexts).to.have.length(2);
    agent.element.remove();
    await Promise.all(agent.contexts.map(closed));
  });

  it('disables the microphone’s track while it is muted, from the first moment on', async () => {
    const agent = await fedAgent({ modality: 'voice', muted: true });
    await startFed(agent);
    const [track] = agent.streams[0]?.getTracks() ?? [];
    expect(track?.enabled).to.equal(false);
    agent.element.muted = false;
    await agent.element.updateComplete;
    expect(track?.enabled).to.equal(true);
    agent.element.stop();
    expect(track?.readyState).to.equal('ended');
  });

  it('asks for consent before it asks for the microphone', async () => {
    const agent = await fedAgent({ modality: 'voice', consent: 'May we listen?' });
    const declined = agent.element.start();
    await agent.element.updateComplete;
    expect(part(agent.element, 'consent-text')?.textContent).to.equal('May we listen?');
    part(agent.element, 'consent-decline')?.click();
    expect(await refusal(declined)).to.include({ name: 'AbortError' });
    expect(agent.streams).to.have.length(0);

    const opening = agent.nextLine();
    const live = agent.element.start();
    await agent.element.updateComplete;
    part(agent.element, 'consent-accept')?.click();
    (await opening).provider(CREATED, READY);
    await live;
    expect(agent.streams).to.have.length(1);
  });

  it('throws not-started where there is no conversation', async () => {
    const { element } = await fedAgent();
    expect(() => element.sendText('hello'))
      .to.throw(AgentError)
      .with.property('code', 'not-started');
  });
});
