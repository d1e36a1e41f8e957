#!/usr/bin/python3
"""Reads a Lightproof vault of format 1 without Lightproof.

    read_vault.py VAULT (--passphrase-file F [--key-file F] | --recovery-file F)
                        (--list | --log | --out FOLDER) [--rescue] [--json]

Written from docs/format.md alone: every "§" here is a section of that page. Changes nothing in the vault.
Needs Python 3.11 and two packages of Debian: apt-get install python3-cryptography python3-argon2

--passphrase-file  the passphrase is the file's first line; --key-file names the file that belongs to it, if any
--recovery-file    the 24 recovery words, or the recovery kit as Lightproof writes it; --word-list names a copy of
                   BIP39's English words, one a line or as @scure/bip39 has them, whose copy is found by itself
--list, --log      tells what the vault holds, or what was done with it, once its whole catalogue is checked
--out              decrypts all photos into FOLDER, those in the trash into FOLDER/trash; never overwrites
--rescue           does without catalog.db: its newest snapshot, and what the photos' files say of themselves
--json             one object a line; what is not known is null

Exit status: 0 all is well · 1 something is damaged, or older than it should be; the rest was read · 2 wrong use ·
3 wrong passphrase, key file or recovery words · 4 the vault is damaged
"""
import argparse, base64, hashlib, json, os, re, shutil, sqlite3, struct, sys, tempfile, unicodedata
from contextlib import closing, suppress
from hmac import compare_digest
from pathlib import Path
from types import SimpleNamespace as Fields
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

class Damaged(Exception): """Something is not what docs/format.md says it is."""
class Refused(Exception): """Ends the program: its exit status and a sentence."""

def check(holds, sentence):
    if not holds: raise Damaged(sentence)

def note(sentence): print(f"note: {sentence}", file=sys.stderr)

def u32(number): return struct.pack(">I", number)
def u64(number): return struct.pack(">Q", number)
def LP(data): return u32(len(data)) + data
def H(size, key, *data):
    """§1.2 BLAKE2b with `size` output bytes; `key` is empty where there is none."""
    return hashlib.blake2b(b"".join(data), digest_size=size, key=key).digest()
def kdf(key, number, context):
    """§1.2 crypto_kdf_derive_from_key; hashlib itself fills salt and personalisation with zeros to 16 bytes."""
    return hashlib.blake2b(digest_size=32, key=key, salt=struct.pack("<Q", number), person=context).digest()

def hchacha20(key, nonce):
    """§1.2 The subkey for the first 16 bytes of a nonce (draft-irtf-cfrg-xchacha-03 §2.2)."""
    x = list(struct.unpack("<16I", b"expand 32-byte k" + key + nonce))
    columns_then_diagonals = [(i, 4 + (i + k) % 4, 8 + (i + 2 * k) % 4, 12 + (i + 3 * k) % 4) for k in (0, 1) for i in range(4)]
    for a, b, c, d in columns_then_diagonals * 10:
        for to, of, mixed, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            x[to] = (x[to] + x[of]) & 0xFFFFFFFF
            word = x[mixed] ^ x[to]
            x[mixed] = (word << turn | word >> (32 - turn)) & 0xFFFFFFFF
    return struct.pack("<8I", *x[:4], *x[12:])

def aead_open(key, nonce, box, data, what):
    """§1.2 XChaCha20-Poly1305 = ChaCha20-Poly1305 with that subkey and the nonce 4 zero bytes ‖ its last 8 bytes."""
    try: return ChaCha20Poly1305(hchacha20(key, nonce[:16])).decrypt(bytes(4) + nonce[16:], box, data)
    except InvalidTag: raise Damaged(f"{what} does not open: it was changed") from None

def okm(key, context, data):
    """§1.3 An encryption key, and a commitment to the key, the context and the data."""
    both = H(64, key, LP(context), data)
    return both[:32], both[32:]
def padme(n):
    """§1.4 (`bit_length` is floor(log2) + 1)"""
    e = n.bit_length() - 1
    m = (1 << e - e.bit_length()) - 1
    return n + m & ~m

