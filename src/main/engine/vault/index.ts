/** @file The public face of the vault room: header, slots, keys, lock; runs in the engine. */
export { type CostPolicy, standardCosts } from './cost.ts';
export { createVault } from './create.ts';
export { inspectFolder } from './inspect-folder.ts';
export { createKeyFile } from './key-file.ts';
export { type Share, forgetShares, joinShares, readShare, readShares, splitKit } from './shares.ts';
export { suggestPassphrase } from './suggest.ts';
export { type OpenVault, type Secret, passphraseSecret } from './types.ts';
export { inspectVault, unlockVault } from './unlock.ts';
export { wordsOf } from './words.ts';
