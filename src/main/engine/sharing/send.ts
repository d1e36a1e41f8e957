/**
 * @file Writes packages: age files with a tar of photos, the signed list of them, checksums and a page to read (docs/format.md §10.2). Memory is
 * bounded by a photo, or by 64 MiB of a longer one. Under a temporary name until all are complete; never over anything. Runs in the engine.
 */
import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { ExportItem, Id } from '../../../shared/contract.ts';
import { CodedError, toErrorValue } from '../../../shared/errors.ts';
import type { PublicKeys } from '../../../shared/contract/sharing.ts';
import type { BlobStore } from '../blobs/index.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import { randomId } from '../crypto/index.ts';
import { isMissing, removeQuietly, toDiskError } from '../disk/index.ts';
import { dateOf } from '../export/copy.ts';
import { inspectDestination, makeDestination } from '../export/destination.ts';
import { hasFilm, lengthOf, readLength } from '../export/estimate.ts';
import { filmName, FolderNames, safeName } from '../export/names.ts';
import type { Options } from '../export/options.ts';
import { sumsName, sumsText } from '../export/sums.ts';
import { DestinationFailure, giveName } from '../export/write-file.ts';
import type { JobControl } from '../jobs/index.ts';
import { publicKeyFile, signatureFile } from '../log/minisign.ts';
import type { DecoderPool } from '../media/types.ts';
import type { OpenVault } from '../vault/index.ts';
import { makeHeader, type Audience } from './age-header.ts';
import { sealed, sealedLength } from './age-payload.ts';
import {
  manifestName,
  manifestText,
  readmeName,
  readmeText,
  senderName,
  signatureName,
  sumsSignatureName,
  type FileEntry,
} from './manifest.ts';
import { contentsOf, type Content } from './send-content.ts';
import { tarEnd, tarHeader, tarLength, tarPadding } from './tar-write.ts';

/** One file, and who can open it. */
export interface PackagePlan {
  /** Absolute path. */
  readonly file: string;
  readonly audience: Audience;
}

export interface SendRequest {
  readonly vault: OpenVault;
  readonly blobs: BlobStore;
  /** The decoders, which only conversions need. */
  readonly pool: () => DecoderPool;
  readonly photos: readonly (readonly [Id, PhotoRecord])[];
  readonly options: Options;
  /** In one folder. */
  readonly packages: readonly PackagePlan[];
  /** Who it is from; null: nobody is named, and it is not signed. */
  readonly from: { readonly name: string; readonly keys: PublicKeys } | null;
  readonly note: string;
  /** Called for every photo, written or failed; of a second package only for what has not failed in the first. */
  readonly onItem: (item: ExportItem) => void;
}

/** Room for list, checksums and the page, for each file. */
const listLength = 600;
const fixedLength = 64 * 1024;

/** About how long the package will be. */
export function packageLength(photos: SendRequest['photos'], options: Options): number {
  const content = photos.reduce(
    (sum, [, photo]) => sum + tarLength(lengthOf(photo, options)) + listLength,
    0,
  );
  return sealedLength(content) + fixedLength;
}

/**
 * @throws CodedError `cancelled`; package-exists, destination-unfit, no-space (needed, free, missing), no-permission, disk-failed; send-nothing
 * (every photo has failed). Whatever it throws, nothing of any package is left.
 */
export async function runSend(request: SendRequest, control: JobControl): Promise<void> {
  const { vault, photos, options, packages } = request;
  const { disk } = vault;
  const bytes = photos.reduce((sum, [, photo]) => sum + readLength(photo, options), 0);
  control.update({ filesTotal: photos.length, bytesTotal: packages.length * bytes });
  await control.point();
  const place = await inspectDestination(vault, dirname(packages[0]?.file ?? ''));
  for (const { file } of packages) await refuseExisting(vault, file);
  const needed = packages.length * packageLength(photos, options);
  const { freeBytes: free } = place;
  if (needed > free) throw new CodedError('no-space', { needed, free, missing: needed - free });
  await makeDestination(vault, place);
  const written = packages.map((one) => ({
    ...one,
    temporary: join(place.path, `.lightproof-part-${randomId()}.lightproof-part`),
  }));
  const named: string[] = [];
  const failures = new Set<string>();
  try {
    for (const { temporary, ...one } of written) {
      const first = temporary === written[0]?.temporary;
      const onItem = (item: ExportItem): void => {
        const key = `${item.photo} ${item.name}`;
        if (first || (item.result === 'failed' && !failures.has(key))) request.onItem(item);
        if (item.result === 'failed') failures.add(key);
      };
      await writePackage({ ...request, onItem }, one, temporary, control);
    }
    for (const { temporary, file } of written) {
      if (!(await giveName(disk, temporary, file))) throw new CodedError('package-exists');
      named.push(file);
    }
    await disk.syncFolder(place.path);
  } catch (thrown) {
    for (const path of [...written.map(({ temporary }) => temporary), ...named])
      await removeQuietly(disk, path);
    throw thrown instanceof DestinationFailure ? thrown.cause : toDiskError(thrown);
  }
}

