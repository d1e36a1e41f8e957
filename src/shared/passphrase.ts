/** @file A typed passphrase as the bytes that keys are derived from (docs/format.md §3.3). Pure TypeScript; runs everywhere. */

// In every runtime this file runs in; declared here because src/shared is compiled without DOM and Node types.
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };

/** NFC-normalised UTF-8: what looks the same when typed on another system is the same passphrase. */
export function passphraseBytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text.normalize('NFC'));
}
