/** @file Answers `repair.start`: a vault whose catalogue may not open is opened by its header alone. Runs in the engine. */
import { resolve } from 'node:path';
import { CodedError, isAged } from '../../../shared/errors.ts';
import { BlobStore } from '../blobs/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { randomId, zero } from '../crypto/index.ts';
import { newReport, runRepair, type RepairReport } from '../integrity/repair.ts';
import type { JobControl, Jobs } from '../jobs/index.ts';
import type { DecoderPool } from '../media/types.ts';
import { unlockVault, type OpenVault } from '../vault/index.ts';
import { checkAge, seenOf } from './anchor.ts';
import type { Home, RepairEnd } from './home.ts';
import type { ServicesOf } from './service.ts';
import { countingFailures, openChecked, secretOf } from './vault.ts';

const lane = 'repair';
const told = 1000;

export const repairServices: ServicesOf<'repair'> = {
  'repair.start': async (home, { vault: path, secret: given, keyFile, dryRun }) => {
    const secret = secretOf(given, keyFile);
    const { disk, cost } = home.options;
    try {
      if (home.isOpen(resolve(path))) await home.leave();
      return await home.repair(
        // Nothing of the header is written: an old one that was put in the place of the newest must stay one.
        async () => {
          const trust = (): Promise<boolean> => Promise.resolve(false);
          const unlock = (): ReturnType<typeof unlockVault> =>
            unlockVault({ path, secret, disk, cost, trust });
          const { vault } = await countingFailures({ memory: home.memory, disk }, path, unlock);
          if (!vault.readOnly || dryRun) return vault;
          await vault.close();
          throw new CodedError('vault-read-only');
        },
        (vault, jobs, ended) => {
          const job = startJob(home, vault, jobs, ended, dryRun);
          return { job, vault: { name: vault.name, path: vault.path } };
        },
      );
    } finally {
      if (secret.kind === 'passphrase') zero(secret.passphrase);
    }
  },
};

function startJob(home: Home, vault: OpenVault, jobs: Jobs, ended: RepairEnd, dryRun: boolean): string {
  const report = newReport();
  const job = randomId();
  jobs.start({
    id: job,
    lane,
    details: () => ({ kind: 'repair', dryRun, ...first(report) }),
    run: async (control) => {
      let catalog: Catalog | null = null;
      try {
        await repairWith(home, { vault, dryRun, report }, control);
        if (!dryRun) catalog = await reopened(home, vault, report.catalogue !== 'good');
      } finally {
        await ended(catalog);
      }
    },
  });
  return job;
}

async function repairWith(
  { memory, options }: Home,
  { vault, dryRun, report }: { vault: OpenVault; dryRun: boolean; report: RepairReport },
  control: JobControl,
): Promise<void> {
  const blobs = new BlobStore(vault);
  let pool: DecoderPool | null = null;
  try {
    if (!dryRun) await blobs.removeUnfinished();
    const seen = (await memory?.recall(vault.id))?.seen ?? null;
    const check = (catalog: Catalog): Promise<unknown> => checkAge({ vault, catalog, memory });
    const remember = async (catalog: Catalog): Promise<unknown> =>
      memory?.remember(vault.id, seenOf(vault, catalog));
    const createPool = (): DecoderPool => (pool ??= options.createPool());
    await runRepair({ vault, blobs, dryRun, report, seen, check, remember, pool: createPool }, control);
  } finally {
    await (pool as DecoderPool | null)?.close(); // the compiler does not see that the function above sets it
  }
}

/**
 * The catalogue after the repair. One that is still not whole would be a bug of ours, and is not hidden; one that is whole and older than it
 * should be is open, and frozen.
 */
async function reopened(home: Home, vault: OpenVault, rebuilt: boolean): Promise<Catalog> {
  const { catalog, notices } = await openChecked(home, vault, { rebuilt });
  const [notice] = notices;
  if (notice === undefined || isAged(notice)) return catalog;
  catalog.close();
  throw new CodedError(notice.code, notice.params);
}

function first({ moved, problems, ...counts }: RepairReport): RepairReport {
  return { ...counts, moved: moved.slice(0, told), problems: problems.slice(0, told) };
}
