/** @file What a person may do with a vault in any order, as commands for fast-check; each changes the vault and the model alike. Needs no test runner. */
import * as fs from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { isAged } from '../../src/shared/errors.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import type { Incoming, Model } from './model.ts';
import { EngineKilled } from './remote-engine.ts';
import { codeOf, stateOf, unlock, unlockWithWords } from './state.ts';
import type { World } from './world.ts';
import { contentOf } from './workplace.ts';

type Work = (model: Model, world: World, seed: number) => Promise<void>;

const operations: Readonly<
  Record<string, { readonly weight: number; readonly when?: (model: Model) => boolean; readonly work: Work }>
> = {
  import: {
    weight: 6,
    work: async (model, world, seed) => {
      const source = join(world.folder, `source-${String(model.files)}`);
      fs.mkdirSync(source);
      const album = seed % 3 === 0 ? `Album ${String(seed % 5)}` : null;
      const incoming: Incoming[] = [];
      for (let at = 0; at <= seed % 5; at += 1) {
        model.files += 1;
        const name = `file ${String(model.files)}.jxl`;
        const bytes = contentOf(name, (seed * 37) % 3000);
        fs.writeFileSync(join(source, name), bytes);
        incoming.push({ name, content: sha(bytes), albums: album === null ? [] : [album] });
      }
      const albums = album === null || model.albums.includes(album) ? model.albums : [...model.albums, album];
      await world.operate(
        model,
        async (engine) => {
          const { scan } = await engine.call('import.scan', { sources: [source] });
          const { job } = await engine.call('import.start', { scan, album });
          const ended = await engine.end(job);
          if (ended.state !== 'done') throw new Error(`the import ended as ${ended.state}`);
        },
        { incoming, albums },
      );
    },
  },
  'go on importing': {
    weight: 2,
    work: async (model, world) => {
      const engine = await world.unlocked(model);
      const { unfinishedImport } = await engine.call('vault.info', {});
      if (unfinishedImport === null) return;
      const { job } = await engine.call('import.resume', { import: unfinishedImport });
      const ended = await engine.end(job);
      if (ended.state !== 'done') throw new Error(`the resumed import ended as ${ended.state}`);
      const known = new Set([...model.photos.values()].map(({ content }) => content));
      const left = filesIn(world).filter(({ content }) => !known.has(content));
      const { sources = [] } =
        (await engine.call('import.list', {})).find(({ id }) => id === unfinishedImport) ?? {};
      const state = await stateOf(engine);
      const here = new Set([...state.photos.values()].map(({ name }) => name));
      // What was in the vault and is not any more was imported already: it does not come again.
      for (const { name, content, source } of left)
        if (sources.includes(source) && !model.held.has(content) && !here.has(name))
          throw new Error(`the resumed import has left out ${name}`);
      model.albums = [...state.albums];
      await world.operate(model, () => Promise.resolve(), { mayCome: left });
    },
  },
  favourite: {
    weight: 3,
    when: hasPhotos,
    work: async (model, world, seed) => {
      const ids = model.some(seed);
      const on = seed % 2 === 0;
      const photos = model.changed(ids, () => ({ favourite: on }));
      await world.operate(model, (engine) => engine.call('library.favourite', { ids, on }), { photos });
    },
  },
  tags: {
    weight: 3,
    when: hasPhotos,
    work: async (model, world, seed) => {
      const ids = model.some(seed);
      const [add, remove] = [`tag ${String(seed % 4)}`, `tag ${String((seed + 1) % 4)}`];
      const photos = model.changed(ids, ({ tags }) => ({
        tags: [...new Set([...tags.filter((tag) => tag !== remove), add])].sort(),
      }));
      await world.operate(
        model,
        (engine) => engine.call('edit.tags', { ids, add: [add], remove: [remove] }),
        {
          photos,
        },
      );
    },
  },
  words: {
    weight: 2,
    when: hasPhotos,
    work: async (model, world, seed) => {
      const ids = model.some(seed);
      const caption = `Words ${String(seed)}`;
      const photos = model.changed(ids, () => ({ caption }));
      await world.operate(model, (engine) => engine.call('edit.caption', { ids, caption }), { photos });
    },
  },
  archive: {
    weight: 1,
    when: hasPhotos,
    work: async (model, world, seed) => {
      const ids = model.some(seed);
      const photos = model.changed(ids, () => ({ archived: true }));
      await world.operate(model, (engine) => engine.call('edit.archive', { ids, on: true }), { photos });
    },
  },
  album: {
    weight: 3,
    when: hasPhotos,
    work: async (model, world, seed) => {
      const ids = model.some(seed);
      const engine = await world.unlocked(model);
      const list = await engine.call('album.list', {});
      const chosen = list[seed % Math.max(1, list.length)];
      if (chosen === undefined || seed % 4 === 0) {
        const name = `Album ${String(model.files)}-${String(seed)}`;
        if (model.albums.includes(name)) return;
        const albums = [...model.albums, name];
        await world.operate(model, (one) => one.call('album.create', { name }), { albums });
      } else if (seed % 4 === 1) {
        const photos = model.changed([...model.photos.keys()], (photo) => ({
          albums: photo.albums.filter((name) => name !== chosen.name),
        }));
        const albums = model.albums.filter((name) => name !== chosen.name);
        await world.operate(model, (one) => one.call('album.delete', { album: chosen.id }), {
          photos,
          albums,
        });
      } else {
        const photos = model.changed(ids, (photo) => ({
          albums: [...new Set([...photo.albums, chosen.name])].sort(),
        }));
        await world.operate(model, (one) => one.call('album.add', { album: chosen.id, ids }), { photos });
      }
    },
  },
  trash: {
    weight: 3,
    when: hasPhotos,
    work: async (model, world, seed) => {
      const ids = model.some(seed);
      const photos = model.changed(ids, () => ({ trashed: true }));
      await world.operate(model, (engine) => engine.call('library.trash', { ids }), { photos });
    },
  },
  restore: {
    weight: 2,
    when: hasTrash,
    work: async (model, world, seed) => {
      const ids = trashed(model).slice(0, 1 + (seed % 3));
      const photos = model.changed(ids, () => ({ trashed: false }));
      await world.operate(model, (engine) => engine.call('library.restore', { ids }), { photos });
    },
  },
  'delete for ever': {
    weight: 2,
    when: hasTrash,
    work: async (model, world, seed) => {
      const ids = trashed(model).slice(0, 1 + (seed % 3));
      const photos = new Map(ids.map((id) => [id, null] as const));
      await world.operate(model, (engine) => engine.call('library.remove', { ids }), { photos });
    },
  },
  passphrase: {
    weight: 1,
    work: async (model, world, seed) => {
      const [old, next] = [model.passphrase, `passphrase ${String(seed)} ${String(model.files)}`];
      await world.operate(
        model,
        async (engine) => {
          const request = { current: passphraseBytes(old), next: passphraseBytes(next) };
          await engine.call('vault.changePassphrase', request);
          model.passphrase = next;
        },
        {},
        async () => {
          model.passphrase = await whatOpens(world, [old, next]);
        },
      );
    },
  },
  'new keys': {
    weight: 1,
    work: async (model, world, seed) => {
      const scope = seed % 2 === 0 ? 'catalogue' : 'everything';
      await world.operate(
        model,
        async (engine) => {
          const secret = { kind: 'passphrase', passphrase: passphraseBytes(model.passphrase) } as const;
          const { kit } = await engine.call('keys.draftRotation', { secret });
          const { job } = await engine.call('keys.rotate', { scope });
          model.words = kit.words.join(' ');
          if (job !== null) await engine.end(job);
        },
        {},
        () => {
          model.words = ''; // the old ones or the new ones
          return Promise.resolve();
        },
      );
    },
  },
  'recovery words': {
    weight: 1,
    when: ({ words }) => words !== '',
    work: async (model, world) => {
      const engine = await world.locked(model);
      await unlockWithWords(engine, world.vault, model.words);
      model.unlocked = true;
      await world.operate(model, () => Promise.resolve(), {});
    },
  },
  'lock and unlock': {
    weight: 3,
    work: async (model, world) => {
      await world.locked(model);
      await world.operate(model, () => Promise.resolve(), {});
    },
  },
  'end the program': {
    weight: 1,
    work: async (model, world) => {
      const engine = await world.unlocked(model);
      await engine.close();
      model.unlocked = false;
      await world.operate(model, () => Promise.resolve(), {});
    },
  },
  verify: {
    weight: 1,
    work: async (model, world) => world.expectWhole(model),
  },
  export: {
    weight: 1,
    when: hasPhotos,
    work: async (model, world) => {
      const destination = join(world.folder, `out-${String(Math.random()).slice(2)}`);
      fs.mkdirSync(destination);
      await world.operate(
        model,
        async (engine) => {
          const { job } = await engine.call('export.start', { destination, selection: { of: 'all' } });
          const ended = await engine.end(job);
          const expected = [...model.photos.values()]
            .filter((photo) => !photo.trashed)
            .map(({ content }) => content);
          const found = fs
            .readdirSync(destination)
            .map((name) => sha(fs.readFileSync(join(destination, name))));
          if (ended.state !== 'done' || found.sort().join() !== expected.sort().join())
            throw new Error(
              `the export ended as ${ended.state} with ${String(found.length)} of ${String(expected.length)} files`,
            );
        },
        {},
      );
      fs.rmSync(destination, { recursive: true });
    },
  },
  'lose the catalogue': {
    weight: 1,
    work: async (model, world) => {
      const engine = await world.locked(model);
      if (model.photos.size === 0) return;
      fs.rmSync(join(world.vault, 'catalog.db'));
      const code = await unlock(engine, world.vault, model.passphrase).then(() => 'opened', codeOf);
      if (code !== 'catalogue-missing') throw new Error(`a missing catalogue is told as ${code}`);
      const wait = world.killAfter;
      world.killAfter = null;
      if (wait !== null) await cutRepairOff(model, world, wait);
      const opened = await unlock(await world.engine(), world.vault, model.passphrase).then(
        () => 'opened',
        codeOf,
      );
      if (opened === 'opened') model.unlocked = true;
      else if (opened !== 'catalogue-missing') throw new Error(`after a repair was cut off: ${opened}`);
      else await repair(model, world);
      const { damage } = await (await world.unlocked(model)).call('vault.info', {});
      if (damage !== null) throw new Error(`repaired, and frozen: ${damage.code}`);
      await world.operate(model, () => Promise.resolve(), { mayCome: filesIn(world) });
    },
  },
  'a file is damaged': {
    weight: 1,
    when: hasPhotos,
    work: async (model, world, seed) => {
      const engine = await world.unlocked(model);
      const blobs = join(world.vault, 'blobs');
      const files = fs
        .readdirSync(blobs, { recursive: true, encoding: 'utf8' })
        .map((name) => join(blobs, name))
        .filter((path) => fs.statSync(path).isFile())
        .sort();
      const file = files[seed % Math.max(1, files.length)];
      if (file === undefined) return;
      const bytes = fs.readFileSync(file);
      const at = seed % bytes.length;
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (seed % 8));
      fs.writeFileSync(file, bytes);
      const { job } = await engine.call('verify.start', { quick: false });
      const verified = await engine.end(job);
      if (verified.kind !== 'verify') throw new Error(verified.kind);
      const damaged = verified.problems.filter(({ kind }) => kind === 'blob-damaged');
      const orphan = verified.problems.some(
        ({ kind, file: its }) => kind === 'blob-orphan' && its !== null && file.endsWith(its),
      );
      if (damaged.length + (orphan ? 1 : 0) !== 1)
        throw new Error(`a damaged file is told as ${JSON.stringify(verified.problems)}`);
      await world.locked(model);
      await repair(model, world);
      const photos = new Map(damaged.flatMap(({ id }) => (id === null ? [] : [[id, null] as const])));
      await world.operate(model, () => Promise.resolve(), { photos, mayCome: filesIn(world) });
    },
  },
  'keep a copy': {
    weight: 1,
    work: async (model, world) => {
      await world.locked(model);
      fs.rmSync(world.older, { recursive: true, force: true });
      fs.cpSync(world.vault, world.older, { recursive: true });
      model.changedSinceCopy = false;
    },
  },
  'the copy in its place': {
    weight: 1,
    when: ({ changedSinceCopy }) => changedSinceCopy === true,
    work: async (model, world) => {
      await world.unlocked(model);
      const engine = await world.locked(model);
      const newest = `${world.vault}.newest`;
      fs.renameSync(world.vault, newest);
      fs.renameSync(world.older, world.vault);
      const told = await unlockAny(engine, world, model);
      if (told !== 'older') throw new Error(`an older copy was told as ${told}`);
      fs.rmSync(world.vault, { recursive: true });
      fs.renameSync(newest, world.vault);
      model.changedSinceCopy = null;
      await world.operate(model, () => Promise.resolve(), {});
    },
  },
};