def parsed(data, what):
    """§1.1 A JSON object."""
    try: value = json.loads(data.decode("utf-8"), parse_constant=int)  # int refuses NaN and Infinity
    except (ValueError, RecursionError): value = None
    check(type(value) is dict, f"{what} is not a JSON object")
    return value
ENCODE = {"hex": (bytes.fromhex, bytes.hex), "base64": (base64.b64decode, lambda data: base64.b64encode(data).decode())}
INSTANT = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z"

def field(of, name, kind, size=None, absent=None):
    """§1.1 A field that must be there, or else counts as `absent`: of a JSON type (numbers from `size` up), "instant", "hex" or "base64" (of `size` bytes)."""
    value, good = of.get(name, absent), False
    if kind == "instant":
        good = type(value) is str and re.fullmatch(INSTANT, value, re.A)
    elif type(kind) is type:
        good = type(value) is kind and (size is None or size <= value < 1 << 53)
    else:
        (decode, encode), text = ENCODE[kind], value
        with suppress(ValueError, TypeError):
            value = decode(text)
            good = encode(value) == text and size in (None, len(value))
    check(good, f'"{name}" is missing or malformed')
    return value

def read_header(data):
    """§3.1, §3.2 One copy of the header; Damaged unless it is readable in the sense of §3.7."""
    line1, line2, line3, *rest = [*data.split(b"\n"), b"", b""]
    top, tail = parsed(line1, "line 1"), {"MAC": line2.decode("latin1"), "checksum": line3.decode("latin1")}
    intact = line3 == base64.b64encode(H(32, b"", line1, b"\n", line2, b"\n"))
    if field(top, "format", int, 1) > 1:
        raise Refused(4, "this vault was made in a newer format than 1") if intact else Damaged("it is of a newer format")
    check(len(data) <= 1024 * 1024 and rest == [b"", b"", b""] and intact, "it is not three lines, or altered")
    keyring, slots, public = field(top, "keyring", dict), field(top, "slots", list), field(top, "publicKeys", dict)
    field(top, "created", "instant"), field(public, "sealing", "base64", 32)
    check(1 <= len(slots) <= 8 and all(type(slot) is dict for slot in slots), "its slots are malformed")
    return Fields(line1=line1, mac=field(tail, "MAC", "base64", 32), vault=field(top, "vault", "hex", 16),
                  generation=field(top, "generation", int, 1), catalogue=field(top, "catalogue", int, 0, absent=0),
                  slots=[read_slot(slot) for slot in slots], signing=field(public, "signing", "base64", 32),
                  nonce=field(keyring, "nonce", "base64", 24), box=field(keyring, "box", "base64"))
def read_slot(slot):
    """§3.3"""
    id, kind, kdf_name = field(slot, "id", "hex", 16), field(slot, "kind", str), field(slot, "kdf", str)
    ops, mem, salt = field(slot, "ops", int, 0), field(slot, "mem", int, 0), field(slot, "salt", "base64")
    field(slot, "created", "instant")
    check(len(field(slot, "label", str).encode("utf-16-le", "surrogatepass")) <= 2 * 255, "a label is too long")
    derived = kind in ("passphrase", "passphrase+keyfile") and kdf_name == "argon2id" and len(salt) == 16
    check(derived or (kind, kdf_name, ops, mem, salt) == ("recovery", "", 0, 0, b""), "a slot is malformed")
    pub = LP(id) + LP(kind.encode()) + LP(kdf_name.encode()) + u64(ops) + u64(mem) + LP(salt)
    return Fields(kind=kind, ops=ops, mem=mem, salt=salt, pub=pub, nonce=field(slot, "nonce", "base64", 24),
                  commitment=field(slot, "commitment", "base64", 32), wrapped=field(slot, "wrapped", "base64", 48))

