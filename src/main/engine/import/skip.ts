/** @file Which files and folders an import leaves out without opening them: hidden ones and what systems make for themselves. Runs in the engine. */
import type { ErrorCode } from '../../../shared/errors.ts';

/** Pictures that programs have made of the pictures beside them. */
const thumbnailNames = new Set([
  '.thumbnails',
  '.thumb',
  '@eadir', // of a Synology NAS
  '.@__thumb', // of a QNAP NAS
  '.picasaoriginals', // what Picasa has kept of pictures it has changed
  'ipod photo cache',
  'thumbs.db',
  'ehthumbs.db',
  'ehthumbs_vista.db',
  'zbthumbnail.info',
]);
/** Previews of a Lightroom catalogue. */
const thumbnailEnding = '.lrdata';

const systemNames = new Set([
  'desktop.ini',
  'icon\r', // a Mac's folder icon
  '.ds_store',
  '.spotlight-v100',
  '.trashes',
  '.fseventsd',
  '#recycle',
  '__macosx', // resource forks in archives made on a Mac
  '$recycle.bin',
  'system volume information',
  'lost+found',
]);

/** In a library of Apple's Photos or Aperture the pictures stand in one folder; the rest is what was made of them. */
const library = /\.(?:photoslibrary|photolibrary|aplibrary|migratedphotolibrary)$/u;
const libraryPictures = new Set(['originals', 'masters']);

/** Why something is left out without being opened. */
export type LeftOut = Extract<ErrorCode, 'hidden-skipped' | 'thumbnails-skipped' | 'system-skipped'>;

/**
 * Whether a name found inside a source is left out. What the user names as a source is never judged by it.
 * @param folder name of the folder it stands in
 */
export function leftOut(name: Buffer, folder: Buffer): LeftOut | null {
  const text = name.toString('utf8').toLowerCase();
  const inLibrary = library.test(folder.toString('utf8').toLowerCase()) && !libraryPictures.has(text);
  if (thumbnailNames.has(text) || text.endsWith(thumbnailEnding) || inLibrary) return 'thumbnails-skipped';
  if (systemNames.has(text) || text.startsWith('._')) return 'system-skipped';
  return text.startsWith('.') || text.endsWith('.lightproof-part') ? 'hidden-skipped' : null;
}

const pictureEndings = new Set(
  (
    'jpg jpeg jpe jfif png apng gif webp avif tif tiff heic heif hif bmp ico svg svgz psd jxl jp2 ' +
    'cr2 cr3 nef arw dng raf orf rw2 pef srw ' +
    'mp4 m4v mov webm avi mkv 3gp mpg mpeg mts m2ts wmv'
  ).split(' '),
);

/** Whether a file's name says that it is a picture or a video: if its content is none, something has failed; a letter is just left out. */
export function isNamedLikeAPicture(name: string): boolean {
  return pictureEndings.has(/\.([^.]+)$/u.exec(name)?.[1]?.toLowerCase() ?? '');
}

/** Folders only: a vault, of which nothing can be imported. */
export function isVaultName(name: Buffer): boolean {
  return name.toString('utf8').toLowerCase().endsWith('.lightproof');
}
