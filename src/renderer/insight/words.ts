/** @file Figures as people read them, and what is thought of each cipher. Runs in the renderer. */
import type { Scheme } from '../../shared/contract/insight.ts';
import { perLocale } from '../lib/per-locale.ts';
import { sentence, t } from '../messages/index.ts';
import type { OnDisk } from './insight.svelte.ts';

const four = perLocale(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 4, maximumFractionDigits: 4 }),
);
const one = perLocale((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }));
const share = perLocale(
  (locale) =>
    new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 4, maximumFractionDigits: 4 }),
);
const short = perLocale(
  (locale) =>
    new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);

/** 7.99713 → "7.9971"; nothing is shown as minus nothing. */
export function figure(value: number): string {
  return four().format(Math.abs(value) < 0.00005 ? 0 : value);
}

/** 255.31 → "255.3". */
export function roughly(value: number): string {
  return one().format(value);
}

/** 0.99609375 → "99.6094%". */
export function exactShare(value: number): string {
  return share().format(value);
}

/** 0.125 → "12.5%". */
export function roughShare(value: number): string {
  return short().format(value);
}

export type Verdict = 'unsafe' | 'half' | 'safe' | 'vault';

export const verdicts: Readonly<Record<Scheme, Verdict>> = {
  arnold: 'unsafe',
  substitution: 'unsafe',
  'aes-ecb': 'unsafe',
  logistic: 'unsafe',
  'permute-diffuse': 'unsafe',
  'aes-ctr': 'half',
  'aes-gcm': 'safe',
  'chacha20-poly1305': 'safe',
  'xchacha20-poly1305': 'vault',
};

/** Whether it has a tag, so that a changed ciphertext is refused. */
export function notices(scheme: Scheme): boolean {
  return verdicts[scheme] === 'safe' || verdicts[scheme] === 'vault';
}

/** Whether two encryptions of the same picture under the same key differ. */
export function isFresh(scheme: Scheme): boolean {
  return verdicts[scheme] !== 'unsafe';
}

/** Why only its file is drawn. */
export function withoutPicture({ problem }: OnDisk): string {
  return `${problem === null ? '' : `${sentence({ code: problem, params: {} })} `}${t.insight.noPicture}`;
}

/** Bytes in lines of 16: where, in hexadecimal, and what of them can be read. */
export function dumpLines(bytes: Uint8Array): readonly { at: string; hex: string; text: string }[] {
  return Array.from({ length: Math.ceil(bytes.length / 16) }, (_, line) => {
    const row = bytes.subarray(line * 16, line * 16 + 16);
    return {
      at: (line * 16).toString(16).padStart(4, '0'),
      hex: Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(' '),
      text: Array.from(row, (byte) => (byte > 32 && byte < 127 ? String.fromCharCode(byte) : '·')).join(''),
    };
  });
}

/** A histogram in 16 steps, for reading aloud: what lies in each, per channel. */
export function histogramRows(
  histogram: readonly (readonly number[])[],
): readonly { values: string; counts: readonly number[] }[] {
  return Array.from({ length: 16 }, (_, step) => ({
    values: `${String(step * 16)}–${String(step * 16 + 15)}`,
    counts: histogram.map((channel) =>
      channel.slice(step * 16, step * 16 + 16).reduce((sum, count) => sum + count, 0),
    ),
  }));
}
