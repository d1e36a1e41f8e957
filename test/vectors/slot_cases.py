"""Slots (docs/format.md §3.3): from what a person types to the root key, and each slot after its derivation."""
from base64 import b64decode
from unicodedata import normalize

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms

from cases import Cases, flipped
from writing import (COST, H, LP, MIB, Vault, argon2id, b64, compact, fixed, hchacha20, okm, seal, u64, with_key_file, words_of)

SALT = fixed("the salt of all slots with a passphrase", 16)
PASSPHRASE = "schöne Grüße aus Århus 🌿"
KEY_FILE = fixed("key file", 1000)
RECOVERY = fixed("recovery secret")


def unlock_cases():
    cases = Cases(
        "Headers with slots of every kind, and what is typed. A derivation costs 3 passes over 64 MiB; `derivations` tells how many there must be.",
        header="text of both copies, a name from `headers`",
        passphrase="as typed, in whatever normal form",
        keyFile="base64 of the key file, or {of, size}: so many bytes of its repetition; absent where none is given",
        words="the recovery words, instead of a passphrase",
        derivations="how often Argon2id runs",
        slot="label of the slot that opens",
    )
    vault = Vault("vector")
    derived = argon2id(PASSPHRASE, SALT, **COST)
    kit = vault.slot("Kit", "recovery", RECOVERY)
    alone = vault.slot("Passphrase", "passphrase", derived, SALT)
    with_file = vault.slot("With a file", "passphrase+keyfile", with_key_file(derived, KEY_FILE), SALT)
    with_large = vault.slot("With a large file", "passphrase+keyfile", with_key_file(derived, b"light" * 500_000), SALT)
    with_empty = vault.slot("With an empty file", "passphrase+keyfile", with_key_file(derived, b""), SALT)
    theirs = vault.slot("Ada", "passphrase", fixed("Ada's derived secret"), SALT)

    def text(*slots): return vault.header(vault.line1(list(slots))).decode()
    headers = {"family": text(theirs, alone, with_file, with_large, with_empty, kit), "alone": text(alone), "kit": text(kit),
               "file": text(with_file), "below": text(vault.slot("Weak", "passphrase", derived, SALT, ops=2)),
               "above": text(vault.slot("Slow", "passphrase", derived, SALT, ops=11)),
               "little": text(vault.slot("Small", "passphrase", derived, SALT, mem=64 * MIB - 1)),
               "large": text(vault.slot("Large", "passphrase", derived, SALT, mem=1024 * MIB + 1)),
               "huge": text(vault.slot("Huge", "passphrase+keyfile", derived, SALT, ops=2**53 - 1, mem=2**53 - 1)),
               "passed over": text(vault.slot("Weak", "passphrase", derived, SALT, ops=1), alone),
               "odd memory": text(vault.slot("Odd", "passphrase", argon2id(PASSPHRASE, SALT, 3, 64 * MIB + 1023), SALT, mem=64 * MIB + 1023)),
               "altered": text(alone | {"wrapped": b64(flipped(b64decode(alone["wrapped"]), 3))}),
               "swapped kind": text({**alone, "kind": "passphrase+keyfile"}), "two keys": text(two_keys(vault, derived), kit)}
    cases.shared["headers"] = headers
    opens = dict(passphrase=PASSPHRASE, derivations=1)
    cases.accepted("a passphrase", header="alone", slot="Passphrase", **opens)
    cases.accepted("the second of two slots, with the same salt: derived once", header="family", slot="Passphrase", **opens)
    cases.accepted("a passphrase in decomposed letters", header="alone", slot="Passphrase", derivations=1,
                   passphrase=normalize("NFD", PASSPHRASE))
    cases.accepted("a key file", header="family", slot="With a file", keyFile=b64(KEY_FILE), **opens)
    cases.accepted("a key file of 2.5 MB", header="family", slot="With a large file", keyFile={"of": b64(b"light"), "size": 2_500_000}, **opens)
    cases.accepted("an empty key file", header="family", slot="With an empty file", keyFile="", **opens)
    cases.accepted("recovery words, and nothing to derive", header="family", slot="Kit", words=words_of(RECOVERY), derivations=0)
    cases.accepted("recovery words in capitals, with their numbers", header="kit", slot="Kit", derivations=0,
                   words=" ".join(f"{n}. {word.upper()}" for n, word in enumerate(words_of(RECOVERY).split(), 1)))
    cases.accepted("a slot outside the costs is passed over", header="passed over", slot="Passphrase", **opens)
    cases.accepted("memory that is no whole number of KiB", header="odd memory", slot="Odd", **opens)
    wrong = "secret-wrong"
    cases.refused("another passphrase", "it opens no slot", wrong, header="alone", passphrase=PASSPHRASE + "!", derivations=1)
    cases.refused("a space behind the passphrase", "every character counts", wrong, header="alone", passphrase=PASSPHRASE + " ", derivations=1)
    cases.refused("an empty passphrase", "nothing to derive", wrong, header="alone", passphrase="", derivations=0)
    cases.refused("the passphrase without its key file", "slots of the other kind are not tried", wrong, header="file", passphrase=PASSPHRASE, derivations=0)
    cases.refused("a key file that does not belong to it", "slots of the other kind are not tried", wrong, header="alone", keyFile=b64(KEY_FILE),
                  passphrase=PASSPHRASE, derivations=0)
    cases.refused("another key file", "it opens no slot", wrong, header="file", keyFile=b64(KEY_FILE[:-1]), **opens)
    cases.refused("the key file with another passphrase", "it opens no slot", wrong, header="file", keyFile=b64(KEY_FILE), passphrase="other", derivations=1)
    cases.refused("the words of another vault", "they open no slot", wrong, header="kit", words=words_of(fixed("other")), derivations=0)
    cases.refused("words where there is no slot for them", "slots of the other kind are not tried", wrong, header="alone", words=words_of(RECOVERY), derivations=0)
    cases.refused("a slot of another kind by its name only", "the kind is committed to", wrong, header="swapped kind", keyFile=b64(KEY_FILE), **opens)
    cases.refused("a wrapped key with a flipped bit", "the commitment proves the secret right: the header is damaged", "header-damaged", header="altered", **opens)
    cases.refused("a box that opens under two keys, committed to the other one", "the commitment is compared before anything is opened",
                  wrong, header="two keys", **opens)
    for name, reason in {"below": "2 passes: fewer than 3", "above": "11 passes: more than 10", "little": "a byte less than 64 MiB",
                         "large": "a byte more than 1 GiB"}.items():
        cases.refused(f"costs: {reason}", "refused before memory is taken", "kdf-out-of-range", header=name, passphrase=PASSPHRASE, derivations=0)
    cases.refused("costs beyond all measure", "refused before memory is taken", "kdf-out-of-range", header="huge", passphrase=PASSPHRASE,
                  keyFile="", derivations=0)
    return cases


