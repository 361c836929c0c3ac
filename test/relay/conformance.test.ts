/** What Autobahn's test suite asks of a WebSocket, by its categories, of both ends of the relay, over real sockets. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { withLife } from '../rigs/relay-rig.js';
import { closePayload, type RawFrame } from '../rigs/websocket/raw-frame.js';
import { echo, frameFor, openRelayEnd, type End } from '../rigs/websocket/relay-end.js';

interface Case {
  readonly name: string;
  readonly frames: readonly RawFrame[];
  /** In the words of the rig; all of them where the last one is `end`. */
  readonly answers: readonly string[];
  /** Bytes written at once; all of them where nothing stands here. */
  readonly chunkBytes?: number;
}

const [CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG] = [0, 1, 2, 8, 9, 10];
const hex = (payload: Buffer | string): string => Buffer.from(payload).toString('hex');
const echoed = (opcode: number, payload: Buffer | string): string =>
  `text ${hex(opcode === BINARY ? `binary ${hex(payload)}` : payload)}`;
const LEAVE: RawFrame = { opcode: CLOSE, payload: closePayload(1000) };
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
      answers: [echoed(opcode, payload), ...LEFT],
      ...(chunkBytes !== undefined && { chunkBytes }),
    }));
  }),
);

const longLengths: Case[] = [2, 8].map((lengthBytes) => ({
  name: `a length in ${lengthBytes} bytes where none would do`,
  frames: [{ payload: 'hello', lengthBytes }, LEAVE],
  answers: [echoed(TEXT, 'hello'), ...LEFT],
}));

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
    answers: [echoed(TEXT, 'good'), ...failed(1002)],
  })),
);

const opcodes: Case[] = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) => ({
  name: `opcode ${opcode}, after a good message`,
  frames: [{ payload: 'good' }, { opcode, payload: 'x' }, { opcode: PING }],
  answers: [echoed(TEXT, 'good'), ...failed(1002)],
}));

const pieces = (count: number): RawFrame[] => [
  first('a'),
  ...Array.from({ length: count - 2 }, () => more('a')),
  more('a', true),
];
const fragments: Case[] = [
  { name: 'a ping in two', frames: [{ opcode: PING, isFinal: false }, more('', true)], answers: failed(1002) },
  { name: 'a close frame in two', frames: [{ opcode: CLOSE, isFinal: false }, more('', true)], answers: failed(1002) },
  { name: 'text in two', frames: [first('one'), more('two', true), LEAVE], answers: [echoed(TEXT, 'onetwo'), ...LEFT] },
  { name: 'bytes in two', frames: [first('1', BINARY), more('2', true), LEAVE], answers: [echoed(BINARY, '12'), ...LEFT] },
  {
    name: 'text in three, byte by byte',
    chunkBytes: 1,
    frames: [first('1'), more('2'), more('3', true), LEAVE],
    answers: [echoed(TEXT, '123'), ...LEFT],
  },
  { name: 'empty pieces', frames: [first(''), more(''), more('', true), LEAVE], answers: [echoed(TEXT, ''), ...LEFT] },
  {
    name: 'a ping between pieces',
    frames: [first('1'), { opcode: PING, payload: 'p' }, more('2', true), LEAVE],
    answers: [`pong ${hex('p')}`, echoed(TEXT, '12'), ...LEFT],
  },
  { name: 'a close frame between pieces', frames: [first('1'), LEAVE, more('2', true)], answers: LEFT },
  { name: 'a continuation of nothing', frames: [more('x', true), { payload: 'y' }], answers: failed(1002) },
  {
    name: 'a continuation of what is complete',
    frames: [first('1'), more('2', true), more('3'), LEAVE],
    answers: [echoed(TEXT, '12'), ...failed(1002)],
  },
  { name: 'a message inside another', frames: [first('1'), { payload: '2' }, more('3', true)], answers: failed(1002) },
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
  { name: 'letters of all lengths', frames: [{ payload: hello }, LEAVE], answers: [echoed(TEXT, hello), ...LEFT] },
  {
    name: 'letters split between pieces',
    frames: [first(hello.subarray(0, 8)), more(hello.subarray(8, -2)), more(hello.subarray(-2), true), LEAVE],
    answers: [echoed(TEXT, hello), ...LEFT],
  },
  {
    name: 'every letter split',
    chunkBytes: 3,
    frames: [first(''), ...[...hello].map((byte) => more(Buffer.from([byte]))), more('', true), LEAVE],
    answers: [echoed(TEXT, hello), ...LEFT],
  },
  {
    name: 'the last letter there is',
    frames: [{ payload: Buffer.from('f48fbfbf', 'hex') }, LEAVE],
    answers: [echoed(TEXT, Buffer.from('f48fbfbf', 'hex')), ...LEFT],
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
      answers: [echoed(BINARY, Buffer.from(bytes, 'hex')), ...LEFT],
    },
  ]),
];

