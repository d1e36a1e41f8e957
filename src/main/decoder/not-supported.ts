/** @file Thrown for a sound picture of a kind that nothing here can show; decoder process. */

export class NotSupported extends Error {}

/** What libvips and the libraries in it say of compressions, codecs, samples and colours that they were made without. */
const WITHOUT =
  /support is not configured|is not implemented|unsupported (?:feature|codec|compression|marker type|jpeg process|jpeg data precision)|bad labq|separate planes not supported|samples out of range|not a whole number of bytes/iu;

/** The same error, unless it says that the picture is of a kind that cannot be read: then the picture is not to blame. */
export function asNotSupported(error: unknown): unknown {
  return error instanceof Error && !(error instanceof NotSupported) && WITHOUT.test(error.message)
    ? new NotSupported(error.message)
    : error;
}
