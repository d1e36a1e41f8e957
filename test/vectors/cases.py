"""Collects the cases of one file of vectors, and the edits that make a bad input out of a good one."""
import json


class Cases:
    """`shape`: one sentence on every field that a case has beside `name`, `reason` and `code`."""

    def __init__(self, about, **shape):
        self.about, self.shape, self.shared, self.cases = about, shape, {}, []

    def accepted(self, name, **case):
        self._add(name, None, None, case)

    def refused(self, name, reason, code, **case):
        self._add(name, reason, code, case)

    def _add(self, name, reason, code, case):
        assert all(one["name"] != name for one in self.cases), name
        assert set(case) <= set(self.shape), (name, set(case) - set(self.shape))
        self.cases.append({"name": name, **({"reason": reason} if reason else {}), "code": code, **case})

    def text(self):
        """One case a line, so that a change of one is one line of a diff."""
        head = {"format": 1, "about": self.about, "shape": self.shape, **self.shared}
        lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
        cases = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in self.cases)
        return "{\n" + ",\n".join([*lines, f'"cases": [\n{cases}\n]']) + "\n}\n"


def flipped(data, at, bit=0):
    """One bit of one byte; `at` may count from the end."""
    at %= len(data)
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1:]


def edited(data, edits):
    """What an `edits` field says: a list of ["flip", at, bit] · ["keep", bytes] · ["add", hex] · ["put", at, hex] ·
    ["exchange", at, other, bytes]."""
    for what, *how in edits:
        if what == "flip": data = flipped(data, *how)
        elif what == "keep": data = data[:how[0]]
        elif what == "add": data = data + bytes.fromhex(how[0])
        elif what == "put": data = data[:how[0]] + bytes.fromhex(how[1]) + data[how[0] + len(how[1]) // 2:]
        else:
            one, other, size = how
            assert what == "exchange" and one + size <= other and other + size <= len(data)
            data = (data[:one] + data[other:other + size] + data[one + size:other] + data[one:one + size]
                    + data[other + size:])
    return data
