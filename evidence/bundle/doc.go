// Package bundle writes what a log holds as one file that others can check without us.
//
// A bundle is handed to a vendor, a lawyer or a court. Whoever gets it can check it with
// Verify, with the script that lies in it, or by hand with sha256sum, openssl and the
// instructions in it. The verdict has four lines, because they are four questions. Integrity: is
// everything as it was when the checkpoint was signed? Time bounds: between which outside times was
// it recorded? Completeness: is the whole log here or accounted for? Authorship: whose log is it?
// Each is answered PASS, FAIL or NOT SHOWN, and no line stands for another.
//
// # What is not shown
//
// That a record is true. That something which is not in the log did not happen. That recorded
// times are right, since they are the recorder's own. That the files of Options.Files, the Software
// and the Demo mark are those that the maker of the bundle put in: only the bundle's own list of
// digests covers them, and who remakes the bundle remakes the list. Verify says of each such file
// whether its bytes are also in the log. Whoever wants to hold the whole bundle fast must keep or
// sign its SHA-256, which Verdict.SHA256 tells.
//
// # Format, version 1
//
// A bundle is a BagIt 1.0 bag (RFC 8493) in a zip file. Any unpacker opens it. The bytes of the zip
// are fixed by names and contents of its files, so that there is nothing in it that no check covers:
//
//   - Files are stored, not compressed, in ascending order of the bytes of their names.
//   - Local headers: version needed 20, flags 0x0800 (UTF-8), method 0, time 0, date 0x0021
//     (1 January 1980), CRC-32 and both sizes set, no extra field, no data descriptor.
//   - Central headers: made by 0x0314 (Unix, version 20), the same fields again, no extra field, no
//     comment, disk 0, internal attributes 0, external attributes 0x81A40000 (a file, mode 0644).
//   - The end record follows at once, without a comment; if there are 65,535 files or more, a zip64 end
//     record and its locator come before it and its counts are 0xFFFF. The whole is under 4 GiB.
//
// The files, all but the two under "..." always there:
//
//	bag-info.txt                   software, format, demo mark, name of the log
//	bagit.txt                      the two lines of BagIt 1.0
//	data/README.en.md              how to check by hand, and what each check shows
//	data/README.zh-CN.md           the same in Chinese
//	data/bodies/<sha256>           ... originals, named by their SHA-256
//	data/bodies/index.csv          which entry commits to which body, with the salts
//	data/custody.csv               who recorded what, when, by which road; one line an entry
//	data/entries/<number>.json     ... the bytes of an entry; its number has nine digits
//	data/entries/<number>.tlog-proof   its proof of inclusion (C2SP tlog-proof)
//	data/files/<name>              ... Options.Files
//	data/log/checkpoint.txt        the signed checkpoint (C2SP tlog-checkpoint)
//	data/log/key.txt               the verifier key, as the bundle itself claims it
//	data/log/leafhashes.txt        the leaf hashes of all entries, in hexadecimal, one a line
//	data/verify/verify.py          the same checks as Verify, in Python
//	manifest-sha256.txt            SHA-256 of every file under data, as sha256sum prints it
//	tagmanifest-sha256.txt         SHA-256 of bag-info.txt, bagit.txt and manifest-sha256.txt
//
// An entry whose .json is missing is withheld: a blank. Its place, its hash and the fact
// that it exists remain in leafhashes.txt and custody.csv.
//
// The lines of bag-info.txt are Bag-Software-Agent (left out when unknown), Bundle-Format,
// Demo and External-Identifier. The file index.csv has a line for each commitment of the entries
// that are here: seq, slot (0 the body, 1 the first attachment), bytes, commitment, salt and sha256,
// the last two empty if the bytes are not here. In custody.csv every cell is quoted; it begins with
// a byte order mark, and cells that a spreadsheet would run as a formula begin with an apostrophe.
// Both have lines that end in CR LF. README and script are the same in all bundles of a version, but
// for editions; Verify knows them all.
package bundle
