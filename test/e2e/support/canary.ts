/**
 * @file What was planted, and where it may not be found: byte strings in every form they could be written in, searched for in folders and in
 * the memory of processes. Linux: reads /proc.
 */
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** A byte string that gives something away. */
export interface Needle {
  readonly what: string;
  readonly bytes: Buffer;
}

/** A text as files and memory hold it: UTF-8, UTF-16LE, and base64 wherever it begins. */
export function needlesOfText(what: string, text: string): Needle[] {
  return [
    { what: `${what}, UTF-8`, bytes: Buffer.from(text, 'utf8') },
    { what: `${what}, UTF-16`, bytes: Buffer.from(text, 'utf16le') },
    ...inBase64(what, Buffer.from(text, 'utf8')),
  ];
}

/** A file by pieces of it: the first bytes of a picture say only of what kind it is. */
export function needlesOfBytes(what: string, bytes: Buffer): Needle[] {
  const long = 48;
  return [0.2, 0.4, 0.6, 0.8].flatMap((share) => {
    const at = Math.floor(bytes.length * share);
    const piece = bytes.subarray(at, at + long);
    if (piece.length < 24) return [];
    const name = `${what} at ${String(at)}`;
    return [{ what: name, bytes: piece }, ...inBase64(name, piece)];
  });
}

/** Pixels as a screen has them: four bytes each, red or blue first. @param rgb three bytes a pixel */
export function needlesOfPixels(what: string, rgb: Buffer): Needle[] {
  const pixels = 16;
  return [0.31, 0.53, 0.77].flatMap((share) => {
    const first = Math.floor((rgb.length / 3) * share);
    const row = Array.from({ length: pixels }, (_, index) => {
      const at = (first + index) * 3;
      return [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0] as const;
    });
    return [
      { what: `${what}, RGB`, bytes: Buffer.from(row.flat()) },
      { what: `${what}, RGBA`, bytes: Buffer.from(row.flatMap(([r, g, b]) => [r, g, b, 255])) },
      { what: `${what}, BGRA`, bytes: Buffer.from(row.flatMap(([r, g, b]) => [b, g, r, 255])) },
    ];
  });
}

function inBase64(what: string, bytes: Buffer): Needle[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    // The first and the last letters depend on what stands beside it.
    const from = Math.ceil((before * 8) / 6);
    const sure = text.slice(from === 0 ? 0 : from, Math.floor(((before + bytes.length) * 8) / 6) - 1);
    return { what: `${what}, base64`, bytes: Buffer.from(sure, 'latin1') };
  });
}

export interface Searched {
  /** What was found, and where. */
  readonly found: readonly string[];
  readonly bytes: number;
  readonly places: number;
}

/** Looks through every file of these folders, its name, and whatever in it can be inflated. */
export function searchFolders(
  folders: readonly string[],
  needles: readonly Needle[],
  except: readonly string[] = [],
): Searched {
  const found = new Set<string>();
  let bytes = 0;
  let places = 0;
  const look = (file: string): void => {
    if (except.includes(file)) return;
    for (const needle of needles)
      if (Buffer.from(file).includes(needle.bytes)) found.add(`${needle.what} in a name`);
    const stat = lstatSync(file, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) for (const name of readdirSync(file)) look(path.join(file, name));
    if (stat?.isFile() !== true) return;
    const content = readFileSync(file);
    bytes += content.length;
    places += 1;
    for (const text of [content, ...inflated(content)])
      for (const needle of needles) if (text.includes(needle.bytes)) found.add(`${needle.what} in ${file}`);
  };
  for (const folder of folders) look(folder);
  return { found: [...found], bytes, places };
}

const most = { maxOutputLength: 64 * 1024 * 1024 };

/** What any zlib, gzip or ZIP stream in it holds. */
function inflated(content: Buffer): Buffer[] {
  const streams: Buffer[] = [];
  const attempt = (work: () => Buffer): void => {
    try {
      streams.push(work());
    } catch {
      // two bytes that look like a beginning
    }
  };
  for (const head of [0x01, 0x5e, 0x9c, 0xda])
    for (const at of positions(content, Buffer.from([0x78, head])))
      attempt(() => inflateSync(content.subarray(at), most));
  for (const at of positions(content, Buffer.from([0x1f, 0x8b, 0x08])))
    attempt(() => gunzipSync(content.subarray(at), most));
  for (const at of positions(content, Buffer.from('PK\x03\x04', 'latin1')))
    if (content.length >= at + 30)
      attempt(() =>
        inflateRawSync(
          content.subarray(at + 30 + content.readUInt16LE(at + 26) + content.readUInt16LE(at + 28)),
          most,
        ),
      );
  return streams;
}

function* positions(content: Buffer, of: Buffer): Generator<number> {
  for (let at = content.indexOf(of); at >= 0; at = content.indexOf(of, at + 1)) yield at;
}

const pieceBytes = 1024 * 1024;
const overlap = 512;
const nothing = Buffer.alloc(pieceBytes + overlap);

/** Looks through everything a process may have written to its memory. */
export function searchMemory(pid: number, needles: readonly Needle[]): Searched {
  const found = new Set<string>();
  let bytes = 0;
  let places = 0;
  const memory = openSync(`/proc/${String(pid)}/mem`, 'r');
  const piece = Buffer.alloc(pieceBytes + overlap);
  try {
    for (const line of readFileSync(`/proc/${String(pid)}/maps`, 'latin1').split('\n')) {
      const [, from = '', to = '', rights = '', label = ''] =
        /^([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \S+\s*(.*)$/u.exec(line) ?? [];
      // What is read only and comes from a file is that file.
      if (!rights.startsWith('rw') || label.startsWith('[v')) continue;
      places += 1;
      const end = Number.parseInt(to, 16);
      for (let at = Number.parseInt(from, 16); at < end; at += pieceBytes) {
        const read = readPiece(memory, piece, at, Math.min(end - at, piece.length));
        bytes += Math.min(read, pieceBytes);
        const text = piece.subarray(0, read);
        if (text.equals(nothing.subarray(0, read))) continue; // most of it was never written to
        for (const needle of needles)
          if (text.includes(needle.bytes)) found.add(`${needle.what} (${label === '' ? 'heap' : label})`);
      }
    }
  } finally {
    closeSync(memory);
  }
  return { found: [...found], bytes, places };
}

/** As many bytes as there are; pages nobody has touched, and those that went meanwhile, are none. */
function readPiece(memory: number, piece: Buffer, at: number, length: number): number {
  try {
    return readSync(memory, piece, 0, length, at);
  } catch {
    return 0;
  }
}

/** The process and all below it, with the kind each has on its command line. */
export function familyOf(pid: number): { readonly pid: number; readonly kind: string }[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc').map(Number).filter(Number.isSafeInteger)) {
    try {
      const stat = readFileSync(`/proc/${String(entry)}/stat`, 'latin1');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state !== 'Z') parents.set(entry, Number(parent));
    } catch {
      // ended meanwhile
    }
  }
  const isOfIt = (one: number): boolean => {
    const parent = parents.get(one);
    return one === pid || (parent !== undefined && isOfIt(parent));
  };
  return [...parents.keys()].filter(isOfIt).map((one) => ({ pid: one, kind: kindOf(one) }));
}

function kindOf(pid: number): string {
  try {
    const command = readFileSync(`/proc/${String(pid)}/cmdline`, 'latin1').replaceAll('\0', ' ');
    const type = /--type=([\w-]+)/u.exec(command)?.[1];
    return type ?? /(engine|decoder)\.js/u.exec(command)?.[1] ?? 'main';
  } catch {
    return 'gone';
  }
}
