/** @file Everything that writes into a vault, each as a piece of work for an engine that may be killed, starved or traced at any moment of it. Needs no test runner. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import type { EngineMethodName, Id, Input, Output } from '../../src/shared/contract.ts';
import { CodedError } from '../../src/shared/errors.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { LocalEngine, type EngineLike } from './engine-like.ts';
import { stateOf, unlock, type VaultState } from './state.ts';
import { Told } from './told.ts';

export const passphrase = 'correct horse battery staple';

/** A closed vault to begin with, and what is around it. */
export interface Template {
  /** Holds the vault and the folder `more`, whose files an import takes. */
  readonly folder: string;
  readonly words: string;
  readonly state: VaultState;
}

export interface Workplace {
  readonly engine: EngineLike;
  readonly vault: string;
  /** Of the copy of the template. */
  readonly folder: string;
  readonly told: Told;
}

export interface Writer {
  readonly name: string;
  /** Before the engine starts. */
  readonly prepare?: (vault: string, told: Told) => void;
  readonly work: (place: Workplace) => Promise<void>;
}

export const vaultName = 'Family.lightproof';

/** A kind of picture that nobody decodes: its file is kept as it is. */
export function contentOf(text: string, bytes = 0): Buffer {
  return Buffer.concat([Buffer.of(0xff, 0x0a), Buffer.from(text), Buffer.alloc(bytes, text)]);
}

/** Six photos: one in an album, one in the trash, one with a tag. */
export async function makeTemplate(folder: string): Promise<Template> {
  const [first, more] = [join(folder, 'first'), join(folder, 'more')];
  fs.mkdirSync(first);
  fs.mkdirSync(more);
  for (let at = 0; at < 6; at += 1)
    fs.writeFileSync(join(first, `photo ${String(at)}.jxl`), contentOf(`photo ${String(at)}`, at * 700));
  for (let at = 0; at < 5; at += 1)
    fs.writeFileSync(join(more, `more ${String(at)}.jxl`), contentOf(`more ${String(at)}`, at * 900));
  fs.writeFileSync(join(more, 'again.jxl'), contentOf('photo 0'));
  const engine = new LocalEngine();
  try {
    const made = await engine.call('vault.create', {
      folder,
      name: 'Family',
      passphrase: passphraseBytes(passphrase),
    });
    const { scan } = await engine.call('import.scan', { sources: [first] });
    await engine.end((await engine.call('import.start', { scan, album: 'Trip' })).job);
    const ids = [...(await stateOf(engine)).photos.keys()].sort();
    await engine.call('library.trash', { ids: ids.slice(4, 6) });
    await engine.call('edit.tags', { ids: ids.slice(0, 1), add: ['sea'], remove: [] });
    await engine.call('vault.close', {});
    await unlock(engine, made.vault.path, passphrase);
    return { folder, words: made.kit.words.join(' '), state: await stateOf(engine) };
  } finally {
    await engine.close();
  }
}

/** A copy of the template to work in, and what is known of it. */
export function workplaceFor(
  template: Template,
  folder: string,
  writer: Writer,
): { vault: string; told: Told } {
  fs.cpSync(template.folder, folder, { recursive: true });
  const vault = join(folder, vaultName);
  const told = new Told(template.state, passphrase, template.words);
  writer.prepare?.(vault, told);
  return { vault, told };
}

const secret = () => ({ kind: 'passphrase', passphrase: passphraseBytes(passphrase) }) as const;

/** The vault is unlocked, work is done, the vault is locked, which writes as well. */
const unlocked =
  (work: (place: Workplace, ids: readonly Id[]) => Promise<void>): Writer['work'] =>
  async (place) => {
    await unlock(place.engine, place.vault, passphrase);
    await work(place, [...place.told.before.photos.keys()].sort());
    await place.engine.close();
  };

