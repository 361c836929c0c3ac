/** What the test suite of Autobahn asks of a WebSocket, category by category, of both ends, over real sockets. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { withLife } from '../../rigs/relay-rig.js';
import { frameFor, openEcho, type Echo } from '../../rigs/websocket/echo.js';
import { goodbye, type RawFrame } from '../../rigs/websocket/raw-frame.js';

type End = 'client' | 'server';

interface Case {
  readonly name: string;
  readonly frames: readonly RawFrame[];
  /** In the words of the rig, up to the end of the connection. */
  readonly answers: readonly string[];
  /** Bytes written at once; all of them where nothing stands here. */
  readonly chunkBytes?: number;
}

const [CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG] = [0, 1, 2, 8, 9, 10];
const hex = (payload: Buffer | string): string => Buffer.from(payload).toString('hex');
const said = (opcode: number, payload: Buffer | string): string => `${opcode === BINARY ? 'binary' : 'text'} ${hex(payload)}`;
const LEAVE: RawFrame = { opcode: CLOSE, payload: goodbye(1000) };
const LEFT = ['close 1000 ', 'end'];
const failed = (closeCode: number): string[] => [`close ${closeCode} `, 'end'];
const first = (payload: Buffer | string, opcode = TEXT): RawFrame => ({ opcode, payload, isFinal: false });
const more = (payload: Buffer | string, isFinal = false): RawFrame => ({ opcode: CONTINUATION, payload, isFinal });

const SIZES = [0, 1, 125, 126, 127, 128, 65_535, 65_536, 100_000];

const framing: Case[] = [TEXT, BINARY].flatMap((opcode) =>
  SIZES.flatMap((size) => {
    const payload = Buffer.alloc(size, 'x');
    return [undefined, 997, ...(size < 200 ? [1] : [])].map((chunkBytes) => ({
      name: `${size} bytes, opcode ${opcode}, in chunks of ${chunkBytes ?? 'all'}`,
      frames: [{ opcode, payload }, LEAVE],
      answers: [said(opcode, payload), ...LEFT],
      ...(chunkBytes !== undefined && { chunkBytes }),
    }));
  }),
);

const full = Buffer.from(Array.from({ length: 125 }, (_, index) => 255 - index));
const pings: Case[] = [
  { name: 'a ping without payload', frames: [{ opcode: PING }, LEAVE], answers: ['pong ', ...LEFT] },
  { name: 'a ping of 125 bytes', frames: [{ opcode: PING, payload: full }, LEAVE], answers: [`pong ${hex(full)}`, ...LEFT] },
  {
    name: 'a ping byte by byte',
    chunkBytes: 1,
    frames: [{ opcode: PING, payload: full }, LEAVE],
    answers: [`pong ${hex(full)}`, ...LEFT],
  },
  { name: 'a ping of 126 bytes', frames: [{ opcode: PING, payload: Buffer.alloc(126) }, LEAVE], answers: failed(1002) },
  {
    name: 'a pong nobody asked for',
    frames: [{ opcode: PONG, payload: 'x' }, { opcode: PING }, LEAVE],
    answers: ['pong ', ...LEFT],
  },
  {
    name: 'ten pings, answered in order',
    frames: [...Array.from({ length: 10 }, (_, index) => ({ opcode: PING, payload: `${index}` })), LEAVE],
    answers: [...Array.from({ length: 10 }, (_, index) => `pong ${hex(`${index}`)}`), ...LEFT],
  },
];

const reserved: Case[] = [1, 2, 3, 4, 5, 6, 7].flatMap((bits) =>
  [TEXT, PING, CLOSE].map((opcode) => ({
    name: `reserved bits ${bits} in opcode ${opcode}, after a good message`,
    frames: [{ payload: 'good' }, { opcode, reserved: bits, payload: '' }, { opcode: PING }],
    answers: [said(TEXT, 'good'), ...failed(1002)],
  })),
);

const opcodes: Case[] = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) => ({
  name: `opcode ${opcode}, after a good message`,
  frames: [{ payload: 'good' }, { opcode, payload: 'x' }, { opcode: PING }],
  answers: [said(TEXT, 'good'), ...failed(1002)],
}));

