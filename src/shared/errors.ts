/** @file The catalogue of error codes every process speaks, as values. Pure TypeScript; the words for people live in the renderer's and the command line's messages. */

/**
 * Every failure a user can meet. The renderer and the command line each turn a code and its params into one sentence; `exitStatus`
 * gives the command line's exit status.
 */
export const errorCodes = {
  // Asking wrongly
  'input-invalid': { exitStatus: 2 }, // a request that does not fit the contract
  'method-unknown': { exitStatus: 2 },
  busy: { exitStatus: 2 }, // the same kind of work is already running
  'not-unlocked': { exitStatus: 2 },
  'already-unlocked': { exitStatus: 2 },
  cancelled: { exitStatus: 1 },
  'not-found': { exitStatus: 2 }, // a photo, album, import or job that is not in this vault
  'passphrase-empty': { exitStatus: 2 },
  'name-taken': { exitStatus: 2 }, // an album of this name is there already
  'album-unfit': { exitStatus: 2 }, // an album would lie in itself, or deeper than albums can
  'name-invalid': { exitStatus: 2 }, // a vault name that cannot be a folder name
  // Secrets
  'secret-wrong': { exitStatus: 3 }, // passphrase or recovery words open no slot; nothing says which
  'secret-later': { exitStatus: 3 }, // too many wrong attempts in a row: params.seconds until the next one is looked at
  'words-invalid': { exitStatus: 3 }, // recovery words with a typing error (BIP39 checksum or unknown word)
  // Shares of the recovery words
  'share-invalid': { exitStatus: 3 }, // a typing error in one; params: words (how many), unknown (place of the first unknown word, or 0), share (which, where several were given)
  'shares-mixed': { exitStatus: 3 }, // of two splittings, or two that cannot both be genuine
  'shares-few': { exitStatus: 3 }, // params.have of params.needed
  'shares-vault': { exitStatus: 3 }, // of another vault
  'shares-unfit': { exitStatus: 3 }, // they fit together and open nothing: the kit was replaced since, or one is not genuine
  'secret-file-unreadable': { exitStatus: 2 }, // the file with a passphrase or recovery words, in a terminal
  'key-file-unreadable': { exitStatus: 2 }, // the key file is not there, not a file, or cannot be read
  'key-file-unfit': { exitStatus: 2 }, // a new key file that is empty or lies inside the vault's folder
  'key-file-exists': { exitStatus: 2 }, // a key file is to be made where there is something already
  'photos-hidden': { exitStatus: 3 }, // hidden photos were asked for, and nobody has entered the passphrase for them
  'slots-full': { exitStatus: 2 }, // eight ways into a vault are all there can be; params.most
  'slot-last': { exitStatus: 2 }, // the last way into a vault is not removed
  'slot-proof': { exitStatus: 2 }, // the secret given is the one of the way in that is to be removed
  'destination-unfit': { exitStatus: 2 }, // copies are to go into the vault itself, or where something else than a folder is
  // Drop box
  'drop-key-unreadable': { exitStatus: 2 }, // the file with the public key of a drop box is not there or is none
  'drop-key-changed': { exitStatus: 4 }, // the header has another public key than this computer knows, or its two copies do not agree
  'drop-full': { exitStatus: 6 }, // params.most entries wait already
  'drop-damaged': { exitStatus: 1 }, // an entry that does not open; it is set aside
  'drop-foreign': { exitStatus: 1 }, // an entry sealed to another vault, or to another key than this vault's; it is set aside
  // Vault
  'parent-missing': { exitStatus: 2 }, // the folder a vault is to be made in is not there, or is no folder
  'vault-missing': { exitStatus: 2 }, // the folder is not there
  'vault-not-a-vault': { exitStatus: 2 }, // a folder or file without a vault header
  'vault-exists': { exitStatus: 2 },
  'vault-in-use': { exitStatus: 5 }, // another engine holds it
  'vault-version': { exitStatus: 4 }, // a newer format than this build knows
  'vault-read-only': { exitStatus: 6 }, // its folder or disk cannot be written to: everything can be looked at, nothing changed
  'vault-moved': { exitStatus: 4 }, // the vault's folder vanished while it was open
  'header-damaged': { exitStatus: 4 }, // neither copy of the header can be used
  'header-copy-damaged': { exitStatus: 4 }, // notice: one copy was used, the other is damaged or missing
  'kdf-out-of-range': { exitStatus: 4 }, // a slot asks for Argon2id costs outside the accepted range
  'catalogue-damaged': { exitStatus: 4 },
  'catalogue-missing': { exitStatus: 4 },
  // An older copy in the place of a newer one (docs/format.md §8); params.older: changes that are missing, where known
  'vault-rolled-back': { exitStatus: 4 },
  'header-rolled-back': { exitStatus: 4 }, // params.unopened: entries under keys the header does not have
  'catalogue-rolled-back': { exitStatus: 4 },
  'vault-forked': { exitStatus: 4 }, // another history than the one this computer knows
  'catalogue-altered': { exitStatus: 4 }, // rows missing, replaced or older than the state row says
  'log-file-unreadable': { exitStatus: 2 }, // an exported log, or the key it is checked with, is not there or is none; params.which: 'file' or 'key'
  'log-damaged': { exitStatus: 4 }, // entries of the audit log are missing, exchanged or altered
  'blob-missing': { exitStatus: 4 },
  'blob-damaged': { exitStatus: 4 },
  'thumbnail-damaged': { exitStatus: 4 },
  'blob-orphan': { exitStatus: 0 }, // a blob no photo mentions, left by an interrupted import: said, not a problem
  'snapshot-damaged': { exitStatus: 4 }, // a copy of the catalogue, kept for repairs
  'memory-damaged': { exitStatus: 0 }, // what is remembered of the vault outside of it is no use: said, not a problem
  'snapshot-old': { exitStatus: 0 }, // the newest such copy could not be written: said, not a problem
  // Disk
  'no-space': { exitStatus: 6 },
  'no-permission': { exitStatus: 6 }, // params.system: 'EROFS' where the disk can only be read
  'disk-failed': { exitStatus: 6 }, // any other answer of the file system; params.system holds its code (EIO …)
  'source-missing': { exitStatus: 1 }, // vanished between scan and import
  'source-gone': { exitStatus: 1 }, // the folder or disk that is imported from is not there any more: the import stops
  'source-unreadable': { exitStatus: 1 },
  'source-changed': { exitStatus: 1 }, // changed while it was being read
  'bin-refused': { exitStatus: 1 }, // the system's bin did not take an original: it stays where it is
  'source-not-a-file': { exitStatus: 1 }, // FIFO, device, socket
  // Pictures
  'not-a-picture': { exitStatus: 1 },
  'file-empty': { exitStatus: 1 },
  'sidecar-unreadable': { exitStatus: 1 }, // the picture is imported; what stands beside it in a file of its own could not be read
  'picture-damaged': { exitStatus: 1 }, // kept; no preview could be made
  'picture-truncated': { exitStatus: 1 }, // kept; preview made from what is there
  'picture-unsupported': { exitStatus: 1 }, // kept; no decoder for it
  'picture-too-large': { exitStatus: 1 }, // kept; more pixels than the limit
  'picture-timeout': { exitStatus: 1 }, // kept; decoding took too long
  'decoder-crashed': { exitStatus: 1 }, // kept; the decoder died on it twice
  'not-cleanable': { exitStatus: 1 }, // its metadata cannot be taken out without touching a pixel: not exported
  'not-convertible': { exitStatus: 1 }, // no picture can be made of it: not exported
  'link-skipped': { exitStatus: 1 }, // a symbolic link, not followed
  'hidden-skipped': { exitStatus: 1 }, // a hidden file or folder
  'thumbnails-skipped': { exitStatus: 1 }, // small copies that programs have made of the pictures
  'system-skipped': { exitStatus: 1 }, // what a system keeps for itself
  // Sending and receiving
  'keys-none': { exitStatus: 2 }, // no public key in a text or a picture
  'keys-invalid': { exitStatus: 2 }, // something that begins like a key and is none, or two of a kind; params.key: how it begins
  'keys-secret': { exitStatus: 2 }, // a secret key where a public one is asked for
  'person-known': { exitStatus: 2 }, // somebody has one of these keys already; params.name
  'person-named': { exitStatus: 2 }, // somebody has this name already
  'person-keyless': { exitStatus: 2 }, // has keys to check signatures by, and none to send to; params.name
  'send-nobody': { exitStatus: 2 }, // neither people nor a passphrase
  'send-nothing': { exitStatus: 1 }, // not one photo could be put into the package
  'package-exists': { exitStatus: 2 }, // there is something of this name already
  'package-not-age': { exitStatus: 4 }, // no file made by age; params.why: 'armored' where it is one as text
  'package-not-for-us': { exitStatus: 3 }, // encrypted to other people's keys
  'package-passphrase': { exitStatus: 3 }, // opens with a passphrase, and none was given
  'package-passphrase-wrong': { exitStatus: 3 },
  'package-recipients': { exitStatus: 4 }, // for more people than anybody sends to; params.most
  'package-too-costly': { exitStatus: 4 }, // its passphrase would take too much memory to try; params.factor
  'package-damaged': { exitStatus: 4 }, // altered or damaged; params.what: 'header' or 'content'
  'package-truncated': { exitStatus: 4 }, // its end is missing
  'package-tar': { exitStatus: 4 }, // what is inside is no tar
  'package-unsafe': { exitStatus: 4 }, // params.what: 'path', 'link', 'device', 'kind' or 'twice'
  'package-too-many': { exitStatus: 4 }, // more entries than anybody sends; params.most
  'package-mismatch': { exitStatus: 4 }, // not what its own list says; params.which: 'list', 'missing', 'extra' or 'altered'
  'package-unsigned': { exitStatus: 3 }, // nobody has signed it, and nobody has said that it is wanted all the same
  'package-unknown-signer': { exitStatus: 3 }, // signed by a key of nobody known, as above
  'package-signature-wrong': { exitStatus: 4 },
  'package-other': { exitStatus: 2 }, // not the package that an import has come from
  'package-again': { exitStatus: 2 }, // what has failed is tried again by opening the package again
  // Processes
  'engine-gone': { exitStatus: 1 }, // the engine process ended unexpectedly
  'too-large': { exitStatus: 2 }, // a message over the limit of its channel
  internal: { exitStatus: 1 }, // a bug; params.detail names the place, never content
} as const satisfies Record<string, { exitStatus: 0 | 1 | 2 | 3 | 4 | 5 | 6 }>;