/** All files that were ever given to an import. */
function filesIn(world: World): { name: string; content: string; source: string }[] {
  return fs
    .readdirSync(world.folder)
    .filter((name) => name.startsWith('source-'))
    .flatMap((folder) => {
      const source = join(world.folder, folder);
      return fs
        .readdirSync(source)
        .map((name) => ({ name, content: sha(fs.readFileSync(join(source, name))), source }));
    });
}

/** An older copy may have another passphrase: then it is not opened at all. */
async function unlockAny(
  engine: Awaited<ReturnType<World['engine']>>,
  world: World,
  model: Model,
): Promise<string> {
  try {
    await unlock(engine, world.vault, model.passphrase);
  } catch (error) {
    return codeOf(error) === 'secret-wrong' ? 'older' : codeOf(error);
  }
  const { damage } = await engine.call('vault.info', {});
  await engine.call('vault.close', {});
  return damage !== null && isAged(damage) ? 'older' : (damage?.code ?? 'nothing');
}

async function repair(model: Model, world: World): Promise<void> {
  const engine = await world.locked(model);
  const secret = { kind: 'passphrase', passphrase: passphraseBytes(model.passphrase) } as const;
  const { job } = await engine.call('repair.start', { vault: world.vault, secret, dryRun: false });
  const { state, error } = await engine.end(job);
  if (state !== 'done') throw new Error(`the repair ended as ${state}: ${error?.code ?? ''}`);
  model.unlocked = true;
}

