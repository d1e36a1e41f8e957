"""Puts a vector to the reference reader: what it says otherwise, or None."""
import base64, contextlib, io, tempfile
from pathlib import Path
from types import SimpleNamespace as Fields

from cases import edited
from writing import H, WORD_LIST, Vault, fixed, seal, u64
import read_vault as reader  # found by writing.py

WORDS_REFUSED = {"secret-wrong", "words-invalid"}


def judge(name, shared, case):
    """A refusal must be one of the same sort: a wrong secret, or damage."""
    code, told = case["code"], io.StringIO()
    try:
        with contextlib.redirect_stderr(told): found = JUDGES[name](shared, case)
    except reader.Refused as why:
        sort = {3: WORDS_REFUSED, 4: {"vault-version"}}.get(why.args[0], {"header-damaged"})
        return None if code in sort else f"refused: {why}"
    except reader.Damaged as why:
        return None if code not in (None, *WORDS_REFUSED) else f"damaged: {why}"
    if code is not None: return f"accepted, and it should be {code}"
    return None if found in (True, None) else f"another result: {found}"


def keys_of_vector():
    vault = Vault("vector", 2)
    header = reader.read_header(vault.header(vault.line1([vault.slot("Kit", "recovery", fixed("recovery secret"))])))
    return reader.open_header(header, "recovery", lambda slot: fixed("recovery secret"))


KEYS = keys_of_vector()


def headers(shared, case):
    copies = [copy_of(case["first"]), copy_of(case["first"] if case["second"] == "same" else case["second"])]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "blobs/ab").mkdir(parents=True)
        for name, data in zip(("vault.hdr", "vault.hdr.bak"), copies):
            if data is not None: (folder / name).write_bytes(data)
        keys = reader.open_vault(folder, *reader.recovery_secret(case.get("words", shared["words"]), WORD_LIST))
    wanted = (case.get("generation"), case.get("catalogue", keys.catalogue))
    return (keys.generation, keys.catalogue) == wanted or vars(keys)


def copy_of(told):
    if told is None: return None
    if isinstance(told, str): return told.encode()
    if "base64" in told: return base64.b64decode(told["base64"])
    return (told["text"][:1] + " " * told["spaces"] + told["text"][1:]).encode()


