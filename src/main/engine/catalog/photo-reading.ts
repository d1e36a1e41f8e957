/**
 * @file Reads the records of all photos when a vault is opened. Parsing takes as long as opening the cells: where there are many, a thread of its own parses
 * them while the next cells are opened (docs/decisions/023-reading-thread.md). Runs in the engine.
 */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { PhotoTable } from './photo-table.ts';
import {
  blocksWord,
  finishedWord,
  type FromReader,
  type ReaderData,
  type ToReader,
} from './reader-protocol.ts';

// Bundled, the thread's code lies beside the engine's.
const bundled = !import.meta.filename.endsWith('.ts');
const usual: ReadingOptions = {
  entry: new URL(bundled ? './photo-reader.js' : './photo-reader.ts', import.meta.url),
  least: 20_000,
  patienceMs: 2000,
};
/** Slots that are read at a time. */
const blockSlots = 512;

export interface ReadingOptions {
  /** The thread's code. */
  readonly entry: URL;
  /** With fewer photos it takes longer to start a thread than to read them. */
  readonly least: number;
  /** A thread that has read nothing for so long is given up. */
  readonly patienceMs: number;
}

interface Block {
  readonly from: number;
  readonly to: number;
}

export class PhotoReading {
  readonly #photos: PhotoTable;
  readonly #thread: ReadingThread | null;
  /** Where the block begins that is not full yet. */
  #from = 0;
  #to = 0;
  #unreadable: number[] = [];

  /** @param photos without any yet. @param count how many come, as far as that is known. @param options for tests */
  constructor(photos: PhotoTable, count: number, options = usual) {
    photos.expect(count);
    this.#photos = photos;
    this.#thread = count < options.least ? null : new ReadingThread(photos, options);
  }

  /** False: there is one with this id already. @param text the record as JSON, UTF-8; copied */
  add(id: Uint8Array, version: number, text: Uint8Array): boolean {
    const slot = this.#photos.putUnread(id, version, text);
    if (slot < 0) return false;
    this.#to = slot + 1;
    if (this.#to - this.#from === blockSlots) this.#endBlock();
    return true;
  }

  /** Waits until all are read; answers how many were no records of photos, and are not there any more. */
  finish(): number {
    this.#endBlock();
    const unreadable = this.#unreadable.concat(this.#thread?.finish() ?? []);
    for (const slot of unreadable) this.#photos.dropUnread(slot);
    return unreadable.length;
  }

  /** Ends the thread, if there is one. */
  close(): void {
    this.#thread?.close();
  }

  #endBlock(): void {
    const block = { from: this.#from, to: this.#to };
    this.#from = this.#to;
    if (this.#thread !== null) this.#thread.give(block);
    else this.#unreadable = this.#unreadable.concat(this.#photos.describe(block.from, block.to));
  }
}

class ReadingThread {
  readonly #photos: PhotoTable;
  readonly #columns: PhotoTable['columns'];
  readonly #worker: Worker;
  readonly #words = new Int32Array(new SharedArrayBuffer(8));
  readonly #patienceMs: number;
  readonly #blocks: Block[] = [];
  #pieces = 0;

  constructor(photos: PhotoTable, { entry, patienceMs }: ReadingOptions) {
    this.#photos = photos;
    this.#patienceMs = patienceMs;
    this.#columns = photos.columns;
    const workerData = {
      columns: this.#columns.memory,
      room: this.#columns.room,
      progress: this.#words.buffer,
    } satisfies ReaderData;
    this.#worker = new Worker(entry, {
      workerData,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 },
    });
    this.#worker.unref();
    // Whatever goes wrong with it, `finish` notices that it reads no more.
    this.#worker.on('error', () => undefined);
  }

  give(block: Block): void {
    const { pieces } = this.#photos;
    for (const memory of pieces.slice(this.#pieces)) this.#tell({ kind: 'piece', memory });
    this.#pieces = pieces.length;
    this.#blocks.push(block);
    this.#tell({ kind: 'block', ...block });
  }

  /** Waits for it. What it did not read is read here. Answers the slots that are unreadable. */
  finish(): readonly number[] {
    const { port1, port2 } = new MessageChannel();
    this.#worker.postMessage({ kind: 'finish', port: port2 } satisfies ToReader, [port2]);
    const read = this.#wait() ? (receiveMessageOnPort(port1)?.message as FromReader | undefined) : undefined; // nothing else is sent there
    port1.close();
    // Were there more photos than were counted, it has filled in columns that are no longer the table's.
    if (read === undefined || this.#photos.columns !== this.#columns) {
      this.#photos.unshare();
      return this.#blocks.flatMap(({ from, to }) => this.#photos.describe(from, to));
    }
    for (const { from, to } of this.#blocks) this.#photos.describedElsewhere(from, to, read.sets);
    return read.unreadable;
  }

  close(): void {
    void this.#worker.terminate();
  }

  /** False when it reads no more. */
  #wait(): boolean {
    for (let blocks = -1; ;) {
      if (Atomics.wait(this.#words, finishedWord, 0, this.#patienceMs) !== 'timed-out') return true;
      const now = Atomics.load(this.#words, blocksWord);
      if (now === blocks) return false;
      blocks = now;
    }
  }

  #tell(message: ToReader): void {
    this.#worker.postMessage(message);
  }
}
