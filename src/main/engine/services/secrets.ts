/** @file Answers `secret.…`: a key to seal secrets to. Runs in the engine. */
import type { ServicesOf } from './service.ts';

export const secretServices: ServicesOf<'secret'> = {
  'secret.key': async ({ secretKeys }) => ({ key: await secretKeys.give() }),
};