def passphrase_secret(text, key_file=None):
    """§3.3 The kind of the slots to try, and the secret of each, within the accepted costs only."""
    passphrase, made = unicodedata.normalize("NFC", text).encode(), {}
    def derive(slot):
        salt, ops, mem = wanted = (slot.salt, slot.ops, slot.mem)
        if wanted not in made:
            total = sum(ops * mem for _, ops, mem in [*made, wanted])
            check(3 <= ops <= 10 and 64 << 20 <= mem <= 1 << 30 and total <= 16 << 30, "a slot has costs that are not accepted")
            made[wanted] = hash_secret_raw(passphrase, salt, ops, mem // 1024, parallelism=1, hash_len=32, type=Type.ID)
        if key_file is None: return made[wanted]
        return H(32, made[wanted], b"lightproof/1 keyfile", H(32, b"", key_file))
    return "passphrase" if key_file is None else "passphrase+keyfile", derive

def recovery_secret(text, word_list):
    """§3.3 The secret of a slot of the kind "recovery": BIP39, 24 words of 11 bits = 256 bits and 8 of checksum."""
    source = word_list.read_text(encoding="utf-8")
    words = re.findall("[a-z]+", source.split("`")[1] if "`" in source else source)
    digest = hashlib.sha256("".join(word + "\n" for word in words).encode()).hexdigest()
    if digest != "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda":
        raise Refused(2, f"{word_list} is not the English word list of BIP39")
    given = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKD", re.sub("(?m)^(Vault |#).*", "", text)).lower())
    if len(given) >= 36:
        secret = joined([given[at:at + 36] for at in range(0, len(given), 36)], words)
        return "recovery", lambda slot: secret
    bits = "".join(f"{words.index(word):011b}" for word in given if word in words)
    secret = int(bits[:256] or "0", 2).to_bytes(32, "big")
    if len(given) != 24 or len(bits) != 264 or hashlib.sha256(secret).digest()[0] != int(bits[256:], 2):
        raise Refused(3, "these are not 24 recovery words, or one of them is wrong")
    return "recovery", lambda slot: secret

def joined(shares, words):
    """§3.8 The secret from enough shares: Lagrange's polynomials at 0, over GF(2⁸)."""
    points, needed, sets = {}, 0, set()
    for share in shares:
        if len(share) != 36 or not set(share) <= set(words): raise Refused(3, "a share is not whole, or a word of it is wrong")
        whole = int("".join(f"{words.index(word):011b}" for word in share), 2)
        payload = (whole >> 36).to_bytes(45, "big")
        if whole & (1 << 36) - 1 != int.from_bytes(H(32, b"", b"lightproof/1 share", payload)[:5], "big") >> 4 or payload[0] >> 4 != 1:
            raise Refused(3, "a word of a share is wrong")
        needed = (payload[0] & 15) + 1
        sets.add((payload[0], payload[1] & 15, payload[2:12]))
        points[payload[44]] = payload[12:44]
    if len(sets) != 1 or 0 in points: raise Refused(3, "these shares do not belong together")
    if len(points) < needed: raise Refused(3, f"these are {len(points)} of the {needed} shares that are needed")
    def times(a, b):
        product = 0
        for bit in range(8):
            product ^= a << bit if b >> bit & 1 else 0
        for bit in range(14, 7, -1):
            product ^= 0x11B << bit - 8 if product >> bit & 1 else 0
        return product
    def inverse(a):
        return next(b for b in range(1, 256) if times(a, b) == 1)
    secret = bytearray(32)
    for x, values in points.items():
        factor = 1
        for other in points:
            if other != x: factor = times(factor, times(other, inverse(other ^ x)))
        secret = bytearray(one ^ times(factor, value) for one, value in zip(secret, values))
    return bytes(secret)

def open_header(header, kind, derive):
    """§3.3, §3.5, §3.7 What the first slot opens that the secret opens: MAC checked, keyring open. None if it opens none."""
    failed = None
    for slot in (slot for slot in header.slots if slot.kind == kind):
        try:
            key, commitment = okm(derive(slot), b"lightproof/1 slot", header.vault + slot.pub)
            if not compare_digest(commitment, slot.commitment): continue
            data = b"lightproof/1 wrap" + header.vault + slot.pub + commitment
            root_key = aead_open(key, slot.nonce, slot.wrapped, data, "the vault root key")
            mac = H(32, kdf(root_key, 1, b"LPheader"), header.line1)
            check(compare_digest(mac, header.mac), "its MAC does not hold: it was changed")
            data = b"lightproof/1 keyring" + header.vault + u64(header.generation)
            return keyring(header, aead_open(kdf(root_key, 2, b"LPheader"), header.nonce, header.box, data, "the keyring"))
        except Damaged as why: failed = why
    if failed: raise failed
def keyring(header, plain):
    """§3.4, §3.5 What reading needs of it, and of the header, which its MAC has vouched for."""
    ring = parsed(plain, "the keyring")
    epochs = {field(one, "epoch", int, 1): field(one, "key", "base64", 32) for one in field(ring, "epochs", list)}
    check(epochs and [one["epoch"] for one in ring["epochs"]] == sorted(epochs), "the keyring is malformed")
    digest, _, sealing = (field(ring, name, "base64", 32) for name in ("digest", "signing", "sealing"))
    return Fields(**vars(header), epochs=epochs, digest=digest, sealing=sealing)

def open_vault(folder, kind, derive):
    """§3.7 The readable copies from the higher generation down, equal bytes once; the first that passes."""
    copies = [file.read_bytes() for file in (folder / "vault.hdr", folder / "vault.hdr.bak") if file.is_file()]
    if not copies and not any((folder / "blobs").glob("*")): raise Refused(2, f"{folder} is not a vault")
    headers, unreadable, altered = [], [], []
    for data in dict.fromkeys(copies):
        try: headers.append(read_header(data))
        except Damaged as why: unreadable.append(str(why))
    for header in sorted(headers, key=lambda one: -one.generation):
        try:
            keys = open_header(header, kind, derive)
            if keys and copies != copies[:1] * 2: note("one copy of the header is missing, damaged or older")
            if keys: return keys
        except Damaged as why: altered.append(str(why))
    if headers and not altered: raise Refused(3, f"this {kind} does not open the vault")
    raise Damaged("its header is damaged: " + "; ".join(altered or unreadable))

def read_blob(keys, folder, name, id):
    """A blob from its file. Held in memory: this reader is for photographs."""
    try:
        check((folder / name).is_file(), "it is missing")
        return open_blob(keys, id, (folder / name).read_bytes())
    except Damaged as why: raise Damaged(f"{name}: {why}") from None
def open_blob(keys, id, blob):
    """§4 Capsule and content of a blob, once all of it is checked."""
    prefix, nonce, wrapped, stored = blob[:48], blob[48:72], blob[72:120], blob[120:152]
    chunks = [blob[at:at + 65552] for at in range(152, len(blob), 65552)]
    check(chunks and len(chunks[-1]) >= 17, "it was cut off")
    check(blob[:12] == b"LPBLOB1\n\0\x10\0\0", "it does not begin like a blob of format 1")
    check(blob[16:48] == keys.vault + id, "it belongs to another vault, or lies under the name of another blob")
    epoch_key = keys.epochs.get(int.from_bytes(blob[12:16], "big"))
    check(epoch_key, "its epoch is not known")
    data = b"lightproof/1 filekey" + prefix + stored
    file_key = aead_open(kdf(epoch_key, 1, b"LPepoch_"), nonce, wrapped, data, "its file key")
    key, commitment = okm(file_key, b"lightproof/1 blob", prefix)
    check(compare_digest(commitment, stored), "its commitment does not hold")
    plain = b"".join(aead_open(key, bytes(15) + u64(i) + bytes([i == len(chunks) - 1]), chunk, prefix, f"chunk {i}")
                     for i, chunk in enumerate(chunks))
    end = 4 + int.from_bytes(plain[:4], "big")  # of the capsule's JSON; then zeros, the length, the content, zeros
    start = -(-end // 4096) * 4096 + 8
    check(start <= 1024 * 1024 + 8 and start <= len(plain), "its capsule is too large")
    capsule, length = parsed(plain[4:end], "its capsule"), int.from_bytes(plain[start - 8:start], "big")
    check(len(plain) == padme(start + length), "its length is not the padded length of what it holds")
    content = plain[start:start + length]
    check(not any(plain[end:start - 8]) and not any(plain[start + length:]), "it is not filled with zeros")
    field(capsule, "name", str), field(capsule, "mime", str), field(capsule, "photo", "hex", 16)
    for name in {"importedAt", "modifiedAt"} & {"importedAt", *capsule}: field(capsule, name, "instant")
    check(capsule.get("kind") in ("original", "preview", "pair", "snapshot"), "its capsule is of an unknown kind")
    said = field(capsule, "bytes", int, 0), field(capsule, "digest", "hex", 32)
    check(said == (length, H(32, keys.digest, content)), "its content is not what its capsule says")
    return Fields(capsule=capsule, content=content)

TABLES = {"state": (0, 256), "photos": (1, 256), "thumbs": (2, 1024), "objects": (3, 256), "pages": (4, 1024), "log": (5, 256)}
COLUMNS = "(id BLOB PRIMARY KEY NOT NULL, version INTEGER NOT NULL, epoch INTEGER NOT NULL, cell BLOB NOT NULL) STRICT"

def read_rows(folder):
    """§5.1 All rows in ascending order of id. With a write-ahead log a copy is read, for SQLite would write it
    back; the copy holds sealed cells only."""
    file, log = folder / "catalog.db", folder / "catalog.db-wal"
    check(file.is_file(), "catalog.db is missing (--rescue does without it)")
    with tempfile.TemporaryDirectory() as scratch:
        source = file.absolute().as_uri() + "?mode=ro&immutable=1"
        if log.is_file() and log.stat().st_size > 0:
            note("the vault is open or was not closed; reading a copy of its catalogue")
            source = [Path(shutil.copy(one, scratch)).as_uri() for one in (log, file)][1]
        with closing(sqlite3.connect(source, uri=True)) as db:
            db.executescript("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
            numbers = [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
            schema = {sql for sql, in db.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")}
            wanted = {f"CREATE TABLE {name:7}{COLUMNS}" for name in TABLES}
            check(numbers == [0x4C505631, 1] and schema == wanted, "catalog.db is not a catalogue of format 1")
            return {name: db.execute(f"SELECT id, version, epoch, cell FROM {name} ORDER BY id").fetchall() for name in TABLES}

def open_cell(keys, table, row):
    """§5.2"""
    (id, version, epoch, cell), (number, block), what = row, TABLES[table], f"row {row[0].hex()} of {table}"
    check(len(id) == 16 and version >= 1 and epoch in keys.epochs and len(cell) > 40, f"{what} is malformed")
    data = b"lightproof/1 cell" + keys.vault + LP(table.encode()) + id + u64(version) + u32(epoch)
    plain = aead_open(kdf(keys.epochs[epoch], 16 + number, b"LPtable_"), cell[:24], cell[24:], data, what)
    end = 4 + int.from_bytes(plain[:4], "big")
    check(len(plain) % block == 0 and end <= len(plain) and not any(plain[end:]), f"{what} is padded wrongly")
    return plain[4:end]

def root_of(vault, rows):
    """§5.3"""
    def R(table):
        buckets = [[] for _ in range(256)]
        for id, version, _, cell in rows[table]: buckets[id[0]].append(id + u64(version) + H(32, b"", cell))
        return H(32, b"", LP(table.encode()), *(H(32, b"", *leaves) if leaves else bytes(32) for leaves in buckets))
    return H(32, b"", b"lightproof/1 root", vault, R("photos"), R("objects"), R("pages"))

def read_catalogue(folder, keys):
    """§5.3–§5.6, §8 Photos and objects by id, and the log, once the state row has vouched for every row; what is older
    than it should be. Thumbnails (§5.2) are left alone: they can be made again from the photos."""
    rows = read_rows(folder)
    check([row[0] for row in rows["state"]] == [bytes(16)], "the catalogue has not its one state row")
    state = parsed(open_cell(keys, "state", rows["state"][0]), "the state row")
    check(state | {"vault": keys.vault.hex(), "generation": rows["state"][0][1]} == state, "the state row is of another")
    check(compare_digest(field(state, "root", "hex", 32), root_of(keys.vault, rows)),
          "a row of the catalogue was deleted, added, replaced or put back: the root does not hold")
    photos, objects, _, log = ({row[0].hex(): parsed(open_cell(keys, table, row), f"a row of {table}")
                                for row in rows[table]} for table in ("photos", "objects", "pages", "log"))
    entries, head = check_log(keys, log.values())
    mentioned = len(photos) + sum(kind in photo for photo in photos.values() for kind in ("preview", "pair"))
    counted = {"photos": len(photos), "blobs": mentioned, "logLength": len(entries), "logHead": head.hex()}
    check(state | counted == state, "the catalogue counts otherwise, or its log ends elsewhere")
    newest, generation = newest_snapshot(folder, keys), state["generation"]
    older = {"the header is older than the catalogue": keys.generation < field(state, "header", int, 0, absent=0),
             "the catalogue is older than the header": generation < keys.catalogue,
             "the catalogue is older than its newest snapshot": newest and generation < newest.generation}
    return Fields(photos=photos, objects=objects, log=entries, problems=[text for text in older if older[text]])

def check_log(keys, log):
    """§5.6 The texts of all entries, and the hash of the newest, once chain and signatures hold."""
    signer, head, entries = Ed25519PublicKey.from_public_bytes(keys.signing), bytes(32), []
    for seq, data in enumerate(log, 1):
        text = field(data, "entry", str).encode()
        head = H(32, b"", b"lightproof/1 log", keys.vault, u64(seq), head, H(32, b"", text))
        try: signer.verify(field(data, "signature", "base64", 64), b"lightproof/1 log entry" + head)
        except InvalidSignature: raise Damaged(f"entry {seq} of the log, or one before it, was changed") from None
        entries.append(parsed(text, f"entry {seq} of the log"))
        check(entries[-1].get("seq") == seq, f"entry {seq} of the log has another number")
    return entries, head

def newest_snapshot(folder, keys):
    """§6.1 What is in the newest snapshot that is whole, or None."""
    names = [file.name for file in folder.glob("snapshots/*") if re.fullmatch("[1-9][0-9]{0,15}", file.name)]
    for name in sorted(names, key=int, reverse=True):
        try: return open_snapshot(keys, read_blob(keys, folder, f"snapshots/{name}", int(name).to_bytes(16, "big")), int(name))
        except Damaged as why: note(f"damaged: {why}")
def open_snapshot(keys, blob, generation):
    """§6.2"""
    check(blob.capsule["kind"] == "snapshot" and blob.content.endswith(b"\n"), "it is not a snapshot")
    head, *lines = (parsed(line, "a line of it") for line in blob.content[:-1].split(b"\n"))
    check(all(field(line, "version", int, 1) == 1 or line.get("table") != "log" for line in lines), "an entry of the log changed")
    of = {table: {field(line, "id", "hex", 16).hex(): field(line, "data", dict) for line in lines if line.get("table") == table}
          for table in ("photos", "objects", "log")}
    counted, head = {table: len(of[table]) for table in of}, {"log": 0} | head
    check(head == head | counted | {"generation": generation} and len(lines) == sum(counted.values()), "it counts otherwise")
    return Fields(generation=generation, problems=[], **of | {"log": check_log(keys, of["log"].values())[0]})

def rescue(folder, keys):
    """§6.3 What there is of a catalogue without catalog.db: a snapshot, and the originals that it does not know."""
    found = newest_snapshot(folder, keys) or Fields(generation=0, photos={}, objects={}, log=[], problems=[])
    note(f"reading the snapshot of generation {found.generation} (0: there is none) and the files of the photos")
    known, capsules = {of.get("blob") for photo in found.photos.values() for of in (photo, photo.get("pair", {}))}, []
    for file in sorted(set(folder.glob("blobs/??/" + "[0-9a-f]" * 32))):
        try:
            if file.name in known: continue
            capsules.append(read_blob(keys, file.parent, file.name, bytes.fromhex(file.name)).capsule | {"blob": file.name})
        except Damaged as why: found.problems.append(f"damaged: {why}")
    found.photos = {one["photo"]: one for one in capsules if one["kind"] == "original"} | found.photos
    for one in capsules:  # the film of a Live Photo
        if one["kind"] == "pair" and one["photo"] in found.photos: found.photos[one["photo"]].setdefault("pair", one)
    return found
def visible(text):
    """Without the characters that move the cursor or turn the direction of writing."""
    return "".join("_" if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") else one for one in str(text))
def new_file(folder, name):
    """A new file of this name made safe for any system, numbered where there is one already."""
    name = re.sub(r'[/\\:*?"<>|]', "_", visible(name)).strip(". ") or "photo"
    name = re.sub(r"^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", r"_\1", name, flags=re.I)
    stem, ending = re.fullmatch(r"(.+?)(\.\w{1,8})?", name, re.S).groups("")
    stem = stem.encode()[:200].decode(errors="ignore")
    for number in range(1, 1_000_000):
        with suppress(FileExistsError):
            return open(folder / f"{stem}{f' ({number})' if number > 1 else ''}{ending}", "xb")

def decrypt(keys, folder, id, photo, out):
    """§4.4, §5.4 Writes the original, and the film of a Live Photo, and checks the preview: names of files, and what is damaged."""
    answer = {"id": id, "name": photo["name"], "file": None, "damage": []}
    target = out / "trash" if "trashedAt" in photo else out
    target.mkdir(parents=True, exist_ok=True)
    for kind, of in (("original", photo), *((kind, photo[kind]) for kind in ("preview", "pair") if kind in photo)):
        try:
            read = read_blob(keys, folder, f"blobs/{of['blob'][:2]}/{of['blob']}", field(of, "blob", "hex", 16))
            said = {name: of[name] for name in ("bytes", "digest") if name in of} | {"kind": kind, "photo": id}
            check(read.capsule == read.capsule | said, f"{of['blob']} is the file of another photo")
            if kind == "preview": continue
            with new_file(target, of["name"]) as file: file.write(read.content)
            answer["file" if kind == "original" else "film"] = file.name
        except Damaged as why:
            answer["damage"].append(str(why))
            print(f"damaged: {visible(photo['name'])} ({id}): {why}", file=sys.stderr)
    return answer

def listed(id, photo, objects):
    """§5.4 The same fields as `lightproof list --json`."""
    line = {"id": id, **{name: photo.get(name) for name in ("name", "bytes", "digest")}, "type": photo.get("mime")}
    line |= {name: photo.get(name) for name in ("width", "height", "capturedAt", "camera", "latitude", "longitude", "title", "caption", "rating", "duration")}
    albums = [objects.get(one, {}).get("name") for one in photo.get("albums", [])]
    return line | {"tags": photo.get("tags", []), "albums": albums, "trashed": "trashedAt" in photo}
def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    secret, task = (arguments.add_mutually_exclusive_group(required=True) for _ in range(2))
    arguments.add_argument("vault", type=Path)
    file, switch = {"type": Path}, {"action": "store_true"}
    for group, how, *names in ((secret, file, "passphrase-file", "recovery-file"), (arguments, file, "key-file", "word-list"),
                               (task, file, "out"), (task, switch, "list", "log"), (arguments, switch, "rescue", "json")):
        for name in names: group.add_argument(f"--{name}", **how)
    given = arguments.parse_args()
    text = (given.passphrase_file or given.recovery_file).read_text(encoding="utf-8")
    words = given.word_list or Path(__file__).resolve().parents[2] / "node_modules/@scure/bip39/wordlists/english.js"
    keys = open_vault(given.vault, *(recovery_secret(text, words) if given.recovery_file else passphrase_secret(
        text.partition("\n")[0].rstrip("\r"), given.key_file.read_bytes() if given.key_file else None)))
    found = (rescue if given.rescue else read_catalogue)(given.vault, keys)
    for problem in found.problems: note(problem)
    status = 1 if found.problems else 0
    for line in found.log if given.log else (
            decrypt(keys, given.vault, id, photo, given.out) if given.out else listed(id, photo, found.objects)
            for id, photo in found.photos.items()):
        status = 1 if line.get("damage") else status
        print(json.dumps(line) if given.json else visible("  ".join(
            f"{name}: {value}" for name, value in line.items() if value not in (None, [], False))))
    return status

if __name__ == "__main__":
    os.umask(0o077)
    try: sys.exit(main())
    except (Damaged, sqlite3.Error, struct.error) as why: status, sentence = 4, f"the vault is damaged: {why}"
    except Refused as why: status, sentence = why.args
    except (OSError, UnicodeError) as why: status, sentence = 2, why
    print(sentence, file=sys.stderr)
    sys.exit(status)