async function writePackage(
  request: SendRequest,
  { file, audience }: PackagePlan,
  temporary: string,
  control: JobControl,
): Promise<void> {
  const { header, key } = await makeHeader(audience);
  try {
    const out = await request.vault.disk.open(temporary, 'create', 0o666);
    try {
      await out.write(header, 0);
      let at = header.byteLength;
      for await (const box of sealed(key, tarOf({ ...request, audience }, basename(file), control))) {
        control.signal.throwIfAborted();
        await out.write(box, at);
        at += box.byteLength;
      }
      await out.sync();
    } finally {
      await out.close();
    }
  } finally {
    key.dispose();
  }
}

/** Error: package-exists. Said before anything is encrypted; that nothing is replaced is seen to when it gets its name. */
export async function refuseExisting({ disk }: OpenVault, file: string): Promise<void> {
  try {
    await disk.lstat(file);
  } catch (error) {
    if (isMissing(error)) return;
    throw toDiskError(error);
  }
  throw new CodedError('package-exists');
}

async function* tarOf(
  request: SendRequest & Pick<PackagePlan, 'audience'>,
  file: string,
  control: JobControl,
): AsyncGenerator<Uint8Array> {
  const { from, note, vault, audience, photos, options, onItem } = request;
  const sent = new Date();
  const folder = safeName(file.replace(/\.age$/iu, ''));
  const files: FileEntry[] = [];
  let done = 0;
  const sums = new Map<string, string>();
  const small = function* (name: string, text: string): Generator<Uint8Array> {
    const bytes = Buffer.from(text, 'utf8');
    sums.set(name, createHash('sha256').update(bytes).digest('hex'));
    yield tarHeader({ path: `${folder}/${name}`, bytes: bytes.byteLength, modified: sent.getTime() });
    yield bytes;
    yield tarPadding(bytes.byteLength);
  };
  yield* small(readmeName, readmeText(file, from?.name ?? null, from?.keys.signing ?? null));

  const names = new FolderNames([]);
  const put = async function* (
    content: Content,
    path: string,
    photo: PhotoRecord,
    filmOf?: string,
  ): AsyncGenerator<Uint8Array> {
    const { bytes } = content;
    const modified = dateOf(photo, options.times) ?? sent.getTime();
    yield tarHeader({ path: `${folder}/${path}`, bytes, modified });
    const sha256 = yield* content.pieces();
    yield tarPadding(bytes);
    sums.set(path, sha256);
    const { capturedAt } = photo;
    const dated = capturedAt !== undefined && options.without !== 'metadata';
    const entry = { path, name: content.name, bytes, sha256, ...(dated && { capturedAt }) };
    files.push(filmOf === undefined ? entry : { ...entry, filmOf });
  };
  for (const [id, photo] of photos) {
    await control.point();
    const { signal } = control;
    try {
      const { picture, film } = await contentsOf(photo, { ...request, signal });
      try {
        const name = names.take(picture.name, (own) => (film === null ? [] : [filmName(own, film.name)]));
        const path = `photos/${name}`;
        yield* put(picture, path, photo);
        if (film !== null) yield* put(film, `photos/${filmName(name, film.name)}`, photo, path);
        const digest = picture.kind === 'exact' ? photo.digest : null;
        onItem({
          photo: id,
          name: photo.name,
          path,
          result: 'written',
          content: picture.kind,
          digest,
          error: null,
        });
      } finally {
        await picture.close();
        await film?.close();
      }
      if (photo.pair !== undefined && options.format === 'original' && !hasFilm(options))
        onItem(failed(id, photo.pair.name, new CodedError('not-cleanable')));
    } catch (error) {
      if (
        signal.aborted ||
        !(error instanceof CodedError) ||
        error.code === 'cancelled' ||
        error.code === 'no-space'
      )
        throw error;
      onItem(failed(id, photo.name, error));
    }
    const { bytesDone } = control.progress;
    done += 1;
    // Of two packages the second goes on where the first has ended: photos are counted once, bytes as often as they are read.
    control.update({
      filesDone: Math.max(control.progress.filesDone, done),
      bytesDone: bytesDone + readLength(photo, options),
    });
  }
  if (files.length === 0) throw new CodedError('send-nothing');

  const recipients = 'recipients' in audience ? audience.recipients : [];
  const to = recipients.map((recipient) => createHash('sha256').update(recipient).digest('hex'));
  const said = `${String(files.length)} files, sent ${sent.toISOString()}`;
  const sign = (text: string): string => {
    const signer = {
      publicKey: vault.keys.signingPublicKey,
      sign: (message: Uint8Array) => vault.keys.sign(message),
    };
    return signatureFile(signer, [Buffer.from(text, 'utf8')], said);
  };
  const manifest = manifestText({ sent: sent.toISOString(), from, to, note, files });
  yield* small(manifestName, manifest);
  if (from !== null) {
    yield* small(signatureName, sign(manifest));
    yield* small(senderName, publicKeyFile(vault.keys.signingPublicKey));
  }
  const list = sumsText(sums);
  yield* small(sumsName, list);
  if (from !== null) yield* small(sumsSignatureName, sign(list));
  yield tarEnd();
}

function failed(photo: Id, name: string, error: CodedError): ExportItem {
  return {
    photo,
    name,
    path: null,
    result: 'failed',
    content: null,
    digest: null,
    error: toErrorValue(error),
  };
}
