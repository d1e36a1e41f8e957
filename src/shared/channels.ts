/** @file Names of the IPC channels between the preload script and the shell; each takes what `Bridge` in `contract.ts` says. Pure TypeScript. */

export const channels = {
  /** page → shell, answered: (call number, method, input) → Result */
  call: 'lightproof:call',
  /** page → shell: (call number) */
  cancel: 'lightproof:cancel',
  /** page → shell: events are wanted from now on */
  listen: 'lightproof:listen',
  /** page → shell, answered: (absolute paths) → places; the preload script reads the paths off real File objects */
  drop: 'lightproof:drop',
  /** shell → page: (event name or 'progress', payload) */
  event: 'lightproof:event',
} as const;

/** The page's own scheme and origin. */
export const pageScheme = 'lightproof';
export const pageOrigin = `${pageScheme}://app`;
/** The scheme of thumbnails and photos, decrypted on the way. */
export const mediaScheme = 'vault-media';
