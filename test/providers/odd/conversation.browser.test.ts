import { expect, fixture, html } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import { openMicrophone } from '../../../src/audio/capture/open-microphone.js';
import { compose } from '../../../src/element/compose.js';
import '../../../src/element/define.js';
import { VoiceAgent } from '../../../src/element/voice-agent.js';
import type { Codec } from '../../../src/spec/codec.js';
import type { Provider } from '../../../src/spec/provider.js';
import type { SessionConfig } from '../../../src/spec/session-config.js';
import type { TranscriptItem } from '../../../src/spec/snapshot.js';
import type { VoiceEvent } from '../../../src/spec/voice-event.js';
import { tapDestination, type Tap } from '../../rigs/sound.js';
import odd from './index.js';
import type { OddReport } from './server.js';

let codecsOnPage = 0;

/** The same provider twice: its codec runs in the Worker only where it can be loaded there. */
const { codecUrl: _codecUrl, ...onPage } = odd;
const providers: Readonly<Record<string, Provider>> = { 'odd-in-worker': odd, 'odd-on-page': onPage };
for (const [id, provider] of Object.entries(providers)) {
  const createCodec = (config: SessionConfig): Codec => {
    codecsOnPage += 1;
    return provider.createCodec(config);
  };
  VoiceAgent.addProvider(id, async () => ({ default: { ...provider, id, createCodec } }));
}

/** Someone with a voice of one tone. */
interface Person {
  readonly stream: MediaStream;
  setSpeaking(isSpeaking: boolean): void;
}

function createPerson(context: AudioContext): Person {
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  const gain = new GainNode(context, { gain: 0 });
  const voice = new OscillatorNode(context, { frequency: 300 });
  voice.connect(gain).connect(destination);
  voice.start();
  return {
    stream: destination.stream,
    setSpeaking: (isSpeaking) => gain.gain.setValueAtTime(isSpeaking ? 0.5 : 0, context.currentTime),
  };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(requestAnimationFrame);
}

/** In WebKitGTK the conversation does not get past its first turn yet; what of it fails there is not known. */
const isWebKit = navigator.userAgent.includes('AppleWebKit') && !navigator.userAgent.includes('Chrome');

