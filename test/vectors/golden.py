"""Golden vaults: whole vaults as docs/format.md describes them, and what is in each."""
import base64, sqlite3, struct, tempfile, zlib
from pathlib import Path

from writing import (COST, H, TABLES, Vault, argon2id, b64, compact, fixed, log_texts, u64, with_key_file, words_of,
                     write_catalogue)

PASSPHRASE = "correct horse battery staple"
SALT = fixed("the salt of the golden vaults", 16)
KEY_FILE = fixed("key file of the golden vaults", 64)
RECOVERY = fixed("recovery secret of the golden vaults")
JPEG = base64.b64decode(
    "/9j/2wBDABsbGxscGx4hIR4qLSgtKj04MzM4PV1CR0JHQl2NWGdYWGdYjX2Xe3N7l33gsJycsOD/2c7Z////////////////2wBDARsbGxscGx4hIR4qLSgtKj04MzM4PV1CR0JHQl2NWGdY"
    "WGdYjX2Xe3N7l33gsJycsOD/2c7Z////////////////wgARCAAQABgDASIAAhEBAxEB/8QAFwAAAwEAAAAAAAAAAAAAAAAAAAMEBf/EABYBAQEBAAAAAAAAAAAAAAAAAAMCBf/aAAwDAQAC"
    "EAMQAAAAyX3PsYTVA1f/xAAWEAADAAAAAAAAAAAAAAAAAAAAAgP/2gAIAQEAAT8AWIsRYixFiLE//8QAFxEAAwEAAAAAAAAAAAAAAAAAAAEDAv/aAAgBAgEBPwDVx3P/xAAYEQACAwAAAAAA"
    "AAAAAAAAAAAABAIDIv/aAAgBAwEBPwChggxk/9k=")
WEBP = base64.b64decode("UklGRmIAAABXRUJQVlA4IFYAAABwBACdASoYABAAPzmOvlOvKqcisAgB4CcJbACdMoRwACnKLZiaWvxzVcWWUAD+2lzXlN3q2G3gk31ZDOqy+j3HLhYVxB9UWJAuvs/iS36KYojsSwAAAA==")


def jpeg(text):
    """The little picture, made another file by a comment."""
    note = text.encode()
    return JPEG[:2] + b"\xff\xfe" + struct.pack(">H", len(note) + 2) + note + JPEG[2:]


def png(width, height, colour):
    """Not compressed, so that no version of zlib makes other bytes."""
    lines = (b"\0" + bytes(colour) * width) * height
    assert len(lines) < 65536
    stored = b"\x78\x01\x01" + struct.pack("<HH", len(lines), len(lines) ^ 65535) + lines + struct.pack(">I", zlib.adler32(lines))
    part = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", stored) + part(b"IEND", b"")


