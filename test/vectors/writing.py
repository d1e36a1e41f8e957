"""Writes what docs/format.md describes, with fixed values where the page says random: for vectors and golden vaults.

Written from the page, not from the engine. From the reference reader it takes the primitives of §1 only.
"""
import base64, hashlib, json, sqlite3, sys, unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "docs/reference"))
from read_vault import COLUMNS, H, LP, TABLES, hchacha20, kdf, okm, padme, u32, u64  # noqa: E402
from argon2.low_level import Type, hash_secret_raw  # noqa: E402
from cryptography.hazmat.primitives import serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: E402
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: E402
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: E402

CHUNK = 65536
MIB = 1 << 20
WHEN = "2026-03-01T09:00:00.000Z"
COST = {"ops": 3, "mem": 64 * MIB}  # the least that is accepted: tests derive many keys
WORD_LIST = ROOT / "node_modules/@scure/bip39/wordlists/english.js"


def fixed(name, size=32):
    """Bytes that look random and are always the same: SHAKE-256 of a name."""
    return hashlib.shake_256(b"lightproof vectors: " + name.encode()).digest(size)


def b64(data):
    return base64.b64encode(data).decode()


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def seal(key, nonce, plain, data):
    """§1.2 AEAD"""
    return ChaCha20Poly1305(hchacha20(key, nonce[:16])).encrypt(bytes(4) + nonce[16:], plain, data)


def padded(data, block, filling=b"\0"):
    return data + filling * (-len(data) % block)


def raw(key):
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def signing_public(seed):
    return raw(Ed25519PrivateKey.from_private_bytes(seed).public_key())


def sealing_public(seed):
    """§1.2: the private key is the first half of SHA-512 of the seed."""
    return raw(X25519PrivateKey.from_private_bytes(hashlib.sha512(seed).digest()[:32]).public_key())


def sign(seed, message):
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def words_of(secret):
    """§3.3: 24 words of BIP39."""
    words = WORD_LIST.read_text(encoding="utf-8").split("`")[1].split()
    bits = int.from_bytes(secret + hashlib.sha256(secret).digest()[:1], "big")
    return " ".join(words[bits >> shift & 2047] for shift in range(253, -1, -11))