/** Begins a repair, and kills the engine at it. */
async function cutRepairOff(model: Model, world: World, milliseconds: number): Promise<void> {
  const engine = await world.engine();
  const timer = setTimeout(() => void engine.kill(), milliseconds);
  await repair(model, world).catch((error: unknown) => {
    if (!(error instanceof EngineKilled)) throw error;
  });
  clearTimeout(timer);
  await engine.kill();
  world.kills += 1;
  model.unlocked = false;
  fs.rmSync(join(world.vault, 'lock'), { force: true });
}

/** Which of the passphrases opens the vault. */
async function whatOpens(world: World, passphrases: readonly string[]): Promise<string> {
  fs.rmSync(join(world.vault, 'lock'), { force: true });
  for (const passphrase of passphrases) {
    const engine = await world.engine();
    const code = await unlock(engine, world.vault, passphrase).then(() => 'opened', codeOf);
    if (code === 'opened') {
      await engine.call('vault.close', {});
      return passphrase;
    }
    if (code !== 'secret-wrong') throw new Error(`unlocking was answered ${code}`);
  }
  throw new Error('neither passphrase opens the vault');
}

function hasPhotos({ photos }: Model): boolean {
  return photos.size > 0;
}

function trashed(model: Model): string[] {
  return [...model.photos]
    .filter(([, photo]) => photo.trashed)
    .map(([id]) => id)
    .sort();
}