def tiff(width, height, grey):
    """The simplest there is: one strip of grey."""
    tags = [(256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, height), (279, width * height)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    data = bytes([grey]) * (width * height)
    return b"II*\0" + struct.pack("<I", 8 + len(data)) + data + struct.pack("<H", len(tags)) + entries + bytes(4)


class Golden:
    """One vault, photo by photo, and what a reader must find in it."""

    def __init__(self, name, epochs=1, page_size=1024):
        self.vault = Vault(name, epochs)
        self.page_size = page_size
        self.files, self.photos, self.objects, self.pages, self.thumbs, self.versions = {}, {}, {}, {}, {}, {}
        self.contents, self.events, self.snapshots = {}, [{"event": "created"}], {}
        self.epoch_of = lambda table, row_id: self.vault.epoch

    def id(self, name):
        return fixed(f"{self.vault.name} {name}", 16).hex()

    def blob(self, name, content, capsule, epoch=None):
        blob_id = self.id(f"blob {name}")
        plain = self.vault.plaintext(capsule, content)
        self.files[f"blobs/{blob_id[:2]}/{blob_id}"] = self.vault.blob(name, plain, bytes.fromhex(blob_id), epoch=epoch)
        return blob_id

    def photo(self, name, content, mime, epoch=None, preview=None, thumb=None, version=1, shown=None, **facts):
        photo_id = self.id(f"photo {name}")
        facts = {"importedAt": "2026-03-01T09:03:00.000Z", "import": self.id("import"), **facts}
        capsule = {"photo": photo_id, "mime": mime, "importedAt": facts["importedAt"],
                   **{key: facts[key] for key in ("capturedAt", "modifiedAt") if key in facts}}
        made = self.vault.capsule(content, shown or name, **capsule)
        record = {"blob": self.blob(name, content, made, epoch), "name": shown or name, "bytes": len(content), "digest": made["digest"], "mime": mime, **facts}
        if preview:
            of_preview = self.vault.capsule(preview, name, **capsule | {"kind": "preview", "mime": "image/jpeg"})
            record["preview"] = {"blob": self.blob(f"preview of {name}", preview, of_preview, epoch), "bytes": len(preview), "mime": "image/jpeg"}
        if thumb:
            record["thumb"] = 2
            self.thumbs[photo_id] = (b"\1" if thumb[:2] == b"\xff\xd8" else b"\2") + thumb
        self.photos[photo_id], self.versions[photo_id], self.contents[photo_id] = record, version, content
        return photo_id

    def object(self, name, value, version=1):
        self.objects[self.id(name)], self.versions[self.id(name)] = value, version
        return self.id(name)

    def a_import(self, imported, pages=()):
        for n, items in enumerate(pages):
            page_id = self.id(f"page {n}")
            self.pages[page_id] = {"import": self.id("import"), "items": items}
        counts = {"imported": imported, "duplicate": 1, "skipped": 0, "failed": 0}
        self.object("import", {"type": "import", "started": "2026-03-01T09:02:30.000Z", "finished": "2026-03-01T09:03:00.000Z", "state": "done",
                               "sources": ["/home/åsa/Bilder", {"raw": b64(b"/media/\xff")}], "total": {"files": imported + 1, "bytes": 4321},
                               "counts": counts | {"bytes": 4000}, "seconds": 1.5, "pages": [self.id(f"page {n}") for n in range(len(pages))]}, 2)
        self.events.append({"event": "imported", "import": self.id("import"), "state": "done", **counts})

    def snapshot(self, generation, epoch=None):
        """§6 The catalogue as it is now."""
        records, _ = self.vault.chain(log_texts(self.events))
        lines = [{"table": table, "id": row_id, "version": self.versions[row_id], "data": data}
                 for table, rows in (("photos", self.photos), ("objects", self.objects)) for row_id, data in rows.items()]
        lines += [{"table": "log", "id": f"{seq:032x}", "version": 1, "data": record} for seq, record in enumerate(records, 1)]
        head = {"generation": generation, "written": "2026-03-01T10:00:00.000Z", "photos": len(self.photos), "objects": len(self.objects), "log": len(records)}
        content = b"".join(compact(line) + b"\n" for line in [head, *lines])
        capsule = self.vault.capsule(content, f"catalogue {generation}", kind="snapshot", photo="0" * 32, mime="application/x-ndjson")
        plain = self.vault.plaintext(capsule, content)
        self.files[f"snapshots/{generation}"] = self.vault.blob(f"snapshot {generation}", plain, bytes(8) + u64(generation), epoch=epoch)

    def finish(self, slots, secrets, generation, header=1, catalogue=None, records=None):
        """Header, catalogue, and what is expected."""
        vault = self.vault
        catalogue = generation if catalogue is None else catalogue
        both = vault.header(vault.line1(slots, header, catalogue))
        log, head = vault.chain(log_texts(self.events))
        row = lambda table, row_id, version, value: vault.row(table, bytes.fromhex(row_id), version, value, self.epoch_of(table, row_id))
        tables = {"photos": [row("photos", *one) for one in self.versioned(self.photos)], "objects": [row("objects", *one) for one in self.versioned(self.objects)],
                  "pages": [row("pages", row_id, 1, value) for row_id, value in self.pages.items()],
                  "thumbs": [row("thumbs", row_id, 2, value) for row_id, value in self.thumbs.items()],
                  "log": [row("log", f"{seq:032x}", 1, record) for seq, record in enumerate(log, 1)]}
        previews = sum("preview" in photo for photo in self.photos.values())
        state = {"vault": vault.id.hex(), "generation": generation, "records": records or generation, "photos": len(self.photos), "blobs": len(self.photos) + previews,
                 "root": vault.root_of(tables).hex(), "logLength": len(log), "logHead": head.hex(), "header": header, "changed": "2026-03-01T10:00:00.000Z"}
        tables["state"] = [row("state", "0" * 32, generation, state)]
        with tempfile.TemporaryDirectory() as scratch:
            write_catalogue(Path(scratch) / "catalog.db", tables, self.page_size)
            database = (Path(scratch) / "catalog.db").read_bytes()
        albums = {row_id: one["name"] for row_id, one in self.objects.items() if one["type"] == "album"}
        photos = [{"id": row_id, "name": photo["name"], "bytes": photo["bytes"], "digest": photo["digest"], "type": photo["mime"],
                   **{name: photo.get(name) for name in ("width", "height", "capturedAt", "camera", "latitude", "longitude")},
                   "albums": [albums[one] for one in photo.get("albums", [])], "trashed": "trashedAt" in photo, "favourite": "favourite" in photo,
                   "content": H(32, b"", self.contents[row_id]).hex()} for row_id, photo in sorted(self.photos.items())]
        expected = {"format": 1, "vault": vault.id.hex(), "secrets": secrets, "epochs": len(vault.epochs), "generation": generation, "header": header, "slots": len(slots),
                    "snapshots": sorted(int(name.split("/")[1]) for name in self.files if name.startswith("snapshots/")),
                    "log": [event["event"] for event in self.events], "photos": photos}
        return {"vault.hdr": both, "vault.hdr.bak": both, "catalog.db": database, **self.files}, expected

    def versioned(self, rows):
        return [(row_id, self.versions[row_id], value) for row_id, value in rows.items()]


def passphrase_slot(vault, label="Passphrase", passphrase=PASSPHRASE, key_file=None, **more):
    derived = argon2id(passphrase, SALT, **COST)
    if key_file is None: return vault.slot(label, "passphrase", derived, SALT, **more)
    return vault.slot(label, "passphrase+keyfile", with_key_file(derived, key_file), SALT, **more)


def usual_slots(vault):
    return [passphrase_slot(vault), vault.slot("Recovery words", "recovery", RECOVERY)]


WORDS = {"words": words_of(RECOVERY)}
USUAL = [{"passphrase": PASSPHRASE}, WORDS]


def empty():
    golden = Golden("empty")
    return golden.finish(usual_slots(golden.vault), USUAL, 1, catalogue=0)


def family():
    """Photos of several kinds, albums, the trash, an import with its pages, settings, snapshots."""
    golden = Golden("family", page_size=4096)
    summer = golden.object("summer", {"type": "album", "name": "Sommer 🌞", "created": "2026-03-01T09:02:00.000Z"})
    forest = golden.object("forest", {"type": "album", "name": "Wald", "created": "2026-03-01T09:02:00.000Z"})
    golden.object("nothing in it", {"type": "album", "name": "Leer", "created": "2026-03-01T09:02:00.000Z"})
    beach = golden.photo("IMG_0001.jpg", jpeg("beach"), "image/jpeg", thumb=JPEG, version=4, width=24, height=16, capturedAt="2024-07-06T12:13:14+02:00",
                         modifiedAt="2024-07-06T10:13:14.000Z", camera="Canon EOS 40D", lens="EF 50mm", latitude=56.15, longitude=10.2, altitude=3,
                         exposure={"seconds": 0.004, "fNumber": 8, "iso": 100, "focalLengthMm": 50}, color=0x8AA2B3, albums=[summer], favourite=True)
    golden.photo("Grün 🌿.png", png(40, 30, (0, 160, 60)), "image/png", thumb=WEBP, width=40, height=30, albums=[summer, forest], favourite=True)
    golden.photo("con.jpg", jpeg("in the trash"), "image/jpeg", thumb=JPEG, version=2, width=24, height=16, trashedAt="2026-03-01T09:30:00.000Z")
    golden.photo("bare.gif", b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;", "image/gif")
    golden.snapshot(9)
    golden.photo("another of the same name", jpeg("the same name"), "image/jpeg", shown="IMG_0001.jpg", width=24, height=16)
    line = lambda name, result, **more: {"path": f"/home/åsa/Bilder/{name}", "bytes": 400, "modified": 1720260794000, "result": result, **more}
    golden.a_import(5, [[line("IMG_0001.jpg", "imported", photo=beach), line("copy.jpg", "duplicate", photo=beach)], [line("con.jpg", "imported")]])
    golden.object("settings", {"type": "settings", "verified": {"at": "2026-03-01T09:40:00.000Z", "problems": 0}}, 3)
    golden.events += [{"event": "verified", "quick": False, "problems": 0}, {"event": "from a later version", "more": [1, {"a": None}]}]
    golden.snapshot(14)
    return golden.finish(usual_slots(golden.vault), USUAL, 16, header=3, catalogue=12, records=14)


def preview():
    """Originals that Chromium cannot show, with a picture that it can."""
    golden = Golden("preview", page_size=512)
    golden.photo("scan.tif", tiff(60, 40, 99), "image/tiff", preview=jpeg("of the scan"), thumb=JPEG, width=60, height=40, capturedAt="1999-12-31T23:59:59")
    golden.photo("large.tif", tiff(400, 300, 50), "image/tiff", preview=jpeg("of the large one"), thumb=WEBP, width=400, height=300)
    golden.a_import(2)
    golden.snapshot(4)
    return golden.finish(usual_slots(golden.vault), USUAL, 4)


def slots():
    """Eight ways in: passphrases, key files, the recovery kit, and one whose costs nobody accepts."""
    golden = Golden("slots")
    vault = golden.vault
    golden.photo("one.png", png(8, 8, (200, 30, 30)), "image/png", width=8, height=8)
    golden.a_import(1)
    ways = [passphrase_slot(vault, "Costly", "costly", ops=11), passphrase_slot(vault, "Åsa", "Åsas lösenord", created="2026-03-01T09:00:01.000Z"),
            passphrase_slot(vault), passphrase_slot(vault, "USB stick", PASSPHRASE, KEY_FILE), passphrase_slot(vault, "Empty file", PASSPHRASE, b""),
            passphrase_slot(vault, "🗝" * 50, "another", KEY_FILE), vault.slot("Recovery words", "recovery", RECOVERY), passphrase_slot(vault, "Last", "the last one")]
    secrets = [{"passphrase": "A\u030asas lo\u0308senord"}, {"passphrase": PASSPHRASE}, {"passphrase": PASSPHRASE, "keyFile": b64(KEY_FILE)},
               {"passphrase": "another", "keyFile": b64(KEY_FILE)}, {"passphrase": PASSPHRASE, "keyFile": ""}, WORDS, {"passphrase": "the last one"}]
    golden.events += [{"event": "slot-added", "slot": way["id"], "kind": way["kind"], "label": way["label"]} for way in ways[1:]]
    golden.snapshot(9)
    return golden.finish(ways, secrets, 9, header=8)


def rotated(resealing=False):
    """After a rotation of the keys: blobs of both epochs. `resealing`: cut off while the cells were being sealed anew."""
    golden = Golden("resealing" if resealing else "rotated", 2)
    golden.photo("before.jpg", jpeg("before the rotation"), "image/jpeg", epoch=1, thumb=JPEG, width=24, height=16)
    golden.photo("before too.png", png(10, 10, (1, 2, 3)), "image/png", epoch=1, width=10, height=10, favourite=True)
    golden.a_import(2)
    golden.snapshot(5, epoch=1)
    golden.events.append({"event": "keys-rotated", "epoch": 2, "dropped": 1})
    if resealing:
        golden.object("settings", {"type": "settings", "resealing": {"scope": "catalogue"}})
        first = min(golden.photos)
        golden.epoch_of = lambda table, row_id: 2 if table == "state" or row_id in (first, golden.id("settings")) else 1
        return golden.finish(usual_slots(golden.vault), USUAL, 8, header=2, catalogue=6)
    golden.photo("after.jpg", jpeg("after the rotation"), "image/jpeg", thumb=JPEG, width=24, height=16)
    golden.snapshot(12)
    return golden.finish(usual_slots(golden.vault), USUAL, 12, header=2, catalogue=6)


def write_golden():
    """Name, and files by their paths, of every golden vault; `.json` beside each tells what is in it."""
    for name, make in {"empty": empty, "family": family, "preview": preview, "slots": slots, "rotated": rotated, "resealing": lambda: rotated(True)}.items():
        files, expected = make()
        yield name, {f"{name}.lightproof/{path}": data for path, data in files.items()} | {f"{name}.json": compact(expected) + b"\n"}


def same_vault(folder, files):
    """Names of files that differ. Of catalogues the rows are compared: SQLite writes its own version into the file."""
    names = {path for path in files} | {str(file.relative_to(folder)) for name in {path.split("/")[0] for path in files} if name.endswith(".lightproof")
                                        for file in (folder / name).rglob("*") if file.is_file()}
    return [folder / name for name in sorted(names) if not same_file(folder / name, files.get(name))]


def same_file(file, data):
    if data is None or not file.is_file(): return False
    if file.name != "catalog.db": return file.read_bytes() == data
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "made.db"
        made.write_bytes(data)
        return dump(made) == dump(file)


def dump(file):
    db = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        numbers = [db.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version", "page_size")]
        return numbers, db.execute("SELECT sql FROM sqlite_schema ORDER BY name").fetchall(), [db.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in TABLES]
    finally:
        db.close()
