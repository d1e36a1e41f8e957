/** @file Which files and folders an import leaves out without opening them: hidden ones and what systems make for themselves. Runs in the engine. */

const systemNames = new Set([
  'thumbs.db',
  'ehthumbs.db',
  'ehthumbs_vista.db',
  'desktop.ini',
  'icon\r', // a Mac's folder icon
  '@eadir', // thumbnails of a Synology NAS
  '#recycle',
  '__macosx', // resource forks in archives made on a Mac
  '$recycle.bin',
  'system volume information',
  'lost+found',
]);

/** Whether a name found inside a source is left out. What the user names as a source is never judged by it. */
export function isLeftOut(name: Buffer): boolean {
  const text = name.toString('utf8').toLowerCase();
  return text.startsWith('.') || systemNames.has(text) || text.endsWith('.lightproof-part');
}

const pictureEndings = new Set(
  (
    'jpg jpeg jpe jfif png apng gif webp avif tif tiff heic heif hif bmp ico svg psd jxl jp2 ' +
    'cr2 cr3 nef arw dng raf orf rw2 pef srw mp4 m4v mov webm'
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
