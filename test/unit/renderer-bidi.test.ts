/** @file Names and paths stand apart from the words around them, whichever way either is written. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const renderer = fileURLToPath(new URL('../../src/renderer', import.meta.url));
/** The name of a photo or a vault, or a path, put into an element that does not isolate it. */
const bare = />\{(?:(?:details|photo|vault|other|found|folder)\.(?:name|path)|path)\}</u;

describe('names and paths in the window', () => {
  it('are isolated wherever they are shown', () => {
    const parts = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.svelte'),
    );
    expect(parts.length).toBeGreaterThan(100);
    const found = parts.flatMap((part) =>
      readFileSync(path.join(renderer, part), 'utf8')
        .split('\n')
        .filter((line) => bare.test(line.replaceAll(/<bdi\b[^>]*>\{[^}]*\}<\/bdi>/gu, '')))
        .map((line) => `${part}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });
});
