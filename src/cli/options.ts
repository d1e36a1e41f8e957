/** @file Options every command takes. Plain Node. */
export interface CommonOptions {
  readonly passphraseFile?: string;
  readonly passphraseFd?: number;
  readonly json?: boolean;
}
