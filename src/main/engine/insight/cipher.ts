/** @file What every cipher that is compared can do; runs in the engine. */

export interface Work {
  /** A square picture or its ciphertext, three bytes a pixel. */
  readonly bytes: Uint8Array;
  /** In pixels. */
  readonly side: number;
  /** Made for the comparison and thrown away. */
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
}

export interface Sealed {
  /** As long as the picture; by AES in blocks up to 15 bytes longer. */
  readonly body: Uint8Array;
  /** What tampering is noticed by; empty where there is none. */
  readonly tag: Uint8Array;
}

export interface Cipher {
  readonly keyBytes: number;
  /** 0: it knows none, so the same picture always becomes the same ciphertext. */
  readonly nonceBytes: number;
  /** A new key for everything that is encrypted, instead of a new nonce: what the vault does. */
  readonly newKeys?: true;
  readonly encrypt: (work: Work) => Sealed;
  /** Null: it was noticed that the ciphertext is not what was encrypted. */
  readonly decrypt: (work: Work & { readonly tag: Uint8Array }) => Uint8Array | null;
}
