"""Cells and the root (docs/format.md §5.2, §5.3), the audit log (§5.6) and snapshots (§6.2)."""
from base64 import b64decode

from cases import Cases, flipped
from writing import H, LP, TABLES, WHEN, Vault, b64, compact, fixed, log_texts, padded, sign, u32, u64

EVENTS = [{"event": "created"}, {"event": "unlocked", "slot": "ab" * 16, "kind": "passphrase"},
          {"event": "imported", "import": "cd" * 16, "state": "done", "imported": 3, "duplicate": 1, "skipped": 0, "failed": 0},
          {"event": "something later", "unknown": [1, 2]}]


def cell_cases():
    cases = Cases("Rows of the catalogue, under the keys of vault.json (epochs 1 and 2).", table="its table", id="hex", version="the row's",
                  epoch="the row's", cell="base64", data="base64: what is in it")
    vault, other = Vault("vector", 2), Vault("other", 2)
    contents = {"state": compact({"generation": 7}), "photos": compact({"name": "Ätna.jpg"}), "thumbs": b"\2" + fixed("thumbnail", 1500),
                "objects": compact({"type": "album", "name": "Sommer"}), "pages": compact({"items": []}), "log": compact({"entry": "{}"})}

    def case(table, row_id, version, epoch, cell):
        return {"table": table, "id": row_id.hex(), "version": version, "epoch": epoch, "cell": b64(cell)}

    def refused(name, reason, *row):
        cases.refused(name, reason, "catalogue-damaged", **case(*row))

    for table, data in contents.items():
        row_id = bytes(16) if table == "state" else fixed(f"row of {table}", 16)
        block = TABLES[table][1]
        cell = vault.cell(table, row_id, 7, data)
        cases.accepted(table, **case(table, row_id, 7, 2, cell), data=b64(data))
        cases.accepted(f"{table}, of an older epoch", **case(table, row_id, 7, 1, vault.cell(table, row_id, 7, data, epoch=1)), data=b64(data))
        refused(f"{table}: an earlier version", "the version is authenticated", table, row_id, 6, 2, cell)
        refused(f"{table}: a later version", "the version is authenticated", table, row_id, 8, 2, cell)
        refused(f"{table}: in another row", "the id is authenticated", table, flipped(row_id, -1), 7, 2, cell)
        refused(f"{table}: another epoch", "the epoch is authenticated, and its key another", table, row_id, 7, 1, cell)
        refused(f"{table}: an epoch the keyring has not", "no key", table, row_id, 7, 3, vault.cell(table, row_id, 7, data, epoch=3))
        for to in TABLES:
            if (table, to) in (("photos", "objects"), ("objects", "photos"), ("pages", "thumbs"), ("log", "objects")):
                refused(f"{table}: in {to}", "every table has a key of its own", to, row_id, 7, 2, cell)
        refused(f"{table}: of another vault", "another key", table, row_id, 7, 2, other.cell(table, row_id, 7, data))
        for what, at in {"nonce": 0, "first byte": 24, "tag": -1}.items():
            refused(f"{table}: a bit of the {what}", "not authentic", table, row_id, 7, 2, flipped(cell, at))
        refused(f"{table}: a length that goes beyond the cell", "the data ends within it", table, row_id, 7, 2,
                vault.cell(table, row_id, 7, b"", plain=u32(block - 3) + bytes(block - 4)))
    photos, data = fixed("row of photos", 16), contents["photos"]
    cell = vault.cell("photos", photos, 7, data)
    for keep in (0, 1, 23, 24, 39, 40, 41, len(cell) - 17, len(cell) - 1):
        refused(f"cut off after {keep}", "the tag is at its end", "photos", photos, 7, 2, cell[:keep])
    refused("longer by a byte", "the tag is at its end", "photos", photos, 7, 2, cell + b"\0")
    refused("sealed under the key of another table", "every table has a key of its own", "photos", photos, 7, 2,
            vault.cell("photos", photos, 7, data, sealed_as=("photos", 3)))
    refused("sealed with the name of another table", "the table is authenticated", "photos", photos, 7, 2, vault.cell("photos", photos, 7, data, sealed_as=("objects", 1)))
    refused("version 0", "versions start at 1", "photos", photos, 0, 2, vault.cell("photos", photos, 0, data))
    refused("an id of 15 bytes", "an id has 16", "photos", photos[:15], 7, 2, vault.cell("photos", photos[:15], 7, data))
    refused("an id of 17 bytes", "an id has 16", "photos", photos + b"\0", 7, 2, vault.cell("photos", photos + b"\0", 7, data))
    refused("a plaintext of 3 bytes", "there is a length", "photos", photos, 7, 2, vault.cell("photos", photos, 7, b"", plain=b"abc"))
    refused("no plaintext", "there is a length", "photos", photos, 7, 2, vault.cell("photos", photos, 7, b"", plain=b""))
    refused("padding that is not zeros", "the data is followed by zeros", "photos", photos, 7, 2, vault.cell("photos", photos, 7, b"", plain=padded(LP(data), 256, b" ")))
    refused("a last byte that is not zero", "the data is followed by zeros", "photos", photos, 7, 2,
            vault.cell("photos", photos, 7, b"", plain=padded(LP(data), 256)[:-1] + b"\1"))
    refused("not padded", "a multiple of 256", "photos", photos, 7, 2, vault.cell("photos", photos, 7, b"", plain=LP(data)))
    refused("padded to another table's block", "a multiple of 1024", "thumbs", photos, 7, 2, vault.cell("thumbs", photos, 7, b"", plain=padded(LP(data), 256)))
    for size in (0, 1, 251, 252, 253, 508):
        told = fixed("data", size)
        cases.accepted(f"{size} bytes of data", **case("photos", photos, 7, 2, vault.cell("photos", photos, 7, told)), data=b64(told))
    cases.accepted("a block more than needed", data=b64(data), **case("photos", photos, 7, 2, vault.cell("photos", photos, 7, b"", plain=padded(LP(data), 256) + bytes(256))))
    cases.accepted("a large version", data=b64(data), **case("photos", photos, 2**40, 2, vault.cell("photos", photos, 2**40, data)))
    return cases


