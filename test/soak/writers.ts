/** @file Everything that writes into a vault, each as a piece of work for an engine that may be killed, starved or traced at any moment of it. Needs no test runner. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import type { Told } from './told.ts';
import { done, ended, secret, unlocked, type Workplace, type Writer } from './workplace.ts';
import { writersAround } from './writers-around.ts';

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
  ...writersAround,
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
