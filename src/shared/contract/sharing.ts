/**
 * @file The part of the contract (`contract.ts`) for sending photos to other people and taking theirs: the vault's own public keys, people with
 * theirs, packages written and opened. Pure TypeScript.
 */
import * as v from 'valibot';
import { Passphrase } from '../secrets.ts';
import { Count, Empty, Id, Instant, Path, Text } from './basics.ts';
import { ExportItem, Selection } from './exports.ts';
import { jobFields } from './job-fields.ts';

/** Longest text that keys are looked for in. */
export const longestKeyText = 16_384;

/** Keys as age and minisign write them. */
export const PublicKeys = v.strictObject({
  hybrid: v.nullable(Text(4096)), // age1pq1…: X25519 and ML-KEM-768
  x25519: v.nullable(Text(100)), // age1…
  signing: v.nullable(Text(100)), // minisign's, one line
});
export type PublicKeys = v.InferOutput<typeof PublicKeys>;

/** Keys and what is made of them for people. */
const shownKeys = {
  keys: PublicKeys,
  /** To be compared aloud: who has the same keys sees the same words. */
  words: v.array(v.string()),
  /** Of the signing key, as minisign shows it. */
  keyId: v.nullable(v.string()),
};

export const Person = v.strictObject({ id: Id, name: v.string(), created: Instant, ...shownKeys });
export type Person = v.InferOutput<typeof Person>;

/**
 * Who has signed a package: a person who is known here, this vault itself, somebody else's key, nobody; or a signature that is not the one of
 * what is in the package.
 */
export const Signer = v.picklist(['known', 'own', 'unknown', 'unsigned', 'wrong']);
export type Signer = v.InferOutput<typeof Signer>;

const provenance = {
  signer: Signer,
  /** The known person's, or what the package says; null: it says nothing. */
  name: v.nullable(v.string()),
  keyId: v.nullable(v.string()),
  sent: v.nullable(Instant),
  note: v.nullable(v.string()),
};

/** Where a photo came from that was received. */
export const Provenance = v.strictObject({ ...provenance, received: Instant, file: v.string() });
export type Provenance = v.InferOutput<typeof Provenance>;

/** A package that was opened and read to its end. */
export const Received = v.strictObject({
  receipt: Id,
  file: v.string(), // its name
  ...provenance,
  /** Its name is that of a person who has another key. */
  namesake: v.boolean(),
  /** What the package says about its sender's keys, for adding them; words of it; null: nothing. */
  sender: v.nullable(v.strictObject(shownKeys)),
  /** Whether the signed list names a key of this vault among those it was sent to; null: it names nobody. */
  forThisVault: v.nullable(v.boolean()),
  files: Count, // that import will look at
  bytes: Count,
  photos: Count, // by their content pictures or films
  alreadyHere: Count,
});
export type Received = v.InferOutput<typeof Received>;

const ReceivedItem = v.strictObject({
  path: v.string(),
  bytes: Count,
  capturedAt: v.nullable(v.string()),
  kind: v.picklist(['picture', 'film', 'other']),
  alreadyHere: v.boolean(),
});

/** What is sent of each photo: a part of what an export can do. */
export const SendOptions = v.strictObject({
  format: v.exactOptional(v.picklist(['original', 'jpeg', 'webp', 'png'])),
  without: v.exactOptional(v.picklist(['nothing', 'place', 'metadata'])),
  otherwise: v.exactOptional(v.picklist(['refuse', 'jpeg'])),
  maxEdge: v.exactOptional(v.nullable(v.pipe(Count, v.minValue(16), v.maxValue(65_535)))),
  quality: v.exactOptional(v.pipe(Count, v.minValue(1), v.maxValue(100))),
});
export type SendOptions = v.InferOutput<typeof SendOptions>;

const PersonName = v.pipe(
  Text(200),
  v.check((text) => text.trim() !== ''),
);
const KeyText = Text(longestKeyText);

/** Where what opens with a passphrase is written beside what people's keys open: `Holiday.age` → `Holiday.passphrase.age`. */
export function passphraseFile(file: string): string {
  return `${file.replace(/\.age$/iu, '')}.passphrase.age`;
}

/** Packages that are being written, or were. */
export const SendJob = v.strictObject({
  kind: v.literal('send'),
  ...jobFields,
  files: v.array(
    v.strictObject({
      file: v.string(), // for display
      people: v.array(v.string()), // whom it is for; nobody: whoever knows its passphrase
    }),
  ),
  written: Count,
  failures: v.pipe(v.array(ExportItem), v.maxLength(1000)), // the first 1000
  failed: Count,
});

