/**
 * @file A connection to the X server of this computer: as much of the core protocol (X Window System Protocol, version 11) as it takes to own a
 * selection and to answer who asks for it. Electron's main process. Knows nothing of Electron.
 */
import { connect, type Socket } from 'node:net';
import { cookieFor, type Cookie } from './cookie.ts';

const opcode = {
  createWindow: 1,
  internAtom: 16,
  changeProperty: 18,
  getProperty: 20,
  setSelectionOwner: 22,
  getSelectionOwner: 23,
  sendEvent: 25,
  queryPointer: 38,
} as const;
const replied = 1;
const refused = 0;
const inputOnly = 2;
/** The left, middle and right button in the state of the pointer. */
const anyButton = 0x700;
/** Sequence numbers have 16 bits. */
const lastSequence = 0xffff;
/** A server that has not let us in, or answered, after so long, in ms, will not. */
const patienceMs = 2000;
/** Nothing that is asked here is answered with more bytes: whoever sends more is no X server. */
const longestMessage = 1024 * 1024;

export class XConnection {
  readonly #socket: Socket;
  readonly #waiting = new Map<
    number,
    { readonly take: (reply: Buffer) => void; readonly fail: () => void }
  >();
  #received = Buffer.alloc(0);
  #set: ((setup: Buffer) => void) | null = null;
  #sequence = 0;
  #nextId = 0;
  #root = 0;
  /** The bits of an id that tell windows of one program apart. */
  #ownBits = 0;
  #open = true;
  readonly #patienceMs: number;
  /** The server is gone, or was given up. */
  onClose: () => void = () => undefined;
  /** What the server tells without being asked: 32 bytes. */
  onEvent: (event: Buffer) => void = () => undefined;

