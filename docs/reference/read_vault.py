#!/usr/bin/python3
"""Reads a Lightproof vault of format 1 without Lightproof.

    read_vault.py VAULT (--passphrase-file F | --recovery-file F) (--list | --out FOLDER) [--json]

Written from docs/format.md alone: every "§" here is a section of that page. Changes nothing in the vault.
Needs Python 3.11 and two packages of Debian: apt-get install python3-cryptography python3-argon2

--passphrase-file  the passphrase is the file's first line
--recovery-file    the 24 recovery words, or the recovery kit as Lightproof writes it
--word-list        the English words of BIP39, one a line or as the JavaScript of @scure/bip39, which is found by
                   itself in a checkout that has node_modules; any copy will do, its digest is checked
--list             tells what the vault holds once its whole catalogue is checked
--out              decrypts all photos into FOLDER, those in the trash into FOLDER/trash; never overwrites
--json             one object a line; what is not known is null

Exit status: 0 all is well · 1 some items are damaged, the others were written · 2 wrong use ·
3 wrong passphrase or recovery words · 4 the vault is damaged
"""
import argparse, base64, hashlib, json, os, re, shutil, sqlite3, struct, sys, tempfile, unicodedata
from hmac import compare_digest
from pathlib import Path
from types import SimpleNamespace as Fields

try:
    from argon2.low_level import Type, hash_secret_raw
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
except ImportError as why:
    print(f"{why}. This installs what is needed: apt-get install python3-cryptography python3-argon2", file=sys.stderr)
    sys.exit(2)

class Damaged(Exception): """Something is not what docs/format.md says it is."""
class Refused(Exception): """Ends the program: its exit status and a sentence."""

def check(holds, sentence):
    if not holds: raise Damaged(sentence)
# ── §1 Conventions ──
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
    columns = [(i, 4 + i, 8 + i, 12 + i) for i in range(4)]
    diagonals = [(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4) for i in range(4)]
    for a, b, c, d in (columns + diagonals) * 10:
        for to, of, mixed, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            x[to] = (x[to] + x[of]) & 0xFFFFFFFF
            word = x[mixed] ^ x[to]
            x[mixed] = (word << turn | word >> (32 - turn)) & 0xFFFFFFFF
    return struct.pack("<8I", *x[:4], *x[12:])

def aead_open(key, nonce, box, data, what):
    """§1.2 XChaCha20-Poly1305 = ChaCha20-Poly1305 with that subkey and the nonce 4 zero bytes ‖ its last 8 bytes."""
    try:
        return ChaCha20Poly1305(hchacha20(key, nonce[:16])).decrypt(bytes(4) + nonce[16:], box, data)
    except InvalidTag:
        raise Damaged(f"{what} does not open: it was changed") from None

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
    """A JSON object."""
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        value = None
    check(type(value) is dict, f"{what} is not a JSON object")
    return value

def field(of, name, kind, size=None):
    """§1.1 A field that must be there: a JSON type (numbers from `size` up), "hex" or "base64" (of `size` bytes)."""
    value, wrong = of.get(name), f'"{name}" is missing or malformed'
    if kind in ("hex", "base64"):
        check(type(value) is str, wrong)
        try:
            data = bytes.fromhex(value) if kind == "hex" else base64.b64decode(value, validate=True)
        except ValueError:
            raise Damaged(wrong) from None
        check((data.hex() if kind == "hex" else base64.b64encode(data).decode()) == value, wrong)
        check(size is None or len(data) == size, wrong)
        return data
    check(type(value) is kind and (size is None or value >= size), wrong)
    return value

