#!/usr/bin/python3
"""Reads what waits in the drop box of a Lightproof vault, without Lightproof.

    read_dropped.py VAULT (--passphrase-file F [--key-file F] | --recovery-file F) (--list | --out FOLDER)

Written from docs/format.md §4.5 alone; what vaults have in common is in read_vault.py beside it. Changes nothing in the vault.
The file of --recovery-file may hold shares of the recovery kit (§3.8) instead of its words.
Exit status as that of read_vault.py.
"""
import argparse, hashlib, json, os, re, struct, sys
from hmac import compare_digest
from pathlib import Path
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.poly1305 import Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from read_vault import (Damaged, H, Refused, aead_open, check, field, new_file, okm, open_vault, padme, parsed, passphrase_secret,
                        recovery_secret, u64, visible)

def salsa20(start, whole):
    """20 rounds over 16 words; `whole`: with the addition that makes it Salsa20, without it what HSalsa20 is made of."""
    x = list(start)
    columns = [(0, 4, 8, 12), (5, 9, 13, 1), (10, 14, 2, 6), (15, 3, 7, 11)]
    rows = [(0, 1, 2, 3), (5, 6, 7, 4), (10, 11, 8, 9), (15, 12, 13, 14)]
    for a, b, c, d in (columns + rows) * 10:
        for to, one, other, turn in ((b, a, d, 7), (c, b, a, 9), (d, c, b, 13), (a, d, c, 18)):
            word = (x[one] + x[other]) & 0xFFFFFFFF
            x[to] ^= (word << turn | word >> (32 - turn)) & 0xFFFFFFFF
    return [(a + b) & 0xFFFFFFFF for a, b in zip(x, start)] if whole else x
def words_of(key, block):
    """The 16 words that Salsa20 begins with: constants on the diagonal, the key around them, 16 bytes of nonce and counter."""
    c, k, n = (struct.unpack(f"<{len(of) // 4}I", of) for of in (b"expand 32-byte k", key, block))
    return [c[0], *k[:4], c[1], *n, c[2], *k[4:], c[3]]
def hsalsa20(key, block):
    x = salsa20(words_of(key, block), False)
    return struct.pack("<8I", x[0], x[5], x[10], x[15], *x[6:10])

def open_sealed(seed, box):
    """§4.5, libsodium's crypto_box_seal_open: the file key."""
    secret = X25519PrivateKey.from_private_bytes(hashlib.sha512(seed).digest()[:32])  # §1.2
    public = secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    shared = secret.exchange(X25519PublicKey.from_public_bytes(box[:32]))
    nonce = H(24, b"", box[:32], public)
    key = hsalsa20(hsalsa20(shared, bytes(16)), nonce[:16])
    # The first 32 bytes of the stream are Poly1305's key; the message is no longer than the rest of the first block.
    stream = struct.pack("<16I", *salsa20(words_of(key, nonce[16:] + bytes(8)), True))
    tag, sealed = box[32:48], box[48:]
    mac = Poly1305(stream[:32])
    mac.update(sealed)
    check(compare_digest(mac.finalize(), tag), "its file key does not open")
    return bytes(a ^ b for a, b in zip(sealed, stream[32:])), public

def open_entry(keys, id, entry):
    """§4.5 Capsule and content of an entry, once all of it is checked."""
    check(entry[:16] == b"LPBLOB1\n\x01\x10" + bytes(6), "it does not begin like an entry")
    check(entry[16:48] == keys.vault + id, "it is another vault's, or lies under another name")
    file_key, public = open_sealed(keys.sealing, entry[56:136])
    check(entry[48:56] == H(32, b"", b"lightproof/1 sealing key", keys.vault, public)[:8], "it was sealed to another key")
    key, commitment = okm(file_key, b"lightproof/1 drop", entry[:56] + public)
    check(compare_digest(commitment, entry[136:168]), "its commitment does not hold")
    chunks = [entry[at:at + 65552] for at in range(168, len(entry), 65552)]
    check(chunks and len(chunks[-1]) >= 17, "it was cut off")
    plain = b"".join(aead_open(key, bytes(15) + u64(i) + bytes([i == len(chunks) - 1]), chunk, entry[:48], f"chunk {i}")
                     for i, chunk in enumerate(chunks))
    end = 4 + int.from_bytes(plain[:4], "big")
    start = -(-end // 4096) * 4096 + 8
    capsule, length = parsed(plain[4:end], "its capsule"), int.from_bytes(plain[start - 8:start], "big")
    check(len(plain) == padme(start + length), "its length is not the padded length of what it holds")
    check(not any(plain[end:start - 8]) and not any(plain[start + length:]), "it is not filled with zeros")
    check(capsule.get("kind") == "dropped" and field(capsule, "bytes", int, 0) == length, "its capsule is another's")
    return capsule, plain[start:start + length]

def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    secret, task = (arguments.add_mutually_exclusive_group(required=True) for _ in range(2))
    arguments.add_argument("vault", type=Path)
    for group, *names in ((secret, "passphrase-file", "recovery-file"), (arguments, "key-file", "word-list"), (task, "out")):
        for name in names: group.add_argument(f"--{name}", type=Path)
    task.add_argument("--list", action="store_true")
    given = arguments.parse_args()
    text = (given.passphrase_file or given.recovery_file).read_text(encoding="utf-8")
    words = given.word_list or Path(__file__).resolve().parents[2] / "node_modules/@scure/bip39/wordlists/english.js"
    keys = open_vault(given.vault, *(recovery_secret(text, words) if given.recovery_file else passphrase_secret(
        text.partition("\n")[0].rstrip("\r"), given.key_file.read_bytes() if given.key_file else None)))
    status = 0
    if given.out: given.out.mkdir(parents=True, exist_ok=True)
    for file in sorted(given.vault.glob("inbox/*")):
        if not re.fullmatch(r"[0-9a-f]{32}", file.name) or file.is_symlink() or not file.is_file(): continue
        try:
            capsule, content = open_entry(keys, bytes.fromhex(file.name), file.read_bytes())
            if given.out:
                with new_file(given.out, field(capsule, "name", str)) as out: out.write(content)
            print(json.dumps({"id": file.name, **capsule}))
        except Damaged as why:
            status = 1
            print(f"damaged: {visible(file.name)}: {why}", file=sys.stderr)
    return status

if __name__ == "__main__":
    os.umask(0o077)
    try: sys.exit(main())
    except (Damaged, struct.error) as why: status, sentence = 4, f"the vault is damaged: {why}"
    except Refused as why: status, sentence = why.args
    except (OSError, UnicodeError) as why: status, sentence = 2, why
    print(sentence, file=sys.stderr)
    sys.exit(status)
