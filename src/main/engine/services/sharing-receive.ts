/** @file Answers `receive.…`: opens a package, tells what is in it and who has signed it, and imports it. Runs in the engine. */
import { basename } from 'node:path';
import type { Id, Output } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { Signer } from '../../../shared/contract/sharing.ts';
import type { ImportRecord, PackageRecord } from '../catalog/index.ts';
import { randomId, zero } from '../crypto/index.ts';
import { now } from '../import/instant.ts';
import { Ledger } from '../import/ledger.ts';
import { runImport } from '../import/pipeline.ts';
import { shownText } from '../import/source-path.ts';
import { keyIdOf, readPublicKey } from '../log/minisign.ts';
import { openPackage, type OpenPackage, type OpenRequest } from '../sharing/package.ts';
import { ownKeys } from '../sharing/own-keys.ts';
import { recipientSums, senderKeys, signedBy, type SignedBy } from '../sharing/signer.ts';
import { workOfPackage } from '../sharing/unpack.ts';
import { workLeft } from '../sharing/work-left.ts';
import type { Work } from '../import/work.ts';
import { albumNamed } from './albums.ts';
import type { Call, ServicesOf } from './service.ts';
import type { Session } from './session.ts';
import { shown } from './sharing.ts';
import { sourceText, startImport, type Pass } from './start-import.ts';

interface Receipt {
  readonly opened: OpenPackage;
  /** The import that it goes on with. */
  readonly again: Id | null;
  readonly by: SignedBy;
  readonly about: Pick<Output<'receive.open'>, 'name' | 'sent' | 'note' | 'file'>;
}

/** Packages that are open and not imported: one is looked at, another may have been left. */
const mostOpen = 2;

/** Open packages of each open vault, the oldest first. */
const receipts = new WeakMap<Session, Map<Id, Receipt>>();

export const receiveServices: ServicesOf<'receive'> = {
  'receive.open': (session, { file, passphrase }, call) =>
    openFor(session, { file, passphrase, again: null }, call),

  'receive.reopen': async (session, { import: id, passphrase }, call) => {
    try {
      const { sources } = goesOn(session, id);
      return await openFor(session, { file: sourceText(sources[0] ?? ''), passphrase, again: id }, call);
    } finally {
      if (passphrase !== null) zero(passphrase);
    }
  },

  'receive.items': (session, { receipt, offset, limit }) => {
    const { files } = receiptOf(session, receipt).opened;
    const items = files.slice(offset, offset + limit).map(({ path, bytes, capturedAt, kind, digest }) => ({
      path: shownText(path),
      bytes,
      capturedAt: capturedAt === null ? null : shownText(capturedAt),
      kind,
      alreadyHere: session.catalog.byDigest(digest) !== undefined,
    }));
    return { total: files.length, items };
  },

  'receive.start': (session, { receipt: id, album: albumName, accept }) => {
    const { catalog } = session;
    const receipt = receiptOf(session, id);
    const { opened, by, again } = receipt;
    if (again !== null) {
      const ledger = new Ledger(catalog, again, goesOn(session, again));
      ledger.reopen();
      forget(session, id);
      return startImport(session, ledger, passOn(opened, ledger));
    }
    const signer = acceptable(by.signer, accept);
    const album = albumName === null ? null : albumNamed(catalog, albumName);
    const total = {
      files: opened.files.length,
      bytes: opened.files.reduce((sum, { bytes }) => sum + bytes, 0),
    };
    const importId = randomId();
    const record: ImportRecord = {
      type: 'import',
      started: now(),
      state: 'running',
      sources: [opened.path],
      total,
      counts: { imported: 0, duplicate: 0, skipped: 0, failed: 0, attached: 0, bytes: 0 },
      seconds: 0,
      ...(album !== null && { album: album.id }),
      package: packageRecord(receipt, signer),
      pages: [],
    };
    catalog.change((tx) => {
      album?.put(tx);
      tx.putObject(importId, record);
    });
    forget(session, id); // from here on it is the job's
    return startImport(session, new Ledger(catalog, importId, record), passOf(opened));
  },

  'receive.close': async (session, { receipt }) => {
    const { opened } = receiptOf(session, receipt);
    forget(session, receipt);
    await opened.close();
    return {};
  },
};

async function openFor(
  session: Session,
  { file, passphrase, again }: Pick<OpenRequest, 'file' | 'passphrase'> & Pick<Receipt, 'again'>,
  { signal, progress }: Pick<Call<'receive.open'>, 'signal' | 'progress'>,
): Promise<Output<'receive.open'>> {
  const { vault, catalog } = session;
  try {
    const both = AbortSignal.any([signal, session.signal]);
    const onBytes = (bytes: number, total: number): void => progress({ bytes, total });
    const opened = await openPackage({ vault, file, passphrase, signal: both, onBytes });
    const people = catalog.objects('person').map(([, person]) => person);
    const keys = await ownKeys(vault);
    const by = signedBy(opened, people, keys.signing);
    const { manifest } = opened;
    const claimed = shownText(manifest?.from?.name ?? '') || null;
    const about = {
      file: shownText(basename(opened.path)),
      name: by.person?.name ?? claimed,
      sent: manifest?.sent ?? null,
      note: manifest === null || manifest.note === '' ? null : shownLines(manifest.note),
    };
    if (again !== null && !isSame(goesOn(session, again), { by, about })) {
      await closeQuietly(opened);
      throw new CodedError('package-other');
    }
    const receipt = keep(session, { opened, again, by, about });
    const sender = senderKeys(opened);
    const own = recipientSums(keys);
    const here = opened.files.filter(({ digest }) => catalog.byDigest(digest) !== undefined);
    return {
      receipt,
      ...about,
      signer: by.signer,
      keyId: keyIdFor(by.key),
      namesake: by.person === null && by.signer !== 'own' && people.some(({ name }) => name === claimed),
      sender: sender === null ? null : shown(sender),
      forThisVault:
        manifest === null || manifest.to.length === 0 ? null : manifest.to.some((sum) => own.has(sum)),
      files: opened.files.length,
      bytes: opened.files.reduce((sum, { bytes }) => sum + bytes, 0),
      photos: opened.files.filter(({ kind }) => kind !== 'other').length,
      alreadyHere: here.length,
    };
  } finally {
    if (passphrase !== null) zero(passphrase);
  }
}