/** Answered by the engine. */
export const sharingMethods = {
  /** The vault's own public keys: `card` for a file, `code` for a QR code. */
  'sharing.mine': {
    input: Empty,
    output: v.strictObject({ name: v.string(), card: v.string(), code: v.string(), ...shownKeys }),
    needs: 'unlocked',
  },
  /** Writes the card into a new file. Errors: package-exists, destination-unfit, no-space, no-permission, disk-failed. */
  'sharing.saveMine': {
    input: v.strictObject({ file: Path }),
    output: v.strictObject({ file: v.string() }),
    paths: ['file'],
    needs: 'unlocked',
  },

  'people.list': { input: Empty, output: v.array(Person), needs: 'unlocked' },
  /** What keys a text holds. Errors: keys-none, keys-secret, keys-invalid. */
  'people.read': {
    input: v.strictObject({ text: KeyText }),
    output: v.strictObject(shownKeys),
    needs: 'unlocked',
  },
  /** The same of a file: text, or a picture with a QR code. Also: source-missing, source-unreadable. */
  'people.readFile': {
    input: v.strictObject({ file: Path }),
    output: v.strictObject({ text: KeyText, ...shownKeys }),
    paths: ['file'],
    needs: 'unlocked',
  },
  /** Errors: those of `people.read`; person-known (`name`): somebody has one of these keys already; person-named. */
  'people.add': {
    input: v.strictObject({ name: PersonName, text: KeyText }),
    output: v.strictObject({ id: Id }),
    needs: 'unlocked',
  },
  'people.rename': {
    input: v.strictObject({ id: Id, name: PersonName }),
    output: Empty,
    needs: 'unlocked',
  },
  /** What was received from them stays, and keeps their name. */
  'people.remove': { input: v.strictObject({ id: Id }), output: Empty, needs: 'unlocked' },

  /** What would be sent. */
  'send.check': {
    input: v.strictObject({ selection: Selection, options: v.exactOptional(SendOptions) }),
    output: v.strictObject({
      photos: Count,
      bytes: Count, // of the package, about
      estimated: v.boolean(), // converted pictures are only known when they are made
      uncleanable: Count,
      unconvertible: Count,
    }),
    needs: 'unlocked',
  },
  /**
   * Writes one file, which must not be there, to people or to whoever knows a passphrase; for both, two of them, the second as `passphraseFile` names it:
   * neither is there without the other. `older`: by the keys that every version of age has. Errors: send-nobody, person-keyless (`name`: has no key to send to), package-exists, destination-unfit.
   */
  'send.start': {
    input: v.strictObject({
      file: Path,
      selection: Selection,
      options: v.exactOptional(SendOptions),
      to: v.pipe(v.array(Id), v.maxLength(100)),
      passphrase: v.nullable(Passphrase),
      older: v.exactOptional(v.boolean()),
      /** Who it is from, as the package says; with a signature by the vault's key. null: neither. */
      from: v.nullable(Text(200)),
      note: Text(10_000),
    }),
    output: v.strictObject({ job: Id, quantumSafe: v.boolean() }),
    paths: ['file'],
    needs: 'unlocked',
  },

  /** Opens a package and reads it to its end: everything is checked before anything is taken from it. Nothing is written anywhere. */
  'receive.open': {
    input: v.strictObject({ file: Path, passphrase: v.nullable(Passphrase) }),
    output: Received,
    progress: v.strictObject({ bytes: Count, total: Count }),
    paths: ['file'],
    needs: 'unlocked',
  },
  /**
   * The same of the file that an import has come from which is not at its end, or has failures: `receive.start` then goes on with that import, and
   * does nothing twice. Errors: also not-found, busy, input-invalid (nothing is left), package-other (another file lies there now).
   */
  'receive.reopen': {
    input: v.strictObject({ import: Id, passphrase: v.nullable(Passphrase) }),
    output: Received,
    progress: v.strictObject({ bytes: Count, total: Count }),
    needs: 'unlocked',
  },
  'receive.items': {
    input: v.strictObject({ receipt: Id, offset: Count, limit: v.pipe(Count, v.maxValue(1000)) }),
    output: v.strictObject({ total: Count, items: v.array(ReceivedItem) }),
    needs: 'unlocked',
  },
  /**
   * Imports what is in it. What nobody known has signed is taken only where `accept` names just that. Of what was reopened neither album nor `accept`
   * is looked at: they stay as they were. Errors: package-unsigned, package-unknown-signer, package-signature-wrong, not-found.
   */
  'receive.start': {
    input: v.strictObject({
      receipt: Id,
      album: v.nullable(Text(500)),
      accept: v.nullable(v.picklist(['unknown', 'unsigned'])),
    }),
    output: v.strictObject({ job: Id, import: Id }),
    needs: 'unlocked',
  },
  'receive.close': { input: v.strictObject({ receipt: Id }), output: Empty, needs: 'unlocked' },
} as const;
