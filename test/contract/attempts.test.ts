/** @file Guessing: attempts that fail slow the next ones down, a little and never for long, and say nothing of why they failed. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { waitAfter } from '../../src/main/engine/memory/index.ts';
import { CodedError } from '../../src/shared/errors.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { sentencesWith } from '../../src/shared/sentences.ts';
import { codeOf, temporaryFolder } from '../support/quick-vault.ts';
import { TestEngine } from './open-engine.ts';

describe('attempts to unlock that fail', () => {
  it('cost nothing five times, then a second, twice that, and half a minute at most', () => {
    const now = Date.parse('2026-05-01T12:00:00.000Z');
    const after = (count: number, secondsAgo = 0): number =>
      waitAfter({ count, last: new Date(now - secondsAgo * 1000).toISOString() }, now);
    expect([1, 4, 5, 6, 7, 8, 9, 10, 11, 1e9].map((count) => after(count))).toEqual([
      0, 0, 1, 2, 4, 8, 16, 30, 30, 30,
    ]);
    expect([after(8, 3), after(8, 8), after(8, 1e6)]).toEqual([5, 0, 0]);
    expect(waitAfter(null, now)).toBe(0);
    // The clock was set back by a year.
    expect(after(1e6, -31_536_000)).toBe(0);
  });

  it('make the next one wait, in another process too, whatever its secret; the right one opens the vault afterwards', async () => {
    const folder = temporaryFolder();
    const memory = join(folder, 'seen');
    const first = new TestEngine({ memory });
    const vault = await first.create(folder);
    await first.call('vault.close', {});
    const guess = (engine: TestEngine, text: string): Promise<string> => {
      const secret = { kind: 'passphrase', passphrase: passphraseBytes(text) } as const;
      return codeOf(engine.call('vault.unlock', { vault, secret }));
    };
    for (let count = 1; count <= 5; count += 1) expect(await guess(first, 'wrong')).toBe('secret-wrong');
    const second = new TestEngine({ memory });
    expect(await guess(second, 'wrong')).toBe('secret-later');
    await expect(second.unlock(vault)).rejects.toMatchObject({
      code: 'secret-later',
      params: { seconds: 1 },
    });
    await delay(1100);
    // What waited was not counted; the right passphrase is enough.
    await second.unlock(vault);
    const { items } = await second.call('log.list', { before: null, limit: 10 });
    expect(JSON.stringify(items)).toContain('"count":5');
    await second.call('vault.close', {});
    expect(await guess(second, 'wrong')).toBe('secret-wrong');
  });

  it('are refused within seconds when somebody has written a number without end beside them', async () => {
    const folder = temporaryFolder();
    const memory = join(folder, 'seen');
    const engine = new TestEngine({ memory });
    const vault = await engine.create(folder);
    await engine.call('vault.close', {});
    const [name = ''] = readdirSync(memory);
    const remembered = JSON.parse(readFileSync(join(memory, name), 'utf8')) as object;
    const last = new Date().toISOString();
    const failures = { count: Number.MAX_SAFE_INTEGER, first: last, last };
    writeFileSync(join(memory, name), JSON.stringify({ ...remembered, failures }));
    const refused = await engine.unlock(vault).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CodedError);
    expect(refused).toMatchObject({ code: 'secret-later', params: { seconds: 30 } });
  });

  it('are told in words that name the time and nothing else', () => {
    expect(sentencesWith(String)['secret-later']({ seconds: 4 })).toBe(
      'That was wrong several times in a row. Wait 4 seconds, then try again.',
    );
  });
});