/** An import of a package that has something left. Errors: not-found, busy, input-invalid. */
function goesOn({ catalog, jobs, importJobs }: Session, id: Id): ImportRecord {
  const record = catalog.object(id);
  if (record?.type !== 'import' || record.package === undefined) throw new CodedError('not-found');
  const job = jobs.list().find((one) => one.id === importJobs.get(id));
  if (job !== undefined && !['done', 'cancelled', 'stopped'].includes(job.state))
    throw new CodedError('busy');
  if (record.state === 'done' && record.counts.failed === 0)
    throw new CodedError('input-invalid', { field: 'import' });
  return record;
}

/** Whether it is what was imported then, and its signature still holds: what was agreed to then goes for it too. */
function isSame({ package: then }: ImportRecord, { by, about }: Pick<Receipt, 'by' | 'about'>): boolean {
  return (
    by.signer !== 'wrong' && (by.key ?? undefined) === then?.key && (about.sent ?? undefined) === then?.sent
  );
}

function passOf(opened: OpenPackage): Pass {
  return async (request, control) => {
    try {
      const work = (signal: AbortSignal): ReturnType<typeof workOfPackage> => workOfPackage(opened, signal);
      await runImport({ ...request, resumed: false, work }, control);
    } finally {
      await opened.close();
    }
  };
}

/** Of what is left in it. */
function passOn(opened: OpenPackage, ledger: Ledger): Pass {
  return async (request, control) => {
    try {
      const left = await workLeft(opened, ledger, control.signal);
      // eslint-disable-next-line @typescript-eslint/require-await -- an import takes what it has to do as it comes
      const work = async function* (): AsyncGenerator<Work> {
        control.update({ filesTotal: left.files, bytesTotal: left.bytes });
        yield* left.work;
      };
      await runImport({ ...request, resumed: false, work }, control);
      if (left.withStills.length > 0) {
        let staged: () => void = () => undefined;
        request.catalog.change(
          (tx) => (staged = ledger.stage(tx, [], ledger.record.seconds, left.withStills)),
        );
        staged();
      }
    } finally {
      await opened.close();
    }
  };
}

/** What may be imported. Errors: package-unsigned, package-unknown-signer, package-signature-wrong. */
function acceptable(signer: Signer, accept: 'unknown' | 'unsigned' | null): PackageRecord['signer'] {
  if (signer === 'wrong') throw new CodedError('package-signature-wrong');
  if (signer === 'unsigned' && accept !== 'unsigned') throw new CodedError('package-unsigned');
  if (signer === 'unknown' && accept !== 'unknown') throw new CodedError('package-unknown-signer');
  return signer;
}

function packageRecord({ by, about }: Receipt, signer: PackageRecord['signer']): PackageRecord {
  const { file, name, sent, note } = about;
  return {
    file,
    signer,
    ...(name !== null && { name }),
    ...(by.key !== null && { key: by.key }),
    ...(sent !== null && { sent }),
    ...(note !== null && { note }),
  };
}

function keep(session: Session, receipt: Receipt): Id {
  let kept = receipts.get(session);
  if (kept === undefined) {
    kept = new Map();
    receipts.set(session, kept);
    const all = kept;
    session.signal.addEventListener('abort', () => {
      for (const { opened } of all.values()) void closeQuietly(opened);
      all.clear();
    });
  }
  const id = randomId();
  kept.set(id, receipt);
  for (const [old, { opened }] of [...kept].slice(0, -mostOpen)) {
    kept.delete(old);
    void closeQuietly(opened);
  }
  return id;
}

/** It was only read: whatever closing it says, nothing is lost. */
async function closeQuietly(opened: OpenPackage): Promise<void> {
  await opened.close().catch(() => undefined);
}

function forget(session: Session, id: Id): void {
  receipts.get(session)?.delete(id);
}

/** Error: not-found. */
function receiptOf(session: Session, id: Id): Receipt {
  const receipt = receipts.get(session)?.get(id);
  if (receipt === undefined) throw new CodedError('not-found');
  return receipt;
}

function keyIdFor(line: string | null): string | null {
  const publicKey = line === null ? null : readPublicKey(line);
  return publicKey === null ? null : keyIdOf(publicKey);
}

function shownLines(text: string): string {
  return text.split('\n').map(shownText).join('\n');
}
