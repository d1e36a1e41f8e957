/**
 * @file Another program's window that photos are dropped on, as a file manager is one: it speaks XDND, and says where it wants the file by XDS
 * (XdndDirectSave). Linux.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Display, padded } from './x11.ts';

const opcode = {
  createWindow: 1,
  mapWindow: 8,
  internAtom: 16,
  changeProperty: 18,
  getProperty: 20,
  ownerOf: 23,
  convert: 24,
  send: 25,
};
const events = { selectionNotify: 31, clientMessage: 33 };
const atomType = 4;
const sentBit = 0x80;
/** What is above them in a number tells which program's it is. */
const programBits = 21;

export interface Dropped {
  /** Everything that the drag offers. */
  readonly types: readonly string[];
  /** What the file is to be called. */
  readonly name: string;
  /** `S`: it is there; `E`: it is not. */
  readonly answer: string;
}

/** On the screen. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface DropTarget {
  readonly place: Place;
  /** Settles once something is over the window. */
  readonly entered: Promise<void>;
  /** Whether the app, and no longer Chromium in it, answers for what is dragged. */
  readonly offered: () => Promise<boolean>;
  readonly dropped: Promise<Dropped>;
  /** Asks for what is only held over the window to be saved in a folder; the answer as in `Dropped`. */
  readonly askEarly: (folder: string) => Promise<string>;
  readonly close: () => void;
}

/** Opens a window, of a program of its own, that wants what is dropped on it in a folder, or does not want it at all (null). */
export async function openDropTarget(place: Place, folder: string | null): Promise<DropTarget> {
  const display = await Display.open();
  const atoms = await namesOf(display);
  const window = display.newId();
  display.send(
    request(
      opcode.createWindow,
      0,
      [window, display.root],
      [place.x, place.y, place.width, place.height, 0, 1],
      [0, 0],
    ),
  );
  set(display, window, atoms.XdndAware, atomType, [5]);
  // Nameless windows are passed over.
  const name = Buffer.from('Drop here');
  display.send(Buffer.concat([property(window, atoms.WM_NAME, atoms.STRING, 8, name.length), padded(name)]));
  display.send(request(opcode.mapWindow, 0, [window]));

  const tell = (to: number, type: number, data: readonly number[]): void => {
    const event = Buffer.alloc(32);
    event.writeUInt8(events.clientMessage, 0);
    event.writeUInt8(32, 1);
    [to, type, ...data].forEach((word, index) => event.writeUInt32LE(word, 4 + 4 * index));
    display.send(Buffer.concat([request(opcode.send, 0, [to, 0], [], [], 8), event]));
  };
  const entered = Promise.withResolvers<undefined>();
  const dropped = Promise.withResolvers<Dropped>();
  let source = 0;
  let told = '';
  /** Says where it is to be saved, and waits until it is. */
  const ask = async (time: number, into: string): Promise<void> => {
    told = (await read(display, source, atoms.XdndDirectSave0)).toString('utf8');
    const address = Buffer.from(pathToFileURL(path.join(into, told)).href);
    const head = property(source, atoms.XdndDirectSave0, atoms.text, 8, address.length);
    display.send(Buffer.concat([head, padded(address)]));
    display.send(
      request(opcode.convert, 0, [
        window,
        atoms.XdndSelection,
        atoms.XdndDirectSave0,
        atoms.XdndDirectSave0,
        time,
      ]),
    );
  };
  const answered = async (): Promise<string> =>
    (await read(display, window, atoms.XdndDirectSave0)).toString('latin1');
  let early: PromiseWithResolvers<string> | null = null;
  const askEarly = async (into: string): Promise<string> => {
    early = Promise.withResolvers();
    await ask(0, into);
    const answer = await early.promise;
    early = null;
    return answer;
  };
  const take = async (): Promise<void> => {
    const types = await read(display, source, atoms.XdndTypeList);
    const names: string[] = [];
    for (let at = 0; at < types.length; at += 4) names.push(await nameOf(display, types.readUInt32LE(at)));
    const answer = await answered();
    tell(source, atoms.XdndFinished, [window, 1, atoms.XdndActionCopy, 0, 0]);
    dropped.resolve({ types: names, name: told, answer });
  };
  display.onEvent = (event) => {
    const kind = (event[0] ?? 0) & ~sentBit;
    if (kind === events.selectionNotify && early !== null) answered().then(early.resolve, early.reject);
    else if (kind === events.selectionNotify) take().catch(dropped.reject);
    if (kind !== events.clientMessage) return;
    const type = event.readUInt32LE(8);
    source = event.readUInt32LE(12);
    if (type === atoms.XdndPosition) {
      tell(source, atoms.XdndStatus, [window, 1, 0, 0, atoms.XdndActionCopy]);
      entered.resolve(undefined);
    } else if (type === atoms.XdndDrop) {
      if (folder === null) tell(source, atoms.XdndFinished, [window, 0, 0, 0, 0]);
      else ask(event.readUInt32LE(20), folder).catch(dropped.reject);
    }
  };
  const offered = async (): Promise<boolean> => {
    const owner = (await display.ask(request(opcode.ownerOf, 0, [atoms.XdndSelection]))).readUInt32LE(8);
    return owner !== 0 && owner >>> programBits !== source >>> programBits;
  };
  await offered(); // what the server was asked for before is done then
  return {
    place,
    entered: entered.promise,
    offered,
    dropped: dropped.promise,
    askEarly,
    close: () => display.close(),
  };
}

