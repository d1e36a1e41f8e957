/**
 * @file One sentence or two for every error code: what happened and what can be done, in words that need no knowledge of how a vault
 * works. The type makes it exhaustive.
 */
import { PIXEL_LIMIT } from './decoding.ts';
import type { ErrorCode, ErrorParams } from './errors.ts';
import { sharingSentences } from './sharing-sentences.ts';

export type Sentences = Readonly<Record<ErrorCode, (params: ErrorParams) => string>>;

/** The sentences; `formatBytes` writes sizes in the reader's manner. */
export function sentencesWith(formatBytes: (bytes: number) => string): Sentences {
  const bytes = (value: string | number | undefined): string =>
    typeof value === 'number' ? formatBytes(value) : '';
  return {
    'input-invalid': () => 'Something about this request was not right, so nothing was done.',
    'method-unknown': () => 'This version of Lightproof cannot do that.',
    busy: () => 'This is already running. Wait until it is done, then try again.',
    'not-unlocked': () => 'The vault is locked. Unlock it and try again.',
    'already-unlocked': () => 'A vault is already open in this window. Lock it first.',
    cancelled: () => 'Cancelled.',
    'not-found': () => 'This is no longer in the vault.',
    'passphrase-empty': () => 'A passphrase needs at least one character.',
    'name-taken': () => 'There is already an album with this name. Choose another one.',
    'album-unfit': () =>
      'The album cannot go there: it would lie in itself, or too deep. Choose another place for it.',
    'name-invalid': () => 'This name cannot be used for a folder. Try letters, digits and spaces.',

    'secret-wrong': () => 'That did not open the vault. Check it and try again.',
    'secret-later': (params) => {
      const seconds = Number(params['seconds'] ?? 30);
      return `That was wrong several times in a row. Wait ${seconds === 1 ? 'a second' : `${String(seconds)} seconds`}, then try again.`;
    },
    'words-invalid': () =>
      'These are not the words of a recovery kit. Compare them with the paper, one by one.',
    'share-invalid': ({ words, unknown, share }) => {
      const which = share === undefined ? 'This' : `Share ${String(share)}`;
      if (Number(unknown ?? 0) > 0)
        return `${which} is not a whole share: word ${String(unknown)} is not in the list of words. Compare it with the paper.`;
      return Number(words ?? 36) === 36
        ? `${which} is not a genuine share: a word is wrong, or two were swapped. Compare it with the paper, one by one.`
        : `${which} is not a whole share: it has ${String(words)} of 36 words.`;
    },
    'shares-mixed': () =>
      'These shares do not belong together: the recovery kit was split more than once, and they are from different times.',
    'shares-few': ({ have = 0, needed = 2 }) =>
      `That is ${String(have)} of the ${String(needed)} shares that are needed. Add another one.`,
    'shares-vault': () => 'These are shares of another vault’s recovery kit.',
    'shares-unfit': () =>
      'These shares fit together, but do not open this vault. The recovery kit was replaced since it was split, or one of the shares is not genuine.',

    'drop-key-unreadable': () =>
      'The file with the drop box’s public key cannot be read, or is damaged. Save it again from the vault.',
    'drop-key-changed': () =>
      'The vault’s drop box has another key than before, so nothing was put into it: somebody may have exchanged it to read what you drop. Unlock the vault to find out.',
    'drop-full': ({ most = 100_000 }) =>
      `The drop box is full: ${String(most)} files wait in it. Unlock the vault, so that they are taken in.`,
    'drop-damaged': () => 'What was dropped is damaged and cannot be opened. It is kept aside.',
    'drop-foreign': () =>
      'This was sealed for another vault, or with a key that is not this vault’s. It is kept aside.',

    'secret-file-unreadable': () => 'The file with the passphrase or the recovery words cannot be read.',
    'key-file-unreadable': () =>
      'The key file cannot be read. Is it still where it was, and its disk connected?',
    'key-file-unfit': () =>
      'This file cannot be a key file: it is empty, or lies inside the vault’s own folder. Choose one that is kept elsewhere.',
    'key-file-exists': () =>
      'There is already a file with this name. Choose another name: a key file never replaces another file.',
    'photos-hidden': () => 'These photos are hidden. Enter the passphrase to see them.',
    'slots-full': (params) =>
      `A vault has at most ${String(params['most'] ?? 8)} ways in. Remove one before you add another.`,
    'slot-last': () => 'This is the only way into the vault. Add another before you remove it.',
    'slot-proof': () =>
      'This is the way in that you are about to remove. Enter another one instead, so that you are not locked out.',

    'destination-unfit': () =>
      'Copies cannot go there: it lies inside the vault, or is not a folder. Choose another folder.',

    'parent-missing': () => 'The folder the vault is to be made in is not there. Choose another folder.',
    'vault-missing': () => 'The vault is not where it was. Was its folder moved, or its disk taken out?',
    'vault-not-a-vault': () => 'There is no vault here. Choose a folder whose name ends in “.lightproof”.',
    'vault-exists': () =>
      'There is already something with this name here. Choose another name or another folder.',
    'vault-in-use': () =>
      'The vault is already open, in another window or another program. Close it there first.',
    'vault-version': () => 'This vault was made by a newer Lightproof. Update Lightproof to open it.',
    'vault-read-only': () =>
      'This vault lies where nothing can be written. You can look at photos, export and verify them; nothing can be changed. To change something, copy the vault’s folder to another disk, or change its permissions.',
    'vault-moved': () =>
      'The vault’s folder disappeared while it was open. Bring it back, then unlock again.',
    'header-damaged': () =>
      'The file that holds the vault’s locks is damaged, and so is its copy. Your photos may well be intact, but without one of the two they cannot be opened. Restore “vault.hdr” from a backup.',
    'header-copy-damaged': () =>
      'One of the two copies of the vault’s lock file is damaged or out of date; the other one is fine and was used. Make a backup of the vault soon.',
    'kdf-out-of-range': () =>
      'This vault asks for far more or far less work than Lightproof accepts for checking a passphrase. It may have been tampered with.',
    'catalogue-damaged': (params) =>
      params['detail'] === 'not a file'
        ? 'In the place of the vault’s catalogue is something that is no file: a folder, or a link to elsewhere. It is not followed. The photos themselves are kept separately and are not touched by this.'
        : 'The vault’s catalogue is damaged. The photos themselves are kept separately and are not touched by this.',
    'catalogue-missing': () =>
      'The vault’s catalogue is missing. The photos themselves are kept separately and are not touched by this.',
    'vault-rolled-back': () =>
      'This is an older copy of the vault: this computer has seen a newer one. What was added or changed since then is not in it.',
    'header-rolled-back': (params) =>
      params['unopened'] === undefined
        ? 'The vault’s lock file “vault.hdr” is older than the rest of the vault. Ways in that were removed since may open it again.'
        : 'The vault’s lock file “vault.hdr” is from before the vault’s keys were changed, so that what was written since cannot be opened with it. Put the newest “vault.hdr” back.',
    'catalogue-rolled-back': () =>
      'The vault’s catalogue is older than the rest of the vault. What was changed since then is not in it; the photos themselves are kept separately.',
    'vault-forked': () =>
      'This copy of the vault went another way than the one this computer knows: both were changed since they were one.',
    'catalogue-altered': () =>
      'The vault’s catalogue was changed outside Lightproof: entries are missing, swapped or older than they should be.',
    'log-file-unreadable': (params) =>
      params['which'] === 'key'
        ? 'The file with the public key cannot be read, or holds none.'
        : 'This file cannot be read, or is not an exported log.',
    'log-damaged': () =>
      'The vault’s record of what was done with it is not whole: entries are missing, swapped or altered. The photos are not touched by this.',
    'blob-missing': () =>
      'The file of this photo is missing from the vault’s folder. A backup may still have it.',
    'blob-damaged': () => 'The file of this photo is damaged. A backup may still have it intact.',
    'blob-orphan': () =>
      'A file in the vault’s folder belongs to no photo. It was probably left by an interrupted import. If it holds a photo that the catalogue has lost, a repair takes it back.',
    'thumbnail-damaged': () =>
      'The small picture of this photo is damaged. The photo itself is not touched by this.',
    'snapshot-damaged': () =>
      'A copy of the catalogue, kept for repairs, is damaged. The photos and the catalogue itself are not touched by this.',
    'memory-damaged': () =>
      'What this computer remembered of the vault was damaged or cannot be read, so it could not tell this time whether an older copy stands in its place. It remembers the vault anew from now on.',
    'snapshot-old': () =>
      'The newest copy of the catalogue, kept for repairs, could not be written. It is tried again when the vault is locked.',

    'no-space': (params) => {
      const missing = bytes(params['missing'] ?? params['needs']);
      return missing === ''
        ? 'The disk is full. Make room and try again; everything before this is safe.'
        : `The disk is full: ${missing} more is needed. Make room and try again; everything before this is safe.`;
    },
    'no-permission': ({ system }) =>
      system === 'EROFS'
        ? 'Nothing can be written to this disk: it can only be read. Choose another disk, or make this one writable again.'
        : 'You are not allowed to read or write here. Choose another folder or change its permissions.',
    'disk-failed': (params) => {
      const system = params['system'];
      if (system === 'ENOENT' || system === 'ENOTDIR')
        return 'A folder on the way there is missing, or something else has taken its place. Check that the disk is connected and the folder is there, then try again.';
      return system === undefined
        ? 'The disk reported a failure. Check that it is connected and healthy, then try again.'
        : `The disk reported a failure (${String(system)}). Check that it is connected and healthy, then try again.`;
    },
    'source-missing': () => 'Nothing was there when its turn came.',
    'source-gone': () =>
      'The folder or disk that the photos come from is not there any more. Connect it again, then resume; nothing is done twice.',
    'source-unreadable': () => 'The file could not be read.',
    'source-changed': () =>
      'The file was changed while it was being read. Import it again when it is at rest.',
    'bin-refused': () => 'The bin did not take this file. It stays where it is.',
    'source-not-a-file': () => 'This is not an ordinary file.',

    'not-a-picture': () => 'This is not a picture.',
    'file-empty': () => 'The file is empty.',
    'sidecar-unreadable': () =>
      'The photo is imported, but the file beside it with its date, place or description could not be read.',
    'picture-damaged': () => 'The picture is damaged, so there is no preview. The file is kept as it is.',
    'picture-truncated': () => 'Part of the picture is missing. The file is kept as it is.',
    'picture-unsupported': () =>
      'There is nothing in this file that Lightproof can show yet. The file is kept as it is.',
    'picture-too-large': () =>
      `The picture is too large for a preview: more than ${String(PIXEL_LIMIT / 1e6)} megapixels, or more memory than a decoder may take. The file is kept as it is.`,
    'picture-timeout': () => 'Making a preview took too long. The file is kept as it is.',
    'decoder-crashed': () => 'No preview could be made of this picture. The file is kept as it is.',
    'not-cleanable': () =>
      'What is written inside this file cannot be taken out without changing the picture, so it was not exported. Export it as it is, or a photo as a JPEG.',
    'not-convertible': () =>
      'No picture can be made of this file, so it was not exported. Export it as it is.',
    'hidden-skipped': () => 'Hidden. Hidden files and folders are left out.',
    'thumbnails-skipped': () => 'Small copies that another program made of its pictures. They are left out.',
    'system-skipped': () => 'Something the system keeps for itself. It is left out.',
    'link-skipped': () => 'A link to another place. Links are not followed.',

    ...sharingSentences,

    'engine-gone': () => 'The vault’s engine ended unexpectedly. Nothing was lost; unlock to go on.',
    'too-large': () => 'This is too much at once. Try with less.',
    internal: (params) => {
      const detail = params['detail'];
      return detail === undefined
        ? 'Something went wrong inside Lightproof. Nothing in the vault was changed by this.'
        : `Something went wrong inside Lightproof (${String(detail)}). Nothing in the vault was changed by this.`;
    },
  };
}
