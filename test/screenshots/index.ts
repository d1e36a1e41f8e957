/** @file `npm run screenshots`: goes through the real window with photographs of its own, and leaves pictures of what it sees (camera.ts says where). */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { launch, root, temporaryFolder } from '../e2e/support/app.ts';
import { Camera } from './camera.ts';
import { makeCard } from './card.ts';
import { firstImport, firstRun, looking } from './first-day.ts';
import { makePhotographs } from './photographs.ts';
import {
  locked,
  lookAlikes,
  organising,
  places,
  restored,
  searching,
  secondImport,
  settings,
} from './rooms.ts';

// Not in the system's folder for temporary files: the window would rightly warn of that.
const home = mkdtempSync(path.join(root, 'node_modules/.cache/screenshots-'));
const photographs = path.join(home, 'Journeys');
const prints = path.join(home, 'For the printer');
const card = path.join(home, 'Camera card');
mkdirSync(prints);
const userData = temporaryFolder();

try {
  console.log('painting photographs …');
  console.log(`${String(await makePhotographs(photographs))} photographs`);
  await makeCard(card, photographs);
  const run = await launch({ userData });
  const camera = new Camera(run, await run.page(), home);
  try {
    const { passphrase } = await firstRun(camera, home);
    await firstImport(camera, photographs);
    await looking(camera, prints);
    await organising(camera);
    await searching(camera);
    await places(camera);
    await secondImport(camera, card);
    await lookAlikes(camera);
    await settings(camera, passphrase);
    await restored(camera, path.join(home, 'Family.lightproof'), passphrase);
    await locked(camera);
  } finally {
    // Also when a scene could not be made: what was seen until then tells why.
    await run.end();
    await camera.develop();
  }
  for (const complaint of run.complaints) console.error(complaint);
} finally {
  rmSync(home, { recursive: true, force: true });
  rmSync(userData, { recursive: true, force: true });
}