def root_cases():
    cases = Cases("The root over all rows (§5.3) of a vault; its rows' cells are any bytes here. Where it is refused, the state row names `root` all the same.",
                  rows="[table, id in hex, version, cell in hex], in any order", root="hex")
    cases.shared["vault"] = Vault("vector").id.hex()
    vault = Vault("vector")
    row = lambda table, name, version=1, first=None: (table, (first or b"") + fixed(name, 16)[len(first or b""):], version, fixed(f"cell {name}", 20))
    rows = [row("photos", "a", 1, b"\7"), row("photos", "b", 300, b"\7"), row("photos", "c", 2, b"\xff"), row("photos", "d", 1, b"\0"),
            row("objects", "e"), row("objects", "f", 2**33), row("pages", "g")]

    def root(of):
        return vault.root_of({table: [(i, v, 1, c) for t, i, v, c in of if t == table] for table in TABLES}).hex()

    def told(of): return [[table, i.hex(), version, cell.hex()] for table, i, version, cell in of]
    for name, of in {"no row": [], "one row": rows[:1], "rows of all tables": rows, "in another order": rows[::-1]}.items():
        cases.accepted(name, rows=told(of), root=root(of))
    changed = lambda n, **to: [*rows[:n], tuple(to.get(key, value) for key, value in zip(("table", "id", "version", "cell"), rows[n])), *rows[n + 1:]]
    for name, of in {"a photo deleted": rows[1:], "an object deleted": rows[:4] + rows[5:], "a page deleted": rows[:-1], "all deleted": [],
                     "a photo added": [*rows, row("photos", "new")], "a photo's version": changed(0, version=2), "an older cell": changed(0, cell=fixed("older", 20)),
                     "a row put into another table": changed(4, table="pages"), "another id": changed(2, id=fixed("other", 16)),
                     "two rows exchanged": [*changed(0, cell=rows[1][3])[:1], *changed(1, cell=rows[0][3])[1:]]}.items():
        cases.refused(name, "the root is another", "catalogue-altered", rows=told(of), root=root(rows))
    return cases