for (const id of isWebKit ? [] : (['odd-in-worker', 'odd-on-page'] as const)) {
  describe(`a spoken conversation with ${id}`, () => {
    let life: AbortController;
    let agent: VoiceAgent;
    let person: Person;
    let context: AudioContext;
    let tap: Tap;

    beforeEach(async () => {
      life = new AbortController();
      codecsOnPage = 0;
      const relayUrl = await executeServerCommand<string, undefined>('odd-start');
      agent = await fixture<VoiceAgent>(html`<voice-agent provider=${id} relay-url=${relayUrl} agent-id="a1"></voice-agent>`);
      agent.ports = {
        ...compose,
        createContext(signal) {
          context = compose.createContext(signal);
          person = createPerson(context);
          return context;
        },
        openMicrophone: (request, signal) => openMicrophone({ ...request, request: async () => person.stream }, signal),
        async openSpeaker(request, signal) {
          tap = await tapDestination(request.context, life.signal, 120);
          return compose.openSpeaker(request, signal);
        },
      };
    });

    afterEach(async () => {
      agent.remove();
      life.abort();
      // Returns only when no socket is left.
      await executeServerCommand('odd-stop');
    });

    const server = (): Promise<OddReport> => executeServerCommand<OddReport, undefined>('odd-report');
    const events = <T extends VoiceEvent['type']>(type: T): readonly (VoiceEvent & { readonly type: T })[] =>
      agent.log.map(({ event }) => event).filter((event): event is VoiceEvent & { readonly type: T } => event.type === type);
    const said = (text: string): TranscriptItem | undefined => agent.transcript.find((item) => item.text === text);
    const heardOut = (text: string): Promise<void> =>
      until(() => said(text)?.heard === text && agent.state === 'listening' && said(text)?.interrupted === false);
    const takeTurn = async (count: number): Promise<void> => {
      person.setSpeaking(true);
      await until(() => events('user-started').length === count);
      person.setSpeaking(false);
      await until(() => events('user-stopped').length === count);
    };

    it('is had from the first word to the end of the service’s own', async function () {
      this.timeout(120_000);
      const states: string[] = [];
      const errors: string[] = [];
      const finals: string[] = [];
      agent.addEventListener('agent-transcript', ({ detail }) => detail.final && finals.push(detail.text));
      agent.addEventListener('agent-state', ({ detail }) => states.push(detail.state));
      agent.addEventListener('agent-error', ({ detail }) => errors.push(detail.code));
      agent.addTool({ name: 'colour', description: 'The colour of a thing' }, ({ of }) => {
        throw new Error(`The ${String(of)} is dark.`);
      });

      await agent.start();
      expect(agent.state).to.equal('listening');
      expect(codecsOnPage).to.equal(id === 'odd-on-page' ? 1 : 0);

      // The person speaks, and the agent at length.
      await takeTurn(1);
      await until(() => agent.state === 'speaking');
      await tap.firstSound();
      const [answer] = agent.transcript.filter(({ role }) => role === 'agent');
      await until(() => (events('playback-progress').at(-1)?.heardMs ?? 0) > 500);

      // Barge-in: what the service had made already is not heard.
      person.setSpeaking(true);
      await until(() => events('playback-flushed').length === 1);
      expect(agent.state).to.equal('hearing');
      await until(() => events('response-interrupted').length === 1);
      const silent = await tap.read(tap.end + context.sampleRate * 0.05, context.sampleRate * 0.3);
      expect(Math.max(...silent.map(Math.abs))).to.equal(0);
      expect(events('playback-started')).to.have.length(1);
      const late = events('agent-audio').filter(({ itemId }) => itemId === answer?.id);
      expect(late.reduce((ms, { durationMs }) => ms + durationMs, 0)).to.equal(6400);
      const [cut] = agent.transcript.filter(({ role }) => role === 'agent');
      expect(cut).to.include({ interrupted: true, final: true });
      expect(cut?.heard?.length).to.be.within(1, (cut?.text.length ?? 0) - 1);

      // That turn calls a tool, which fails.
      person.setSpeaking(false);
      await heardOut('I cannot see it.');
      const done = (await server()).received.find(({ kind }) => kind === 'done');
      expect(done).to.deep.include({ call: 'c1', name: 'colour', failed: true });
      expect(done?.['output']).to.contain('The sky is dark.');
      expect(errors).to.deep.equal(['provider-error']);

      // Muted in mid-sentence: the service hears the silence that ends the turn.
      person.setSpeaking(true);
      await until(() => events('user-started').length === 3);
      agent.muted = true;
      await heardOut('You are muted.');
      expect(events('user-stopped')).to.have.length(3);

      agent.sendText('Can you read?');
      expect(agent.state).to.equal('thinking');
      await heardOut('I can read.');

      // The service charges by the minute, and says nothing of it.
      await until(() => agent.cost.total > 0.01);
      expect(agent.cost.estimated).to.equal(true);
      expect(agent.cost.tokens.inputAudio).to.equal(0);

      // The close code means nothing else here, although the relay uses the same number.
      expect(finals).to.deep.equal(agent.transcript.flatMap(({ kind, text }) => (kind === 'tool' ? [] : [text])));
      agent.sendText('That is all.');
      await until(() => agent.state === 'failed');
      expect(errors).to.deep.equal(['provider-error', 'session-expired']);

      expect(
        agent.transcript.map(({ kind, role, text, tool }) => (kind === 'tool' ? tool?.status : `${role}: ${text}`)),
      ).to.deep.equal([
        'user: Tell me about the weather.',
        'agent: It is sunny today and it stays so for the whole of the week, says the forecast.',
        'user: What colour is it?',
        'failed',
        'agent: I cannot see it.',
        'user: I am going to mute.',
        'agent: You are muted.',
        'user: Can you read?',
        'agent: I can read.',
      ]);
      expect(states.slice(0, 4)).to.deep.equal(['connecting', 'requesting-microphone', 'connecting', 'listening']);
      expect(states).to.include.members(['hearing', 'thinking', 'speaking']);

      const { received, firstFrame, earlyBytes, requests } = await server();
      expect(requests).to.deep.equal(['GET /odd/address?agent=a1']);
      expect(firstFrame).to.equal('text');
      expect(earlyBytes).to.equal(0);
      expect(received.map(({ kind }) => kind)).to.deep.equal(['hello', 'pong', 'done', 'typed', 'typed']);
      expect(received[0]?.['tools']).to.deep.equal([{ name: 'colour', about: 'The colour of a thing' }]);
    });
  });
}
