"""Blobs (docs/format.md §4), read to their end."""
import re

from cases import Cases, edited
from writing import CHUNK, H, LP, Vault, b64, compact, fixed, padded, padme, u64

SEALED = CHUNK + 16
FRONT = 4096 + 8  # capsule and length of content


def rule(name, size):
    """Content that is described, not stored."""
    return {"shake256": name, "size": size}, fixed(name, size)


def described(data):
    """Bytes as stretches in hex and long stretches of zeros."""
    for part in re.findall(rb"\0{16,}|(?:(?!\0{16}).)+", data, re.S):
        yield ({"hex": part.hex()} if part.strip(b"\0") or len(part) < 16 else {"zeros": len(part)}), part


def blob_cases():
    cases = Cases(
        "Blobs: bytes in base64, or how to make them where they are long. A vault's keys are in vault.json; `blobs` tells of each its id and, where it "
        "is not in base64, its 152 bytes of header and the content key under which its plaintext (parts in order; shake256: SHAKE-256 of "
        "\"lightproof vectors: \" and the name; zeros: so many) is sealed, and `blake2b`, the H(32;;) of the file that must come out.",
        blob="a name from `blobs`",
        pieces="[blob, number] of the pieces that follow the header of `blob`, instead of its own",
        edits='done to the bytes, in order: ["flip", byte, bit], ["keep", bytes], ["add", hex], ["put", at, hex], ["exchange", at, other, bytes]',
        id="the name the file lies under, where it is not the blob's",
        where="what a reader finds wrong first, where it can tell",
        capsule="what the capsule says",
        content="{bytes, blake2b: H(32;;) of the content}",
    )
    vault, other = Vault("vector", 2), Vault("other")
    files, blobs = {}, {}
    cases.shared["blobs"] = blobs

    def add(name, parts, of=vault, **header):
        """A blob of this plaintext: `parts` as they are described beside their bytes. A few are there in full."""
        parts = list(parts)
        plain = b"".join(data for _, data in parts)
        file = of.blob(name, plain, **header)
        files[name] = file
        if name in ("empty", "one byte", "a preview"):
            blobs[name] = {"id": file[32:48].hex(), "base64": b64(file)}
        else:
            _, key = of.blob_header(name, file[32:48], **header)
            blobs[name] = {"id": file[32:48].hex(), "header": file[:152].hex(), "key": key.hex(),
                           "plaintext": [told for told, _ in parts], "blake2b": H(32, b"", file).hex()}

    def whole(name, size, of=vault, capsule=None, **header):
        """A sound blob with content of this size, or with whatever capsule is given."""
        told, content = rule(name, size)
        capsule = of.capsule(content, **(capsule or {}))
        front = padded(LP(compact(capsule)), 4096)
        length = padme(len(front) + 8 + size)
        zeros = length - len(front) - 8 - size
        add(name, [*described(front + u64(size)), (told, content), ({"zeros": zeros}, bytes(zeros))], of, **header)
        return capsule, content

    def sound(name, size, **more):
        capsule, content = whole(name, size, **more)
        cases.accepted(f"{name}", blob=name, capsule=capsule, content={"bytes": size, "blake2b": H(32, b"", content).hex()})

    def refused(name, reason, blob, where=None, **case):
        cases.refused(name, reason, "blob-damaged", blob=blob, **({"where": where} if where else {}), **case)

    sound("empty", 0)
    sound("one byte", 1)
    sound("a thousand bytes", 1000)
    sound("of the first epoch", 500, epoch=1)
    for more in (-1, 0, 1):
        sound(f"plaintext of {CHUNK + more} before padding", CHUNK - FRONT + more)
        sound(f"content of {CHUNK + more}", CHUNK + more)
    sound("several pieces", 200_000)
    sound("two pieces, the second one full", 2 * CHUNK - FRONT)
    sound("a preview", 300, capsule={"kind": "preview", "mime": "image/webp", "capturedAt": "2024-05-06T07:08:09+02:00",
                                     "modifiedAt": "2024-05-06T05:08:09.000Z"})
    sound("the film of a Live Photo", 300, capsule={"kind": "pair", "mime": "video/quicktime"})
    sound("a capsule with fields nobody knows", 10, capsule={"pair": "00" * 16, "later": [1]})
    sound("a capsule of two blocks", 10, capsule={"later": "x" * 4096})
    sound("a capsule that fills its block", 10, capsule={"later": "x" * 3774})
    front_size = 4 + len(compact(vault.capsule(fixed("a capsule that fills its block", 10), later="x" * 3774)))
    assert front_size <= 4096, front_size

    # Bits of the header
    for at, what in {0: "magic", 7: "magic", 8: "flags", 9: "chunk size", 10: "zeros", 11: "zeros", 16: "vault id", 31: "vault id", 32: "blob id", 47: "blob id"}.items():
        refused(f"bit of byte {at}: {what}", "not the header of this blob of this vault", "one byte", "header", edits=[["flip", at, 0]])
    refused("bit of byte 15: an epoch nobody has", "no key for it", "one byte", "epoch", edits=[["flip", 15, 2]])
    refused("epoch 1 in its place", "the wrapped key is of epoch 2", "one byte", "file key", edits=[["put", 12, "00000001"]])
    refused("epoch 0", "no key for it", "one byte", "epoch", edits=[["put", 12, "00000000"]])
    for at, what in {48: "nonce", 71: "nonce", 72: "wrapped key", 103: "wrapped key", 104: "tag", 119: "tag", 120: "commitment", 151: "commitment"}.items():
        refused(f"bit of byte {at}: {what}", "the file key does not open", "one byte", "file key", edits=[["flip", at, 7]])
    refused("flag of the drop box", "reserved", "one byte", "header", edits=[["put", 8, "01"]])
    refused("chunks of 32 KiB", "16 is the one size", "one byte", "header", edits=[["put", 9, "0f"]])
    refused("magic of a later version", "LPBLOB1 alone", "one byte", "header", edits=[["put", 6, "32"]])
    for name, start in {"flags 1": b"LPBLOB1\n\1\x10\0\0", "chunk size 2^17": b"LPBLOB1\n\0\x11\0\0", "reserved bytes set": b"LPBLOB1\n\0\x10\0\1"}.items():
        whole(f"written with {name}", 10, start=start)
        refused(f"{name}, everything else right", "not written by this version", f"written with {name}", "header")
    whole("of an epoch the keyring has not", 10, epoch=3)
    refused("sealed for epoch 3", "the keyring ends with 2", "of an epoch the keyring has not", "epoch")
    whole("committed to another file key", 10, commit_to=fixed("another file key"))
    refused("a commitment to another file key", "the file key opens, and is not the one committed to", "committed to another file key", "commitment")
    refused("under another name", "its id is another", "one byte", "header", id="00" * 16)
    refused("the header of another blob", "bound to its id", "one byte", "header", edits=[["put", 0, files["empty"][:152].hex()]])
    refused("the wrapped key of another blob", "bound to its prefix", "one byte", "file key", edits=[["put", 48, files["empty"][48:152].hex()]])
    whole("of another vault", 10, of=other)
    refused("another vault's", "bound to the vault's id", "of another vault", "header")
    refused("another vault's, with this vault's id put in", "not under this vault's keys", "of another vault", "file key",
            edits=[["put", 16, vault.id.hex()], ["put", 12, "00000001"]])

    # Cut off, longer
    size = len(files["one byte"])
    for keep in (0, 1, 8, 47, 48, 120, 151, 152, 153, 167, 168):
        refused(f"cut off after {keep}", "no file of that length", "one byte", "length", edits=[["keep", keep]])
    refused("cut off after 169", "a byte is left of a piece", "one byte", "chunk 0", edits=[["keep", 169]])
    for less in (1, 15, 16, 17):
        refused(f"{less} shorter", "the last piece is cut off", "one byte", "chunk 0", edits=[["keep", size - less]])
    for more in (1, 16, 17):
        refused(f"{more} longer", "the last piece is no other", "one byte", "chunk 0", edits=[["add", "00" * more]])
    long, ends = "several pieces", [152 + SEALED * n for n in (1, 2, 3)]
    total = len(files[long])
    assert ends[2] < total < 152 + 4 * SEALED
    for n, end in enumerate(ends, 1):
        for keep in (end - 1, end, end + 1, end + 16, end + 17):
            where = "length" if 0 < keep - end <= 16 else None
            refused(f"of 4 pieces, {n} and {keep - end} bytes are left", "the last piece is marked in its nonce", long, where,
                    edits=[["keep", keep]])
    for more in (1, 16, 17):
        refused(f"of 4 pieces, {more} longer", "nothing follows the last piece", long, edits=[["add", "00" * more]])
    refused("of 4 pieces, the first one again at the end", "nothing follows the last piece", long, pieces=[[long, n] for n in (0, 1, 2, 3, 0)])

    # Pieces
    for n in range(4):
        start, end = 152 + n * SEALED, min(152 + (n + 1) * SEALED, total)
        for at, what in {start: "first byte", (start + end) // 2: "middle", end - 17: "last byte", end - 16: "tag", end - 1: "end of the tag"}.items():
            refused(f"a bit in piece {n}: {what}", "the piece is not authentic", long, f"chunk {n}", edits=[["flip", at, n]])
    whole("several others", 200_000)
    for n in range(4):
        pieces = [[long, i] for i in range(4)]
        pieces[n] = ["several others", n]
        refused(f"piece {n} of another blob", "another content key", long, f"chunk {n}", pieces=pieces)
    for order in ([1, 0, 2, 3], [0, 2, 1, 3], [0, 1, 3, 2], [0, 0, 1, 2, 3], [0, 1, 1, 3], [0, 2, 3], [1, 2, 3], [3], [0, 3], [0, 1, 2], [0, 1, 2, 3, 3]):
        refused(f"pieces {order}", "a piece's nonce names its number, and whether it is the last", long, pieces=[[long, n] for n in order])
    whole("its twin in another vault", 200_000, of=other)
    refused("all pieces of another vault's blob", "another content key", long, "chunk 0", pieces=[["its twin in another vault", n] for n in range(4)])

    # What only somebody with the keys can write: everything is authentic, and wrong
    content = fixed("written wrongly", 100)
    capsule = vault.capsule(content)
    good = vault.plaintext(capsule, content)

    def written(name, reason, plain, where):
        add(name, described(plain))
        refused(name, reason, name, where)

    written("zeros behind the content that are none", "padding is zeros", good[:-1] + b"\1", "padding")
    written("the first zero behind the content is none", "padding is zeros", edited(good, [["put", FRONT + 100, "ff"]]), "padding")
    written("zeros of the capsule that are none", "the capsule is filled with zeros", edited(good, [["put", 4095, "01"]]), "capsule")
    written("a capsule longer than 1 MiB", "at most 1 MiB", edited(good, [["put", 0, "00100001"]]), "capsule")
    written("a capsule longer than the plaintext", "it ends within it", edited(good, [["put", 0, "00002000"]]), "capsule")
    written("a capsule of 4 GiB", "at most 1 MiB", edited(good, [["put", 0, "ffffffff"]]), "capsule")
    written("a capsule of no length", "nothing is no JSON", edited(good, [["put", 0, "00000000"]]), "capsule")
    written("a capsule cut short by its length", "half a JSON", edited(good, [["put", 0, "00000050"]]), "capsule")
    written("a content length that is another", "the capsule names 100", edited(good, [["put", 4096, u64(99).hex()]]), "capsule")
    written("a content length beyond the file", "the capsule names 100", edited(good, [["put", 4096, "ffffffffffffffff"]]), "capsule")
    for name, said, where in (("too long for its file", 5000, "length"), ("too short, of the same padded length", 1, "padding")):
        lying = vault.plaintext(vault.capsule(content, bytes=said), content, said)
        written(f"capsule and length {name}", "Padmé of them and zeros behind them", lying, where)
    written("a plaintext not padded", "its length is Padmé's", good[:FRONT + 100], "length")
    written("a plaintext padded too far", "its length is Padmé's", good + bytes(1), "length")
    written("a plaintext of three bytes", "no room for a length", b"abc", "capsule")
    written("a plaintext of a capsule alone", "no room for a content length", good[:4096], "capsule")
    written("another byte in the content", "its digest is another", edited(good, [["flip", FRONT, 0]]), "digest")
    bad = {"kind": ["drawing", None], "photo": ["00", None, "AB" * 16], "name": [None, 7], "mime": [None, 1], "bytes": [-100, "100", 100.5, None],
           "digest": ["00" * 32, "00" * 31, None, capsule["digest"].upper()], "importedAt": [None, "yesterday"], "modifiedAt": ["2024"]}
    for field, values in bad.items():
        for n, value in enumerate(values, 1):
            where = "digest" if field == "digest" and n == 1 else "capsule"
            written(f"capsule, {field} {n}: {compact(value)[:20].decode()}", "not a capsule of §4.4", vault.plaintext(vault.capsule(content, **{field: value}), content), where)
    for name, text in {"an array": b"[]", "null": b"null", "not UTF-8": b'{"name":"\xff"}', "not JSON": b"{]"}.items():
        written(f"a capsule that is {name}", "a JSON object", padded(LP(text), 4096) + good[4096:], "capsule")
    odd = compact(capsule).replace("Ätna".encode(), b"\xc4tna")
    written("a capsule with a name that is not UTF-8", "text is UTF-8", padded(LP(odd), 4096) + good[4096:], "capsule")
    return cases


def padding_cases():
    """§1.4"""
    cases = Cases("Padmé: the padded length.", length="n", padded="Padmé(n)")
    for n in [*range(2, 20), 100, 1000, 4096, 4104, 4105, 65535, 65536, 65537, 10**6, 10**9, 2**32 - 1, 2**32, 2**32 + 1, 2**40 + 1, 2**51 + 1]:
        cases.accepted(str(n), length=n, padded=padme_by_words(n))
    return cases


def padme_by_words(n):
    """The formula as the page has it, with floats nowhere."""
    e = len(f"{n:b}") - 1
    s = len(f"{e:b}")
    m = 2 ** (e - s) - 1
    assert padme(n) == (n + m) & ~m
    return (n + m) & ~m
