import * as fs from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectFolder } from '../../src/main/engine/vault/index.ts';
import { parseMounts, warningsOfPath } from '../../src/main/engine/vault/folder-kind.ts';
import { FaultyDisk } from '../support/faulty-disk.ts';
import { codeOf, temporaryFolder } from '../support/quick-vault.ts';

const mountinfo = `22 27 0:20 / /proc rw,nosuid - proc proc rw
27 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 27 0:26 / /home/ann/My\\040NAS rw - cifs //nas/photos rw
31 27 0:27 / /srv/share rw - nfs4 nas:/srv rw
32 27 0:28 / /srv/share/local rw - ext4 /dev/sdb1 rw
33 27 0:29 / /home/ann/ssh rw - fuse.sshfs ann@host: rw
34 27 0:30 / /mnt/ram rw - tmpfs tmpfs rw
35 27 0:31 / /home/ann/windows rw - fuseblk /dev/sdc1 rw
36 27 0:32 / /home/ann/f\\303\\274r rw - nfs nas:/x rw
`;
const warnings = (path: string): string[] =>
  [...warningsOfPath(path, parseMounts(mountinfo), ['/var/folders/x'])].sort();

describe('a place for a vault', () => {
  it.runIf(process.platform !== 'win32')('is warned of by its path and its file system', () => {
    const table: [string, string[]][] = [
      ['/home/ann/Pictures', []],
      ['/home/ann/Dropbox/Pictures', ['synchronised']],
      ['/home/ann/Dropbox (Family)', ['synchronised']],
      ['/home/ann/Dropboxes', []],
      ['/home/ann/OneDrive - Company/x', ['synchronised']],
      ['/Users/ann/Library/Mobile Documents/com~apple~CloudDocs', ['synchronised']],
      ['/Users/ann/Library/CloudStorage/GoogleDrive-ann@example.org', ['synchronised']],
      ['/home/ann/Nextcloud', ['synchronised']],
      ['/home/ann/My NAS/x', ['network']],
      ['/home/ann/My NASx', []],
      ['/home/ann/für', ['network']],
      ['/srv/share/a', ['network']],
      ['/srv/share/local/a', []],
      ['/home/ann/ssh', ['network']],
      ['/home/ann/windows', []],
      ['/mnt/ram/x', ['temporary']],
      ['/tmp', ['temporary']],
      ['/tmpx', []],
      ['/var/tmp/a', ['temporary']],
      ['/run/user/1000', ['temporary']],
      ['/var/folders/x/y', ['temporary']],
      ['/run/media/ann/stick', ['removable']],
      ['/media/ann/stick/Dropbox', ['removable', 'synchronised']],
      ['/Volumes/Stick', ['removable']],
    ];
    for (const [path, expected] of table) expect(warnings(path), path).toEqual(expected);
  });

  it('tells whether the vault is there, whether it can be made, and how much room there is', async () => {
    const folder = temporaryFolder();
    const seen = await inspectFolder({ folder, name: 'Family' });
    expect(seen).toMatchObject({ path: join(folder, 'Family.lightproof'), exists: false, writable: true });
    expect(seen.freeBytes).toBeGreaterThan(0);
    expect(seen.warnings).toContain('temporary');
    expect(fs.readdirSync(folder)).toEqual([]);
    fs.mkdirSync(join(folder, 'Family.lightproof'));
    fs.writeFileSync(join(folder, '.stfolder'), '');
    const again = await inspectFolder({ folder, name: 'Family' });
    expect(again.exists).toBe(true);
    expect(again.warnings).toContain('synchronised');
    const full = await inspectFolder({ folder, name: 'Family' }, new FaultyDisk(1, 'EACCES'));
    expect(full.writable).toBe(false);
    const missing = await inspectFolder({ folder: join(folder, 'a', 'b'), name: 'Family' });
    expect(missing).toMatchObject({ exists: false, writable: false, freeBytes: 0 });
    expect(missing.warnings).toContain('temporary');
    expect(await codeOf(inspectFolder({ folder, name: '../x' }))).toBe('name-invalid');
  });

  it.runIf(!homedir().startsWith(tmpdir()))('finds nothing to say about a plain folder', async () => {
    expect((await inspectFolder({ folder: join(homedir(), 'Pictures'), name: 'x' })).warnings).not.toContain(
      'temporary',
    );
  });

  it.runIf(process.platform !== 'win32')('looks where a link leads', async () => {
    const folder = temporaryFolder();
    fs.mkdirSync(join(folder, 'Dropbox'));
    fs.symlinkSync(join(folder, 'Dropbox'), join(folder, 'plain'));
    expect((await inspectFolder({ folder: join(folder, 'plain'), name: 'x' })).warnings).toContain(
      'synchronised',
    );
  });
});