const pieces = (count: number): RawFrame[] => [
  first('a'),
  ...Array.from({ length: count - 2 }, () => more('a')),
  more('a', true),
];
const fragments: Case[] = [
  { name: 'a ping in two', frames: [{ opcode: PING, isFinal: false }, more('', true)], answers: failed(1002) },
  { name: 'a goodbye in two', frames: [{ opcode: CLOSE, isFinal: false }, more('', true)], answers: failed(1002) },
  { name: 'text in two', frames: [first('one'), more('two', true), LEAVE], answers: [said(TEXT, 'onetwo'), ...LEFT] },
  { name: 'bytes in two', frames: [first('1', BINARY), more('2', true), LEAVE], answers: [said(BINARY, '12'), ...LEFT] },
  {
    name: 'text in three, byte by byte',
    chunkBytes: 1,
    frames: [first('1'), more('2'), more('3', true), LEAVE],
    answers: [said(TEXT, '123'), ...LEFT],
  },
  { name: 'empty pieces', frames: [first(''), more(''), more('', true), LEAVE], answers: [said(TEXT, ''), ...LEFT] },
  {
    name: 'a ping between pieces',
    frames: [first('1'), { opcode: PING, payload: 'p' }, more('2', true), LEAVE],
    answers: [`pong ${hex('p')}`, said(TEXT, '12'), ...LEFT],
  },
  { name: 'a goodbye between pieces', frames: [first('1'), LEAVE, more('2', true)], answers: LEFT },
  { name: 'a continuation of nothing', frames: [more('x', true), { payload: 'y' }], answers: failed(1002) },
  {
    name: 'a continuation of what is complete',
    frames: [first('1'), more('2', true), more('3'), LEAVE],
    answers: [said(TEXT, '12'), ...failed(1002)],
  },
  { name: 'a message inside another', frames: [first('1'), { payload: '2' }, more('3', true)], answers: failed(1002) },
  { name: '64 pieces', frames: [...pieces(64), LEAVE], answers: [said(TEXT, 'a'.repeat(64)), ...LEFT] },
  { name: '65 pieces', frames: [...pieces(65), LEAVE], answers: failed(1008) },
  { name: '65 empty pieces', frames: [first(''), ...Array.from({ length: 64 }, () => more(''))], answers: failed(1008) },
];

const hello = Buffer.from('Hello-µ@ßöäüàá-UTF-8!! κόσμε 𝄞');
const sequences: [string, string][] = [
  ['a lone surrogate', 'eda080'],
  ['a pair of surrogates', 'eda080edb080'],
  ['beyond the last letter', 'f4908080'],
  ['an overlong slash', 'c0af'],
  ['a continuation byte alone', '80'],
  ['a letter cut off', 'cebae1bd'],
  ['bytes that never occur', 'fffe'],
];
const encodings: Case[] = [
  { name: 'letters of all lengths', frames: [{ payload: hello }, LEAVE], answers: [said(TEXT, hello), ...LEFT] },
  {
    name: 'letters split between pieces',
    frames: [first(hello.subarray(0, 8)), more(hello.subarray(8, -2)), more(hello.subarray(-2), true), LEAVE],
    answers: [said(TEXT, hello), ...LEFT],
  },
  {
    name: 'every letter split',
    chunkBytes: 3,
    frames: [first(''), ...[...hello].map((byte) => more(Buffer.from([byte]))), more('', true), LEAVE],
    answers: [said(TEXT, hello), ...LEFT],
  },
  {
    name: 'the last letter there is',
    frames: [{ payload: Buffer.from('f48fbfbf', 'hex') }, LEAVE],
    answers: [said(TEXT, Buffer.from('f48fbfbf', 'hex')), ...LEFT],
  },
  ...sequences.flatMap(([name, bytes]) => [
    { name, frames: [{ payload: Buffer.from(bytes, 'hex') }, { opcode: PING }], answers: failed(1007) },
    {
      name: `${name}, in pieces`,
      frames: [first('ok'), more(Buffer.from(bytes, 'hex').subarray(0, 1)), more(Buffer.from(bytes, 'hex').subarray(1), true)],
      answers: failed(1007),
    },
    {
      name: `${name}, as bytes`,
      frames: [{ opcode: BINARY, payload: Buffer.from(bytes, 'hex') }, LEAVE],
      answers: [said(BINARY, Buffer.from(bytes, 'hex')), ...LEFT],
    },
  ]),
];

