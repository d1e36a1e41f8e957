"""Headers (docs/format.md §3.1, §3.2, §3.5, §3.7), opened by the recovery words, so that nothing has to be derived."""
import json

from cases import Cases, flipped
from writing import MIB, WHEN, Vault, b64, compact, fixed, padded, words_of

DAMAGED = "header-damaged"
RECOVERY = fixed("recovery secret")


def text_of(data):
    """Of a copy: as text, or in base64 where it is not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"base64": b64(data)}


def brief(value):
    """A value in the name of a case."""
    shown = compact(value).decode()
    return shown if len(shown) <= 30 else f"{shown[:16]}… ({len(shown)} bytes)"


def header_cases():
    cases = Cases(
        "Copies of the header, and the recovery words that open them (§3.7).",
        first="vault.hdr: its text, or {base64}, or null where there is none; {text, spaces}: so many spaces behind its first character",
        second='vault.hdr.bak, or "same"',
        generation="of the copy that opens",
        catalogue="of the copy that opens, where a case is about it",
        notice="true where the two copies are not the same readable bytes, which is told",
        words="where they are not the ones above the cases",
    )
    cases.shared["words"] = words_of(RECOVERY)
    vault, other = Vault("vector"), Vault("other")
    kit = vault.slot("Kit", "recovery", RECOVERY)
    plain = vault.line1([kit])
    good = vault.header(plain)

    def both(data):
        return {"first": text_of(data), "second": "same"}

    def fine(name, line1, generation=1, **more):
        cases.accepted(name, **both(vault.header(line1)), generation=generation, **more)

    def wrong(name, reason, data, code=DAMAGED):
        cases.refused(name, reason, code, **both(data if isinstance(data, bytes) else vault.header(data)))

    # Good ones
    fine("one recovery slot", plain)
    fine("fields in another order, with spaces between", json.dumps(dict(reversed(plain.items()))).encode())
    fine("fields nobody knows", plain | {"later": [1, {"a": None}], "slots": [kit | {"later": "x"}]})
    fine("a field twice: the last one counts", compact(plain).replace(b'"generation":1', b'"generation":7,"generation":1'))
    fine("catalogue at a large number", plain | {"catalogue": 2**53 - 1}, catalogue=2**53 - 1)
    fine("a generation of many writes", vault.line1([kit], generation=4_000_000_000), generation=4_000_000_000)
    many = [vault.slot(f"Slot {n}", "passphrase", fixed(f"derived {n}"), fixed(f"salt {n}", 16)) for n in range(7)]
    fine("eight slots, the last one fits", vault.line1([*many, kit]))
    fine("a label of 255 UTF-16 units, emoji counting two", plain | {"slots": [kit | {"label": "🌿" * 127 + "x"}]})
    fine("an empty label", plain | {"slots": [kit | {"label": ""}]})
    twice = [vault.slot("Old kit", "recovery", fixed("another recovery secret")), kit]
    fine("two recovery slots, the second one fits", vault.line1(twice))
    fine("a keyring with fields nobody knows", plain | {"keyring": vault.keyring(1, padded(compact(vault.ring() | {"x": 1}), 512, b" "))})
    newer = vault.header(vault.line1([kit], generation=2))
    cases.accepted("the second copy is missing", first=text_of(good), second=None, generation=1, notice=True)
    cases.accepted("the first copy is missing", first=None, second=text_of(good), generation=1, notice=True)
    cases.accepted("the first copy is damaged", first=text_of(flipped(good, 50)), second=text_of(good), generation=1, notice=True)
    cases.accepted("the second copy is empty", first=text_of(good), second="", generation=1, notice=True)
    cases.accepted("the second copy is newer", first=text_of(good), second=text_of(newer), generation=2, notice=True)
    cases.accepted("the first copy is newer", first=text_of(newer), second=text_of(good), generation=2, notice=True)
    cases.accepted("the newer copy was altered, and its checksum made anew", second=text_of(good), generation=1, notice=True,
                   first=text_of(vault.header(vault.line1([kit | {"label": "altered"}], generation=2), mac=good.split(b"\n")[1])))
    cases.accepted("the newer copy is another vault's", first=text_of(good), generation=1, notice=True,
                   second=text_of(other.header(other.line1([other.slot("Kit", "recovery", fixed("not ours"))], generation=9))))
    cases.accepted("one copy has a flipped bit that makes it a newer format", generation=1, notice=True,
                   first=text_of(good.replace(b'"format":1', b'"format":3')), second=text_of(good))
    size = MIB - len(good)
    cases.accepted("1 MiB, spaces within the JSON included", second="same", generation=1,
                   first={"text": text_of(vault.header(b"{" + b" " * size + compact(plain)[1:]).replace(b" " * size, b"", 1)), "spaces": size})

    # The three lines
    line, mac, checksum, _ = good.split(b"\n")
    wrong("empty", "no line at all", b"")
    wrong("a newline only", "no line 1", b"\n")
    wrong("line 1 only", "two lines are missing", line + b"\n")
    wrong("two lines", "the checksum is missing", line + b"\n" + mac + b"\n")
    wrong("no newline at the end", "line 3 has no end", good[:-1])
    wrong("a fourth line", "there are three lines", good + b"\n")
    wrong("a space behind line 3", "line 3 is base64 and nothing else", good[:-1] + b" \n")
    wrong("lines ended by CR and LF", "lines end in LF alone", good.replace(b"\n", b"\r\n"))
    wrong("an empty line before", "line 1 comes first", b"\n" + good)
    wrong("a byte order mark", "line 1 begins with a brace", b"\xef\xbb\xbf" + good)
    wrong("the checksum of other lines", "checksum does not hold", vault.header(plain, checksum=b64(bytes(32)).encode()))
    wrong("a bit of the checksum", "checksum does not hold", flipped(good, -10))
    wrong("checksum without its padding", "base64 has padding", good[:-2] + b"\n")
    wrong("checksum in base64url", "the standard alphabet", good[:-46] + b"-_" + good[-44:])
    wrong("checksum as hex", "line 3 is base64", line + b"\n" + mac + b"\n" + b"ab" * 32 + b"\n")
    wrong("MAC of another line", "MAC does not hold, the checksum does", vault.header(plain, mac=b64(bytes(32)).encode()))
    wrong("MAC under another key", "only who has the root key can write one", vault.header(plain, root=fixed("not the root key")))
    wrong("MAC of 31 bytes", "a MAC is 32 bytes", vault.header(plain, mac=b64(bytes(31)).encode()))
    wrong("MAC line empty", "a MAC is 32 bytes", vault.header(plain, mac=b""))
    last = mac[:-2] + bytes([mac[-2] + 1]) + mac[-1:]
    wrong("MAC with loose bits at the end of its base64", "one value has one text", vault.header(plain, mac=last))
    size += 1
    cases.refused("1 MiB and a byte", "a header is at most 1 MiB", DAMAGED, second="same",
                  first={"text": text_of(vault.header(b"{" + b" " * size + compact(plain)[1:]).replace(b" " * size, b"", 1)), "spaces": size})
    for name, data in {"JSON that ends early": compact(plain)[:-1], "an array": b"[1]", "null": b"null", "a number": b"1",
                       "JSON with a comma too many": compact(plain)[:-1] + b",}", "single quotes": compact(plain).replace(b'"', b"'")}.items():
        wrong(f"line 1 is {name}", "line 1 is a JSON object", vault.header(data))
    wrong("NaN in line 1", "JSON has no NaN", vault.header(compact(plain).replace(b'"catalogue":0', b'"catalogue":0,"x":NaN')))
    wrong("text that is not UTF-8", "text is UTF-8", vault.header(compact(plain).replace(b'"Kit"', b'"K\xff"')))

    # Somebody without the keys who can count the checksum
    def forged(name, reason, line1, code=DAMAGED):
        wrong(name, reason, vault.header(line1, mac=mac), code)
    forged("the label altered", "the MAC covers it", plain | {"slots": [kit | {"label": "Kid"}]})
    forged("the date altered", "the MAC covers it", plain | {"created": "2026-03-01T09:00:00.001Z"})
    forged("the catalogue's generation lowered", "the MAC covers it", vault.line1([kit]) | {"catalogue": 5})
    forged("the generation raised", "MAC and keyring are for another", plain | {"generation": 2})
    forged("a slot of theirs added", "the MAC covers it", plain | {"slots": [kit, vault.slot("Theirs", "recovery", fixed("theirs"))]})
    forged("their public key for signing", "the MAC covers it", plain | {"publicKeys": other.line1([])["publicKeys"]})
    forged("their keyring", "the MAC covers it", plain | {"keyring": other.keyring(1)})
    forged("the vault's id altered", "the slot commits to the id: no secret opens it", plain | {"vault": other.id.hex()}, "secret-wrong")
    forged("the slot taken out, theirs left", "the words open none", plain | {"slots": [vault.slot("Theirs", "recovery", fixed("theirs"))]}, "secret-wrong")
    cases.refused("other words", "they open no slot", "secret-wrong", **both(good), words=words_of(fixed("wrong words")))
    for copy in ("first", "second"):
        other_copy = "second" if copy == "first" else "first"
        cases.refused(f"a newer format in the {copy} copy", "a newer version may have written it: nothing is touched", "vault-version",
                      **{copy: text_of(vault.header(plain | {"format": 2})), other_copy: text_of(good)})
    wrong("a newer format in both", "this version cannot know what is in it", plain | {"format": 2}, "vault-version")
    wrong("a newer format of other lines", "nothing else of it need be as here", b'{"format":7}\n', "vault-version")
    cases.refused("both copies missing, blobs there", "a vault that has lost its headers is a damaged vault", DAMAGED, first=None, second=None)
    cases.refused("both copies damaged", "none is readable", DAMAGED, first=text_of(flipped(good, 60)), second=text_of(flipped(good, 61)))

    # Fields: everything else of these headers is right, the MAC too
    def without(of, name): return {key: value for key, value in of.items() if key != name}
    for name in plain:
        if name != "catalogue": wrong(f"without {name}", "every field of §3.2 is there", without(plain, name))
    fine("without catalogue, as version 0.1.0 wrote it", without(plain, "catalogue"), catalogue=0)
    for name in kit: wrong(f"a slot without {name}", "every field of §3.3 is there", plain | {"slots": [without(kit, name)]})
    bad = {"format": [0, "1", 1.5, -1, None], "vault": [vault.id.hex().upper(), vault.id.hex()[:-1], vault.id.hex() + "00", 5],
           "generation": [0, -1, 1.5, "1", 2**53], "catalogue": [-1, "0", 0.5, None],
           "created": ["2026-03-01", "2026-13-01T09:00:00.000Z", "2026-03-01T09:00:00Z", "2026-03-01T09:00:00.000+01:00", 0],
           "slots": [[], {}, None, [kit] * 9, [None]], "publicKeys": [{}, {"signing": b64(bytes(32)), "sealing": b64(bytes(31))}],
           "keyring": [{}, plain["keyring"] | {"nonce": b64(bytes(23))}, plain["keyring"] | {"box": "#"}]}
    for name, values in bad.items():
        for n, value in enumerate(values, 1):
            wrong(f"{name} {n}: {brief(value)}", "not of its type, length or range", plain | {name: value})
    bad = {"kind": ["password", "", None], "label": ["x" * 256, "🌿" * 128, 7], "created": ["today", "2026-03-01T09:00:00Z"],
           "kdf": ["argon2id", "none"], "ops": [3, -1, 0.5], "mem": [67108864, "0"], "salt": [b64(bytes(16)), "%"],
           "id": [kit["id"][2:], kit["id"].upper()], "nonce": [b64(bytes(12)), b64(bytes(25))],
           "commitment": [b64(bytes(31)), b64(bytes(33))], "wrapped": [b64(bytes(47)), b64(bytes(49)), ""]}
    for name, values in bad.items():
        for n, value in enumerate(values, 1):
            wrong(f"recovery slot, {name} {n}: {brief(value)}", "not as the kind demands", plain | {"slots": [kit | {name: value}]})
    bad = {"kdf": ["", "argon2i", "scrypt"], "ops": [-1, 3.5, 2**53], "mem": [2**53, None], "salt": ["", b64(bytes(15)), b64(bytes(17))]}
    for name, values in bad.items():
        for n, value in enumerate(values, 1):
            wrong(f"passphrase slot, {name} {n}: {brief(value)}", "not as the kind demands", plain | {"slots": [many[0] | {name: value}, kit]})

    # The keyring, sealed by somebody who has the root key
    def ringed(name, reason, plaintext=None, root=None, generation=1):
        wrong(name, reason, plain | {"keyring": vault.keyring(generation, plaintext, root)})
    ringed("the keyring of another generation", "its associated data names the generation", generation=2)
    ringed("the keyring under another root key", "it does not open", root=fixed("not the root key"))
    ringed("a keyring of nothing", "it is JSON", b"")
    ringed("a keyring of spaces", "it is JSON", b" " * 512)
    key = b64(bytes(32))
    for name, changed in {"no epoch": {"epochs": []}, "epoch 0": {"epochs": [{"epoch": 0, "key": key}]},
                          "epochs in the wrong order": {"epochs": [{"epoch": 2, "key": key}, {"epoch": 1, "key": b64(b"1" * 32)}]},
                          "an epoch twice": {"epochs": [{"epoch": 1, "key": key}, {"epoch": 1, "key": b64(b"1" * 32)}]},
                          "a key of 31 bytes": {"digest": b64(bytes(31))}, "a key in hex": {"signing": "ab" * 32},
                          "a key with loose bits": {"sealing": key[:42] + "B="}}.items():
        ringed(f"a keyring with {name}", "a keyring is what §3.5 says", padded(compact(vault.ring() | changed), 512, b" "))
    for name in vault.ring():
        ringed(f"a keyring without {name}", "every field of §3.5 is there", padded(compact(without(vault.ring(), name)), 512, b" "))
    return cases
