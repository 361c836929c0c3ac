import assert from 'node:assert/strict';
import { it } from 'node:test';
import { internalNames } from '../../tooling/build/internal-names.js';
import { programOf } from '../../tooling/build/program.js';

it('takes what only the product’s own code says, and nothing that somebody else does', () => {
  const names = internalNames(programOf('src/element/define.ts')());
  // A state of the session, a member that is withheld from pages, and one of a part of the interface.
  for (const name of ['cutItems', 'runs', 'lookUp']) assert.ok(names.includes(name), name);
  const theirs = {
    'the class': ['sendText', 'exportLog', 'inputDevice'],
    'the log': ['heardMs', 'recoverable', 'closeCode'],
    'a worklet': ['itemIds', 'frame', 'processorOptions', 'process'],
    'the relay': ['authorization', 'headers', 'wsUrl'],
    'a provider': ['output_modalities', 'createCodec', 'encodeAudio'],
    'the browser': ['allowsFeature', 'setSinkId', 'requestUpdate'],
    'a list of names': ['receivedMs', 'agentId', 'toolCalls'],
  };
  for (const [whose, kept] of Object.entries(theirs))
    for (const name of kept) assert.ok(!names.includes(name), `${whose}: ${name}`);
});