const codes = (all: readonly number[], answers: (closeCode: number) => string[]): Case[] =>
  all.map((closeCode) => ({
    name: `code ${closeCode}`,
    frames: [{ opcode: CLOSE, payload: goodbye(closeCode, 'why') }],
    answers: answers(closeCode),
  }));
const goodbyes: Case[] = [
  { name: 'without a code', frames: [{ opcode: CLOSE }], answers: ['close 1005 ', 'end'] },
  { name: 'one byte', frames: [{ opcode: CLOSE, payload: 'x' }], answers: failed(1002) },
  { name: 'a reason of 123 bytes', frames: [{ opcode: CLOSE, payload: goodbye(1000, 'x'.repeat(123)) }], answers: LEFT },
  { name: 'a reason of 124 bytes', frames: [{ opcode: CLOSE, payload: goodbye(1000, 'x'.repeat(124)) }], answers: failed(1002) },
  {
    name: 'a reason that is no text',
    frames: [{ opcode: CLOSE, payload: goodbye(1000, Buffer.from('ff', 'hex')) }],
    answers: failed(1007),
  },
  { name: 'a message after it', frames: [LEAVE, { payload: 'late' }], answers: LEFT },
  { name: 'a ping after it', frames: [LEAVE, { opcode: PING }], answers: LEFT },
  { name: 'twice', frames: [LEAVE, LEAVE], answers: LEFT },
  {
    name: '250 kB after it',
    frames: [LEAVE, ...Array.from({ length: 5 }, () => ({ payload: Buffer.alloc(50_000, 'x') }))],
    answers: LEFT,
  },
  ...codes([1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999], (code) => [
    `close ${code} `,
    'end',
  ]),
  ...codes([0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535], () => failed(1002)),
];

const limits: Case[] = [
  { name: 'a byte too many', frames: [{ opcode: BINARY, payload: Buffer.alloc(100_001) }], answers: failed(1009) },
  {
    name: 'a byte too many in pieces',
    frames: [first(Buffer.alloc(99_999), BINARY), more('x'), more('y')],
    answers: failed(1009),
  },
  {
    name: 'as much as may be, twice',
    frames: [{ opcode: BINARY, payload: Buffer.alloc(100_000) }, first(Buffer.alloc(99_999), BINARY), more('x', true), LEAVE],
    answers: [
      said(BINARY, Buffer.alloc(100_000)),
      said(BINARY, Buffer.concat([Buffer.alloc(99_999), Buffer.from('x')])),
      ...LEFT,
    ],
  },
];

const CATEGORIES = { framing, pings, 'reserved bits': reserved, opcodes, fragments, encodings, goodbyes, limits };

async function run({ frames, answers, chunkBytes }: Case, end: End, signal: AbortSignal): Promise<void> {
  const echo = await openEcho(end, signal);
  const bytes = Buffer.concat(frames.map((frame) => frameFor(end, frame)));
  const size = chunkBytes ?? bytes.length;
  for (let at = 0; at < bytes.length; at += size) echo.socket.write(bytes.subarray(at, at + size));
  assert.deepEqual(await settled(echo, end), answers);
}

/** A client that has said goodbye waits for the server to hang up. */
async function settled({ answers, socket, ended }: Echo, end: End): Promise<readonly string[]> {
  if (end === 'server') return ended;
  while (!(await answers.next()).startsWith('close')) continue;
  socket.end();
  return ended;
}

for (const end of ['server', 'client'] as const) {
  for (const [category, cases] of Object.entries(CATEGORIES)) {
    test(
      `as a ${end}: ${category}`,
      withLife(async (signal) => {
        for (const one of cases) {
          await run(one, end, signal).catch((thrown: unknown) => {
            throw new Error(`${category}: ${one.name}`, { cause: thrown });
          });
        }
      }),
    );
  }
}
