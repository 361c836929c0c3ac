import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { ensureScriptTag } from '../../../tooling/build/script-tag.js';

describe('the file for a script tag, beside a page', () => {
  let file: string;

  before(async () => {
    file = await readFile(await ensureScriptTag(), 'utf8');
  });

  it('registers its processors in an AudioWorkletGlobalScope, and does nothing else', () => {
    class Processor {
      readonly port = {};
    }
    const registered = new Map<string, new (options: unknown) => object>();
    const scope = {
      AudioWorkletProcessor: Processor,
      registerProcessor: (name: string, processor: new (options: unknown) => object) => registered.set(name, processor),
      sampleRate: 48_000,
    };
    runInNewContext(file, scope);
    assert.deepEqual(
      [...registered.keys()].map((name) => name.replace(/@.*/, '')),
      ['voice-agent-capture', 'voice-agent-playback'],
    );
    for (const Registered of registered.values()) {
      const processor = new Registered({ processorOptions: { format: { encoding: 'pcm16', sampleRate: 24_000 } } });
      assert.ok(processor instanceof Processor);
      assert.equal(typeof (processor as { process?: unknown }).process, 'function');
    }
  });

  it('takes commands in a Worker, and does nothing else', () => {
    const said: unknown[] = [];
    const scope: Record<string, unknown> = {
      WorkerGlobalScope: Object,
      AbortController,
      postMessage: (message: unknown) => said.push(message),
    };
    runInNewContext(file, scope);
    assert.equal(JSON.stringify(said), '[{"type":"ready"}]');
    assert.equal(typeof scope['onmessage'], 'function');
  });
});
