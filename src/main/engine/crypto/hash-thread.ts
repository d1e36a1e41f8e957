/** @file Content digests in a thread of their own, so that the engine can encrypt and answer meanwhile (docs/format.md §3.4); runs in the engine. */
import { Worker } from 'node:worker_threads';
import { ContentHasher } from './hash.ts';
import { roomBytes, type FromHasher, type HasherData, type ToHasher } from './hasher-protocol.ts';
import { keyBytes, type SecretKey } from './secret-key.ts';

// Bundled, the thread's code lies beside the engine's.
const bundled = !import.meta.filename.endsWith('.ts');
const entry = new URL(bundled ? './hasher.js' : './hasher.ts', import.meta.url);

/** Parts under way at the same time, of all digests together. */
const roomCount = 4;
/** Less is hashed where it is: that takes 1.4 ms, and a thread has to be told. */
const worthwhileBytes = 1024 * 1024;
/** A thread without work still holds some 10 MB: it goes after this time. */
const idleMs = 10_000;

interface Waiting {
  readonly resolve: (digest: string) => void;
  readonly reject: (error: Error) => void;
}

/** The thread as long as it lives, and what is under way in it. */
class HashThread {
  readonly #worker: Worker;
  readonly #rooms = new SharedArrayBuffer(roomCount * roomBytes);
  readonly #free = Array.from({ length: roomCount }, (_, room) => room);
  /** Who waits for a room. */
  readonly #queue: { readonly resolve: (room: number) => void; readonly reject: (error: Error) => void }[] =
    [];
  readonly #digests = new Map<number, Waiting>();
  #failure: Error | null = null;
  #hashes = 0;
  #underWay = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor() {
    const workerData: HasherData = { rooms: this.#rooms };
    this.#worker = new Worker(entry, {
      workerData,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
    });
    this.#worker.unref(); // a digest nobody waits for must not keep the process
    this.#worker.on('message', (message: FromHasher) => {
      this.#receive(message);
    });
    this.#worker.on('error', (error: unknown) => {
      this.#fail(
        error instanceof Error ? error : new Error('the hashing thread has failed', { cause: error }),
      );
    });
    this.#worker.on('exit', () => {
      this.#fail(new Error('the hashing thread has ended'));
    });
  }

  begin(key: SecretKey): number {
    clearTimeout(this.#idle);
    this.#underWay += 1;
    this.#worker.ref();
    const id = (this.#hashes += 1);
    const shared = new Uint8Array(new SharedArrayBuffer(keyBytes));
    key.use((bytes) => {
      shared.set(bytes);
    });
    this.#tell({ kind: 'begin', id, key: shared });
    return id;
  }

  async add(id: number, bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.byteLength; at += roomBytes) {
      const part = bytes.subarray(at, at + roomBytes);
      const room = await this.#takeRoom();
      new Uint8Array(this.#rooms, room * roomBytes).set(part);
      this.#tell({ kind: 'add', id, room, bytes: part.byteLength });
    }
  }

  async end(id: number): Promise<string> {
    try {
      return await new Promise((resolve, reject) => {
        if (this.#failure !== null) throw this.#failure;
        this.#digests.set(id, { resolve, reject });
        this.#tell({ kind: 'end', id });
      });
    } finally {
      this.#ended();
    }
  }

  drop(id: number): void {
    this.#tell({ kind: 'drop', id });
    this.#ended();
  }

  #ended(): void {
    this.#underWay -= 1;
    if (this.#underWay > 0) return;
    this.#worker.unref();
    this.#idle = setTimeout(() => {
      if (thread === this) thread = null;
      void this.#worker.terminate();
    }, idleMs).unref();
  }

  #takeRoom(): Promise<number> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const room = this.#free.pop();
    if (room !== undefined) return Promise.resolve(room);
    return new Promise((resolve, reject) => this.#queue.push({ resolve, reject }));
  }

  #receive(message: FromHasher): void {
    if (message.kind === 'digest') {
      const waiting = this.#digests.get(message.id);
      this.#digests.delete(message.id);
      waiting?.resolve(message.digest);
      return;
    }
    const next = this.#queue.shift();
    if (next === undefined) this.#free.push(message.room);
    else next.resolve(message.room);
  }

  /** Everybody who waits is told; the next hash gets a new thread. */
  #fail(error: Error): void {
    if (thread === this) thread = null;
    this.#failure ??= error;
    for (const { reject } of [...this.#queue.splice(0), ...this.#digests.values()]) reject(this.#failure);
    this.#digests.clear();
  }

  #tell(message: ToHasher): void {
    this.#worker.postMessage(message);
  }
}

let thread: HashThread | null = null;

/** A content digest wherever it is made best: `await` each call. */
export type AnyContentHasher = ContentHasher | ThreadHasher;

/** @param bytes how much will be hashed, as far as that is known */
export function contentHasher(key: SecretKey, bytes: number): AnyContentHasher {
  return bytes < worthwhileBytes ? new ContentHasher(key) : new ThreadHasher(key);
}

/** The content digest of bytes that are all there, which must not change meanwhile: 64 hex digits. */
export async function contentDigest(key: SecretKey, bytes: Uint8Array): Promise<string> {
  const hasher = contentHasher(key, bytes.byteLength);
  try {
    await hasher.update(bytes);
    return await hasher.digest();
  } finally {
    hasher.dispose();
  }
}

/** A content digest in the thread, which is started when there is none. As `ContentHasher`, but for the waiting. */
class ThreadHasher {
  readonly #thread: HashThread;
  readonly #id: number;
  #done = false;

  constructor(key: SecretKey) {
    this.#thread = thread ??= new HashThread();
    this.#id = this.#thread.begin(key);
  }

  /** Resolves when the bytes may change again; they are hashed some time later. One after the other. */
  update(bytes: Uint8Array): Promise<void> {
    if (this.#done) throw new Error('a digest was added to after it was told');
    return this.#thread.add(this.#id, bytes);
  }

  /** The digest, 64 hex digits. Ends the hasher. */
  digest(): Promise<string> {
    if (this.#done) throw new Error('a digest was asked for twice');
    this.#done = true;
    return this.#thread.end(this.#id);
  }

  /** Ends the hasher without a digest. Doing it twice, or after `digest`, is harmless. */
  dispose(): void {
    if (this.#done) return;
    this.#done = true;
    this.#thread.drop(this.#id);
  }
}
