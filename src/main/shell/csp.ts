/** @file The content security policy of the page and the headers that go with everything served to it; Electron's main process. Pure. */
import { mediaScheme } from '../../shared/channels.ts';

/** What the built page may load: its own files, and pictures from the vault. Nothing else, from nowhere else. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  `img-src 'self' ${mediaScheme}:`,
  `media-src ${mediaScheme}:`,
  "worker-src 'self'",
  "connect-src 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // Text can become markup only through Svelte's own templates, which are written, not received.
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

/** While developing: Vite's reloading needs its socket and its inline styles. Never in a packaged app. */
export function developmentPolicy(origin: string): string {
  const socket = origin.replace(/^http/u, 'ws');
  return [
    "default-src 'none'",
    `script-src 'self' 'unsafe-inline'`,
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    `img-src 'self' ${mediaScheme}:`,
    `media-src ${mediaScheme}:`,
    "worker-src 'self'",
    `connect-src 'self' ${socket}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** On every answer to the page, whatever it holds. */
export const commonHeaders = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
} as const;

/** On the page's own files. */
export const pageHeaders = {
  ...commonHeaders,
  'Content-Security-Policy': contentSecurityPolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-DNS-Prefetch-Control': 'off',
} as const;
