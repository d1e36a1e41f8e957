/** @file Answers `sharing.…` and `people.…`: the vault's own public keys, other people's, and where a received photo came from. Runs in the engine. */
import { dirname, resolve } from 'node:path';
import { TextDecoder } from 'node:util';
import type { Id, Output } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import {
  longestKeyText,
  type Person,
  type Provenance,
  type PublicKeys,
} from '../../../shared/contract/sharing.ts';
import type { Catalog, PersonRecord, PhotoRecord } from '../catalog/index.ts';
import { randomId } from '../crypto/index.ts';
import { readSmallFile, toDiskError } from '../disk/index.ts';
import { inspectDestination, makeDestination } from '../export/destination.ts';
import { now } from '../import/instant.ts';
import { shownText } from '../import/source-path.ts';
import { keyIdOf, readPublicKey } from '../log/minisign.ts';
import { refuseExisting } from '../sharing/send.ts';
import { ownKeys } from '../sharing/own-keys.ts';
import { cardOf, codeOf, readKeys, shareKey, wordsFor } from '../sharing/public-keys.ts';
import type { ServicesOf } from './service.ts';
import type { Session } from './session.ts';

/** Longest picture with a QR code in it. */
const longestPicture = 64 * 1024 * 1024;
const byName = new Intl.Collator(undefined, { numeric: true });

export const sharingServices: ServicesOf<'sharing'> = {
  'sharing.mine': async ({ vault }) => {
    const keys = await ownKeys(vault);
    return { name: vault.name, card: cardOf(vault.name, keys), code: codeOf(keys), ...shown(keys) };
  },

  'sharing.saveMine': async ({ vault }, { file }) => {
    const path = resolve(file);
    const place = await inspectDestination(vault, dirname(path));
    await refuseExisting(vault, path);
    const card = Buffer.from(cardOf(vault.name, await ownKeys(vault)), 'utf8');
    await makeDestination(vault, place);
    try {
      const out = await vault.disk.open(path, 'create', 0o666);
      try {
        await out.write(card, 0);
        await out.sync();
      } finally {
        await out.close();
      }
    } catch (error) {
      throw toDiskError(error);
    }
    return { file: path };
  },
};

export const peopleServices: ServicesOf<'people'> = {
  'people.list': ({ catalog }) =>
    catalog
      .objects('person')
      .map(([id, { name, created, keys }]): Person => ({ id, name, created, ...shown(keys) }))
      .sort((a, b) => byName.compare(a.name, b.name)),

  'people.read': (_, { text }) => shown(readKeys(text)),

  'people.readFile': async (session, { file }, { signal }) => {
    const text = await textOf(session, file, signal);
    return { text, ...shown(readKeys(text)) };
  },

  'people.add': ({ catalog }, { name: written, text }) => {
    const keys = readKeys(text);
    const name = nameOf(catalog, written, null);
    for (const [, person] of catalog.objects('person'))
      if (shareKey(person.keys, keys)) throw new CodedError('person-known', { name: person.name });
    const id = randomId();
    catalog.change((tx) => tx.putObject(id, { type: 'person', name, keys, created: now() }));
    return { id };
  },

  'people.rename': ({ catalog }, { id, name: written }) => {
    const person = personOf(catalog, id);
    const name = nameOf(catalog, written, id);
    if (name !== person.name) catalog.change((tx) => tx.putObject(id, { ...person, name }));
    return {};
  },

  'people.remove': ({ catalog }, { id }) => {
    personOf(catalog, id);
    catalog.change((tx) => tx.removeObject(id));
    return {};
  },
};

/** Keys and what is made of them for people. */
export function shown(keys: PublicKeys): Output<'people.read'> {
  const publicKey = keys.signing === null ? null : readPublicKey(keys.signing);
  return { keys, words: wordsFor(keys), keyId: publicKey === null ? null : keyIdOf(publicKey) };
}

/** Error: not-found. */
export function personOf(catalog: Catalog, id: Id): PersonRecord {
  const record = catalog.object(id);
  if (record?.type !== 'person') throw new CodedError('not-found');
  return record;
}

/** Errors: input-invalid, when nothing is left of it; person-named. */
function nameOf(catalog: Catalog, written: string, own: Id | null): string {
  const name = shownText(written.normalize('NFC').trim());
  if (name === '') throw new CodedError('input-invalid', { field: 'name' });
  const taken = catalog.objects('person').some(([id, person]) => id !== own && person.name === name);
  if (taken) throw new CodedError('person-named');
  return name;
}

/** A file with keys, or what the QR code in a picture says. Errors: keys-none, source-missing, source-unreadable. */
async function textOf({ vault, pool }: Session, file: string, signal: AbortSignal): Promise<string> {
  const content = await readSmallFile(vault.disk, file, longestPicture).catch((error: unknown) => {
    throw toDiskError(error);
  });
  if (content === null) throw new CodedError('keys-none');
  const text = content.byteLength <= longestKeyText ? utf8(content) : null;
  if (text !== null) return text;
  const { picture } = await pool.convert(content, { name: file }, qrConversion, signal);
  const code = picture === null ? null : utf8(picture);
  if (code === null || code.length > longestKeyText) throw new CodedError('keys-none');
  return code;
}

/** A code of 137 modules has a dozen pixels for each. */
const qrConversion = { format: 'qr', maxEdge: 2000, quality: 100, turn: 0 } as const;

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Of a photo that was received: what its import's package said, and the person's name as it is now. */
export function provenanceOf(catalog: Catalog, { import: id, importedAt }: PhotoRecord): Provenance | null {
  const record = catalog.object(id);
  if (record?.type !== 'import' || record.package === undefined) return null;
  const { file, signer, name, key, sent = null, note = null } = record.package;
  const publicKey = key === undefined ? null : readPublicKey(key);
  const person =
    key === undefined
      ? undefined
      : catalog.objects('person').find(([, { keys }]) => sameKey(keys.signing, publicKey))?.[1];
  const nowKnown = person !== undefined && (signer === 'unknown' || signer === 'known');
  return {
    file,
    signer: nowKnown ? 'known' : signer,
    name: person?.name ?? name ?? null,
    keyId: publicKey === null ? null : keyIdOf(publicKey),
    sent,
    note,
    received: importedAt,
  };
}

function sameKey(line: string | null, publicKey: Buffer | null): boolean {
  return line !== null && publicKey !== null && readPublicKey(line)?.equals(publicKey) === true;
}