function hasTrash(model: Model): boolean {
  return trashed(model).length > 0;
}

function sha(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** One thing done; in the middle of some the engine is killed. */
export class Command {
  readonly #name: string;
  readonly #seed: number;
  readonly #killAfter: number | null;

  constructor(name: string, seed: number, killAfter: number | null) {
    this.#name = name;
    this.#seed = seed;
    this.#killAfter = killAfter;
  }

  /** Whether it makes sense with what there is. */
  check(model: Model): boolean {
    return operations[this.#name]?.when?.(model) ?? true;
  }

  async run(model: Model, world: World): Promise<void> {
    world.killAfter = this.#killAfter;
    await operations[this.#name]?.work(model, world, this.#seed);
    world.killAfter = null;
    model.done[this.#name] = (model.done[this.#name] ?? 0) + 1;
  }

  toString(): string {
    return `${this.#name}(${String(this.#seed)}${this.#killAfter === null ? '' : `, killed after ${String(this.#killAfter)} ms`})`;
  }
}

/** Of ten operations so many are cut off by a kill. */
const killed = 2;

export const commands = Object.entries(operations).flatMap(([name, { weight }]) => {
  const kills = fc
    .integer({ min: 0, max: 9 })
    .chain((dice) => (dice < killed ? fc.integer({ min: 0, max: 25 }) : fc.constant(null)));
  const one = fc.tuple(fc.nat({ max: 10_000 }), kills).map(([seed, kill]) => new Command(name, seed, kill));
  return Array.from({ length: weight }, () => one);
});
