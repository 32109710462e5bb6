package bundle

import (
	"bytes"
	"crypto/sha256"
	"hash/crc32"

	"github.com/slaledger/slaledger/ledger"
)

// RawZip returns the zip with these members in this order, be it a legal one or not.
func RawZip(names []string, data map[string][]byte) []byte {
	var b []byte
	var members []member
	for _, name := range names {
		d := data[name]
		m := member{
			name: name, size: int64(len(d)), crc: crc32.ChecksumIEEE(d),
			offset: int64(len(b) + localLen + len(name)),
		}
		members = append(members, m)
		b = append(appendLocal(b, m), d...)
	}
	return appendTail(b, members, int64(len(b)))
}

// ReadZip returns the names and contents that a strict reading of the zip gives.
func ReadZip(zip []byte) (names []string, data map[string][]byte, err error) {
	members, err := readZip(bytes.NewReader(zip), int64(len(zip)))
	data = make(map[string][]byte)
	for _, m := range members {
		names = append(names, m.name)
		data[m.name] = zip[m.offset : m.offset+m.size]
	}
	return names, data, err
}

// ZipOf writes members with the writer that Write uses.
func ZipOf(names []string, data map[string][]byte) ([]byte, error) {
	var b bytes.Buffer
	z := &zipWriter{w: &b}
	for _, name := range names {
		if err := z.add(name, data[name]); err != nil {
			return nil, err
		}
	}
	err := z.close()
	return b.Bytes(), err
}

// CommitSum is commitSum over the SHA-256 of data.
func CommitSum(salt, data []byte) ledger.Hash { return commitSum(salt, sha256.Sum256(data)) }

// Texts returns the texts of every bundle by name.
func Texts() map[string][]byte {
	return map[string][]byte{readmeENName: readmeEN, readmeZHName: readmeZH, scriptName: script}
}

// Shipped returns the digests of the texts that Verify accepts.
func Shipped(name string) []string { return shipped[name] }

// CheckMemberName, Guard and the parsers of tables are exported to be fuzzed.
var (
	CheckMemberName  = checkMemberName
	CheckFileName    = checkFileName
	Guard            = guard
	ParseLeafHashes  = parseLeafHashes
	FormatLeafHashes = formatLeafHashes
)