async function namesOf(display: Display) {
  const one = (name: string): Promise<number> => atom(display, name);
  return {
    XdndAware: await one('XdndAware'),
    XdndPosition: await one('XdndPosition'),
    XdndStatus: await one('XdndStatus'),
    XdndDrop: await one('XdndDrop'),
    XdndFinished: await one('XdndFinished'),
    XdndSelection: await one('XdndSelection'),
    XdndActionCopy: await one('XdndActionCopy'),
    XdndTypeList: await one('XdndTypeList'),
    XdndDirectSave0: await one('XdndDirectSave0'),
    text: await one('text/plain'),
    WM_NAME: await one('WM_NAME'),
    STRING: await one('STRING'),
  };
}

async function atom(display: Display, name: string): Promise<number> {
  const head = request(opcode.internAtom, 0, [], [name.length, 0], [], padded(Buffer.from(name)).length / 4);
  return (await display.ask(Buffer.concat([head, padded(Buffer.from(name))]))).readUInt32LE(8);
}

async function nameOf(display: Display, of: number): Promise<string> {
  const reply = await display.ask(request(17, 0, [of]));
  return reply.subarray(32, 32 + reply.readUInt16LE(8)).toString('latin1');
}

/** The whole of a property. */
async function read(display: Display, window: number, of: number): Promise<Buffer> {
  const reply = await display.ask(request(opcode.getProperty, 0, [window, of, 0, 0, 0x1000000]));
  return reply.subarray(32, 32 + reply.readUInt32LE(16) * ((reply[1] ?? 8) / 8));
}

function set(display: Display, window: number, of: number, type: number, values: readonly number[]): void {
  const words = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => words.writeUInt32LE(value, 4 * index));
  display.send(Buffer.concat([property(window, of, type, 32, values.length), words]));
}

function property(window: number, of: number, type: number, format: number, count: number): Buffer {
  const more = Math.ceil((count * format) / 32);
  return request(opcode.changeProperty, 0, [window, of, type, format, count], [], [], more);
}

/** @param more length of what follows it, in words */
function request(
  code: number,
  detail: number,
  words: readonly number[],
  shorts: readonly number[] = [],
  last: readonly number[] = [],
  more = 0,
): Buffer {
  const length = 4 + 4 * words.length + 2 * shorts.length + 4 * last.length;
  const bytes = Buffer.alloc(length);
  bytes.writeUInt8(code, 0);
  bytes.writeUInt8(detail, 1);
  bytes.writeUInt16LE(length / 4 + more, 2);
  let at = 4;
  for (const word of words) at = bytes.writeUInt32LE(word, at);
  for (const short of shorts) at = bytes.writeUInt16LE(short, at);
  for (const word of last) at = bytes.writeUInt32LE(word, at);
  return bytes;
}
