/**
 * @file `npm run screenshots`: goes through the real window with photographs of its own, chapter after chapter, and leaves pictures of every
 * screen and state (wish.ts says how to ask for some of them only).
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { launch, root, temporaryFolder } from '../e2e/support/app.ts';
import { confirmKit, createVault } from '../e2e/support/job.ts';
import { Camera } from './camera.ts';
import { makeCard } from './card.ts';
import { lookAlikes, places, searching } from './finding.ts';
import { firstImport, firstImportOnly, firstRun } from './first-day.ts';
import { insight } from './insight.ts';
import { exporting, library, sections, sheets } from './library.ts';
import { damage, restored, troubles, unlocking } from './locked.ts';
import { albums, putAway, tagging } from './organise.ts';
import { photographsIn } from './photographs.ts';
import { secondImport } from './second-import.ts';
import { kits, security, settings } from './settings.ts';
import { placeholders, readOnly, slowed } from './rarely.ts';
import { sharing } from './sharing.ts';
import { Studio } from './studio.ts';
import { films, viewing } from './viewing.ts';
import { wished, type Wish } from './wish.ts';

/** Each begins at the first photo of the timeline; those below `needs` before it. */
interface Chapter {
  readonly name: string;
  readonly act: (studio: Studio) => Promise<void>;
  readonly needs?: string;
  /** Files are missing or damaged: the page's console rightly says so. */
  readonly broken?: true;
}

// Not in the system's folder for temporary files: the window would rightly warn of that.
const home = path.join(root, `node_modules/.cache/screenshots-${String(process.pid)}`);
const photographs = path.join(home, 'Journeys');
const card = path.join(home, 'Camera card');
let shares: readonly string[] = [];

const chapters: readonly Chapter[] = [
  { name: 'library', act: library },
  { name: 'section', act: sections },
  { name: 'sheet', act: sheets },
  {
    name: 'export',
    act: async (studio) => {
      const prints = path.join(home, 'For the printer');
      mkdirSync(prints);
      await exporting(studio, prints);
    },
  },
  { name: 'organise', act: tagging },
  { name: 'album', act: albums },
  { name: 'away', act: putAway },
  { name: 'search', act: searching },
  { name: 'places', act: places },
  { name: 'viewer', act: viewing },
  { name: 'report', act: (studio) => secondImport(studio, card) },
  { name: 'film', act: films, needs: 'report' },
  { name: 'look-alikes', act: lookAlikes, needs: 'report' },
  { name: 'insight', act: insight },
  { name: 'sharing', act: sharing },
  { name: 'settings', act: settings },
  { name: 'security', act: security },
  { name: 'kit', act: async (studio) => void (shares = await kits(studio)) },
  { name: 'unlock', act: (studio) => unlocking(studio, photographs, shares), needs: 'kit' },
  { name: 'loading', act: placeholders },
  { name: 'slowed', act: slowed },
  { name: 'read-only', act: readOnly },
  { name: 'damage', act: damage, broken: true },
  { name: 'trouble', act: troubles, broken: true },
  { name: 'restored', act: restored },
  {
    // The last one: what makes such a vault forbids sharp to read files.
    name: 'many',
    act: async (studio) => (await import('./many.ts')).many(studio),
  },
];
const firstDay = ['first-run', 'import'];

/** Answers which chapters failed, and what pages complained of that should not have. */
async function go(
  studio: Studio,
  wish: Wish,
): Promise<{ failed: readonly string[]; complaints: readonly string[] }> {
  const { camera, run } = studio;
  const complaints: string[] = [];
  const wanted = (name: string): boolean => wish.only.length === 0 || wish.only.includes(name);
  const needed = new Set(chapters.filter(({ name }) => wanted(name)).map(({ needs }) => needs ?? ''));
  const failed: string[] = [];

  camera.begin(wanted('first-run') ? 'first-run' : null);
  if (wanted('first-run')) await firstRun(studio);
  else {
    const { words, passphrase } = await createVault(studio.run, studio.page, home, 'Family');
    Object.assign(studio, { words, passphrase });
    await confirmKit(studio.page, words);
  }
  camera.begin(wanted('import') ? 'import' : null);
  await (wanted('import') ? firstImport : firstImportOnly)(studio, photographs);

  for (const { name, act, broken } of chapters) {
    if (!wanted(name) && !needed.has(name)) continue;
    const begun = performance.now();
    const before = camera.taken;
    const complained = run.complaints.length;
    try {
      camera.begin(wanted(name) ? name : null);
      await studio.atHome();
      await act(studio);
    } catch (error) {
      // The others go on: what was seen until then tells why.
      failed.push(name);
      console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      await camera.keep('failed', 'large', 'dark').catch(() => undefined);
    }
    if (broken === undefined) complaints.push(...run.complaints.slice(complained));
    const seconds = Math.round((performance.now() - begun) / 1000);
    console.log(`${name}: ${String(camera.taken - before)} pictures, ${String(seconds)} s`);
  }
  return { failed, complaints };
}

const wish = wished(process.argv.slice(2), [...firstDay, ...chapters.map(({ name }) => name)]);
if (wish !== null) {
  const begun = performance.now();
  const userData = temporaryFolder();
  mkdirSync(home, { recursive: true });
  try {
    await photographsIn(photographs);
    await makeCard(card, photographs);
    const run = await launch({ userData });
    const camera = new Camera(run, await run.page(), home, wish);
    try {
      const { failed, complaints } = await go(new Studio(camera, home), wish);
      for (const complaint of [...complaints, ...camera.flaws]) console.error(complaint);
      if (failed.length > 0 || camera.flaws.length > 0) process.exitCode = 1;
    } catch (error) {
      camera.begin('first-day');
      await camera.keep('failed', 'large', 'dark');
      throw error;
    } finally {
      await run.end();
      await camera.develop();
    }
    const seconds = Math.round((performance.now() - begun) / 1000);
    console.log(`${String(camera.taken)} pictures in ${wish.out}, ${String(seconds)} s`);
  } finally {
    rmSync(userData, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  }
}
