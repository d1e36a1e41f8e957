#!/usr/bin/python3
"""Makes the vectors and the golden vaults of format 1 (docs/format.md §9), from that page and with fixed seeds.

    make_vectors.py           writes them anew
    make_vectors.py --check   compares them with what is there; exit status 1 and their names where something differs

Every vector is also put to docs/reference/read_vault.py, which must judge it as the vector says.
Needs what read_vault.py needs, and node_modules for the words of BIP39.
"""
import shutil, sys
from pathlib import Path

sys.dont_write_bytecode = True
import blob_cases, header_cases, judging, primitive_cases, row_cases, slot_cases  # noqa: E402
from golden import same_vault, write_golden  # noqa: E402
from writing import Vault, b64, compact, fixed, words_of  # noqa: E402

HERE = Path(__file__).resolve().parent
FILES = {"primitives": primitive_cases.primitive_cases, "aead": primitive_cases.aead_cases, "padme": blob_cases.padding_cases, "words": slot_cases.words_cases,
         "headers": header_cases.header_cases, "costs": slot_cases.cost_cases, "slots": slot_cases.slot_cases, "unlocking": slot_cases.unlock_cases,
         "blobs": blob_cases.blob_cases, "cells": row_cases.cell_cases, "root": row_cases.root_cases, "log": row_cases.log_cases, "snapshots": row_cases.snapshot_cases}


def vault_file():
    """The vault that blobs, cells, logs and snapshots belong to."""
    vault, secret = Vault("vector", 2), fixed("recovery secret")
    header = vault.header(vault.line1([vault.slot("Kit", "recovery", secret)]))
    keys = {"vault": vault.id, "root": vault.root, "digest": vault.digest, "signing": vault.signing, "sealing": vault.sealing,
            **{f"epoch {n}": key for n, key in vault.epochs.items()}}
    return compact({"format": 1, "words": words_of(secret), "header": header.decode(), "keys": {name: key.hex() for name, key in keys.items()}}) + b"\n"


def main():
    checking = sys.argv[1:] == ["--check"]
    made, refused, total = {"vault.json": vault_file()}, 0, 0
    for name, make in FILES.items():
        cases = make()
        made[f"{name}.json"] = cases.text().encode()
        total += len(cases.cases)
        refused += sum(case["code"] is not None for case in cases.cases)
        for case in cases.cases:
            verdict = judging.judge(name, cases.shared, case)
            if verdict is not None: sys.exit(f"read_vault.py judges otherwise: {name}, {case['name']}: {verdict}")
    folder = HERE / "1"
    different = []
    for name, data in made.items():
        file = folder / name
        if not checking:
            folder.mkdir(exist_ok=True)
            file.write_bytes(data)
        elif not file.is_file() or file.read_bytes() != data: different.append(file)
    if checking: different += sorted({file for file in folder.iterdir() if file.name not in made})
    golden = HERE / "golden/1"
    for name, files in write_golden():
        if checking: different += same_vault(golden, files)
        else:
            shutil.rmtree(golden / f"{name}.lightproof", ignore_errors=True)
            for path, data in files.items():
                (golden / path).parent.mkdir(parents=True, exist_ok=True)
                (golden / path).write_bytes(data)
    for file in different: print(f"{file} is not what this script makes")
    print(f"{total} vectors, {refused} of them to be refused")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
