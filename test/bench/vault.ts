/** @file A vault and an engine for measurements. */
import { fileURLToPath } from 'node:url';
import type { EngineMethodName, Input, Job, Output } from '../../src/shared/contract.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { createEngine, type Engine } from '../../src/main/engine/engine.ts';

export const passphrase = (): Uint8Array => passphraseBytes('figures are not secret');

/** @param decoders how many; as many as usual unless told */
export function newEngine(decoders?: number): Engine {
  return createEngine({
    ...(decoders !== undefined && { decoders: { size: decoders } }),
    decoderEntry: fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url)),
  });
}

export async function ask<M extends EngineMethodName>(
  engine: Engine,
  method: M,
  input: Input<M>,
): Promise<Output<M>> {
  const answer = await engine.call(method, input);
  if (!answer.ok) throw new Error(`${method}: ${answer.error.code} ${JSON.stringify(answer.error.params)}`);
  return answer.value;
}

/** Waits until the job that `start` starts has ended; anything but done is an error. */
export async function finish(engine: Engine, start: () => Promise<{ job: string }>): Promise<Job> {
  const ended = new Map<string, Job>();
  const told = Promise.withResolvers<undefined>();
  let wanted: string | null = null;
  const stop = engine.on((event, payload) => {
    if (event !== 'job' || !['done', 'cancelled', 'stopped'].includes(payload.state)) return;
    ended.set(payload.id, payload);
    if (payload.id === wanted) told.resolve(undefined);
  });
  try {
    wanted = (await start()).job;
    if (!ended.has(wanted)) await told.promise;
    const job = ended.get(wanted);
    if (job?.state !== 'done')
      throw new Error(`job ended ${job?.state ?? 'nowhere'}: ${job?.error?.code ?? ''}`);
    return job;
  } finally {
    stop();
  }
}
