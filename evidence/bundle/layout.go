package bundle

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	bagInfoName     = "bag-info.txt"
	bagItName       = "bagit.txt"
	readmeENName    = "data/README.en.md"
	readmeZHName    = "data/README.zh-CN.md"
	bodiesDir       = "data/bodies/"
	indexName       = "data/bodies/index.csv"
	custodyName     = "data/custody.csv"
	entriesDir      = "data/entries/"
	filesDir        = "data/files/"
	checkpointName  = "data/log/checkpoint.txt"
	keyName         = "data/log/key.txt"
	leafHashesName  = "data/log/leafhashes.txt"
	scriptName      = "data/verify/verify.py"
	manifestName    = "manifest-sha256.txt"
	tagManifestName = "tagmanifest-sha256.txt"

	leafExt  = ".json"
	proofExt = ".tlog-proof"

	dataDir     = "data/"
	seqDigits   = 9
	hexHash     = 64
	maxFileName = 200 // bytes; file systems stop at 255
	maxSoftware = 200 // bytes; a name and a version

	bagIt  = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
	format = "slaledger-bundle/1"
)

// always are the members that every bundle has.
var always = []string{
	bagInfoName, bagItName, readmeENName, readmeZHName, indexName, custodyName,
	checkpointName, keyName, leafHashesName, scriptName, manifestName, tagManifestName,
}

func leafName(seq int64) string  { return fmt.Sprintf("%s%09d%s", entriesDir, seq, leafExt) }
func proofName(seq int64) string { return fmt.Sprintf("%s%09d%s", entriesDir, seq, proofExt) }

// checkMemberName reports whether the layout has a place for a file of that name. Only such names
// are accepted, so none can lead an unpacker out of its directory.
func checkMemberName(name string) error {
	if slices.Contains(always, name) {
		return nil
	}
	if s, ok := strings.CutPrefix(name, filesDir); ok {
		return checkFileName(s)
	}
	if s, ok := strings.CutPrefix(name, bodiesDir); ok && len(s) == hexHash && isHex(s) {
		return nil
	}
	if s, ok := strings.CutPrefix(name, entriesDir); ok {
		base, _, _ := strings.Cut(s, ".")
		if seq, ok := parseSeq(base); ok && (name == leafName(seq) || name == proofName(seq)) {
			return nil
		}
	}
	return errors.New("a bundle has no place for such a file")
}

// parseSeq reads the nine digits of an entry's file name.
func parseSeq(s string) (int64, bool) {
	if len(s) != seqDigits || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	seq, err := strconv.ParseInt(s, 10, 64)
	return seq, err == nil
}

func isHex(s string) bool { return strings.Trim(s, "0123456789abcdef") == "" }

// reserved are the names that Windows keeps for devices, with any extension.
var reserved = []string{"con", "prn", "aux", "nul", "com", "lpt"}

// checkFileName reports whether name can be unpacked under any system as it is written, and stands in a
// manifest without escapes (RFC 8493, section 2.1.3).
func checkFileName(name string) error {
	switch {
	case name == "" || len(name) > maxFileName:
		return fmt.Errorf("a file name has 1 to %d bytes", maxFileName)
	case !utf8.ValidString(name):
		return errors.New("a file name must be UTF-8")
	case strings.ContainsAny(name, `/\:*?"<>|%`):
		return errors.New(`a file name must have none of / \ : * ? " < > | %`)
	case strings.HasPrefix(name, ".") || strings.HasSuffix(name, "."):
		return errors.New("a file name must not begin or end with a full stop")
	case strings.TrimSpace(name) != name:
		return errors.New("a file name must not begin or end with a space")
	}
	for _, r := range name {
		if !unicode.IsPrint(r) {
			return errors.New("a file name must have printable characters only")
		}
	}
	base, _, _ := strings.Cut(strings.ToLower(name), ".")
	if slices.Contains(reserved, strings.TrimRight(base, "0123456789")) {
		return errors.New("that name is one that Windows keeps for a device")
	}
	return nil
}

// checkFileNames reports whether no two names are one on a system that ignores case.
func checkFileNames(names []string) error {
	seen := make(map[string]string)
	for _, name := range names {
		folded := strings.ToLower(strings.ToUpper(name))
		if other, ok := seen[folded]; ok {
			return fmt.Errorf("%q and %q are one file on many systems: rename one", other, name)
		}
		seen[folded] = name
	}
	return nil
}

// manifest returns the list of digests, as sha256sum prints it, of the members that
// belong in it. The members are in order of name.
func manifest(members []member, belongs func(name string) bool) []byte {
	var b []byte
	for _, m := range members {
		if belongs(m.name) {
			b = fmt.Appendf(b, "%x  %s\n", m.sum, m.name)
		}
	}
	return b
}

func isPayload(name string) bool { return strings.HasPrefix(name, dataDir) }

func isTag(name string) bool {
	return name == bagInfoName || name == bagItName || name == manifestName
}

// bagInfo is what bag-info.txt says.
type bagInfo struct {
	software string
	demo     bool
	origin   string
}

func (i bagInfo) format() []byte {
	var b []byte
	if i.software != "" {
		b = fmt.Appendf(b, "Bag-Software-Agent: %s\n", i.software)
	}
	demo := "no"
	if i.demo {
		demo = "yes"
	}
	return fmt.Appendf(b, "Bundle-Format: %s\nDemo: %s\nExternal-Identifier: %s\n",
		format, demo, i.origin)
}

// parseBagInfo reads what format writes, to the byte.
func parseBagInfo(text []byte) (bagInfo, error) {
	var i bagInfo
	for line := range strings.Lines(string(text)) {
		label, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch label {
		case "Bag-Software-Agent":
			i.software = value
		case "Demo":
			i.demo = value == "yes"
		case "External-Identifier":
			i.origin = value
		case "Bundle-Format":
			if value != format {
				return i, fmt.Errorf("format %.80q; this program reads %q", value, format)
			}
		}
	}
	if err := checkSoftware(i.software); err != nil {
		return i, err
	}
	if string(i.format()) != string(text) {
		return i, errors.New("not as a bundle has it")
	}
	return i, nil
}

// checkSoftware reports whether s fits on a line of bag-info.txt.
func checkSoftware(s string) error {
	if len(s) > maxSoftware || !utf8.ValidString(s) || strings.TrimSpace(s) != s {
		return fmt.Errorf("software %.80q: want at most %d bytes of UTF-8 without spaces around",
			s, maxSoftware)
	}
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return fmt.Errorf("software %.80q: want printable characters only", s)
		}
	}
	return nil
}
