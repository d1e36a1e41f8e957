"""Known answers for the primitives (docs/format.md §1.2, §1.3), and boxes that must not open."""
from cases import Cases, flipped
from writing import H, LP, MIB, Vault, argon2id, b64, fixed, kdf, okm, seal, sealing_public, sign, signing_public, with_key_file


def primitive_cases():
    cases = Cases("Known answers, bytes in hex.", what="the primitive", key="", data="", size="of the output", number="", context="", out="", commitment="",
                  salt="", ops="", mem="bytes", seed="", message="", signature="")
    for name, key, data, size in (("no data, no key", b"", b"", 32), ("data of three blocks", b"", fixed("data", 300), 32), ("64 bytes of output", b"", b"abc", 64),
                                  ("keyed", fixed("key"), fixed("data", 128), 32), ("8 bytes of output do for a key id", b"", fixed("key"), 16)):
        cases.accepted(f"H: {name}", what="H", key=key.hex(), data=data.hex(), size=size, out=H(size, key, data).hex())
    for number, context in ((1, "LPheader"), (2, "LPheader"), (1, "LPepoch_"), *((16 + table, "LPtable_") for table in range(6)), (2**40 + 3, "LPtable_")):
        cases.accepted(f"kdf: {number} {context}", what="kdf", key=fixed("parent").hex(), number=number, context=context, out=kdf(fixed("parent"), number, context.encode()).hex())
    for context in ("lightproof/1 slot", "lightproof/1 blob"):
        for data in (b"", fixed("public part", 90)):
            key, commitment = okm(fixed("secret"), context.encode(), data)
            cases.accepted(f"okm: {context}, {len(data)} bytes", what="okm", key=fixed("secret").hex(), context=context, data=data.hex(), out=key.hex(), commitment=commitment.hex())
    cases.accepted("Argon2id at the least cost", what="Argon2id", data="correct horse".encode().hex(), salt=fixed("salt", 16).hex(), ops=3, mem=64 * MIB,
                   out=argon2id("correct horse", fixed("salt", 16), 3, 64 * MIB).hex())
    for name in ("a", "b"):
        seed = fixed(f"seed {name}")
        cases.accepted(f"Ed25519 public key {name}", what="signing", seed=seed.hex(), out=signing_public(seed).hex())
        cases.accepted(f"X25519 public key {name}", what="sealing", seed=seed.hex(), out=sealing_public(seed).hex())
        for message in (b"", fixed("message", 100)):
            cases.accepted(f"Ed25519 signature {name}, {len(message)} bytes", what="sign", seed=seed.hex(), message=message.hex(), signature=sign(seed, message).hex())
    cases.accepted("a key file beside what Argon2id gave", what="keyfile", key=fixed("derived").hex(), data=b"any file".hex(), out=with_key_file(fixed("derived"), b"any file").hex())
    return cases


def aead_cases():
    """In the manner of Wycheproof."""
    cases = Cases("XChaCha20-Poly1305, bytes in hex. `code` null: the box is what sealing gives, and opens to the message.", key="", nonce="", ad="", message="", box="")
    sizes = (0, 1, 15, 16, 17, 31, 32, 63, 64, 65, 127, 128, 129, 255, 256, 257, 600)
    for n, size in enumerate(sizes):
        key, nonce, ad, message = fixed(f"aead key {n}"), fixed(f"aead nonce {n}", 24), fixed(f"aead ad {n}", (0, 1, 16, 17, 48)[n % 5]), fixed(f"aead message {n}", size)
        cases.accepted(f"message of {size}, associated data of {len(ad)}", key=key.hex(), nonce=nonce.hex(), ad=ad.hex(), message=message.hex(), box=seal(key, nonce, message, ad).hex())
    special = {"key of zeros": (bytes(32), bytes(24), b"", bytes(32)), "key of ones": (b"\xff" * 32, b"\xff" * 24, b"\xff" * 16, b"\xff" * 64),
               "nonce whose last 8 bytes are zeros": (fixed("k"), fixed("n", 16) + bytes(8), b"", b"text"), "nonce whose first 16 bytes are zeros": (fixed("k"), bytes(16) + fixed("n", 8), b"", b"text"),
               "nonce of a blob's last piece": (fixed("k"), bytes(23) + b"\1", fixed("prefix", 48), b"text")}
    for name, (key, nonce, ad, message) in special.items():
        cases.accepted(name, key=key.hex(), nonce=nonce.hex(), ad=ad.hex(), message=message.hex(), box=seal(key, nonce, message, ad).hex())
    key, nonce, ad, message = fixed("key"), fixed("nonce", 24), b"associated", fixed("message", 40)
    box = seal(key, nonce, message, ad)

    def refused(name, reason, key=key, nonce=nonce, ad=ad, box=box):
        cases.refused(name, reason, "refused", key=key.hex(), nonce=nonce.hex(), ad=ad.hex(), box=box.hex())

    for at in (0, 7, 8, 15):
        for bit in (0, 7): refused(f"tag, byte {at}, bit {bit}", "the tag was changed", box=flipped(box, 40 + at, bit))
    for name, tag in {"zeros": bytes(16), "ones": b"\xff" * 16, "all bits flipped": bytes(byte ^ 255 for byte in box[40:])}.items(): refused(f"tag: {name}", "the tag was changed", box=box[:40] + tag)
    for at in (0, 20, 39): refused(f"ciphertext, byte {at}", "the ciphertext was changed", box=flipped(box, at))
    for at in (0, 9): refused(f"associated data, byte {at}", "it was changed", ad=flipped(ad, at))
    for name, other in {"none": b"", "shorter": ad[:-1], "longer by a zero": ad + b"\0", "zero before": b"\0" + ad}.items(): refused(f"associated data: {name}", "it is another", ad=other)
    for at in (0, 15, 16, 23): refused(f"nonce, byte {at}", "it is another", nonce=flipped(nonce, at))
    for size in (0, 8, 12, 16, 23, 25, 32): refused(f"nonce of {size} bytes", "a nonce has 24", nonce=(nonce * 2)[:size])
    for at in (0, 31): refused(f"key, byte {at}", "it is another", key=flipped(key, at))
    for keep in (0, 1, 15, 16, 17, 39, 40, 55): refused(f"box cut off after {keep}", "the tag is its last 16 bytes", box=box[:keep])
    refused("box longer by a zero", "the tag is its last 16 bytes", box=box + b"\0")
    refused("tag before the ciphertext", "the tag is its last 16 bytes", box=box[40:] + box[:40])
    moved = seal(key, nonce, message, b"")
    refused("a byte moved from the message to the associated data", "lengths are authenticated", ad=moved[:1], box=moved[1:])
    return cases
