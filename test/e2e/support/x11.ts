/**
 * @file A person at the screen, for an app that lets no test tool in: presses keys and looks at pixels through the X server itself (core protocol
 * and XTEST). Linux.
 */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

const opcode = { getImage: 73, queryExtension: 98, getKeyboardMapping: 101 };
const fake = { pressed: 2, released: 3, buttonPressed: 4, buttonReleased: 5, moved: 6 };

/** Some keys by their keysym. Letters, digits and punctuation are their own code. */
export const keys = { enter: 0xff0d, control: 0xffe3 } as const;

/** The colours of a screen, four bytes a pixel: blue, green, red, nothing. */
export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly pixels: Buffer;
}

export class Display {
  readonly #socket: Socket;
  #waiting: { readonly take: (reply: Buffer) => void; readonly fail: (error: Error) => void }[] = [];
  #received = Buffer.alloc(0);
  #set = false;
  #root = 0;
  #ids = 0;
  /** What the server tells without being asked. */
  onEvent: (event: Buffer) => void = () => undefined;
  #size = { width: 0, height: 0 };
  #test = 0;
  #codes = new Map<number, number>();

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#read();
    });
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the X server is gone')));
  }

  /** The display that the environment names. */
  static async open(): Promise<Display> {
    const number = /^:(\d+)/u.exec(process.env['DISPLAY'] ?? '')?.[1] ?? '0';
    const display = new Display(connect(`/tmp/.X11-unix/X${number}`));
    await display.#begin(cookie());
    return display;
  }

  /** The window that all others are in. */
  get root(): number {
    return this.#root;
  }

  /** A number that nothing else on the server has. */
  newId(): number {
    this.#ids += 1;
    return this.#ids;
  }

  /** Puts the pointer there and clicks. */
  click(x: number, y: number): void {
    this.point(x, y);
    this.hold();
    this.letGo();
  }

  point(x: number, y: number): void {
    this.#fake(fake.moved, 0, x, y);
  }

  /** Presses the button of the mouse, and keeps it pressed. */
  hold(): void {
    this.#fake(fake.buttonPressed, 1);
  }

  letGo(): void {
    this.#fake(fake.buttonReleased, 1);
  }

  /** Text of characters that need no other key with them. */
  type(text: string): void {
    for (const character of text) this.press(character.codePointAt(0) ?? 0);
  }

  /** Presses keys together: the last one while the others are held. */
  press(...keysyms: readonly number[]): void {
    const codes = keysyms.map((keysym) => {
      const code = this.#codes.get(keysym);
      if (code === undefined) throw new RangeError(`no key gives ${String(keysym)} by itself`);
      return code;
    });
    for (const code of codes) this.#fake(fake.pressed, code);
    for (const code of codes.toReversed()) this.#fake(fake.released, code);
  }

  async look(): Promise<Screen> {
    const { width, height } = this.#size;
    const request = Buffer.alloc(20);
    request.writeUInt8(opcode.getImage, 0);
    request.writeUInt8(2, 1); // pixels, whole
    request.writeUInt16LE(5, 2);
    request.writeUInt32LE(this.#root, 4);
    request.writeUInt16LE(width, 12);
    request.writeUInt16LE(height, 14);
    request.writeUInt32LE(0xffff_ffff, 16);
    return { width, height, pixels: (await this.ask(request)).subarray(32) };
  }

  close(): void {
    this.#socket.destroy();
  }

  async #begin({ name, data }: { readonly name: string; readonly data: Buffer }): Promise<void> {
    const head = Buffer.alloc(12);
    head.write('l', 0);
    head.writeUInt16LE(11, 2);
    head.writeUInt16LE(name.length, 6);
    head.writeUInt16LE(data.length, 8);
    const setup = await this.ask(Buffer.concat([head, padded(Buffer.from(name)), padded(data)]));
    if (setup[0] !== 1) throw new Error('the X server does not let the test in');
    const screen = 40 + padding(setup.readUInt16LE(24)) + 8 * (setup[29] ?? 0);
    this.#ids = setup.readUInt32LE(12);
    this.#root = setup.readUInt32LE(screen);
    this.#size = { width: setup.readUInt16LE(screen + 20), height: setup.readUInt16LE(screen + 22) };

    const extension = Buffer.from('XTEST');
    const query = Buffer.alloc(8);
    query.writeUInt8(opcode.queryExtension, 0);
    query.writeUInt16LE(2 + padding(extension.length) / 4, 2);
    query.writeUInt16LE(extension.length, 4);
    const found = await this.ask(Buffer.concat([query, padded(extension)]));
    if (found[8] !== 1) throw new Error('the X server has no XTEST');
    this.#test = found[9] ?? 0;
    await this.#learnKeys(setup[34] ?? 8, setup[35] ?? 255);
  }

  async #learnKeys(first: number, last: number): Promise<void> {
    const request = Buffer.alloc(8);
    request.writeUInt8(opcode.getKeyboardMapping, 0);
    request.writeUInt16LE(2, 2);
    request.writeUInt8(first, 4);
    request.writeUInt8(last - first + 1, 5);
    const reply = await this.ask(request);
    const each = reply[1] ?? 1;
    for (let code = first; code <= last; code += 1) {
      const keysym = reply.readUInt32LE(32 + 4 * each * (code - first));
      if (!this.#codes.has(keysym)) this.#codes.set(keysym, code);
    }
  }

  #fake(kind: number, detail: number, x = 0, y = 0): void {
    const request = Buffer.alloc(36);
    request.writeUInt8(this.#test, 0);
    request.writeUInt8(2, 1);
    request.writeUInt16LE(9, 2);
    request.writeUInt8(kind, 4);
    request.writeUInt8(detail, 5);
    request.writeInt16LE(x, 24);
    request.writeInt16LE(y, 26);
    this.#socket.write(request);
  }

  /** Sends what the server does not answer. */
  send(request: Buffer): void {
    this.#socket.write(request);
  }

  /** The reply to a request that has one. */
  ask(request: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ take: resolve, fail: reject });
      this.#socket.write(request);
    });
  }

  /** Replies come in the order they were asked for. */
  #read(): void {
    for (;;) {
      if (this.#received.length < (this.#set ? 32 : 8)) return;
      const kind = this.#received[0] ?? 0;
      const more = this.#set
        ? kind === 1
          ? 32 + 4 * this.#received.readUInt32LE(4)
          : 32
        : 8 + 4 * this.#received.readUInt16LE(6);
      if (this.#received.length < more) return;
      const message = this.#received.subarray(0, more);
      this.#received = this.#received.subarray(more);
      if (!this.#set || kind === 1) this.#waiting.shift()?.take(message);
      else if (kind === 0) this.#waiting.shift()?.fail(new Error(`X error ${String(message[1])}`));
      else this.onEvent(message);
      this.#set = true;
    }
  }

  #fail(error: Error): void {
    for (const { fail } of this.#waiting.splice(0)) fail(error);
  }
}

/** How many pixels have about this colour. @param rgb each 0 to 255 */
export function count({ pixels }: Screen, [red, green, blue]: readonly [number, number, number]): number {
  let found = 0;
  const near = (a: number | undefined, b: number): boolean => Math.abs((a ?? 0) - b) < 12;
  for (let at = 0; at + 3 < pixels.length; at += 4)
    if (near(pixels[at], blue) && near(pixels[at + 1], green) && near(pixels[at + 2], red)) found += 1;
  return found;
}

/** What lets a program in, out of the file XAUTHORITY names (Xau(3)); nothing where there is none. */
function cookie(): { name: string; data: Buffer } {
  const file = process.env['XAUTHORITY'];
  if (file === undefined) return { name: '', data: Buffer.alloc(0) };
  const bytes = readFileSync(file);
  const fields: Buffer[] = [];
  for (let at = 2; fields.length < 4;) {
    const length = bytes.readUInt16BE(at);
    fields.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return { name: fields[2]?.toString('latin1') ?? '', data: fields[3] ?? Buffer.alloc(0) };
}

function padding(length: number): number {
  return Math.ceil(length / 4) * 4;
}

/** Bytes, and as many zeros as make them a multiple of four. */
export function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(padding(bytes.length) - bytes.length)]);
}
