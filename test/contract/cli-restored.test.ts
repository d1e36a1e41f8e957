/** @file An older copy of a vault from a terminal: said by every command, nothing changed, and taken by `restored --on-purpose`. */
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { scene } from '../support/pictures.ts';
import { folderWith } from './open-engine.ts';

it('says so, changes nothing, and goes on when it was on purpose', async () => {
  const folder = await folderWith({
    passphrase: 'a long passphrase\n',
    'one.jpg': await scene(64, 48),
    'two.jpg': await scene(64, 48, 5),
  });
  const vault = join(folder, 'Family.lightproof');
  const run = async (...args: string[]): Promise<{ status: number; object: unknown; said: string }> => {
    const all = [...args, '--passphrase-file', join(folder, 'passphrase'), '--json'];
    const answer = await runCli(folder, all, { LIGHTPROOF_MEMORY: join(folder, 'seen') });
    return { status: answer.status, object: answer.objects.at(-1) ?? null, said: answer.stderr };
  };

  expect((await run('create', vault)).status).toBe(0);
  expect((await run('import', vault, 'one.jpg')).status).toBe(0);
  // What is remembered of the vault, and the key that it takes drops under.
  const seen = readdirSync(join(folder, 'seen')).sort();
  expect(seen).toEqual([
    expect.stringMatching(/^[0-9a-f]{32}\.json$/u),
    expect.stringMatching(/^[0-9a-f]{32}\.key$/u),
  ]);
  expect(await run('restored', vault, '--on-purpose')).toMatchObject({
    status: 0,
    object: { accepted: false },
  });
  cpSync(vault, join(folder, 'backup'), { recursive: true });
  expect((await run('import', vault, 'two.jpg')).status).toBe(0);
  rmSync(vault, { recursive: true });
  cpSync(join(folder, 'backup'), vault, { recursive: true });

  const refused = await run('import', vault, 'two.jpg');
  expect(refused.status).toBe(4);
  expect(refused.said).toContain('older copy of the vault');
  expect(refused.said).toContain('This copy was last changed on ');
  expect(refused.said).toContain('restored --on-purpose');
  const listed = await run('list', vault);
  expect(listed).toMatchObject({ status: 0, object: { name: 'one.jpg' } });
  expect(listed.said).toContain('older copy of the vault');
  expect((await run('verify', vault, '--quick')).status).toBe(4);
  expect(await run('restored', vault)).toMatchObject({
    status: 4,
    object: { accepted: false, noticed: 'vault-rolled-back' },
  });
  expect(await run('restored', vault, '--on-purpose')).toMatchObject({
    status: 0,
    object: { accepted: true, noticed: 'vault-rolled-back' },
  });
  expect(await run('import', vault, 'two.jpg')).toMatchObject({ status: 0 });
  expect((await run('verify', vault)).said).not.toContain('older');
  writeFileSync(join(folder, 'seen', seen[0] ?? ''), 'damaged');
  expect(await run('info', vault)).toMatchObject({ status: 0, said: expect.stringContaining('damaged') });
}, 120_000);
