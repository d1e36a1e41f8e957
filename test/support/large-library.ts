/**
 * @file A vault with many photos, made in a minute instead of imported in hours: every photo has a real thumbnail (one of a few hundred
 * different pictures) with the placeholder that belongs to it; the newest have real originals of 12 megapixels, too.
 */
import sharp, { type Sharp } from 'sharp';
import { placeholder } from '../../src/main/decoder/placeholder.ts';
import { encode, thumbnailEdge, toPixels, type Encoded } from '../../src/main/decoder/thumbnail.ts';
import { BlobStore } from '../../src/main/engine/blobs/index.ts';
import { createCatalog, type PhotoRecord } from '../../src/main/engine/catalog/index.ts';
import { hash, randomId } from '../../src/main/engine/crypto/index.ts';
import { nodeDisk } from '../../src/main/engine/disk/index.ts';
import { createVault, standardCosts, type OpenVault } from '../../src/main/engine/vault/index.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { capsuleFor } from './blobs.ts';
import { scene } from './pictures.ts';

export const libraryPassphrase = 'figures are not secret';

interface LibraryWish {
  /** Where the vault's folder is made. */
  readonly folder: string;
  readonly photos: number;
  /** How many different thumbnails there are. */
  readonly pictures: number;
  /** How many of the newest photos have an original of 4000 × 3000 pixels. */
  readonly originals: number;
  /** How many photos, every other one beginning with the newest, are in the album "Half". */
  readonly inAlbum: number;
}

interface Picture {
  readonly thumb: Encoded;
  readonly color: number | null;
  readonly thumbhash: string;
  readonly width: number;
  readonly height: number;
}

const batch = 2000;
const hour = 3_600_000;
const day = 24 * hour;
/** Of the newest photo: not the clock's, so that every library is the same. */
const newest = Date.UTC(2025, 3, 14, 18);
/** Shapes of pictures, width by height, as cameras and phones make them; the fifth is a panorama. */
const shapes = [
  [4000, 3000],
  [3000, 4000],
  [6000, 4000],
  [4032, 3024],
  [9000, 3000],
  [3000, 3000],
  [1080, 2340],
] as const;
/** How often each shape comes, in a row of photos. */
const turns = [0, 0, 1, 2, 0, 3, 3, 1, 0, 2, 1, 3, 5, 0, 1, 6, 2, 0, 3, 4] as const;
/** Photos taken on a day that has any: most days a few, some a party. */
const days = [1, 3, 2, 12, 1, 40, 5, 2, 85, 7, 1, 19, 3, 220, 2, 9, 1, 33, 4, 140] as const;

/** Makes the vault and answers its path; its passphrase is `libraryPassphrase`. */
export async function makeLibrary(wish: LibraryWish): Promise<string> {
  const { vault } = await createVault({
    disk: nodeDisk,
    folder: wish.folder,
    name: 'Library',
    passphrase: passphraseBytes(libraryPassphrase),
    cost: standardCosts,
  });
  const pictures = await makePictures(wish.pictures);
  const originals = await makeOriginals(vault, wish.originals);
  const catalog = createCatalog(vault);
  const album = randomId();
  const times = captureTimes(wish.photos);
  if (wish.inAlbum > 0)
    catalog.change((tx) =>
      tx.putObject(album, { type: 'album', name: 'Half', created: new Date(newest).toISOString() }),
    );
  for (let done = 0; done < wish.photos; done += batch) {
    catalog.change((tx) => {
      for (let index = done; index < Math.min(wish.photos, done + batch); index += 1) {
        const original = originals[index];
        const picture = original?.picture ?? pictureFor(pictures, index);
        const id = original?.id ?? randomId();
        tx.putPhoto(id, {
          ...recordOf(index, times[index] ?? newest, picture),
          ...original?.record,
          ...(index % 2 === 0 && index < wish.inAlbum * 2 && { albums: [album] }),
          thumb: tx.putThumb(id, picture.thumb.mime, picture.thumb.bytes),
        });
      }
    });
  }
  catalog.close();
  await vault.close();
  return vault.path;
}

/** Wall-clock times, newest first. */
function captureTimes(count: number): Float64Array {
  const times = new Float64Array(count);
  let index = 0;
  for (let step = 0, date = newest; index < count; step += 1) {
    const photos = days[step % days.length] ?? 1;
    for (let photo = 0; photo < photos && index < count; photo += 1, index += 1)
      times[index] = date - (photo * 8 * hour) / photos;
    date -= day * (1 + ((step * 7) % 3));
  }
  return times;
}

