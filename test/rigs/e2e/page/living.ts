/** How many things that last are alive on the page. */
export interface Living {
  readonly tracks: number;
  readonly contexts: number;
  readonly sockets: number;
  readonly timers: number;
  readonly frames: number;
  readonly workers: number;
  readonly requests: number;
}

/** Counts what the page opens and has not closed. Call it before any script of the page. */
export function countLiving(): () => Living {
  const tracks = collectTracks();
  const contexts = collectMade('AudioContext');
  const sockets = collectMade('WebSocket');
  const workers = collectWorkers();
  const timers = collectTimers();
  const frames = collectFrames();
  const requests = collectRequests();
  return () => ({
    tracks: [...tracks].filter((track) => track.readyState === 'live').length,
    contexts: [...contexts].filter((context) => (context as AudioContext).state !== 'closed').length,
    sockets: [...sockets].filter((socket) => (socket as WebSocket).readyState !== WebSocket.CLOSED).length,
    timers: timers.size,
    frames: frames.size,
    workers: workers.size,
    requests: requests.size,
  });
}

function collectTracks(): ReadonlySet<MediaStreamTrack> {
  const tracks = new Set<MediaStreamTrack>();
  const devices = MediaDevices.prototype;
  const { getUserMedia } = devices as {
    getUserMedia: (this: MediaDevices, constraints?: MediaStreamConstraints) => Promise<MediaStream>;
  };
  devices.getUserMedia = async function counted(this: MediaDevices, constraints) {
    const stream = await getUserMedia.call(this, constraints);
    for (const track of stream.getTracks()) tracks.add(track);
    return stream;
  };
  const { clone } = MediaStreamTrack.prototype as { clone: (this: MediaStreamTrack) => MediaStreamTrack };
  MediaStreamTrack.prototype.clone = function counted(this: MediaStreamTrack) {
    const copy = clone.call(this);
    if (tracks.has(this)) tracks.add(copy);
    return copy;
  };
  return tracks;
}

function collectMade(name: 'AudioContext' | 'WebSocket'): ReadonlySet<object> {
  const made = new Set<object>();
  const real = globalThis[name];
  const counted = new Proxy(real, {
    construct(target, parameters: [string], self) {
      const thing = Reflect.construct(target, parameters, self === counted ? target : self) as object;
      made.add(thing);
      return thing;
    },
  });
  Object.defineProperty(globalThis, name, { configurable: true, writable: true, value: counted });
  return made;
}

function collectWorkers(): ReadonlySet<Worker> {
  const workers = new Set<Worker>();
  class CountedWorker extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      workers.add(this);
    }

    override terminate(): void {
      super.terminate();
      workers.delete(this);
    }
  }
  globalThis.Worker = CountedWorker;
  return workers;
}

type Run = (...parameters: unknown[]) => unknown;

function collectTimers(): ReadonlySet<number> {
  const timers = new Set<number>();
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis as unknown as Record<string, Run>;
  const start =
    (run: Run | undefined, once: boolean) =>
    (task: Run, delayMs?: number, ...parameters: unknown[]) => {
      const timer = run?.(() => {
        if (once) timers.delete(timer);
        task(...parameters);
      }, delayMs) as number;
      timers.add(timer);
      return timer;
    };
  const stop = (run: Run | undefined) => (timer: number) => {
    timers.delete(timer);
    run?.(timer);
  };
  Object.assign(globalThis, {
    setTimeout: start(setTimeout, true),
    setInterval: start(setInterval, false),
    clearTimeout: stop(clearTimeout),
    clearInterval: stop(clearInterval),
  });
  return timers;
}

function collectFrames(): ReadonlySet<number> {
  const frames = new Set<number>();
  const { requestAnimationFrame, cancelAnimationFrame } = globalThis;
  globalThis.requestAnimationFrame = (task) => {
    const frame = requestAnimationFrame((time) => {
      frames.delete(frame);
      task(time);
    });
    frames.add(frame);
    return frame;
  };
  globalThis.cancelAnimationFrame = (frame) => {
    frames.delete(frame);
    cancelAnimationFrame(frame);
  };
  return frames;
}

/** A request lives until its answer begins or it fails. */
function collectRequests(): ReadonlySet<Promise<Response>> {
  const requests = new Set<Promise<Response>>();
  const { fetch } = globalThis;
  globalThis.fetch = (...parameters) => {
    const request = fetch(...parameters);
    requests.add(request);
    const end = (): void => void requests.delete(request);
    request.then(end, end);
    return request;
  };
  return requests;
}