export type ErrorCode = keyof typeof errorCodes;

/** Values that fill a sentence: numbers (bytes, counts) and short strings. Never a key, passphrase or photo content. */
export type ErrorParams = Readonly<Record<string, string | number>>;

/** A failure as it crosses processes. */
export interface ErrorValue {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
}

const aged: ReadonlySet<ErrorCode> = new Set([
  'vault-rolled-back',
  'header-rolled-back',
  'catalogue-rolled-back',
  'vault-forked',
]);

/** Whether what was noticed is that something is older than it should be, or another copy's history (docs/format.md §8). */
export function isAged({ code }: ErrorValue): boolean {
  return aged.has(code);
}

/** Whether a vault of which this was noticed can be taken as it is, as restored on purpose: everything that counts can be opened. */
export function isAcceptable(error: ErrorValue): boolean {
  return isAged(error) && error.params['unopened'] === undefined;
}

/** What every boundary answers: a value or an error value, never an exception. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorValue };

/** Carries an error value inside one process, up to its boundary. */
export class CodedError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'CodedError';
    this.code = code;
    this.params = params;
  }
}

/** Turns whatever was thrown into an error value. Anything that is not a CodedError is a bug and becomes `internal`. */
export function toErrorValue(thrown: unknown): ErrorValue {
  if (thrown instanceof CodedError) return { code: thrown.code, params: thrown.params };
  if (thrown instanceof Error && thrown.name === 'AbortError') return { code: 'cancelled', params: {} };
  return { code: 'internal', params: { detail: thrown instanceof Error ? thrown.name : typeof thrown } };
}

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failed<T>(code: ErrorCode, params: ErrorParams = {}): Result<T> {
  return { ok: false, error: { code, params } };
}