def argon2id(passphrase, salt, ops, mem):
    secret = unicodedata.normalize("NFC", passphrase).encode()
    return hash_secret_raw(secret, salt, ops, mem // 1024, 1, 32, Type.ID, 0x13)


def with_key_file(derived, content):
    return H(32, derived, b"lightproof/1 keyfile", H(32, b"", content))


class Vault:
    """The keys of one vault, all of them made from its name."""

    def __init__(self, name, epochs=1):
        self.name = name
        self.id = fixed(f"{name} id", 16)
        self.root = fixed(f"{name} root key {epochs}")
        self.epochs = {n: fixed(f"{name} epoch {n}") for n in range(1, epochs + 1)}
        self.epoch = epochs
        self.digest = fixed(f"{name} digest key")
        self.signing = fixed(f"{name} signing seed")
        self.sealing = fixed(f"{name} sealing seed")

    def key(self, epoch):
        """Of an epoch, also of one that the keyring does not have."""
        return self.epochs.get(epoch, fixed(f"{self.name} epoch {epoch}"))

    # §3 Header
    def slot(self, name, kind, secret, salt=b"", created=WHEN, label=None, **changed):
        """§3.3. `changed`: other values for `kdf`, `ops`, `mem`; `id`; or for what is wrong on purpose: `commitment`, `wrapped`, `vault`."""
        derived = kind != "recovery"
        slot_id = changed.get("id", fixed(f"{self.name} slot {name}", 16))
        cost = COST if derived else {"ops": 0, "mem": 0}
        ops, mem = changed.get("ops", cost["ops"]), changed.get("mem", cost["mem"])
        kdf_name = changed.get("kdf", "argon2id" if derived else "")
        pub = LP(slot_id) + LP(kind.encode()) + LP(kdf_name.encode()) + u64(ops) + u64(mem) + LP(salt)
        vault = changed.get("vault", self.id)
        key, commitment = okm(secret, b"lightproof/1 slot", vault + pub)
        commitment = changed.get("commitment", commitment)
        nonce = fixed(f"{self.name} slot nonce {name}", 24)
        wrapped = changed.get("wrapped") or seal(key, nonce, self.root, b"lightproof/1 wrap" + vault + pub + commitment)
        return {"id": slot_id.hex(), "kind": kind, "label": name if label is None else label, "created": created,
                "kdf": kdf_name, "ops": ops, "mem": mem, "salt": b64(salt), "nonce": b64(nonce),
                "commitment": b64(commitment), "wrapped": b64(wrapped)}

    def ring(self):
        """§3.5 The plaintext, before the spaces."""
        return {"epochs": [{"epoch": n, "key": b64(key)} for n, key in self.epochs.items()],
                "digest": b64(self.digest), "signing": b64(self.signing), "sealing": b64(self.sealing)}

    def keyring(self, generation, plain=None, root=None):
        nonce = fixed(f"{self.name} keyring nonce {generation}", 24)
        plain = padded(compact(self.ring()), 512, b" ") if plain is None else plain
        data = b"lightproof/1 keyring" + self.id + u64(generation)
        return {"nonce": b64(nonce), "box": b64(seal(kdf(root or self.root, 2, b"LPheader"), nonce, plain, data))}

    def line1(self, slots, generation=1, catalogue=0, created=WHEN):
        """§3.2"""
        return {"format": 1, "vault": self.id.hex(), "generation": generation, "catalogue": catalogue, "created": created,
                "slots": slots, "keyring": self.keyring(generation),
                "publicKeys": {"signing": b64(signing_public(self.signing)), "sealing": b64(sealing_public(self.sealing))}}

    def header(self, line1, root=None, mac=None, checksum=None):
        """§3.1 Three lines; line 1 as an object or as bytes."""
        line = line1 if isinstance(line1, bytes) else compact(line1)
        mac = b64(H(32, kdf(root or self.root, 1, b"LPheader"), line)).encode() if mac is None else mac
        two = line + b"\n" + mac + b"\n"
        return two + (b64(H(32, b"", two)).encode() if checksum is None else checksum) + b"\n"

    # §4 Blob
    def capsule(self, content, name="Ätna – Sommer.jpg", **changed):
        """§4.4 The JSON; a field that is None is left out."""
        photo = fixed(f"{self.name} photo {name}", 16).hex()
        json_of = {"kind": "original", "photo": photo, "name": name, "mime": "image/jpeg", "bytes": len(content),
                   "digest": H(32, self.digest, content).hex(), "importedAt": WHEN, **changed}
        return {field: value for field, value in json_of.items() if value is not None}

    def plaintext(self, capsule, content, length=None):
        """§4.3, §4.4"""
        front = padded(LP(compact(capsule)), 4096)
        whole = front + u64(len(content) if length is None else length) + content
        return whole + bytes(padme(len(whole)) - len(whole))

    def blob_header(self, name, blob_id, epoch=None, start=b"LPBLOB1\n\0\x10\0\0", vault=None, commit_to=None):
        """§4.1, and the content key."""
        epoch = self.epoch if epoch is None else epoch
        prefix = start + u32(epoch) + (vault or self.id) + blob_id
        file_key = fixed(f"{self.name} file key {name}")
        content_key, commitment = okm(file_key, b"lightproof/1 blob", prefix)
        if commit_to is not None:
            _, commitment = okm(commit_to, b"lightproof/1 blob", prefix)
        nonce = fixed(f"{self.name} blob nonce {name}", 24)
        data = b"lightproof/1 filekey" + prefix + commitment
        return prefix + nonce + seal(kdf(self.key(epoch), 1, b"LPepoch_"), nonce, file_key, data) + commitment, content_key

    def blob(self, name, plain, blob_id=None, **header):
        """§4.2"""
        blob_id = blob_id or fixed(f"{self.name} blob {name}", 16)
        head, key = self.blob_header(name, blob_id, **header)
        pieces = [plain[at:at + CHUNK] for at in range(0, len(plain), CHUNK)]
        return head + b"".join(
            seal(key, bytes(15) + u64(i) + bytes([i == len(pieces) - 1]), piece, head[:48]) for i, piece in enumerate(pieces))

    # §5 Catalogue
    def cell(self, table, row_id, version, data, epoch=None, plain=None, sealed_as=None):
        """§5.2 The cell. `sealed_as`: another table whose key, or name, is used on purpose."""
        epoch = self.epoch if epoch is None else epoch
        number, block = TABLES[table]
        plain = padded(LP(data), block) if plain is None else plain
        nonce = fixed(f"{self.name} cell {table} {row_id.hex()} {version} {epoch} {H(16, b'', plain).hex()}", 24)
        name, number = (table, number) if sealed_as is None else sealed_as
        data = b"lightproof/1 cell" + self.id + LP(name.encode()) + row_id + u64(version) + u32(epoch)
        return nonce + seal(kdf(self.key(epoch), 16 + number, b"LPtable_"), nonce, plain, data)

    def row(self, table, row_id, version, value, epoch=None):
        data = value if isinstance(value, bytes) else compact(value)
        epoch = self.epoch if epoch is None else epoch
        return row_id, version, epoch, self.cell(table, row_id, version, data, epoch)

    def root_of(self, tables):
        """§5.3"""
        def of(table):
            buckets = []
            for first in range(256):
                rows = sorted(row for row in tables.get(table, []) if row[0][0] == first)
                leaves = b"".join(row_id + u64(version) + H(32, b"", cell) for row_id, version, _, cell in rows)
                buckets.append(H(32, b"", leaves) if rows else bytes(32))
            return H(32, b"", LP(table.encode()), *buckets)
        return H(32, b"", b"lightproof/1 root", self.id, *(of(table) for table in ("photos", "objects", "pages")))

    def chain(self, entries, seed=None):
        """§5.6 Records of the log for these texts, and the hash of the last."""
        head, records = bytes(32), []
        for seq, text in enumerate(entries, 1):
            head = H(32, b"", b"lightproof/1 log", self.id, u64(seq), head, H(32, b"", text.encode()))
            signature = sign(seed or self.signing, b"lightproof/1 log entry" + head)
            records.append({"entry": text, "signature": b64(signature)})
        return records, head


def log_texts(events):
    """§5.6 Texts of entries that follow each other by a minute."""
    return [compact({"seq": seq, "at": f"2026-03-01T09:{seq:02}:00.000Z", **event}).decode()
            for seq, event in enumerate(events, 1)]


def write_catalogue(file, tables, page_size):
    """§5.1 A catalogue that was closed properly."""
    db = sqlite3.connect(file, isolation_level=None)
    db.executescript(f"PRAGMA page_size = {page_size}; PRAGMA journal_mode = WAL; PRAGMA application_id = 0x4C505631; "
                     "PRAGMA user_version = 1;")
    db.execute("BEGIN")
    for table in TABLES:
        db.execute(f"CREATE TABLE {table:7}{COLUMNS}")
        db.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", sorted(tables.get(table, [])))
    db.execute("COMMIT")
    db.close()