# ── §3 Header ──
def read_header(data):
    """§3.1, §3.2 One copy of the header; Damaged unless it is readable in the sense of §3.7."""
    check(len(data) <= 1024 * 1024 and data.count(b"\n") == 3 and data.endswith(b"\n"), "it is not three lines")
    line1, line2, line3, _ = data.split(b"\n")
    top = parsed(line1, "line 1")
    if field(top, "format", int, 1) > 1:
        raise Refused(4, "this vault was made in a newer format than 1")
    tail = {"MAC": line2.decode("latin1"), "checksum": line3.decode("latin1")}
    check(H(32, b"", line1, b"\n", line2, b"\n") == field(tail, "checksum", "base64", 32), "its checksum does not hold")
    keyring, slots, public = field(top, "keyring", dict), field(top, "slots", list), field(top, "publicKeys", dict)
    field(top, "created", str), field(public, "signing", "base64", 32), field(public, "sealing", "base64", 32)
    field(top, "catalogue", int, 0)
    check(1 <= len(slots) <= 8 and all(type(slot) is dict for slot in slots), "its slots are malformed")
    return Fields(line1=line1, mac=field(tail, "MAC", "base64", 32), vault=field(top, "vault", "hex", 16),
                  generation=field(top, "generation", int, 1), slots=[read_slot(slot) for slot in slots],
                  nonce=field(keyring, "nonce", "base64", 24), box=field(keyring, "box", "base64"))

def read_slot(slot):
    """§3.3"""
    id, kind, kdf_name = field(slot, "id", "hex", 16), field(slot, "kind", str), field(slot, "kdf", str)
    ops, mem, salt = field(slot, "ops", int, 0), field(slot, "mem", int, 0), field(slot, "salt", "base64")
    check(len(field(slot, "label", str)) <= 255 and field(slot, "created", str), "a slot is malformed")
    if kind == "recovery":
        check((kdf_name, ops, mem, salt) == ("", 0, 0, b""), "a slot is malformed")
    else:
        check(kind in ("passphrase", "passphrase+keyfile"), "it has a slot of an unknown kind")
        check(kdf_name == "argon2id" and len(salt) == 16 and ops < 1 << 64 and mem < 1 << 64, "a slot is malformed")
    pub = LP(id) + LP(kind.encode()) + LP(kdf_name.encode()) + u64(ops) + u64(mem) + LP(salt)
    return Fields(kind=kind, ops=ops, mem=mem, salt=salt, pub=pub, nonce=field(slot, "nonce", "base64", 24),
                  commitment=field(slot, "commitment", "base64", 32), wrapped=field(slot, "wrapped", "base64", 48))

def passphrase_secret(text):
    """§3.3 The secret of a slot of the kind "passphrase", within the accepted costs only."""
    passphrase, made = unicodedata.normalize("NFC", text).encode(), {}
    def derive(slot):
        wanted = (slot.salt, slot.ops, slot.mem)
        if wanted not in made:
            total = sum(ops * mem for _, ops, mem in [*made, wanted])
            check(3 <= slot.ops <= 10 and 64 << 20 <= slot.mem <= 1 << 30 and total <= 16 << 30,
                  "a slot asks for a key derivation outside the accepted costs")
            made[wanted] = hash_secret_raw(passphrase, slot.salt, time_cost=slot.ops, memory_cost=slot.mem // 1024,
                                           parallelism=1, hash_len=32, type=Type.ID, version=0x13)
        return made[wanted]
    return "passphrase", derive

def recovery_secret(text, word_list):
    """§3.3 The secret of a slot of the kind "recovery": BIP39, 24 words of 11 bits = 256 bits and 8 of checksum."""
    source = word_list.read_text(encoding="utf-8")
    words = re.findall("[a-z]+", source.split("`")[1] if "`" in source else source)
    if hashlib.sha256("".join(word + "\n" for word in words).encode()).hexdigest() != (
            "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"):
        raise Refused(2, f"{word_list} is not the English word list of BIP39")
    given = " ".join(line for line in text.splitlines() if not line.startswith("Vault ")).lower().split()
    bits = 0
    for word in given:
        bits = bits << 11 | (words.index(word) if word in words else 0)
    secret = (bits >> 8 & (1 << 256) - 1).to_bytes(32, "big")
    if len(given) != 24 or not set(given) <= set(words) or hashlib.sha256(secret).digest()[0] != bits & 255:
        raise Refused(3, "these are not 24 recovery words, or one of them is wrong")
    return "recovery", lambda slot: secret

