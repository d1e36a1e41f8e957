/**
 * @file What makes a vault, takes an older one as it is, writes beside one (a package for somebody), and into and out of a locked one's drop box: pieces of
 * work as in writers.ts. Needs no test runner.
 */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { Decrypter } from 'age-encryption';
import { CodedError } from '../../src/shared/errors.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { LocalEngine } from './engine-like.ts';
import { codeOf, problemsOf, stateOf, unlock, unlockWithWords, type VaultState } from './state.ts';
import type { Told } from './told.ts';
import { done, personIn, secret, unlocked, type Workplace, type Writer } from './workplace.ts';

const second = 'Second';
const secondPassphrase = 'of the second vault';

/** Made by `create`. */
export function secondVault(folder: string): string {
  return join(folder, `${second}.lightproof`);
}

export const writersAround: readonly Writer[] = [
  {
    name: 'create',
    work: async ({ engine, folder, told }: Workplace): Promise<void> => {
      const known: Second = { words: null, from: Infinity, photosFrom: Infinity };
      told.outside = (vault, at) => expectSecond(join(vault, '..'), known, at);
      const { kit } = await engine.call('vault.create', secondIn(folder));
      known.words = kit.words.join(' ');
      known.from = told.now();
      const { scan } = await engine.call('import.scan', { sources: [join(folder, 'more')] });
      const { job } = await engine.call('import.start', { scan, album: null });
      if ((await engine.end(job)).state === 'done') known.photosFrom = told.now();
      await engine.close();
    },
  },
  {
    name: 'accept an older copy',
    prepare: (vault: string, told: Told): void => {
      fs.cpSync(join(vault, '../older/catalog.db'), join(vault, 'catalog.db'));
      told.aged = true;
    },
    work: unlocked(async ({ engine, told }) => {
      await engine.call('vault.acceptRestored', { secret: secret() });
      told.acceptedFrom = told.now();
      await engine.call('album.create', { name: 'Accepted' });
      told.fact('an album', ({ albums }) => albums.includes('Accepted'));
    }),
  },
  {
    name: 'send',
    work: unlocked(async (place) => {
      const { told, folder } = place;
      const { id, identity } = personIn(folder);
      const file = join(folder, 'out', 'for Ada.age');
      fs.mkdirSync(join(folder, 'out'), { recursive: true });
      let from = Infinity;
      told.outside = async (vault, at) => {
        const path = join(vault, '../out/for Ada.age');
        if (fs.existsSync(path)) await expectWholePackage(path, identity, told.before);
        else if (from <= at) throw new Error('the package was told to be written, and is not there');
      };
      await done(place, 'send.start', {
        file,
        selection: { of: 'all' },
        to: [id],
        passphrase: null,
        from: 'Family',
        note: '',
      });
      from = told.now();
    }),
  },
  {
    name: 'drop',
    work: async ({ engine, vault, folder, told }: Workplace): Promise<void> => {
      const { files, stopped } = await engine.call('drop.put', { vault, sources: [join(folder, 'more')] });
      // One of them is in the vault already.
      told.fact(`${String(files)} dropped files`, ({ photos }) => named(photos, 'more').length >= files - 1);
      if (stopped !== null) throw new CodedError(stopped.code, stopped.params);
      await engine.close();
    },
  },
  {
    name: 'take in',
    prepare: (vault: string, told: Told): void => {
      fs.cpSync(join(vault, '../dropped'), join(vault, 'inbox'), { recursive: true });
      told.fact('what was dropped before is there, once', ({ photos }) => {
        const names = named(photos, 'dropped');
        return names.length === 2 && new Set(names).size === 2;
      });
    },
    work: unlocked((place) => done(place, 'drop.adopt', { again: false }).then(() => undefined)),
  },
];

function named(photos: VaultState['photos'], start: string): string[] {
  return [...photos.values()].map(({ name }) => name).filter((name) => name.startsWith(start));
}

/** A second vault, as far as it was told of. */
interface Second {
  words: string | null;
  /** It was told to be there. */
  from: number;
  /** Photos were told to be in it. */
  photosFrom: number;
}

const secondIn = (folder: string) => ({
  folder,
  name: second,
  passphrase: passphraseBytes(secondPassphrase),
});

/** It opens by all that was told to open it; of what was not, nothing is left that keeps another from being made in its place. */
async function expectSecond(folder: string, { words, from, photosFrom }: Second, at: number): Promise<void> {
  const vault = secondVault(folder);
  fs.rmSync(join(vault, 'lock'), { force: true });
  const engine = new LocalEngine();
  try {
    if (from > at) {
      const made = await engine.call('vault.create', secondIn(folder)).then(() => 'made', codeOf);
      if (made !== 'made' && made !== 'vault-exists')
        throw new Error(`the second vault cannot be made: ${made}`);
      await engine.call('vault.close', {});
    } else {
      await unlockWithWords(engine, vault, words ?? '');
      await engine.call('vault.close', {});
    }
    await unlock(engine, vault, secondPassphrase);
    const { photos } = await stateOf(engine);
    if (photosFrom <= at && photos.size !== 6)
      throw new Error(`${String(photos.size)} of 6 photos are there`);
    const problems = await problemsOf(engine);
    if (problems.length > 0) throw new Error(problems.join('; '));
  } finally {
    await engine.close();
  }
}

/** Every piece opens, to the last, and all photos are in it. */
async function expectWholePackage(path: string, identity: string, { photos }: VaultState): Promise<void> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const tar = Buffer.from(await decrypter.decrypt(fs.readFileSync(path)));
  const sent = [...photos.values()].filter(({ trashed }) => !trashed).map(({ name }) => `photos/${name}`);
  for (const name of [...sent, 'SHA256SUMS'])
    if (!tar.includes(name)) throw new Error(`the package lacks ${name}`);
}
