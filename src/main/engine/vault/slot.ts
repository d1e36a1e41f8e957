/** @file A slot: one way to the vault root key (docs/format.md §3.3); runs in the engine. */
import * as v from 'valibot';
import { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import {
  type Argon2Cost,
  SecretKey,
  argon2id,
  equal,
  hash,
  idBytes,
  lp,
  nonceBytes,
  okm,
  open,
  randomBytes,
  randomId,
  saltBytes,
  seal,
  tagBytes,
  u64,
} from '../crypto/index.ts';
import { base64 } from './base64.ts';
import type { SlotKind } from './types.ts';

export const Instant = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  v.isoTimestamp(),
);
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const common = {
  id: Id,
  label: v.pipe(v.string(), v.maxLength(255)),
  created: Instant,
  nonce: base64(nonceBytes),
  commitment: base64(32),
  wrapped: base64(32 + tagBytes),
};
const derived = { kdf: v.literal('argon2id'), ops: Count, mem: Count, salt: base64(saltBytes) };

/** As it stands in line 1; unknown fields are dropped. The range of the costs is looked at before deriving (cost.ts). */
export const Slot = v.variant('kind', [
  v.object({ kind: v.literal('passphrase'), ...common, ...derived }),
  v.object({ kind: v.literal('passphrase+keyfile'), ...common, ...derived }),
  v.object({
    kind: v.literal('recovery'),
    ...common,
    kdf: v.literal(''),
    ops: v.literal(0),
    mem: v.literal(0),
    salt: base64(0),
  }),
]);
export type Slot = v.InferOutput<typeof Slot>;

/** `pub`: everything of a slot that is not secret and must not be changed. */
function publicPart(slot: Pick<Slot, 'id' | 'kind' | 'kdf' | 'ops' | 'mem' | 'salt'>): Buffer {
  const { id, kind, kdf, ops, mem, salt } = slot;
  return Buffer.concat([lp(idBytes(id)), lp(kind), lp(kdf), u64(ops), u64(mem), lp(salt)]);
}

function wrapData(vaultId: Buffer, pub: Buffer, commitment: Buffer): Buffer {
  return Buffer.concat([Buffer.from('lightproof/1 wrap'), vaultId, pub, commitment]);
}

/**
 * The vault root key, or null when this secret is not the slot's. The commitment is compared before anything is opened (§1.3).
 * Throws `header-damaged` when the secret is right and what it wraps was altered.
 */
export function unwrap(slot: Slot, vaultId: Buffer, secret: SecretKey): SecretKey | null {
  const pub = publicPart(slot);
  const { key, commitment } = okm(secret, 'lightproof/1 slot', Buffer.concat([vaultId, pub]));
  try {
    if (!equal(commitment, slot.commitment)) return null;
    const root = open(key, slot.nonce, slot.wrapped, wrapData(vaultId, pub, commitment));
    // The commitment has shown that the secret is right: what is wrong is the file.
    if (root === null) throw new CodedError('header-damaged');
    return SecretKey.from(root);
  } finally {
    key.dispose();
  }
}

type Open = Pick<Slot, 'id' | 'kind' | 'kdf' | 'ops' | 'mem' | 'salt'>;

/** What a person sees of a slot. */
export type SlotName = Partial<Pick<Slot, 'id' | 'label' | 'created'>>;

function wrap(
  open: Open,
  { label, created }: { label: string; created: string | undefined },
  vaultId: Buffer,
  secret: SecretKey,
  root: SecretKey,
): Slot {
  const pub = publicPart(open);
  const { key, commitment } = okm(secret, 'lightproof/1 slot', Buffer.concat([vaultId, pub]));
  try {
    const nonce = randomBytes(nonceBytes);
    const wrapped = root.use((bytes) => seal(key, nonce, bytes, wrapData(vaultId, pub, commitment)));
    const when = created ?? new Date().toISOString();
    return v.parse(Slot, toJson({ ...open, label, created: when, nonce, commitment, wrapped }));
  } finally {
    key.dispose();
  }
}

/**
 * What opens a slot with a passphrase: what Argon2id makes of it or, where there is a key file, of both. Nothing tells afterwards which
 * of the two was wrong. Zeroes nothing: the passphrase and the key file's digest are their owners'.
 */
export async function slotSecret(
  passphrase: Uint8Array,
  keyFile: SecretKey | null,
  salt: Uint8Array,
  cost: Argon2Cost,
): Promise<SecretKey> {
  const derived = await argon2id(passphrase, salt, cost);
  if (keyFile === null) return derived;
  try {
    const mark = Buffer.from('lightproof/1 keyfile');
    return SecretKey.from(keyFile.use((digest) => hash(32, [mark, digest], derived)));
  } finally {
    derived.dispose();
  }
}

/** A new slot for a passphrase, with a key file or without, with a new salt. Does not zero the passphrase: its owner does. */
export async function passphraseSlot(
  vaultId: Buffer,
  root: SecretKey,
  passphrase: Uint8Array,
  cost: Argon2Cost,
  keyFile: SecretKey | null = null,
  { id = randomId(), label = 'Passphrase', created }: SlotName = {},
): Promise<Slot> {
  const { ops, mem } = cost;
  const salt = randomBytes(saltBytes);
  const secret = await slotSecret(passphrase, keyFile, salt, cost);
  try {
    const kind = keyFile === null ? 'passphrase' : 'passphrase+keyfile';
    const open: Open = { id, kind, kdf: 'argon2id', ops, mem, salt };
    return wrap(open, { label, created }, vaultId, secret, root);
  } finally {
    secret.dispose();
  }
}

/** A new slot for a recovery secret of 32 random bytes. */
export function recoverySlot(
  vaultId: Buffer,
  root: SecretKey,
  secret: SecretKey,
  { id = randomId(), label = 'Recovery words', created }: SlotName = {},
): Slot {
  const open: Open = { id, kind: 'recovery', kdf: '', ops: 0, mem: 0, salt: Buffer.alloc(0) };
  return wrap(open, { label, created }, vaultId, secret, root);
}

/** The fields of a slot as line 1 has them, in the order of §3.3. */
export function slotJson(slot: Slot): Record<string, unknown> {
  return toJson(slot);
}

function toJson(slot: Open & Omit<Slot, keyof Open>): Record<string, unknown> {
  return {
    id: slot.id,
    kind: slot.kind satisfies SlotKind,
    label: slot.label,
    created: slot.created,
    kdf: slot.kdf,
    ops: slot.ops,
    mem: slot.mem,
    salt: slot.salt.toString('base64'),
    nonce: slot.nonce.toString('base64'),
    commitment: slot.commitment.toString('base64'),
    wrapped: slot.wrapped.toString('base64'),
  };
}