def log_cases():
    cases = Cases("Audit logs as the cells hold them, oldest first, with the length and the head of the state row.", signing="base64: the public key, where it is not vault.json's",
                  log="entries and their signatures", length="logLength", head="logHead, hex")
    vault, other = Vault("vector"), Vault("other")
    texts = log_texts(EVENTS)
    records, head = vault.chain(texts)

    def refused(name, reason, log, length=len(records), of=head):
        cases.refused(name, reason, "log-damaged", log=log, length=length, head=of.hex())

    for count in range(len(texts) + 1):
        log, end = vault.chain(texts[:count])
        cases.accepted(f"{count} entries", log=log, length=count, head=end.hex())
    odd = ['{ "at" : "2026-03-01T09:01:00.000Z",\t"event":"created", "seq": 1 }', '{"seq":2,"at":"2026-03-01T09:02:00.000Z","event":"exported","destination":"/home/Åsa/\\ud83c\\udf3f"}']
    log, end = vault.chain(odd)
    cases.accepted("texts with other spaces, other order and escapes: their bytes count", log=log, length=2, head=end.hex())
    for n in range(len(records)):
        refused(f"entry {n + 1} removed", "the next one's number and hash are others", records[:n] + records[n + 1:])
        altered = {**records[n], "entry": records[n]["entry"].replace("09:0", "08:0")}
        refused(f"entry {n + 1} altered", "its signature is for another hash", [*records[:n], altered, *records[n + 1:]])
        spaced = {**records[n], "entry": records[n]["entry"] + " "}
        refused(f"entry {n + 1} with a space more", "the bytes are chained, not the meaning", [*records[:n], spaced, *records[n + 1:]])
        broken = {**records[n], "signature": b64(flipped(b64decode(records[n]["signature"]), 5))}
        refused(f"entry {n + 1}: a bit of its signature", "the signature does not hold", [*records[:n], broken, *records[n + 1:]])
    refused("two entries exchanged", "the hash goes over the one before", [records[0], records[2], records[1], records[3]])
    refused("an entry twice", "its number is another", [records[0], records[0], *records[2:]])
    refused("an entry more than the state says", "it ends elsewhere", records, 3, vault.chain(texts[:3])[1])
    refused("an entry less than the state says", "it ends elsewhere", records[:3])
    refused("another head", "it ends elsewhere", records, of=fixed("another head"))
    refused("a log of nothing with a head", "the head of no entries is zeros", [], 0)
    refused("signed by another key", "not the vault's", vault.chain(texts, other.signing)[0])
    refused("of another vault", "the vault's id is in the hash", other.chain(texts)[0], of=other.chain(texts)[1])
    replaced = vault.chain([texts[0].replace("09:01", "09:00"), *texts[1:]])[0]
    refused("rewritten from the first by who has the keys", "the head is another", replaced)
    swapped = [{**records[0], "signature": records[1]["signature"]}, {**records[1], "signature": records[0]["signature"]}, *records[2:]]
    refused("signatures exchanged", "each is for its hash", swapped)
    seq = texts[1].replace('"seq":2', '"seq":9')
    log, end = vault.chain([texts[0], seq])
    refused("a number that is not its place", "entries are numbered from 1", log, 2, end)
    for name, text in {"no number": '{"at":"2026-03-01T09:01:00.000Z","event":"created"}', "no JSON": "created"}.items():
        log, end = vault.chain([text])
        refused(f"an entry with {name}", "a JSON object with seq", log, 1, end)
    short = [{**records[0], "signature": b64(bytes(63))}, *records[1:]]
    refused("a signature of 63 bytes", "64 bytes", short)
    bare = [{**records[0], "signature": b64(sign(vault.signing, H(32, b"", b"lightproof/1 log", vault.id, u64(1), bytes(32), H(32, b"", texts[0].encode()))))}, *records[1:]]
    refused("a signature over the hash alone", "it goes over its context too", bare)
    return cases