def open_header(header, kind, derive):
    """§3.7 What the first slot opens that the secret opens: MAC checked, keyring open. None if it opens no slot."""
    passed_over = None
    for slot in (slot for slot in header.slots if slot.kind == kind):
        try:
            key, commitment = okm(derive(slot), b"lightproof/1 slot", header.vault + slot.pub)
        except Damaged as why:
            passed_over = why
            continue
        if compare_digest(commitment, slot.commitment):
            data = b"lightproof/1 wrap" + header.vault + slot.pub + commitment
            root_key = aead_open(key, slot.nonce, slot.wrapped, data, "the vault root key")
            mac = H(32, kdf(root_key, 1, b"LPheader"), header.line1)
            check(compare_digest(mac, header.mac), "its MAC does not hold: it was changed")
            return open_keyring(header, root_key)
    if passed_over:
        raise passed_over

def open_keyring(header, root_key):
    """§3.4, §3.5 What reading needs of the keyring."""
    data = b"lightproof/1 keyring" + header.vault + u64(header.generation)
    plain = aead_open(kdf(root_key, 2, b"LPheader"), header.nonce, header.box, data, "the keyring")
    check(len(plain) % 512 == 0, "the keyring is padded wrongly")
    ring = parsed(plain, "the keyring")
    epochs = {field(one, "epoch", int, 1): field(one, "key", "base64", 32) for one in field(ring, "epochs", list)}
    return Fields(vault=header.vault, epochs=epochs, digest=field(ring, "digest", "base64", 32))

def open_vault(folder, kind, derive):
    """§3.7 The readable copies from the higher generation down, equal bytes once; the first that passes."""
    copies = [file.read_bytes() for file in (folder / "vault.hdr", folder / "vault.hdr.bak") if file.is_file()]
    if not copies and not any((folder / "blobs").glob("*")):
        raise Refused(2, f"{folder} is not a vault")
    headers, unreadable, failed = [], [], []
    for data in dict.fromkeys(copies):
        try:
            headers.append(read_header(data))
        except Damaged as why:
            unreadable.append(str(why))
    for header in sorted(headers, key=lambda one: -one.generation):
        try:
            keys = open_header(header, kind, derive)
            if keys:
                if copies != copies[:1] * 2:
                    print("note: one copy of the header is missing, damaged or older", file=sys.stderr)
                return keys
        except Damaged as why:
            failed.append(str(why))
    if headers and not failed:
        raise Refused(3, f"this {kind} does not open the vault")
    raise Damaged("its header is damaged: " + "; ".join(failed or unreadable))

# ── §5 Catalogue ──
TABLES = {"state": (0, 256), "photos": (1, 256), "thumbs": (2, 1024), "objects": (3, 256), "pages": (4, 1024),
          "log": (5, 256)}  # number and block (§5.2)
COLUMNS = "(id BLOB PRIMARY KEY NOT NULL, version INTEGER NOT NULL, epoch INTEGER NOT NULL, cell BLOB NOT NULL) STRICT"

