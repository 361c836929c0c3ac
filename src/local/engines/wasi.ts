/**
 * The part of WASI (snapshot preview 1) that a program needs to read arguments and write one file. Node's own `node:wasi`
 * prints an experimental warning and requires a real directory.
 */
const SUCCESS = 0;
const BAD_DESCRIPTOR = 8;
const ROOT = 3;
const FILE = 4;
const CHARACTER_DEVICE = 2;
const DIRECTORY = 3;
const REGULAR_FILE = 4;
const SEEK_FROM = { start: 0, here: 1 } as const;

class Exit extends Error {}

/** Runs `_start` with `args` and returns what the program wrote to the file it opened. */
export function runProgram(module: WebAssembly.Module, args: readonly string[]): Uint8Array<ArrayBuffer> {
  const file = createMemoryFile();
  const names = args.map((argument) => new TextEncoder().encode(`${argument}\0`));
  let memory: WebAssembly.Memory | undefined;
  const view = (): DataView => new DataView(memory?.buffer ?? new ArrayBuffer(0));
  const bytes = (): Uint8Array => new Uint8Array(memory?.buffer ?? new ArrayBuffer(0));

  const imports = {
    args_sizes_get(countAt: number, sizeAt: number) {
      view().setUint32(countAt, names.length, true);
      view().setUint32(
        sizeAt,
        names.reduce((sum, name) => sum + name.length, 0),
        true,
      );
      return SUCCESS;
    },
    args_get(pointersAt: number, textAt: number) {
      let at = textAt;
      names.forEach((name, index) => {
        view().setUint32(pointersAt + 4 * index, at, true);
        bytes().set(name, at);
        at += name.length;
      });
      return SUCCESS;
    },
    clock_time_get(_clock: number, _precision: bigint, timeAt: number) {
      view().setBigUint64(timeAt, BigInt(Math.round(performance.now() * 1e6)), true);
      return SUCCESS;
    },
    fd_prestat_get(descriptor: number, resultAt: number) {
      if (descriptor !== ROOT) return BAD_DESCRIPTOR;
      view().setUint32(resultAt, 0, true);
      view().setUint32(resultAt + 4, 1, true);
      return SUCCESS;
    },
    fd_prestat_dir_name(_descriptor: number, nameAt: number) {
      bytes()[nameAt] = '/'.charCodeAt(0);
      return SUCCESS;
    },
    fd_fdstat_get(descriptor: number, resultAt: number) {
      bytes().fill(0, resultAt, resultAt + 24);
      bytes()[resultAt] = descriptor === ROOT ? DIRECTORY : descriptor === FILE ? REGULAR_FILE : CHARACTER_DEVICE;
      view().setBigUint64(resultAt + 8, ~0n, true);
      view().setBigUint64(resultAt + 16, ~0n, true);
      return SUCCESS;
    },
    path_open(...call: readonly (number | bigint)[]) {
      view().setUint32(Number(call[8]), FILE, true);
      return SUCCESS;
    },
    fd_write(descriptor: number, vectorsAt: number, vectors: number, writtenAt: number) {
      let written = 0;
      for (let index = 0; index < vectors; index += 1) {
        const at = view().getUint32(vectorsAt + 8 * index, true);
        const length = view().getUint32(vectorsAt + 8 * index + 4, true);
        if (descriptor === FILE) file.write(bytes().subarray(at, at + length));
        written += length;
      }
      view().setUint32(writtenAt, written, true);
      return SUCCESS;
    },
    fd_seek(descriptor: number, offset: bigint, whence: number, positionAt: number) {
      if (descriptor !== FILE) return BAD_DESCRIPTOR;
      view().setBigUint64(positionAt, BigInt(file.seek(Number(offset), whence)), true);
      return SUCCESS;
    },
    fd_read(_descriptor: number, _vectorsAt: number, _vectors: number, readAt: number) {
      view().setUint32(readAt, 0, true);
      return SUCCESS;
    },
    fd_fdstat_set_flags: () => SUCCESS,
    fd_close: () => SUCCESS,
    proc_exit(code: number) {
      throw new Exit(`The program ended with code ${code}`);
    },
  };

  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: imports });
  if (instance.exports['memory'] instanceof WebAssembly.Memory) memory = instance.exports['memory'];
  try {
    const start = instance.exports['_start'];
    if (typeof start === 'function') Reflect.apply(start, undefined, []);
  } catch (thrown) {
    if (!(thrown instanceof Exit)) throw thrown;
  }
  return file.content();
}

interface MemoryFile {
  write(bytes: Uint8Array): void;
  seek(offset: number, whence: number): number;
  content(): Uint8Array<ArrayBuffer>;
}

function createMemoryFile(): MemoryFile {
  let data = new Uint8Array(1 << 18);
  let length = 0;
  let position = 0;

  return {
    write(bytes) {
      const end = position + bytes.length;
      if (end > data.length) {
        const larger = new Uint8Array(Math.max(end, data.length * 2));
        larger.set(data.subarray(0, length));
        data = larger;
      }
      data.set(bytes, position);
      position = end;
      length = Math.max(length, end);
    },
    seek(offset, whence) {
      const origin = whence === SEEK_FROM.start ? 0 : whence === SEEK_FROM.here ? position : length;
      position = origin + offset;
      return position;
    },
    content: () => data.slice(0, length),
  };
}
