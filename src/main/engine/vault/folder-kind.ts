/** @file What a folder's place says about keeping a vault there; runs in the engine. */
import { lstat, readFile, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, parse, sep } from 'node:path';

export type FolderWarning = 'synchronised' | 'temporary' | 'network' | 'removable';

/** A line of Linux's /proc/self/mountinfo: where, and which file system. */
export interface Mount {
  readonly at: string;
  readonly type: string;
}

// Names under which the well-known services keep their folder.
const synchronised =
  /^(dropbox( \(.*\))?|onedrive( ?-.*)?|google ?drive( .*)?|googledrive-.*|my drive|icloud ?drive|mobile documents|com~apple~clouddocs|cloudstorage|nextcloud\d*|owncloud\d*|syncthing|pcloud ?drive|megasync|box sync|proton ?drive)$/i;
// What they leave in the folder they keep in step.
const markers = [
  '.stfolder',
  '.dropbox',
  '.dropbox.cache',
  '.nextcloudsync.log',
  '.owncloudsync.log',
  '.tmp.drivedownload',
];
const networkTypes =
  /^(nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|afpfs|9p|ceph|glusterfs|webdav|davfs|fuse\.(sshfs|rclone|davfs2|gvfsd-fuse|s3fs|glusterfs|cifs|smbnetfs|curlftpfs))$/;
const temporaryTypes = /^(tmpfs|ramfs)$/;
const temporaryFolders = ['/tmp', '/var/tmp', '/private/tmp', '/private/var/tmp', '/dev/shm', '/run'];
const removableFolders = ['/media', '/run/media', '/Volumes'];

function inside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The folder itself and all above it. */
function lineage(path: string): string[] {
  const all = [path];
  for (let at = path; at !== parse(at).root; at = dirname(at)) all.push(dirname(at));
  return all;
}

/** What the path alone tells. `mounts` are those of the system, empty where that cannot be asked. */
export function warningsOfPath(
  path: string,
  mounts: readonly Mount[],
  temporary: readonly string[],
): Set<FolderWarning> {
  const warnings = new Set<FolderWarning>();
  if (path.split(sep).some((name) => synchronised.test(name))) warnings.add('synchronised');
  const removable = removableFolders.some((folder) => inside(path, folder));
  if (removable) warnings.add('removable');
  const isTemporary = [...temporaryFolders, ...temporary].some((folder) => inside(path, folder));
  if (isTemporary && !removable) warnings.add('temporary');
  if (path.startsWith('\\\\')) warnings.add('network'); // a Windows share
  const mount = mounts.filter(({ at }) => inside(path, at)).reduce<Mount | null>(longer, null);
  if (mount !== null && networkTypes.test(mount.type)) warnings.add('network');
  if (mount !== null && temporaryTypes.test(mount.type)) warnings.add('temporary');
  return warnings;
}

// Of two mounts at the same place the later one covers the earlier.
const longer = (best: Mount | null, mount: Mount): Mount =>
  best === null || mount.at.length >= best.at.length ? mount : best;

/** Reads /proc/self/mountinfo: fields are divided by spaces, which stand as \040 inside of them; after ` - ` comes the type. */
export function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [left, right] = line.split(' - ');
    const at = left?.split(' ')[4];
    const type = right?.split(' ')[0];
    if (at === undefined || type === undefined) return [];
    const plain = at.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
    return [{ at: Buffer.from(plain, 'latin1').toString('utf8'), type }];
  });
}

/** The warnings for a folder; for one that is not there yet, those of the nearest one above it that is. */
export async function warningsOfFolder(folder: string): Promise<FolderWarning[]> {
  const real = await realpathOfNearest(folder);
  const temporary = await realpathOfNearest(tmpdir());
  const mountinfo =
    process.platform === 'linux' ? await readFile('/proc/self/mountinfo', 'latin1').catch(() => '') : '';
  const warnings = warningsOfPath(real, parseMounts(mountinfo), [temporary]);
  if (await hasMarker(real)) warnings.add('synchronised');
  return [...warnings];
}

async function realpathOfNearest(folder: string): Promise<string> {
  for (const at of lineage(folder)) {
    const real = await realpath(at).catch(() => null);
    if (real !== null) return real + folder.slice(at.length);
  }
  return folder;
}

async function hasMarker(folder: string): Promise<boolean> {
  for (const at of lineage(folder)) {
    for (const marker of markers) {
      const found = await lstat(join(at, marker)).then(
        () => true,
        () => false,
      );
      // Dropbox's own settings folder stands in the home directory and says nothing of what is beside it.
      if (found && !(marker === '.dropbox' && !(await lstat(join(at, marker))).isFile())) return true;
    }
  }
  return false;
}