def two_keys(vault, derived):
    """A key-commitment attack (§1.3): a slot whose box opens under the slot keys of two passphrases, with the commitment of the other one."""
    made = vault.slot("Two keys", "passphrase", derived, SALT)
    slot_id = bytes.fromhex(made["id"])
    pub = LP(slot_id) + LP(b"passphrase") + LP(b"argon2id") + u64(COST["ops"]) + u64(COST["mem"]) + LP(SALT)
    other = fixed("the secret of the other passphrase")
    keys = [okm(secret, b"lightproof/1 slot", vault.id + pub)[0] for secret in (derived, other)]
    commitment = okm(other, b"lightproof/1 slot", vault.id + pub)[1]
    nonce = fixed("two keys nonce", 24)
    data = b"lightproof/1 wrap" + vault.id + pub + commitment
    box = colliding_box(keys, nonce, data)
    return made | {"nonce": b64(nonce), "commitment": b64(commitment), "wrapped": b64(box)}


def colliding_box(keys, nonce, data):
    """32 bytes of ciphertext and a tag that XChaCha20-Poly1305 accepts under both keys: Poly1305 is a polynomial in a key-dependent point,
    and one free block is enough to make two polynomials agree."""
    prime = (1 << 130) - 5
    points = []
    for key in keys:
        stream = Cipher(algorithms.ChaCha20(hchacha20(key, nonce[:16]), bytes(8) + nonce[16:]), None).encryptor().update(bytes(32))
        r = int.from_bytes(stream[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
        points.append((r, int.from_bytes(stream[16:], "little")))
    block = lambda part: int.from_bytes(part, "little") + (1 << 128)
    front = data + bytes(-len(data) % 16)
    for attempt in range(1000):
        free = fixed(f"two keys {attempt}", 16)
        parts = [front[at:at + 16] for at in range(0, len(front), 16)] + [free, None, len(data).to_bytes(8, "little") + (32).to_bytes(8, "little")]
        sums, powers = [], []
        for r, _ in points:
            total = 0
            for part in parts:
                total = (total + (0 if part is None else block(part))) * r % prime
            sums.append(total)
            powers.append(r * r % prime)
        for wrap in range(-4, 5):
            gap = (points[1][1] - points[0][1] + (wrap << 128) - sums[0] + sums[1]) % prime
            value = gap * pow(powers[0] - powers[1], -1, prime) % prime
            if not 1 << 128 <= value < 1 << 129: continue
            last = (value - (1 << 128)).to_bytes(16, "little")
            tags = {((sums[i] + value * powers[i]) % prime + points[i][1]) % (1 << 128) for i in (0, 1)}
            if len(tags) == 1: return free + last + tags.pop().to_bytes(16, "little")
    raise AssertionError("no box found")


def slot_cases():
    """What one slot and one secret give, nothing derived."""
    cases = Cases(
        "A slot, and its secret: what Argon2id (and the key file) gave, or the recovery secret itself. `code` null: it gives the root key.",
        vault="vault id, hex", slot="the slot as it stands in line 1", secret="hex, 32 bytes", root="hex: the root key",
    )
    vault, other = Vault("vector"), Vault("other")
    secrets = {"passphrase": fixed("derived"), "passphrase+keyfile": with_key_file(fixed("derived"), KEY_FILE), "recovery": RECOVERY}
    slots = {kind: vault.slot(kind, kind, secret, b"" if kind == "recovery" else SALT) for kind, secret in secrets.items()}

    def refused(name, reason, slot, secret, code="secret-wrong", of=vault):
        cases.refused(name, reason, code, vault=of.id.hex(), slot=slot, secret=secret.hex())

    def bit(value, at=0): return b64(flipped(b64decode(value), at))
    for kind, slot in slots.items():
        secret = secrets[kind]
        cases.accepted(f"{kind}", vault=vault.id.hex(), slot=slot, secret=secret.hex(), root=vault.root.hex())
        cases.accepted(f"{kind}: another label and date, which only the MAC covers", vault=vault.id.hex(), secret=secret.hex(), root=vault.root.hex(),
                       slot=slot | {"label": "x", "created": "2020-01-01T00:00:00.000Z"})
        refused(f"{kind}: another secret", "another commitment", slot, fixed("another"))
        refused(f"{kind}: another vault", "the vault's id is committed to", slot, secret, of=other)
        refused(f"{kind}: another id", "the slot's id is committed to", slot | {"id": "00" * 16}, secret)
        refused(f"{kind}: a bit of the commitment", "commitment does not hold", slot | {"commitment": bit(slot["commitment"])}, secret)
        refused(f"{kind}: a commitment of zeros", "commitment does not hold", slot | {"commitment": b64(bytes(32))}, secret)
        for what, at in {"wrapped key": 0, "tag": -1}.items():
            refused(f"{kind}: a bit of the {what}", "it was altered: the secret is right", slot | {"wrapped": bit(slot["wrapped"], at)}, secret, "header-damaged")
        refused(f"{kind}: a bit of the nonce", "it was altered: the secret is right", slot | {"nonce": bit(slot["nonce"])}, secret, "header-damaged")
        twin = vault.slot(f"{kind} twin", kind, secret, b"" if kind == "recovery" else SALT)
        refused(f"{kind}: wrapped key and nonce of another slot of the same secret", "bound to the slot's id", slot | {name: twin[name] for name in ("wrapped", "nonce")},
                secret, "header-damaged")
        refused(f"{kind}: everything sealed of another slot", "bound to the slot's id", slot | {name: twin[name] for name in ("wrapped", "nonce", "commitment")}, secret)
        elsewhere = other.slot(kind, kind, secret, b"" if kind == "recovery" else SALT)
        refused(f"{kind}: of another vault with the same secret", "bound to the vault's id", elsewhere, secret)
        key, commitment = okm(secret, b"lightproof/1 slot", vault.id + public_part(slot))
        bare = seal(key, b64decode(slot["nonce"]), vault.root, b"lightproof/1 wrap" + vault.id + public_part(slot))
        refused(f"{kind}: wrapped without the commitment beside it", "associated data ends with the commitment", slot | {"wrapped": b64(bare)}, secret, "header-damaged")
        if kind == "recovery": continue
        for name, value in {"ops": 4, "mem": 65 * MIB, "salt": b64(fixed("another salt", 16)),
                            "kind": "passphrase" if kind == "passphrase+keyfile" else "passphrase+keyfile"}.items():
            refused(f"{kind}: {name} altered", "costs, salt and kind are committed to", slot | {name: value}, secret)
    refused("passphrase+keyfile: what Argon2id gave, without the key file", "another commitment", slots["passphrase+keyfile"], fixed("derived"))
    order = H(32, fixed("derived"), H(32, b"", KEY_FILE), b"lightproof/1 keyfile")
    refused("passphrase+keyfile: mark and digest the other way round", "another secret", slots["passphrase+keyfile"], order)
    return cases


def public_part(slot):
    salt = b64decode(slot["salt"])
    return LP(bytes.fromhex(slot["id"])) + LP(slot["kind"].encode()) + LP(slot["kdf"].encode()) + u64(slot["ops"]) + u64(slot["mem"]) + LP(salt)


def cost_cases():
    """§3.3 Which derivations of one attempt are taken on."""
    cases = Cases("Costs of the derivations of one attempt, in their order, no two of the same salt.", costs="[ops, mem] of each", taken="how many are taken on")
    GIB = 1 << 30
    for name, costs in {"the least": [[3, 64 * MIB]], "the most": [[10, GIB]], "today's default": [[3, 256 * MIB]],
                        "eight at the default": [[3, 256 * MIB]] * 8, "16 GiB together": [[8, GIB], [8, GIB]]}.items():
        cases.accepted(name, costs=costs, taken=len(costs))
    for name, costs in {"2 passes": [[2, GIB]], "no pass": [[0, GIB]], "11 passes": [[11, GIB]], "a byte too little": [[3, 64 * MIB - 1]], "a byte too much": [[3, GIB + 1]],
                        "no memory": [[3, 0]], "the largest there can be": [[2**53 - 1, 2**53 - 1]], "17 GiB together": [[8, GIB], [9, GIB]],
                        "16 GiB and the least": [[8, GIB], [8, GIB], [3, 64 * MIB]]}.items():
        cases.refused(name, "outside the accepted costs", "kdf-out-of-range", costs=costs, taken=len(costs) - 1)
    return cases


def words_cases():
    """§3.3 24 words and the 32 bytes they stand for."""
    cases = Cases("Recovery words.", words="as typed", secret="hex, 32 bytes")
    for name, secret in {"zeros": bytes(32), "ones": b"\xff" * 32, "any": RECOVERY}.items():
        cases.accepted(name, words=words_of(secret), secret=secret.hex())
    words = words_of(RECOVERY).split()
    cases.accepted("in lines, with capitals", words="\n".join(word.title() for word in words), secret=RECOVERY.hex())
    code, reason = "words-invalid", "not 24 words of the list with their checksum"
    for name, typed in {"none": [], "23 words": words[:-1], "25 words": words + words[:1], "a word that is not in the list": ["lightproof", *words[1:]],
                        "a wrong last word": [*words[:-1], "zoo" if words[-1] != "zoo" else "zone"], "two words exchanged": [words[1], words[0], *words[2:]],
                        "the first four letters only": [word[:3] for word in words], "24 times the same": ["abandon"] * 24,
                        "12 words that are right by themselves": ["abandon"] * 11 + ["about"]}.items():
        cases.refused(name, reason, code, words=" ".join(typed))
    return cases
