#!/usr/bin/env python3
"""Check an evidence bundle, format slaledger-bundle/1, with nothing but Python 3.

    python3 verify.py BUNDLE [KEY]

BUNDLE is the zip file, or the directory it was unpacked to. KEY is the verifier key of the
log as the contract states it. Take this script from a source you trust, or read it first: a
bundle made to deceive can bring a script made to deceive. Signatures are checked with the
program openssl (3.0 or later); without it they are NOT SHOWN.

The texts in the bundle (README and this script) are compared with its own list only; the program
slaledger also knows which texts it has ever put into a bundle.

It prints four lines, each PASS, FAIL or NOT SHOWN, and its reasons. Exit status: 0 if no line
is FAIL, 1 if one is, 2 if there was nothing to check.
"""

import base64
import binascii
import bisect
import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import zlib

FORMAT = "slaledger-bundle/1"
ALWAYS = {
    "bag-info.txt", "bagit.txt", "data/README.en.md", "data/README.zh-CN.md",
    "data/bodies/index.csv", "data/custody.csv", "data/log/checkpoint.txt",
    "data/log/key.txt", "data/log/leafhashes.txt", "data/verify/verify.py",
    "manifest-sha256.txt", "tagmanifest-sha256.txt",
}
TAGS = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
INDEX = "seq,slot,bytes,commitment,salt,sha256\r\n"
CUSTODY = ("seq", "state", "recorded_at", "by", "via", "software", "mode", "type",
           "subject", "n", "bodies", "bytes", "leaf_hash")
FIELDS = {"attachments", "body", "log", "meta", "recorder", "seq", "subject", "type", "v"}
MAX_LEAF = 16 << 10
MAX_MEMBER = 512 << 20
MAX_ZIP = 0xFFFFFFFE


class NotBundle(Exception):
    """The input is no bundle at all."""


class Fault(Exception):
    """Something in the bundle is wrong, so that no more of it can be read."""


def sha256(data):
    return hashlib.sha256(data).digest()


# ---- The zip: every byte is content, or what it must be. ----

def common(name, crc, size):
    return struct.pack("<HHHHHIIIHH", 20, 0x0800, 0, 0, 0x0021, crc, size, size, len(name), 0)


def zip_tail(members, start):
    out = []
    for m in members:
        name = m["name"].encode()
        out.append(struct.pack("<IH", 0x02014B50, 3 << 8 | 20) + common(name, m["crc"], m["size"]))
        out.append(struct.pack("<HHHII", 0, 0, 0, 0o100644 << 16, m["header"]) + name)
    directory = b"".join(out)
    size, count = len(directory), len(members)
    end = b""
    if count >= 0xFFFF:
        end = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 3 << 8 | 45, 45, 0, 0,
                          count, count, size, start)
        end += struct.pack("<IIQI", 0x07064B50, 0, start + size, 1)
        count = 0xFFFF
    return directory + end + struct.pack("<IIHHIIH", 0x06054B50, 0, count, count, size, start, 0)


def read_zip(f, total):
    head = f.read(42)
    if head[:4] != b"PK\x03\x04":
        raise NotBundle("not a zip file that begins as a bundle does")
    if total > MAX_ZIP or head[30:] != b"bag-info.txt":
        raise Fault("the zip: it is no bundle of this format")
    f.seek(0)
    members, last = [], ""
    while True:
        header = f.tell()
        head = f.read(30)
        if head[:4] != b"PK\x03\x04":
            f.seek(header)
            break
        if len(head) < 30:
            raise Fault("%s: cut off after it" % last)
        crc, size = struct.unpack("<II", head[14:22])
        raw = f.read(struct.unpack("<H", head[26:28])[0])
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise Fault("%r: not a name" % raw)
        if not name_ok(name):
            raise Fault("%r: a bundle has no place for such a file" % name)
        if head != struct.pack("<I", 0x04034B50) + common(raw, crc, size):
            raise Fault("%s: its header in the zip is not as a bundle has it" % name)
        if members and members[-1]["name"].encode() >= raw:
            raise Fault("%s: twice there, or out of order" % name)
        start = f.tell()
        if size > MAX_MEMBER or size > total - start:
            raise Fault("%s: cut off, or larger than allowed" % name)
        data = f.read(size)
        if zlib.crc32(data) != crc:
            raise Fault("%s: its bytes do not have the CRC-32 in the zip" % name)
        members.append({"name": name, "size": size, "crc": crc, "header": header,
                        "start": start, "sum": sha256(data)})
        last = name
    rest = f.read()
    if rest != zip_tail(members, total - len(rest)):
        raise Fault("after %s: the list of files is damaged, cut off, or something is added" % last)
    return members