function recordOf(index: number, time: number, picture: Picture): PhotoRecord {
  const taken = new Date(time).toISOString();
  return {
    blob: randomId(),
    name: `IMG_${String(index).padStart(6, '0')}.jpg`,
    bytes: 3_000_000 + index,
    digest: randomId() + randomId(),
    mime: index % 7 === 6 ? 'image/x-canon-cr2' : 'image/jpeg',
    width: picture.width,
    height: picture.height,
    capturedAt: `${taken.slice(0, 19)}+00:00`,
    modifiedAt: taken,
    importedAt: new Date(newest).toISOString(),
    import: zeros,
    camera: 'Canon EOS 40D',
    lens: 'EF50mm f/1.8 STM',
    exposure: { seconds: 0.004, fNumber: 2.8, iso: 400, focalLengthMm: 50 },
    latitude: 48 + (index % 1000) / 1000,
    longitude: 11 + (index % 777) / 1000,
    ...(picture.color === null ? {} : { color: picture.color }),
    thumbhash: picture.thumbhash,
    ...(index % 23 === 0 && { favourite: true as const }),
    ...(index % 41 === 0 && { animated: true as const }),
  };
}

const zeros = '0'.repeat(32);

/** Different ones beside each other, of the shape that is due. */
function pictureFor(pictures: readonly (readonly Picture[])[], index: number): Picture {
  const shape = turns[index % turns.length] ?? 0;
  const all = pictures[shape] ?? [];
  const picture = all[(index * 31) % Math.max(1, all.length)];
  if (picture === undefined) throw new Error('there are no pictures');
  return picture;
}

/** By shape. Skies, hills and grain: as large as thumbnails of photographs are. */
async function makePictures(count: number): Promise<readonly (readonly Picture[])[]> {
  const each = Math.max(1, Math.ceil(count / shapes.length));
  const all: Picture[][] = [];
  for (const [of, [width, height]] of shapes.entries()) {
    const made: Picture[] = [];
    for (let seed = 0; seed < each; seed += 1) made.push(await paint(width, height, of * each + seed));
    all.push(made);
  }
  return all;
}

async function paint(width: number, height: number, seed: number): Promise<Picture> {
  const edge = thumbnailEdge(width, height);
  const by = edge / Math.max(width, height);
  const [w, h] = [Math.round(width * by), Math.round(height * by)];
  const colors = Buffer.from(Array.from({ length: 6 * 5 * 3 }, (_, at) => noise(seed, at)));
  const grain = { type: 'gaussian', mean: 128, sigma: 12 } as const;
  const grey = { width: w, height: h, channels: 3, background: '#808080', noise: grain } as const;
  const raw = await sharp(colors, { raw: { width: 6, height: 5, channels: 3 } })
    .resize(w, h, { fit: 'fill', kernel: 'cubic' })
    .composite([{ input: { create: grey }, blend: 'soft-light' }])
    .removeAlpha()
    .raw()
    .toBuffer();
  const picture = sharp(raw, { raw: { width: w, height: h, channels: 3 } });
  return { ...(await pictureOf(picture, edge)), width, height };
}

async function pictureOf(
  picture: Sharp,
  edge: number,
): Promise<Pick<Picture, 'thumb' | 'color' | 'thumbhash'>> {
  const pixels = await toPixels(picture, edge);
  const { thumbhash, color } = placeholder(pixels);
  return { thumb: await encode(pixels), color, thumbhash: Buffer.from(thumbhash).toString('base64') };
}

/** 0 to 255, the same for the same two numbers. */
function noise(seed: number, at: number): number {
  let mixed = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(at + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) & 0xff;
}

interface Original {
  readonly id: string;
  readonly picture: Picture;
  readonly record: Pick<PhotoRecord, 'blob' | 'bytes' | 'digest' | 'mime' | 'width' | 'height'>;
}

/** Four scenes of 12 megapixels, each photo with a content of its own. */
async function makeOriginals(vault: OpenVault, count: number): Promise<readonly Original[]> {
  const store = new BlobStore(vault);
  const [width, height] = [4000, 3000];
  const scenes: { jpeg: Buffer; picture: Picture }[] = [];
  for (let seed = 1; seed <= Math.min(4, count); seed += 1) {
    const jpeg = await scene(width, height, seed);
    scenes.push({ jpeg, picture: { ...(await pictureOf(sharp(jpeg), 440)), width, height } });
  }
  const originals: Original[] = [];
  for (let index = 0; index < count; index += 1) {
    const { jpeg, picture } = scenes[index % scenes.length] ?? {};
    if (jpeg === undefined || picture === undefined) break;
    const content = Buffer.concat([jpeg, Buffer.from(String(index))]); // behind its end: nobody's, but another file
    const [id, blob] = [randomId(), randomId()];
    const digest = hash(32, content, vault.keys.digest).toString('hex');
    const name = `IMG_${String(index).padStart(6, '0')}.jpg`;
    const capsule = capsuleFor(vault, content, { photo: id, name, digest });
    await store.write({ id: blob, capsule, bytes: content.length, content });
    await store.syncFolders([blob]);
    originals.push({
      id,
      picture,
      record: { blob, bytes: content.length, digest, mime: 'image/jpeg', width, height },
    });
  }
  return originals;
}
