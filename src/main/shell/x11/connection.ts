/**
 * @file A connection to the X server of this computer: as much of the core protocol (X Window System Protocol, version 11) as it takes to own a
 * selection and to answer who asks for it. Electron's main process. Knows nothing of Electron.
 */
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';

const opcode = {
  createWindow: 1,
  internAtom: 16,
  changeProperty: 18,
  getProperty: 20,
  setSelectionOwner: 22,
  getSelectionOwner: 23,
  sendEvent: 25,
} as const;
const replied = 1;
const refused = 0;
const inputOnly = 2;
/** Sequence numbers have 16 bits. */
const lastSequence = 0xffff;
/** A server that has not let us in after so long, in ms, will not. */
const patienceMs = 2000;

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
  /** What the server tells without being asked: 32 bytes. */
  onEvent: (event: Buffer) => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#read();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#open = false;
      for (const { fail } of this.#waiting.values()) fail();
    });
    socket.unref();
  }

  /** To the display the environment names, if it is on this computer; null where it is not, or does not let us in. */
  static async open(): Promise<XConnection | null> {
    const number = /^(?:unix)?:(\d+)(?:\.\d+)?$/u.exec(process.env['DISPLAY'] ?? '')?.[1];
    if (number === undefined) return null;
    const connection = new XConnection(connect(`/tmp/.X11-unix/X${number}`));
    if (await connection.#begin(await cookieFor(number))) return connection;
    connection.#socket.destroy();
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
      const late = setTimeout(() => resolve(false), patienceMs);
      this.#socket.once('close', () => resolve(false));
      this.#set = (setup) => {
        clearTimeout(late);
        if (setup[0] !== 1) { resolve(false); return; }
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
      this.#waiting.set(sequence, { take, fail: () => reject(new Error('no X server')) });
    });
  }

  #read(): void {
    for (;;) {
      const all = this.#received;
      const begun = this.#set === null;
      if (all.length < (begun ? 32 : 8)) return;
      const more = !begun
        ? 8 + 4 * all.readUInt16LE(6)
        : 32 + (all[0] === replied ? 4 * all.readUInt32LE(4) : 0);
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

/** @param more bytes that follow the request's own words */
function requestOf(code: number, detail: number, words: number, more = 0): Buffer {
  const request = Buffer.alloc(4 + 4 * words);
  request.writeUInt8(code, 0);
  request.writeUInt8(detail, 1);
  request.writeUInt16LE((request.length + more) / 4, 2);
  return request;
}

interface Cookie {
  readonly name: string;
  readonly data: Buffer;
}

const anyFamily = 0xffff;

/** What lets a program in, out of the user's own file (Xau(3)); empty where there is none for this display. */
async function cookieFor(display: string): Promise<Cookie> {
  const file = process.env['XAUTHORITY'] ?? join(homedir(), '.Xauthority');
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  const none: Cookie = { name: '', data: Buffer.alloc(0) };
  let found = none;
  for (let at = 0; at + 2 <= bytes.length;) {
    const family = bytes.readUInt16BE(at);
    at += 2;
    const fields: Buffer[] = [];
    for (let field = 0; field < 4 && at + 2 <= bytes.length; field += 1) {
      const length = bytes.readUInt16BE(at);
      fields.push(bytes.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
    const [address, number, name, data] = fields;
    if (address === undefined || number === undefined || name === undefined || data === undefined)
      return found;
    const isOurs = family === anyFamily || address.toString() === hostname();
    const isIt = number.length === 0 || number.toString('latin1') === display;
    const entry = { name: name.toString('latin1'), data };
    if (isIt && isOurs) return entry;
    if (isIt) found = entry; // the computer may have got another name since
  }
  return found;
}

function padding(length: number): number {
  return Math.ceil(length / 4) * 4;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(padding(bytes.length) - bytes.length)]);
}