def name_ok(name):
    if name in ALWAYS:
        return True
    if re.fullmatch(r"data/bodies/[0-9a-f]{64}", name):
        return True
    if re.fullmatch(r"data/entries/[0-9]{9}\.(json|tlog-proof)", name):
        return True
    return name.startswith("data/files/") and file_ok(name[len("data/files/"):])


def file_ok(name):
    if not 1 <= len(name.encode()) <= 200 or re.search(r'[/\\:*?"<>|%]', name):
        return False
    if name[0] == "." or name[-1] == "." or name.strip() != name:
        return False
    base = name.lower().split(".")[0].rstrip("0123456789")
    return name.isprintable() and base not in ("con", "prn", "aux", "nul", "com", "lpt")


class Zip:
    """Files of a bundle in its zip."""

    def __init__(self, f, total):
        self.f = f
        self.members = read_zip(f, total)
        self.starts = {m["name"]: (m["start"], m["size"]) for m in self.members}

    def read(self, name):
        start, size = self.starts[name]
        self.f.seek(start)
        return self.f.read(size)


class Directory:
    """Files of a bundle that was unpacked."""

    def __init__(self, root):
        self.root, self.members = root, []
        for folder, _, files in os.walk(root):
            for file in files:
                name = os.path.relpath(os.path.join(folder, file), root).replace(os.sep, "/")
                if not name_ok(name):
                    raise Fault("%r: a bundle has no place for such a file" % name)
                data = self.read(name)
                self.members.append({"name": name, "size": len(data), "sum": sha256(data)})
        if not any(m["name"] == "bagit.txt" for m in self.members):
            raise NotBundle("no bagit.txt in this directory")
        self.members.sort(key=lambda m: m["name"].encode())

    def read(self, name):
        with open(os.path.join(self.root, *name.split("/")), "rb") as f:
            return f.read()


# ---- Entries: one spelling only. ----

def canonical(raw):
    def pairs(items):
        if len(dict(items)) != len(items):
            raise ValueError("a name stands twice")
        return dict(items)

    def refuse(text):
        raise ValueError("number %r" % text)

    entry = json.loads(raw.decode("utf-8"), object_pairs_hook=pairs,
                       parse_float=refuse, parse_constant=refuse)
    again = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if again.encode("utf-8") != raw:
        raise ValueError("not in canonical form")
    if entry["v"] != 1 or len(raw) > MAX_LEAF or not set(entry) <= FIELDS:
        raise ValueError("not an entry of format version 1")
    return entry


def commitments(entry):
    found = [(0, entry["body"])] if "body" in entry else []
    return found + list(enumerate(entry.get("attachments", []), 1))


# ---- The tree of RFC 6962. ----

def node(left, right):
    return sha256(b"\x01" + left + right)