def unlocking(shared, case):
    header = reader.read_header(shared["headers"][case["header"]].encode())
    if "words" in case: secret = reader.recovery_secret(case["words"], WORD_LIST)
    else:
        file = case.get("keyFile")
        if isinstance(file, dict):
            part = base64.b64decode(file["of"])
            file = (part * (file["size"] // len(part) + 1))[:file["size"]]
        elif file is not None: file = base64.b64decode(file)
        secret = reader.passphrase_secret(case["passphrase"], file)
    opened(reader.open_header(header, *secret))


def opened(keys):
    if keys is None: raise reader.Refused(3, "no slot opens")


def slots(shared, case):
    vault = Vault("vector")
    vault.id = bytes.fromhex(case["vault"])
    header = reader.read_header(vault.header(vault.line1([case["slot"]])))
    opened(reader.open_header(header, case["slot"]["kind"], lambda slot: bytes.fromhex(case["secret"])))


def costs(shared, case):
    """With a derivation that does nothing but count."""
    real, reader.hash_secret_raw, count = reader.hash_secret_raw, lambda *_, **__: bytes(32), 0
    try:
        _, derive = reader.passphrase_secret("any")
        for ops, mem in case["costs"]:
            derive(Fields(salt=u64(count) * 2, ops=ops, mem=mem))
            count += 1
    finally:
        reader.hash_secret_raw = real
        assert count == case["taken"], case


def words(shared, case):
    _, derive = reader.recovery_secret(case["words"], WORD_LIST)
    return derive(None).hex() == case["secret"]


def blob_bytes(told):
    """A blob of a file of vectors."""
    if "base64" in told: return base64.b64decode(told["base64"])
    header, key = bytes.fromhex(told["header"]), bytes.fromhex(told["key"])
    plain = b"".join(bytes.fromhex(part["hex"]) if "hex" in part else bytes(part["zeros"]) if "zeros" in part else fixed(part["shake256"], part["size"])
                     for part in told["plaintext"])
    pieces = [plain[at:at + 65536] for at in range(0, len(plain), 65536)]
    file = header + b"".join(seal(key, bytes(15) + u64(i) + bytes([i == len(pieces) - 1]), piece, header[:48]) for i, piece in enumerate(pieces))
    assert H(32, b"", file).hex() == told["blake2b"]
    return file


def blobs(shared, case):
    told = shared["blobs"][case["blob"]]
    file = blob_bytes(told)
    if "pieces" in case:
        piece = lambda name, n: blob_bytes(shared["blobs"][name])[152 + n * 65552:152 + (n + 1) * 65552]
        file = file[:152] + b"".join(piece(*one) for one in case["pieces"])
    blob = reader.open_blob(KEYS, bytes.fromhex(case.get("id", told["id"])), edited(file, case.get("edits", [])))
    content = {"bytes": len(blob.content), "blake2b": H(32, b"", blob.content).hex()}
    return (blob.capsule, content) == (case.get("capsule"), case.get("content"))


def cells(shared, case):
    row = bytes.fromhex(case["id"]), case["version"], case["epoch"], base64.b64decode(case["cell"])
    return reader.open_cell(KEYS, case["table"], row) == base64.b64decode(case.get("data", ""))


def root(shared, case):
    rows = {table: [] for table in ("photos", "objects", "pages")}
    for table, row_id, version, cell in case["rows"]: rows[table].append((bytes.fromhex(row_id), version, 1, bytes.fromhex(cell)))
    found = reader.root_of(bytes.fromhex(shared["vault"]), {table: sorted(of) for table, of in rows.items()})
    reader.check(found.hex() == case["root"], "another root")


def log(shared, case):
    entries, head = reader.check_log(KEYS, case["log"])
    reader.check((len(entries), head.hex()) == (case["length"], case["head"]), "it ends elsewhere")


def snapshots(shared, case):
    blob = Fields(capsule={"kind": "snapshot"}, content=case["content"].encode())
    found = reader.open_snapshot(KEYS, blob, case["generation"])
    return (len(found.photos), len(found.objects), len(found.log)) == tuple(case.get(name) for name in ("photos", "objects", "log"))


def aead(shared, case):
    key, nonce, ad, box = (bytes.fromhex(case[name]) for name in ("key", "nonce", "ad", "box"))
    reader.check(len(nonce) == 24 and len(box) >= 16, "of another length")
    return reader.aead_open(key, nonce, box, ad, "the box").hex() == case.get("message")


def primitives(shared, case):
    part = {name: bytes.fromhex(case[name]) for name in ("key", "data", "seed", "message", "salt") if name in case}
    if case["what"] == "H": return reader.H(case["size"], part["key"], part["data"]).hex() == case["out"]
    if case["what"] == "kdf": return reader.kdf(part["key"], case["number"], case["context"].encode()).hex() == case["out"]
    if case["what"] == "okm": return [one.hex() for one in reader.okm(part["key"], case["context"].encode(), part["data"])] == [case["out"], case["commitment"]]
    if case["what"] == "Argon2id":
        _, derive = reader.passphrase_secret(part["data"].decode())
        return derive(Fields(salt=part["salt"], ops=case["ops"], mem=case["mem"])).hex() == case["out"]
    return True  # the reader makes no keys and no signatures


JUDGES = {"headers": headers, "unlocking": unlocking, "slots": slots, "costs": costs, "words": words, "blobs": blobs, "cells": cells, "root": root, "log": log,
          "snapshots": snapshots, "aead": aead, "primitives": primitives, "padme": lambda shared, case: reader.padme(case["length"]) == case["padded"]}