async function done<M extends EngineMethodName>(
  { engine }: Workplace,
  method: M,
  input: Input<M>,
): Promise<Output<M>> {
  const answer = await engine.call(method, input);
  const { job } = answer as { job?: Id | null }; // methods that begin a job answer its id
  if (job === undefined || job === null) return answer;
  await ended(engine, job);
  return answer;
}

/** Throws what a job was stopped by. */
async function ended(engine: EngineLike, job: Id | null): Promise<void> {
  if (job === null) return;
  const { state, error } = await engine.end(job);
  if (error !== null) throw new CodedError(error.code, error.params);
  if (state !== 'done') throw new Error(`a job ended as ${state}`);
}

export const writers: readonly Writer[] = [
  {
    name: 'import',
    work: unlocked(async (place) => {
      const { engine, told, folder } = place;
      const { scan } = await engine.call('import.scan', { sources: [join(folder, 'more')] });
      engine.onCame = (id) => told.fact(`photo ${id} came`, ({ photos }) => photos.has(id));
      await done(place, 'import.start', { scan, album: 'New' });
      told.fact('everything was imported into an album', ({ photos }) =>
        [0, 1, 2, 3, 4].every((at) =>
          [...photos.values()].some(
            ({ name, albums }) => name === `more ${String(at)}.jxl` && albums.includes('New'),
          ),
        ),
      );
    }),
  },
  {
    name: 'edit',
    work: unlocked(async ({ engine, told }, ids) => {
      const some = ids.slice(0, 3);
      await engine.call('library.favourite', { ids: some, on: true });
      told.fact('favourites', ({ photos }) => some.every((id) => photos.get(id)?.favourite));
      const { id: album } = await engine.call('album.create', { name: 'Second' });
      told.fact('an album', ({ albums }) => albums.includes('Second') || albums.includes('Third'));
      await engine.call('album.add', { album, ids: some });
      await engine.call('album.rename', { album, name: 'Third' });
      told.fact('an album with photos', ({ photos }) =>
        some.every((id) => photos.get(id)?.albums.includes('Third')),
      );
      await engine.call('edit.tags', { ids: [...ids], add: ['all', 'sea'], remove: [] });
      await engine.call('edit.caption', { ids: some, caption: 'Words' });
      told.fact('tags and captions', ({ photos }) =>
        some.every((id) => {
          const { tags = [], caption } = photos.get(id) ?? {};
          return (tags.includes('all') || tags.includes('everything')) && caption === 'Words';
        }),
      );
      await engine.call('tag.rename', { tag: 'all', to: 'everything' });
      told.fact('a tag under another name', ({ photos }) =>
        ids.every((id) => photos.get(id)?.tags.includes('everything')),
      );
    }),
  },
  {
    name: 'delete',
    work: unlocked(async ({ engine, told }, ids) => {
      const [kept = '', first = '', second = ''] = ids;
      await engine.call('library.trash', { ids: [kept, first, second] });
      told.fact('in the trash, or gone', ({ photos }) =>
        [first, second].every((id) => photos.get(id)?.trashed ?? true),
      );
      await engine.call('library.restore', { ids: [kept] });
      told.fact('restored', ({ photos }) => photos.get(kept)?.trashed === false);
      for (const id of [first, second, ...ids.slice(4)]) told.mayGo.add(id);
      await engine.call('library.remove', { ids: [first, second, ...ids.slice(4)] });
      told.fact(
        'deleted for ever',
        ({ photos }) => ![first, second, ...ids.slice(4)].some((id) => photos.has(id)),
      );
    }),
  },
  {
    name: 'passphrase',
    work: unlocked(async ({ engine, told }) => {
      const changed = told.replacing('passphrase', 'another passphrase');
      const next = passphraseBytes('another passphrase');
      await engine.call('vault.changePassphrase', { current: secret().passphrase, next });
      changed();
    }),
  },
  {
    name: 'ways in',
    work: unlocked(async ({ engine, told }) => {
      const added = told.adding('passphrase', 'a second one');
      await engine.call('slot.add', {
        secret: secret(),
        label: 'Two',
        passphrase: passphraseBytes('a second one'),
      });
      added();
      const { words } = await engine.call('slot.draftKit', { secret: secret() });
      const changed = told.replacing('words', words.join(' '));
      await engine.call('slot.reissueKit', {});
      changed();
    }),
  },
  {
    name: 'new keys',
    work: unlocked(async (place) => {
      const { engine, told } = place;
      const { kit } = await engine.call('keys.draftRotation', { secret: secret() });
      const changed = told.replacing('words', kit.words.join(' '));
      const { job } = await engine.call('keys.rotate', { scope: 'catalogue' });
      changed();
      await ended(engine, job);
    }),
  },
  {
    name: 'encrypting anew',
    work: unlocked(async (place) => {
      const { engine, told } = place;
      const { kit } = await engine.call('keys.draftRotation', { secret: secret() });
      const changed = told.replacing('words', kit.words.join(' '));
      const { job } = await engine.call('keys.rotate', { scope: 'everything' });
      changed();
      await ended(engine, job);
    }),
  },
  {
    name: 'snapshot',
    work: unlocked(async ({ engine, told }) => {
      await engine.call('album.create', { name: 'Closing' });
      told.fact('an album', ({ albums }) => albums.includes('Closing'));
    }),
  },
  {
    name: 'verify',
    work: unlocked(async (place) => done(place, 'verify.start', { quick: false }).then(() => undefined)),
  },
  {
    name: 'repair',
    prepare: (vault: string, told: Told): void => {
      fs.rmSync(join(vault, 'catalog.db'));
      told.needsRepair = true;
    },
    work: async (place: Workplace): Promise<void> => {
      const { vault, engine, told } = place;
      await done(place, 'repair.start', { vault, secret: secret(), dryRun: false });
      told.fact('the album is there', ({ albums }) => albums.includes('Trip'));
      await engine.close();
    },
  },
  {
    name: 'repair in place',
    prepare: (vault: string, told: Told): void => {
      const [id = ''] = told.before.photos.keys();
      const blobs = join(vault, 'blobs');
      const file = fs
        .readdirSync(blobs, { recursive: true, encoding: 'utf8' })
        .map((name) => join(blobs, name))
        .find((path) => fs.statSync(path).isFile());
      if (file === undefined) throw new Error('there is no blob');
      // Which photo's it is only the catalogue knows: any may go.
      for (const photo of told.before.photos.keys()) told.mayGo.add(photo);
      fs.writeFileSync(file, Buffer.from(`damage ${id}`));
      told.damaged = true;
    },
    work: async (place: Workplace): Promise<void> => {
      const { vault, engine, told } = place;
      await done(place, 'repair.start', { vault, secret: secret(), dryRun: false });
      const left = told.before.photos.size - 1;
      told.fact('all but one are there', ({ photos }) => photos.size === left);
      told.wholeFrom = told.now();
      await engine.close();
    },
  },
  {
    name: 'export',
    work: unlocked(async (place) => {
      const { folder, told } = place;
      const destination = join(folder, 'out');
      fs.mkdirSync(destination, { recursive: true });
      told.outside = (vault) => expectWholeCopies(join(vault, '../out'), join(vault, '../first'));
      await done(place, 'export.start', { destination, selection: { of: 'all' } });
      told.fact('the copies are there', (_, vault) => fs.readdirSync(join(vault, '../out')).length === 4);
    }),
  },
];

/** What has a photo's name is that photo, whole. */
function expectWholeCopies(destination: string, originals: string): void {
  for (const name of fs.existsSync(destination) ? fs.readdirSync(destination) : []) {
    const original = join(originals, name);
    if (!fs.existsSync(original)) continue; // unfinished: under a name of its own
    if (!fs.readFileSync(original).equals(fs.readFileSync(join(destination, name))))
      throw new Error(`${name} is not what was exported`);
  }
}