def root_of(leaves):
    if not leaves:
        return sha256(b"")
    level = leaves
    while len(level) > 1:
        pairs = [node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def root_from_path(leaf, index, size, path):
    if index >= size:
        raise ValueError("beyond the end of the log")
    here, last = index, size - 1
    for other in path:
        if last == 0:
            raise ValueError("too long")
        if here % 2 or here == last:
            leaf = node(other, leaf)
            while here % 2 == 0 and here:
                here, last = here >> 1, last >> 1
        else:
            leaf = node(leaf, other)
        here, last = here >> 1, last >> 1
    if last:
        raise ValueError("too short")
    return leaf


def b64_hash(text):
    got = base64.b64decode(text, validate=True)
    if len(got) != 32 or base64.b64encode(got).decode() != text:
        raise ValueError("not a hash in base64: %.80r" % text)
    return got


# ---- Signed notes, by openssl. ----

def parse_key(text):
    name, number, key = text.split("+", 2)
    raw = base64.b64decode(key, validate=True)
    want = sha256(name.encode() + b"\n" + raw)[:4]
    if len(raw) != 33 or raw[0] != 1 or want.hex() != number or not name:
        raise ValueError("no Ed25519 verifier key")
    if base64.b64encode(raw).decode() != key:
        raise ValueError("no Ed25519 verifier key")
    return name, want, raw[1:]


def openssl(public, message, signature):
    """True or False, or None when openssl is missing or failed to run."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"key": bytes.fromhex("302a300506032b6570032100") + public,
                 "message": message, "signature": signature}
        for name, data in files.items():
            with open(os.path.join(folder, name), "wb") as f:
                f.write(data)
        try:
            done = subprocess.run(
                ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key",
                 "-rawin", "-in", "message", "-sigfile", "signature"],
                cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except OSError:
            return None
        return done.returncode == 0


def openssl_works():
    """Tries the second test vector of RFC 8032: an old openssl refuses every signature."""
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
    return openssl(public, b"\x72", signature) is True


class Checkpoint:
    def __init__(self, raw):
        text = raw.decode("utf-8")
        self.text = text
        body, signatures = text.rsplit("\n\n", 1)
        self.signed = body + "\n"
        lines = self.signed.split("\n")
        if len(lines) != 4 or not re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1]):
            raise ValueError("want three lines: origin, size and root")
        self.origin, self.size, self.root = lines[0], int(lines[1]), b64_hash(lines[2])
        if not signatures.endswith("\n"):
            raise ValueError("its last line does not end")
        self.signatures = []
        for line in signatures[:-1].split("\n"):
            dash, name, value = line.split(" ")
            raw = base64.b64decode(value, validate=True)
            if dash != "\u2014" or base64.b64encode(raw).decode() != value or len(raw) < 5:
                raise ValueError("a signature line is malformed")
            self.signatures.append((name, raw[:4], raw[4:]))

    def signed_by(self, key):
        """True, False, or None when openssl cannot tell."""
        name, number, public = parse_key(key)
        for n, k, signature in self.signatures:
            if n == name and k == number:
                if len(signature) != 64:
                    return False
                return openssl(public, self.signed.encode(), signature)
        return False


# ---- The bundle. ----

class Checker:
    def __init__(self, source, works):
        self.source, self.works = source, works
        self.faults, self.gaps, self.notes = [], [], []
        self.members = {m["name"]: m for m in source.members}
        self.checkpoint, self.signed, self.demo = None, False, False
        self.leaves, self.here, self.absent = [], 0, 0
        self.times, self.used = [], {}

    def fail(self, file, reason):
        self.faults.append("%s: %s" % (file, reason))

    def check(self):
        missing = sorted(ALWAYS - set(self.members))
        for name in missing:
            self.fail(name, "missing")
        if missing:
            return
        self.check_bagit()
        self.check_info()
        self.check_checkpoint()
        if self.checkpoint:
            self.check_leaf_hashes()
            self.check_entries()

    def listing(self, names):
        lines = ["%s  %s\n" % (m["sum"].hex(), m["name"])
                 for m in self.source.members if names(m["name"])]
        return "".join(lines).encode()

    def check_bagit(self):
        if self.source.read("bagit.txt") != BAGIT:
            self.fail("bagit.txt", "not the two lines of BagIt 1.0")
        self.check_manifest("manifest-sha256.txt", lambda n: n.startswith("data/"))
        self.check_manifest("tagmanifest-sha256.txt", lambda n: n in TAGS)

    def check_manifest(self, manifest, names):
        got, want = self.source.read(manifest), self.listing(names)
        if got == want:
            return
        got = set(got.decode("utf-8", "replace").splitlines())
        for line in want.decode().splitlines():
            if line not in got:
                self.fail(line[66:], "not in %s with the SHA-256 that it has" % manifest)
        self.fail(manifest, "not the list of the files that are here")

    def check_info(self):
        text = self.source.read("bag-info.txt").decode("utf-8", "replace")
        found = re.fullmatch(r"(?:Bag-Software-Agent: ([^\r\n]+)\n)?Bundle-Format: ([^\n]*)\n"
                             r"Demo: (yes|no)\nExternal-Identifier: ([^\n]*)\n", text)
        software = found and found.group(1) or ""
        if not found or found.group(2) != FORMAT or not software.isprintable() or \
                software.strip() != software or len(software.encode()) > 200:
            self.fail("bag-info.txt", "not as a bundle of the format %s has it" % FORMAT)
        self.demo = bool(found) and found.group(3) == "yes"
        self.origin = found.group(4) if found else ""

    def check_checkpoint(self):
        name = "data/log/checkpoint.txt"
        try:
            self.checkpoint = Checkpoint(self.source.read(name))
        except (ValueError, binascii.Error) as e:
            self.fail(name, e)
            return
        if self.checkpoint.origin != self.origin:
            self.fail("bag-info.txt", "it names another log than the checkpoint")
        key = self.source.read("data/log/key.txt").decode("utf-8", "replace")
        try:
            parse_key(key[:-1])
            if key[-1] != "\n":
                raise ValueError("its line does not end")
            if self.works and not self.checkpoint.signed_by(key[:-1]):
                self.fail(name, "not signed with the key that the bundle itself names")
        except (ValueError, binascii.Error):
            self.fail("data/log/key.txt", "not one line with a verifier key")

    def check_leaf_hashes(self):
        name = "data/log/leafhashes.txt"
        text = self.source.read(name).decode("ascii", "replace")
        if not re.fullmatch(r"(?:[0-9a-f]{64}\n)*", text):
            self.fail(name, "want lines of 64 hexadecimal digits")
            return
        self.leaves = [bytes.fromhex(line) for line in text.split()]
        if len(self.leaves) != self.checkpoint.size:
            self.fail(name, "%d hashes; the checkpoint is over %d entries" % (
                len(self.leaves), self.checkpoint.size))
            self.gaps.append(self.faults[-1])
        elif root_of(self.leaves) != self.checkpoint.root:
            self.fail(name, "the hashes do not have the root that the checkpoint says")
            self.gaps.append(self.faults[-1])

    def check_entries(self):
        self.openings = self.read_index()
        index, custody = [INDEX], ["\ufeff" + row(CUSTODY)]
        cases = Cases(self.leaves, self.members)
        for name in self.members:
            if name.startswith("data/entries/"):
                self.check_pair(name)
        for seq, leaf in enumerate(self.leaves):
            name = "data/entries/%09d.json" % seq
            if name not in self.members:
                custody.append(row([str(seq), "withheld"] + [""] * 10 + [leaf.hex()]))
                continue
            self.here += 1
            try:
                entry = self.check_entry(seq, leaf, name)
                cases.add(seq, leaf, entry.get("subject"))
                index.append(self.index_lines(seq, entry))
                custody.append(self.custody_line(seq, leaf, entry))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as e:
                self.fail(name, "not an entry: %s" % e)
        self.gaps += cases.gaps
        if cases.lacking > len(cases.withheld):
            self.gaps.append("the cases lack more entries than are withheld")
        self.check_bodies()
        self.check_table("data/bodies/index.csv", "".join(index))
        self.check_table("data/custody.csv", "".join(custody))
        self.check_files()

    def read_index(self):
        openings = {}
        text = self.source.read("data/bodies/index.csv").decode("ascii", "replace")
        for line in text.split("\r\n")[1:-1]:
            found = re.fullmatch(
                r"([0-9]+),([0-9]+),[0-9]+,[0-9a-f]+,([0-9a-f]{64}),([0-9a-f]{64})", line)
            if found:
                seq, slot, salt, total = found.groups()
                openings[int(seq), int(slot)] = (bytes.fromhex(salt), total)
        return openings

    def check_pair(self, name):
        seq = int(name[13:22])
        if seq >= len(self.leaves):
            self.fail(name, "beyond the end of the log")
        for ending in (".json", ".tlog-proof"):
            if name[:22] + ending not in self.members:
                self.fail(name[:22] + ending, "missing; %s is here" % name)

    def check_entry(self, seq, leaf, name):
        raw = self.source.read(name)
        entry = canonical(raw)
        if entry["seq"] != seq or entry["log"] != self.checkpoint.origin:
            raise ValueError("it calls itself number %r of %r" % (entry["seq"], entry["log"]))
        if sha256(b"\x00" + raw) != leaf:
            raise ValueError("its leaf hash is not the one at its place in leafhashes.txt")
        self.times.append(entry["recorder"]["at"])
        proof = "data/entries/%09d.tlog-proof" % seq
        if proof in self.members:
            try:
                self.check_proof(seq, leaf, self.source.read(proof).decode("utf-8"))
            except (ValueError, binascii.Error) as e:
                self.fail(proof, e)
        for slot, c in commitments(entry):
            self.check_body(seq, slot, c)
        return entry

    def check_proof(self, seq, leaf, text):
        start = "c2sp.org/tlog-proof@v1\nindex %d\n" % seq
        end = "\n" + self.checkpoint.text
        if not text.startswith(start) or not text.endswith(end) or len(text) < len(start + end):
            raise ValueError("not the proof of this entry under the checkpoint of the bundle")
        path = text[len(start):len(text) - len(end)]
        if path and not path.endswith("\n"):
            raise ValueError("a line does not end")
        hashes = [b64_hash(line) for line in path.split("\n")[:-1]]
        if root_from_path(leaf, seq, self.checkpoint.size, hashes) != self.checkpoint.root:
            raise ValueError("it does not lead to the root of the checkpoint")

    def check_body(self, seq, slot, c):
        if (seq, slot) not in self.openings:
            self.absent += 1
            return
        salt, total = self.openings[seq, slot]
        name = "data/bodies/" + total
        if name not in self.members:
            self.fail(name, "missing; entry %d commits to it" % seq)
            return
        m = self.members[name]
        want = sha256(b"sla-commit-v1\n" + salt + m["sum"]).hex()
        if m["size"] != c["length"] or want != c["commitment"]:
            self.fail(name, "not the bytes that entry %d commits to" % seq)
            return
        self.used.setdefault(total, seq)

    def index_lines(self, seq, entry):
        lines = []
        for slot, c in commitments(entry):
            salt, total = self.openings.get((seq, slot), (b"", ""))
            lines.append("%d,%d,%d,%s,%s,%s\r\n" % (
                seq, slot, c["length"], c["commitment"], salt.hex(), total))
        return "".join(lines)

    def custody_line(self, seq, leaf, entry):
        r, case = entry["recorder"], entry.get("subject", {})
        bodies = [self.openings[seq, slot][1] for slot, _ in commitments(entry)
                  if (seq, slot) in self.openings]
        size = sum(c["length"] for _, c in commitments(entry))
        return row([str(seq), "disclosed", r["at"], r["by"], r["via"], r["software"], r["mode"],
                    entry["type"], case.get("id", ""), str(case.get("n", "")),
                    " ".join(bodies), str(size), leaf.hex()])

    def check_bodies(self):
        for name, m in self.members.items():
            base = name[len("data/bodies/"):]
            if not name.startswith("data/bodies/") or base == "index.csv":
                continue
            if m["sum"].hex() != base:
                self.fail(name, "its SHA-256 is another")
            elif base not in self.used:
                self.fail(name, "no entry that is here commits to it")

    def check_table(self, name, want):
        if self.source.read(name) != want.encode():
            self.fail(name, "not what the entries say")

    def check_files(self):
        folded = set()
        for name, m in self.members.items():
            if not name.startswith("data/files/"):
                continue
            if name.upper().lower() in folded:
                self.fail(name, "one file with another on many systems")
            folded.add(name.upper().lower())
            if m["sum"].hex() in self.used:
                self.notes.append("%s: the same bytes as in entry %d" % (
                    name, self.used[m["sum"].hex()]))
            else:
                self.notes.append("%s: not in the log; only the bundle's own list of digests "
                                  "covers it" % name)

    # ---- The verdict. ----

    def verdict(self, key):
        return [("Integrity", *self.integrity()), ("Time bounds", *self.time_bounds()),
                ("Completeness", *self.completeness()), ("Authorship", *self.authorship(key))]

    def integrity(self):
        if self.faults:
            return "FAIL", self.faults
        notes = ["files: %d; entries: %d; originals: %d; all are what they must be" % (
            len(self.members), self.here, len(self.used))]
        if not self.works:
            notes.append("openssl is missing or too old: no signature was checked")
        return "PASS", notes + self.notes + ["not shown: that what was recorded is true"]

    def time_bounds(self):
        notes = ["there is no time from outside (anchor) in this bundle"]
        if self.times and not self.faults:
            notes.append("the recorder's own clock said %s to %s: its claim and no more" % (
                min(self.times), max(self.times)))
        return "NOT SHOWN", notes

    def completeness(self):
        if self.gaps:
            return "FAIL", self.gaps
        if self.faults:
            return "NOT SHOWN", ["it rests on integrity, which failed"]
        notes = ["entries in the log up to the checkpoint: %d; here: %d; "
                 "withheld (blanks): %d" % (len(self.leaves), self.here, len(self.leaves) - self.here)]
        if self.absent:
            notes.append("originals not here: %d; that they were erased is the maker's claim"
                         % self.absent)
        return "PASS", notes + [
            "not shown: entries after the checkpoint, and whatever was never recorded"]

    def authorship(self, key):
        if not self.checkpoint:
            return "NOT SHOWN", ["the checkpoint could not be read"]
        if not key:
            return "NOT SHOWN", ["no key was given to check against: take it from the contract"]
        name = parse_key(key)[0]
        if not self.works:
            return "NOT SHOWN", ["openssl is missing or too old"]
        if not self.checkpoint.signed_by(key):
            return "FAIL", ["data/log/checkpoint.txt: not signed with the key given"]
        if self.faults:
            return "NOT SHOWN", ["the checkpoint is signed, but what is here is not what was signed"]
        if self.demo or "DEMO" in name:
            return "NOT SHOWN", ["DEMO: the key is published and anybody can sign with it"]
        return "PASS", ["the checkpoint over %d entries of the log %s is signed with this key" % (
            self.checkpoint.size, self.checkpoint.origin),
            "not shown: who holds that key; where you have it from must say"]


class Cases:
    """Follows the numbers and back links of every case over the entries that are here."""

    def __init__(self, leaves, members):
        self.gaps, self.lacking, self.last = [], 0, {}
        self.withheld = [i for i in range(len(leaves))
                         if "data/entries/%09d.json" % i not in members]
        self.free = {leaves[i].hex(): i for i in self.withheld}

    def add(self, seq, leaf, case):
        if case is None:
            return
        n, before, prev = self.last.get(case["id"], (0, -1, ""))
        self.last[case["id"]] = (case["n"], seq, leaf.hex())
        lacking, link = case["n"] - n - 1, case.get("prev", "")
        if lacking == 0 and link == prev:
            return
        if lacking > 0:
            self.lacking += lacking
            room = bisect.bisect(self.withheld, seq) - bisect.bisect(self.withheld, before)
            if room >= lacking and before < self.free.pop(link, -1) < seq:
                return
        self.gaps.append("entry %d: number %r of case %r does not follow" % (
            seq, case["n"], case["id"]))


def guard(cell):
    return "'" + cell if cell.startswith(tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")) else cell


def row(cells):
    return ",".join('"%s"' % guard(c).replace('"', '""') for c in cells) + "\r\n"


def verify(source, key="", works=None):
    """Returns the verdict on a Zip or Directory, or on what making one raised."""
    checker = Checker(source(), openssl_works() if works is None else works)
    checker.check()
    return checker.verdict(key)


def verify_path(path, key="", works=None):
    if os.path.isdir(path):
        return attempt(lambda: Directory(path), key, works)
    with open(path, "rb") as f:
        return attempt(lambda: Zip(f, os.path.getsize(path)), key, works)


def attempt(source, key, works):
    try:
        return verify(source, key, works)
    except Fault as e:
        other = ("NOT SHOWN", ["the bundle could not be read"])
        return [("Integrity", "FAIL", [str(e)]), ("Time bounds", *other),
                ("Completeness", *other), ("Authorship", *other)]


def main(args):
    if len(args) not in (1, 2):
        print(__doc__)
        return 2
    key = args[1] if len(args) == 2 else ""
    try:
        if key:
            parse_key(key)
        lines = verify_path(args[0], key)
    except (NotBundle, OSError, ValueError) as e:
        print("cannot check: %s" % e)
        return 2
    for name, result, notes in lines:
        print("%-13s %s" % (name, result))
        for note in notes[:20] + ["and %d more" % (len(notes) - 20)] * (len(notes) > 20):
            print("    " + str(note).encode("ascii", "backslashreplace").decode())
    return 1 if any(result == "FAIL" for _, result, _ in lines) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