def read_rows(folder):
    """§5.1 All rows in ascending order of id. With a write-ahead log a copy is read, for SQLite would write it
    back; the copy holds sealed cells only."""
    file, log = folder / "catalog.db", folder / "catalog.db-wal"
    check(file.is_file(), "catalog.db is missing")
    with tempfile.TemporaryDirectory() as scratch:
        if log.is_file() and log.stat().st_size > 0:
            print("note: the vault is open or was not closed; reading a copy of its catalogue", file=sys.stderr)
            shutil.copy(log, scratch)
            source = Path(shutil.copy(file, scratch)).as_uri()
        else:
            source = file.absolute().as_uri() + "?mode=ro&immutable=1"
        db = sqlite3.connect(source, uri=True)
        try:
            db.executescript("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
            numbers = [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
            schema = db.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
            found = {re.sub(r" +\(", "(", sql) for sql, in schema}
            wanted = {f"CREATE TABLE {name}{COLUMNS}" for name in TABLES}
            check(numbers == [0x4C505631, 1] and found == wanted, "catalog.db is not a catalogue of format 1")
            return {name: db.execute(f"SELECT id, version, epoch, cell FROM {name} ORDER BY id").fetchall()
                    for name in TABLES}
        except sqlite3.Error as why:
            raise Damaged(f"catalog.db is damaged: {why}") from None
        finally:
            db.close()

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
        for id, version, _, cell in rows[table]:
            buckets[id[0]].append(id + u64(version) + H(32, b"", cell))
        return H(32, b"", LP(table.encode()), *(H(32, b"", *leaves) if leaves else bytes(32) for leaves in buckets))
    return H(32, b"", b"lightproof/1 root", vault, R("photos"), R("objects"), R("pages"))

def read_catalogue(folder, keys):
    """§5.3–§5.5 Photos and the names of albums, by id, once the state row has vouched for every row. Thumbnails
    (§5.2) are left alone: they can be made again from the photos."""
    rows = read_rows(folder)
    check(all(len(row[0]) == 16 and row[1] >= 0 for of in rows.values() for row in of), "a row is malformed")
    check([row[0] for row in rows["state"]] == [bytes(16)], "the catalogue has not its one state row")
    state = parsed(open_cell(keys, "state", rows["state"][0]), "the state row")
    check(state.get("vault") == keys.vault.hex(), "the catalogue belongs to another vault")
    check(state.get("generation") == rows["state"][0][1], "the state row is not of the generation it says")
    check(compare_digest(field(state, "root", "hex", 32), root_of(keys.vault, rows)),
          "a row of the catalogue was deleted, added, replaced or put back: the root does not hold")
    photos, objects, _ = ({row[0].hex(): parsed(open_cell(keys, table, row), f"a row of {table}")
                           for row in rows[table]} for table in ("photos", "objects", "pages"))
    for photo in photos.values():
        field(photo, "name", str), field(photo, "digest", "hex", 32), field(photo, "bytes", int, 0)
        field(photo, "blob", "hex", 16), field(photo.get("preview", photo), "blob", "hex", 16)
    mentioned = len(photos) + sum("preview" in photo for photo in photos.values())
    check((state.get("photos"), state.get("blobs")) == (len(photos), mentioned), "the state row counts otherwise")
    return photos, {id: one.get("name") for id, one in objects.items() if one.get("type") == "album"}

# ── §4 Blob ──
def read_blob(keys, folder, id, expected):
    """§4.1, §4.2 The content of a blob, once all of it is checked. Held in memory: this reader is for photographs."""
    file = folder / "blobs" / id[:2] / id
    try:
        check(file.is_file(), "it is missing")
        blob = file.read_bytes()
        prefix, nonce, wrapped, stored = blob[:48], blob[48:72], blob[72:120], blob[120:152]
        check(blob[:12] == b"LPBLOB1\n\0\x10\0\0", "it does not begin like a blob of format 1")
        check(blob[16:32] == keys.vault, "it belongs to another vault")
        check(blob[32:48].hex() == id, "it lies under the name of another blob")
        epoch_key = keys.epochs.get(int.from_bytes(blob[12:16], "big"))
        check(epoch_key, "its epoch is not known")
        data = b"lightproof/1 filekey" + prefix + stored
        file_key = aead_open(kdf(epoch_key, 1, b"LPepoch_"), nonce, wrapped, data, "its file key")
        key, commitment = okm(file_key, b"lightproof/1 blob", prefix)
        check(compare_digest(commitment, stored), "its commitment does not hold")
        chunks = [blob[at:at + 65552] for at in range(152, len(blob), 65552)]
        check(chunks and len(chunks[-1]) >= 17, "it was cut off")
        return content_of(keys, b"".join(
            aead_open(key, bytes(15) + u64(i) + bytes([i == len(chunks) - 1]), chunk, prefix, f"chunk {i}")
            for i, chunk in enumerate(chunks)), expected)
    except Damaged as why:
        raise Damaged(f"blobs/{id[:2]}/{id}: {why}") from None

def content_of(keys, plain, expected):
    """§4.3, §4.4, §3.4 The content; what the catalogue says of it (`expected`) the capsule must say too."""
    end = 4 + int.from_bytes(plain[:4], "big")
    start = -(-end // 4096) * 4096 + 8
    check(start <= 1024 * 1024 + 8 and start <= len(plain), "its capsule is too large")
    capsule, length = parsed(plain[4:end], "its capsule"), int.from_bytes(plain[start - 8:start], "big")
    check(len(plain) == padme(start + length), "its length is not the padded length of what it holds")
    content = plain[start:start + length]
    check(not any(plain[end:start - 8]) and not any(plain[start + length:]), "it is not filled with zeros")
    check({**capsule, **expected} == capsule and capsule.get("bytes") == length, "its capsule is that of another file")
    check(H(32, keys.digest, content).hex() == capsule.get("digest"), "its content is not what its digest says")
    return content

# ── What is shown and written ──
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
        try:
            return open(folder / f"{stem}{f' ({number})' if number > 1 else ''}{ending}", "xb")
        except FileExistsError:
            continue

def decrypt(keys, folder, id, photo, out):
    """§4.4, §5.4 Writes the original and checks the preview: the name of the file, if any, and what is damaged."""
    answer = {"id": id, "name": photo["name"], "file": None, "damage": []}
    target = out / "trash" if "trashedAt" in photo else out
    target.mkdir(parents=True, exist_ok=True)
    for kind, of in {"original": photo, "preview": photo.get("preview", {})}.items():
        try:
            said = {name: of[name] for name in ("bytes", "digest") if name in of} | {"kind": kind, "photo": id}
            content = read_blob(keys, folder, of["blob"], said) if of else None
            if kind == "original":
                with new_file(target, photo["name"]) as file:
                    file.write(content)
                answer["file"] = file.name
        except Damaged as why:
            answer["damage"].append(str(why))
            print(f"damaged: {visible(photo['name'])} ({id}): {why}", file=sys.stderr)
    return answer

def listed(id, photo, albums):
    """§5.4 The same fields as `lightproof list --json`."""
    line = {"id": id, **{name: photo.get(name) for name in ("name", "bytes", "digest")}, "type": photo.get("mime")}
    line |= {name: photo.get(name) for name in ("width", "height", "capturedAt", "camera", "latitude", "longitude")}
    return line | {"albums": [albums.get(one) for one in photo.get("albums", [])], "trashed": "trashedAt" in photo}

def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    secret, task = (arguments.add_mutually_exclusive_group(required=True) for _ in range(2))
    arguments.add_argument("vault", type=Path)
    secret.add_argument("--passphrase-file", type=Path)
    secret.add_argument("--recovery-file", type=Path)
    arguments.add_argument("--word-list", type=Path, default=Path(__file__).resolve().parents[2]
                           / "node_modules/@scure/bip39/wordlists/english.js")
    task.add_argument("--list", action="store_true")
    task.add_argument("--out", type=Path)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    text = (given.passphrase_file or given.recovery_file).read_text(encoding="utf-8")
    keys = open_vault(given.vault, *(passphrase_secret(text.partition("\n")[0].rstrip("\r")) if given.passphrase_file
                                     else recovery_secret(text, given.word_list)))
    photos, albums = read_catalogue(given.vault, keys)
    lines = (decrypt(keys, given.vault, id, photo, given.out) if given.out else listed(id, photo, albums)
             for id, photo in photos.items())
    status = 0
    for line in lines:
        status = 1 if line.get("damage") else status
        print(json.dumps(line) if given.json else visible("  ".join(
            f"{name}: {value}" for name, value in line.items() if value not in (None, [], False))))
    return status

if __name__ == "__main__":
    os.umask(0o077)
    try:
        sys.exit(main())
    except (Refused, Damaged, OSError, UnicodeError) as why:
        status, sentence = why.args if isinstance(why, Refused) else (4 if isinstance(why, Damaged) else 2, why)
        print(f"{'the vault is damaged: ' if isinstance(why, Damaged) else ''}{sentence}", file=sys.stderr)
        sys.exit(status)
