/** @file The page's own files are served with its policy, and nothing else is; switches that weaken a packaged app are known. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageResponder } from '../../src/main/shell/page-protocol.ts';
import { forbiddenSwitch } from '../../src/main/shell/switches.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'lightproof-page-'));
  mkdirSync(path.join(root, 'page/assets'), { recursive: true });
  writeFileSync(path.join(root, 'page/index.html'), '<!doctype html>');
  writeFileSync(path.join(root, 'page/assets/a-1.js'), 'export {}');
  writeFileSync(path.join(root, 'page/assets/a.js.map'), '{}');
  writeFileSync(path.join(root, 'secret.json'), '{}');
});
afterAll(() => rmSync(root, { recursive: true }));
const get = (address: string, method = 'GET'): Promise<Response> =>
  pageResponder(path.join(root, 'page'))(new Request(address, { method }));

describe('the page', () => {
  it.each([
    ['lightproof://app/', 'text/html; charset=utf-8'],
    ['lightproof://app/index.html?x=1#y', 'text/html; charset=utf-8'],
    ['lightproof://app/assets/a-1.js', 'text/javascript; charset=utf-8'],
  ])('%s is served with its policy', async (address, type) => {
    const response = await get(address);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const policy = response.headers.get('content-security-policy') ?? '';
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'none'",
      "img-src 'self' vault-media:",
    ])
      expect(policy).toContain(part);
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:|blob:/u);
  });

  it.each([
    'lightproof://app/nothing.html',
    'lightproof://other/index.html',
    'lightproof://app/../secret.json',
    'lightproof://app/%2e%2e/secret.json',
    'lightproof://app/..%2fsecret.json',
    'lightproof://app/assets/..\\..\\secret.json',
    'lightproof://app//secret.json',
    'lightproof://app/assets/',
    'lightproof://app/assets/a.js.map',
    'lightproof://app/index.html%00.js',
  ])('%s is not there', async (address) => {
    const response = await get(address);
    expect([response.status, await response.text()]).toEqual([404, '']);
  });

  it('is only read', async () => {
    expect((await get('lightproof://app/', 'POST')).status).toBe(404);
  });
});

describe('a packaged app', () => {
  it.each([
    '--remote-debugging-port=9222',
    '--inspect',
    '--inspect-brk=0',
    '--no-sandbox',
    '--js-flags=--expose-gc',
    '--proxy-server=x',
    '--enable-logging',
    '--JS-Flags=--expose-gc',
    '-inspect',
    '--zygote-cmd-prefix=sh',
    '--disable-dev-shm-usage',
    '--anything-new',
  ])('does not start with %s', (arg) => {
    expect(forbiddenSwitch([arg], () => false)).toBeDefined();
  });

  it('starts with what does not weaken it', () => {
    expect(
      forbiddenSwitch(['--user-data-dir=/x', '--force-dark-mode', 'photo.jpg'], () => false),
    ).toBeUndefined();
    expect(forbiddenSwitch(['--', '--inspect'], () => false)).toBeUndefined(); // a file of that name
    expect(forbiddenSwitch(['/inspect'], () => false)).toBeUndefined();
    expect(forbiddenSwitch(['/inspect'], () => false, true)).toBe('inspect');
    expect(forbiddenSwitch([], (name) => name === 'disable-web-security')).toBe('disable-web-security');
  });
});