  private constructor(socket: Socket, patience: number) {
    this.#socket = socket;
    this.#patienceMs = patience;
    socket.on('data', (chunk) => {
      if (!this.#open) return;
      this.#received = Buffer.concat([this.#received, chunk]);
      try {
        this.#read();
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        this.#end(); // shorter than it has to be: no X server
      }
    });
    socket.on('error', () => this.#end());
    socket.on('close', () => this.#end());
    socket.unref();
  }

  /** To the display the environment names, if it is on this computer; null where it is not, or does not let us in. */
  static async open(): Promise<XConnection | null> {
    const number = localDisplay(process.env['DISPLAY'] ?? '');
    if (number === null) return null;
    return XConnection.at(`/tmp/.X11-unix/X${number}`, await cookieFor(number));
  }

  /** @param patience how long an answer may take, in ms */
  static async at(socket: string, cookie: Cookie, patience = patienceMs): Promise<XConnection | null> {
    const connection = new XConnection(connect(socket), patience);
    if (await connection.#begin(cookie)) return connection;
    connection.#end();
    return null;
  }

  get open(): boolean {
    return this.#open;
  }

  /** A window of ours that is never seen: what owns selections is a window. */
  createWindow(): number {
    const id = this.#nextId;
    this.#nextId += 1;
    const request = requestOf(opcode.createWindow, 0, 7);
    request.writeUInt32LE(id, 4);
    request.writeUInt32LE(this.#root, 8);
    request.writeUInt16LE(1, 16);
    request.writeUInt16LE(1, 18);
    request.writeUInt16LE(inputOnly, 22);
    this.#send(request);
    return id;
  }

  /** The number that stands for a name. Rejects when the server is gone. */
  async atom(name: string): Promise<number> {
    const text = padded(Buffer.from(name, 'latin1'));
    const head = requestOf(opcode.internAtom, 0, 1, text.length);
    head.writeUInt16LE(name.length, 4);
    return (await this.#ask(Buffer.concat([head, text]))).readUInt32LE(8);
  }

  /** Whether a selection belongs to the program that this window is of. */
  async isOwnedBesides(selection: number, window: number): Promise<boolean> {
    const request = requestOf(opcode.getSelectionOwner, 0, 1);
    request.writeUInt32LE(selection, 4);
    const owner = (await this.#ask(request)).readUInt32LE(8);
    return (owner | this.#ownBits) === (window | this.#ownBits);
  }

  /** Whether a button of the mouse is held: what is dragged then has not been let go. */
  async isHolding(): Promise<boolean> {
    const request = requestOf(opcode.queryPointer, 0, 1);
    request.writeUInt32LE(this.#root, 4);
    return ((await this.#ask(request)).readUInt16LE(24) & anyButton) !== 0;
  }

  own(selection: number, window: number): void {
    const request = requestOf(opcode.setSelectionOwner, 0, 3);
    request.writeUInt32LE(window, 4);
    request.writeUInt32LE(selection, 8);
    this.#send(request);
  }

  /** The bytes of a property, at most 64 KiB; none where there is none. */
  async property(window: number, name: number): Promise<Buffer> {
    const request = requestOf(opcode.getProperty, 0, 5);
    request.writeUInt32LE(window, 4);
    request.writeUInt32LE(name, 8);
    request.writeUInt32LE(0x4000, 20);
    const reply = await this.#ask(request);
    return reply.subarray(32, 32 + reply.readUInt32LE(16) * ((reply[1] ?? 8) / 8));
  }

  /** @param bits of each element: 8, or 32 for numbers, which are in this machine's order */
  setProperty(window: number, name: number, type: number, bits: 8 | 32, value: Buffer): void {
    const head = requestOf(opcode.changeProperty, 0, 5, padded(value).length);
    head.writeUInt32LE(window, 4);
    head.writeUInt32LE(name, 8);
    head.writeUInt32LE(type, 12);
    head.writeUInt8(bits, 16);
    head.writeUInt32LE(value.length / (bits / 8), 20);
    this.#send(Buffer.concat([head, padded(value)]));
  }

  sendEvent(window: number, event: Buffer): void {
    const request = requestOf(opcode.sendEvent, 0, 2, event.length);
    request.writeUInt32LE(window, 4);
    this.#send(Buffer.concat([request, event]));
  }

  #begin({ name, data }: Cookie): Promise<boolean> {
    const head = Buffer.alloc(12);
    head.write('l', 0);
    head.writeUInt16LE(11, 2);
    head.writeUInt16LE(name.length, 6);
    head.writeUInt16LE(data.length, 8);
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(false), this.#patienceMs);
      this.#socket.once('close', () => {
        clearTimeout(late);
        resolve(false);
      });
      this.#set = (setup) => {
        clearTimeout(late);
        if (setup[0] !== 1) {
          resolve(false);
          return;
        }
        this.#nextId = setup.readUInt32LE(12);
        this.#ownBits = setup.readUInt32LE(16);
        this.#root = setup.readUInt32LE(40 + padding(setup.readUInt16LE(24)) + 8 * (setup[29] ?? 0));
        resolve(true);
      };
      this.#socket.write(Buffer.concat([head, padded(Buffer.from(name, 'latin1')), padded(data)]));
    });
  }

  #send(request: Buffer): number {
    this.#sequence = this.#sequence === lastSequence ? 0 : this.#sequence + 1;
    this.#socket.write(request);
    return this.#sequence;
  }

  #ask(request: Buffer): Promise<Buffer> {
    if (!this.#open) return Promise.reject(new Error('no X server'));
    const sequence = this.#send(request);
    return new Promise((take, reject) => {
      const late = setTimeout(() => this.#end(), this.#patienceMs);
      this.#waiting.set(sequence, {
        take: (reply) => {
          clearTimeout(late);
          take(reply);
        },
        fail: () => {
          clearTimeout(late);
          reject(new Error('no X server'));
        },
      });
    });
  }

  #end(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#socket.destroy();
    for (const { fail } of this.#waiting.values()) fail();
    this.#waiting.clear();
    this.onClose();
  }

  #read(): void {
    for (;;) {
      const all = this.#received;
      const begun = this.#set === null;
      if (all.length < (begun ? 32 : 8)) return;
      const more = !begun
        ? 8 + 4 * all.readUInt16LE(6)
        : 32 + (all[0] === replied ? 4 * all.readUInt32LE(4) : 0);
      if (more > longestMessage) throw new RangeError('too long for an answer');
      if (all.length < more) return;
      const message = all.subarray(0, more);
      this.#received = all.subarray(more);
      if (this.#set !== null) {
        this.#set(message);
        this.#set = null;
      } else if (message[0] === replied || message[0] === refused) {
        const sequence = message.readUInt16LE(2);
        const waiting = this.#waiting.get(sequence);
        this.#waiting.delete(sequence);
        if (message[0] === replied) waiting?.take(message);
        else waiting?.fail(); // a window that is gone meanwhile, mostly of an event to it, which nobody waits for
      } else this.onEvent(message);
    }
  }
}

/** The number of a display of this computer, of whatever screen; null for any other, which would have to be reached through a network. */
export function localDisplay(display: string): string | null {
  return /^(?:unix)?:(\d{1,5})(?:\.\d+)?$/u.exec(display)?.[1] ?? null;
}

/** @param more bytes that follow the request's own words */
function requestOf(code: number, detail: number, words: number, more = 0): Buffer {
  const request = Buffer.alloc(4 + 4 * words);
  request.writeUInt8(code, 0);
  request.writeUInt8(detail, 1);
  request.writeUInt16LE((request.length + more) / 4, 2);
  return request;
}

function padding(length: number): number {
  return Math.ceil(length / 4) * 4;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(padding(bytes.length) - bytes.length)]);
}
