/** @file Whether Chromium's sandbox can work for this user on this system, and what to do if not; plain Node. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { isRoot, run } from './common.mjs';

/**
 * Chromium needs one of two things on Linux: unprivileged user namespaces, or the helper `chrome-sandbox`
 * beside the binary owned by root with its set-user-id bit.
 * @param {string} electron path of the binary
 * @returns {Promise<{ works: true } | { works: false, why: string, remedy: string }>}
 */
export async function sandboxState(electron) {
  if (process.platform !== 'linux') return { works: true };
  if (isRoot) {
    return {
      works: false,
      why: 'Chromium refuses its sandbox to root',
      remedy: 'Run as a normal user.',
    };
  }
  const helper = path.join(path.dirname(electron), 'chrome-sandbox');
  const helperWorks = isSetuidRoot(helper);
  // Mapping the user is what AppArmor (Ubuntu 24.04) and seccomp (containers) refuse; creating is not enough.
  const namespaces = await run('unshare', ['--user', '--map-root-user', 'true']);
  if (helperWorks || namespaces.status === 0) return { works: true };
  return {
    works: false,
    why: `user namespaces are closed to normal users on this system (${namespaces.output || 'unshare failed'})`,
    remedy: remedyFor(helper),
  };
}

/** @param {string} helper */
function remedyFor(helper) {
  const switches = [
    [
      '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
      '1',
      'kernel.apparmor_restrict_unprivileged_userns=0',
    ],
    ['/proc/sys/kernel/unprivileged_userns_clone', '0', 'kernel.unprivileged_userns_clone=1'],
    ['/proc/sys/user/max_user_namespaces', '0', 'user.max_user_namespaces=15000'],
  ];
  for (const [file = '', closed, open] of switches) {
    if (existsSync(file) && readFileSync(file, 'utf8').trim() === closed) {
      return `This opens them until the next start of the machine:\n\n  sudo sysctl -w ${open}\n`;
    }
  }
  return (
    'In a container, allow user namespaces to it. Elsewhere this gives Electron its sandbox helper:\n\n' +
    `  sudo sh -c 'chown root:root "${helper}" && chmod 4755 "${helper}"'\n`
  );
}

/** @param {string} file */
function isSetuidRoot(file) {
  if (!existsSync(file)) return false;
  const { uid, mode } = statSync(file);
  return uid === 0 && (mode & 0o4000) !== 0;
}
