/** @file Answers `lightproof://app/…` with the files of the built page and nothing else; Electron's main process. Knows nothing of Electron. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pageOrigin } from '../../shared/channels.ts';
import { pageHeaders } from './csp.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

/** @param root folder of the built page */
export function pageResponder(root: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const file = fileOf(request, root);
    const type = file === undefined ? undefined : types[path.extname(file)];
    if (file === undefined || type === undefined) return refusal(404);
    try {
      return new Response(new Uint8Array(await readFile(file)), {
        headers: { ...pageHeaders, 'Content-Type': type },
      });
    } catch {
      return refusal(404);
    }
  };
}

/** The file an address names; undefined for any address that is not plainly one inside the folder. */
function fileOf(request: Request, root: string): string | undefined {
  if (request.method !== 'GET') return undefined;
  const url = new URL(request.url);
  // Node knows no origin for a scheme of its own.
  if (`${url.protocol}//${url.host}` !== pageOrigin) return undefined;
  const name = url.pathname === '/' ? '/index.html' : url.pathname;
  if (!/^(?:\/[\w-][\w.-]*)+$/u.test(name)) return undefined;
  return path.join(root, name);
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: pageHeaders });
}