def snapshot_cases():
    cases = Cases("Contents of snapshots (§6.2), as text.", content="the text", generation="the one its name tells", photos="how many", objects="how many", log="how many")
    vault = Vault("vector")
    photo = {"blob": "ab" * 16, "name": "Ätna 🌿.jpg", "bytes": 5, "digest": "cd" * 32, "mime": "image/jpeg", "importedAt": WHEN, "import": "00" * 16}
    lines = [{"table": "photos", "id": "11" * 16, "version": 3, "data": photo}, {"table": "photos", "id": "22" * 16, "version": 1, "data": photo},
             {"table": "objects", "id": "33" * 16, "version": 1, "data": {"type": "album", "name": "Sommer", "created": WHEN}}]
    log = [{"table": "log", "id": f"{seq:032x}", "version": 1, "data": record} for seq, record in enumerate(vault.chain(log_texts(EVENTS))[0], 1)]

    def text(of, **head):
        counts = {name: sum(line.get("table") == name for line in of) for name in ("photos", "objects", "log")}
        head = {"generation": 9, "written": WHEN, **counts, **head}
        return "".join(compact(line).decode() + "\n" for line in [head, *of])

    def fine(name, of):
        cases.accepted(name, content=text(of), generation=9, **{key: sum(line["table"] == key for line in of) for key in ("photos", "objects", "log")})

    fine("nothing", [])
    fine("photos, an album, the log", [*lines, *log])
    fine("fields nobody knows", [lines[0] | {"later": 1}])
    for name, (reason, content) in {
            "empty": ("no first line", ""), "a newline": ("no first line", "\n"),
            "cut off in a line": ("the last line has no end", text(lines)[:-5]), "no newline at the end": ("every line is ended", text(lines)[:-1]),
            "a line missing": ("fewer than counted", text(lines, photos=3)), "a line more": ("more than counted", text(lines, photos=1)),
            "an object more than counted": ("more than counted", text(lines, objects=0)), "an entry of the log missing": ("fewer than counted", text([*lines, *log[:-1]], log=4)),
            "an entry of the log more": ("more than counted", text([*lines, *log], log=3)),
            "counts that are no numbers": ("numbers", text(lines, photos="2")), "no generation": ("it is counted", text(lines, generation=None)),
            "another generation": ("its name tells another", text(lines, generation=8)),
            "an empty line": ("a line is a record", text(lines) + "\n"), "a line that is not JSON": ("a line is a record", text(lines).replace('"version":3', '"version":')),
            "a record of no table": ("photos, objects and log", text([*lines, {"table": "pages", "id": "44" * 16, "version": 1, "data": {"items": []}}])),
            "an id in capitals": ("hex is lowercase", text([lines[0] | {"id": "AB" * 16}])), "an id too short": ("16 bytes", text([lines[0] | {"id": "ab" * 15}])),
            "version 0": ("versions start at 1", text([lines[0] | {"version": 0}])), "no data": ("a record has data", text([{**lines[0], "data": None}])),
            "the records before the first line": ("the counts come first", "".join(text(lines).splitlines(True)[1:] + text(lines).splitlines(True)[:1])),
            "a record twice": ("a photo is there once", text([lines[0], lines[0]])),
            "an entry of the log with another number": ("its id is its number", text([log[0], log[2]])),
            "an entry of the log of version 2": ("entries never change", text([log[0] | {"version": 2}]))}.items():
        cases.refused(name, reason, "blob-damaged", content=content, generation=9)
    return cases
