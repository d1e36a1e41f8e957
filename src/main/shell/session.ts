/**
 * @file The browser session a page lives in: in memory, without cache, without network, without permissions, with our two protocols;
 * Electron's main process.
 */
import { session, type Session } from 'electron';
import { mediaScheme, pageScheme } from '../../shared/channels.ts';
import { developmentPolicy } from './csp.ts';

export interface SessionOptions {
  readonly page: (request: Request) => Promise<Response>;
  readonly media: (request: Request) => Promise<Response>;
  /** Origin of Vite's server while developing; undefined otherwise. */
  readonly developmentOrigin: string | undefined;
}

/** Two, used in turns: a fresh page never shares a process with the one before it, whose session is emptied meanwhile. */
const names = ['page-a', 'page-b'] as const;

export class Sessions {
  readonly #options: SessionOptions;
  readonly #made = new Map<string, Session>();
  #turn = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** The session for the next page. */
  next(): Session {
    const name = names[(this.#turn += 1) % names.length] ?? names[0];
    const made =
      this.#made.get(name) ?? confined(session.fromPartition(name, { cache: false }), this.#options);
    this.#made.set(name, made);
    return made;
  }
}

/** Forgets what a page left in its session. */
export async function emptied(used: Session): Promise<void> {
  await used.closeAllConnections();
  await used.clearCache();
  await used.clearStorageData();
}

function confined(made: Session, { page, media, developmentOrigin }: SessionOptions): Session {
  made.protocol.handle(pageScheme, page);
  made.protocol.handle(mediaScheme, media);
  made.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  made.setPermissionCheckHandler(() => false);
  made.setDevicePermissionHandler(() => false);
  made.setSpellCheckerEnabled(false);
  made.on('will-download', (event) => event.preventDefault());
  made.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isAllowed(details.url, details.resourceType, developmentOrigin) });
  });
  if (developmentOrigin !== undefined) {
    made.webRequest.onHeadersReceived({ urls: [`${developmentOrigin}/*`] }, (details, answer) => {
      const headers = { ...details.responseHeaders };
      headers['Content-Security-Policy'] = [developmentPolicy(developmentOrigin)];
      answer({ responseHeaders: headers });
    });
  }
  return made;
}

/** Our own two schemes, pictures only as pictures; the tools of a developer, and Vite, while developing. */
function isAllowed(address: string, type: string, developmentOrigin: string | undefined): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.protocol === `${pageScheme}:`) return true;
  if (url.protocol === `${mediaScheme}:`) return type === 'image' || type === 'media';
  if (url.protocol === 'devtools:') return true; // refused where they cannot be opened: `devTools: false`
  if (developmentOrigin === undefined) return false;
  return url.origin === developmentOrigin || address.startsWith(developmentOrigin.replace(/^http/u, 'ws'));
}
