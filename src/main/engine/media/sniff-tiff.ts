/** @file Tells a TIFF picture from the raw formats built on TIFF (DNG, CR2, NEF, ARW, PEF …); engine process. */

const TAG = {
  subfileType: 0xfe,
  compression: 0x103,
  photometric: 0x106,
  make: 0x10f,
  subIfds: 0x14a,
  dngVersion: 0xc612,
};
/** Photometric interpretations of sensor data: colour filter array, linear raw. */
const SENSOR = new Set([32803, 34892]);
/** Compressions only raw files use: Sony, Nikon, Pentax, Samsung. */
const RAW_COMPRESSIONS = new Set([32767, 32769, 32770, 34713, 65000, 65535]);

const BY_MAKE: readonly [make: string, mime: string][] = [
  ['nikon', 'image/x-nikon-nef'],
  ['sony', 'image/x-sony-arw'],
  ['pentax', 'image/x-pentax-pef'],
  ['ricoh', 'image/x-pentax-pef'],
  ['samsung', 'image/x-samsung-srw'],
  ['hasselblad', 'image/x-hasselblad-3fr'],
  ['phase one', 'image/x-phaseone-iiq'],
  ['kodak', 'image/x-kodak-dcr'],
];

const BY_EXTENSION: Readonly<Record<string, string>> = {
  nef: 'image/x-nikon-nef',
  nrw: 'image/x-nikon-nef',
  arw: 'image/x-sony-arw',
  sr2: 'image/x-sony-arw',
  srf: 'image/x-sony-arw',
  pef: 'image/x-pentax-pef',
  srw: 'image/x-samsung-srw',
  dng: 'image/x-adobe-dng',
  cr2: 'image/x-canon-cr2',
  '3fr': 'image/x-hasselblad-3fr',
  fff: 'image/x-hasselblad-3fr',
  iiq: 'image/x-phaseone-iiq',
  dcr: 'image/x-kodak-dcr',
  kdc: 'image/x-kodak-dcr',
  erf: 'image/x-epson-erf',
  mef: 'image/x-mamiya-mef',
  mos: 'image/x-leaf-mos',
  rwl: 'image/x-panasonic-rw2',
};

/** The mime type of a TIFF-based file, null when it is none. */
export function tiffFlavour(bytes: Uint8Array, extension: string): string | null {
  const little = bytes[0] === 0x49 && bytes[1] === 0x49;
  if (!little && !(bytes[0] === 0x4d && bytes[1] === 0x4d)) return null;
  if (bytes.length < 16) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const version = view.getUint16(2, little);
  if (version === 43) return 'image/tiff';
  if (version !== 42) return null;
  if (bytes[8] === 0x43 && bytes[9] === 0x52) return 'image/x-canon-cr2';
  const directory = readDirectory(view, little);
  if (directory.has(TAG.dngVersion)) return 'image/x-adobe-dng';
  const named = BY_EXTENSION[extension];
  if (named !== undefined) return named;
  return looksRaw(directory) ? rawByMake(view, little, directory) : 'image/tiff';
}

/** Entries of the first directory: tag → place of the entry. Tags that the bytes at hand do not reach are left out. */
function readDirectory(view: DataView, little: boolean): Map<number, { value: number; at: number }> {
  const entries = new Map<number, { value: number; at: number }>();
  const start = view.getUint32(4, little);
  if (start + 2 > view.byteLength) return entries;
  const count = view.getUint16(start, little);
  for (let index = 0; index < count; index++) {
    const at = start + 2 + index * 12;
    if (at + 12 > view.byteLength) break;
    const short = view.getUint16(at + 2, little) === 3;
    entries.set(view.getUint16(at, little), {
      value: short ? view.getUint16(at + 8, little) : view.getUint32(at + 8, little),
      at,
    });
  }
  return entries;
}

function looksRaw(directory: Map<number, { value: number }>): boolean {
  return (
    SENSOR.has(directory.get(TAG.photometric)?.value ?? 0) ||
    RAW_COMPRESSIONS.has(directory.get(TAG.compression)?.value ?? 0) ||
    // The first picture is a small one and the large one hangs below it: how cameras write raw files.
    (directory.get(TAG.subfileType)?.value === 1 && directory.has(TAG.subIfds))
  );
}

function rawByMake(view: DataView, little: boolean, directory: Map<number, { at: number }>): string {
  const entry = directory.get(TAG.make);
  let make = '';
  if (entry) {
    const length = Math.min(view.getUint32(entry.at + 4, little), 64);
    const from = length <= 4 ? entry.at + 8 : view.getUint32(entry.at + 8, little);
    for (let at = from; at < Math.min(from + length, view.byteLength); at++)
      make += String.fromCharCode(view.getUint8(at));
  }
  const lower = make.toLowerCase();
  return BY_MAKE.find(([start]) => lower.startsWith(start))?.[1] ?? 'image/tiff';
}
