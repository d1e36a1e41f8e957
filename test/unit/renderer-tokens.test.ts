/** @file Colours: text can be read on every surface it stands on, in both themes, and the copies of a theme agree. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../src/renderer/styles/tokens.css', import.meta.url), 'utf8');

/** The custom properties of the first block after `selector`. */
function block(selector: string): Map<string, string> {
  const start = css.indexOf('{', css.indexOf(selector));
  const body = css.slice(start + 1, css.indexOf('}', start));
  return new Map(
    [...body.matchAll(/(--[\w-]+):\s*([^;]+);/gu)].map(([, name = '', value = '']) => [name, value]),
  );
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const themes = { dark: block(':root {'), light: block(":root[data-theme='light']") };
const surfaces = ['--surface-0', '--surface-1', '--surface-2'];
const text: readonly [string, readonly string[]][] = [
  ['--text', [...surfaces, '--surface-3', '--surface-4', '--accent-wash', '--warning-wash', '--danger-wash']],
  ['--text-muted', [...surfaces, '--surface-3']],
  ['--accent-ink', surfaces],
  ['--danger-ink', [...surfaces, '--danger-wash']],
  ['--warning-ink', [...surfaces, '--warning-wash']],
  ['--success-ink', surfaces],
  ['--accent-text', ['--accent', '--accent-hover']],
  ['--danger-text', ['--danger', '--danger-hover']],
];

describe.each(Object.entries(themes))('%s', (_, theme) => {
  const of = (name: string): string => theme.get(name) ?? '';

  it.each(text.flatMap(([ink, on]) => on.map((surface) => [ink, surface] as const)))(
    '%s on %s has at least 4.5 : 1',
    (ink, surface) => {
      expect(contrast(of(ink), of(surface))).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(['--focus', '--control-border'])('%s stands out 3 : 1', (name) => {
    for (const surface of surfaces) expect(contrast(of(name), of(surface))).toBeGreaterThanOrEqual(3);
  });
});

describe('copies', () => {
  it('are the same, however a theme was chosen', () => {
    expect(block(":root:not([data-theme='dark'])")).toEqual(themes.light);
    for (const [name, value] of block("[data-theme='dark']:not(:root)"))
      expect(themes.dark.get(name)).toBe(value);
  });
});