const LONG = 'x'.repeat(123);
const codes = (all: readonly number[], answers: (closeCode: number) => string[]): Case[] =>
  all.map((closeCode) => ({
    name: `code ${closeCode}`,
    frames: [{ opcode: CLOSE, payload: closePayload(closeCode, 'why') }],
    answers: answers(closeCode),
  }));
const closing: Case[] = [
  { name: 'without a code', frames: [{ opcode: CLOSE }], answers: ['close 1005 ', 'end'] },
  { name: 'one byte', frames: [{ opcode: CLOSE, payload: 'x' }], answers: failed(1002) },
  {
    name: 'a reason of 123 bytes',
    frames: [{ opcode: CLOSE, payload: closePayload(1000, LONG) }],
    answers: [`close 1000 ${LONG}`, 'end'],
  },
  { name: 'a reason of 124 bytes', frames: [{ opcode: CLOSE, payload: closePayload(1000, `${LONG}x`) }], answers: failed(1002) },
  {
    name: 'a reason that is no text',
    frames: [{ opcode: CLOSE, payload: closePayload(1000, Buffer.from('ff', 'hex')) }],
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
    `close ${code} why`,
    'end',
  ]),
  ...codes([0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535], () => failed(1002)),
];

/** What the relay accepts in one message of a page and of a service. */
const LIMITS = { server: { bytes: 256 * 1024, pieces: 64 }, client: { bytes: 4 * 1024 * 1024, pieces: 1024 } };

const limitsOf = (end: End): Case[] => {
  const { bytes, pieces: most } = LIMITS[end];
  const whole = Buffer.alloc(bytes, 'x');
  const allButOne = first(whole.subarray(1));
  return [
    { name: 'a byte too many', frames: [{ payload: Buffer.alloc(bytes + 1) }], answers: failed(1009) },
    { name: 'a byte too many in pieces', frames: [allButOne, more('x'), more('x')], answers: failed(1009) },
    {
      name: 'as many as may be, twice',
      frames: [{ payload: whole }, allButOne, more('x', true)],
      answers: [echoed(TEXT, whole), echoed(TEXT, whole)],
    },
    { name: 'as many pieces as may be', frames: [...pieces(most), LEAVE], answers: [echoed(TEXT, 'a'.repeat(most)), ...LEFT] },
    { name: 'a piece too many', frames: [...pieces(most + 1), LEAVE], answers: failed(1008) },
    {
      name: 'an empty piece too many',
      frames: [first(''), ...Array.from({ length: most }, () => more(''))],
      answers: failed(1008),
    },
  ];
};

const CATEGORIES = {
  framing: [...framing, ...longLengths],
  pings,
  'reserved bits': reserved,
  opcodes,
  fragments,
  encodings,
  closing,
};

async function run({ frames, answers, chunkBytes }: Case, end: End, signal: AbortSignal): Promise<void> {
  const { peer, socket, answers: received, ended } = await openRelayEnd(end, signal);
  echo(peer);
  const bytes = Buffer.concat(frames.map((frame) => frameFor(end, frame)));
  const size = chunkBytes ?? bytes.length;
  for (let at = 0; at < bytes.length; at += size) socket.write(bytes.subarray(at, at + size));
  assert.deepEqual(await (answers.at(-1) === 'end' ? ended : received.atLeast(answers.length)), answers);
}

for (const end of ['server', 'client'] as const) {
  for (const [category, cases] of Object.entries({ ...CATEGORIES, limits: limitsOf(end) })) {
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
