package bundle

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/slaledger/slaledger/ledger"
)

const (
	timeLayout = "2006-01-02T15:04:05.000Z"
	saltLen    = 32 // bytes of a salt

	indexHeader   = "seq,slot,bytes,commitment,salt,sha256\r\n"
	custodyHeader = "\uFEFF" + `"seq","state","recorded_at","by","via","software","mode",` +
		`"type","subject","n","bodies","bytes","leaf_hash"` + "\r\n"

	disclosed = "disclosed"
	withheld  = "withheld"
)

// slot is where a commitment stands: an entry and the place in it.
type slot struct {
	seq int64
	n   int
}

// opening is what opens a commitment. The zero opening says that the bytes are not here.
type opening struct {
	salt []byte
	sum  ledger.Hash // SHA-256 of the bytes
}

func (o opening) here() bool { return len(o.salt) > 0 }

// commitments returns what the entry commits to, in order of slots.
func commitments(e ledger.Entry) []ledger.Commitment {
	var cs []ledger.Commitment
	if e.Body != nil {
		cs = append(cs, *e.Body)
	}
	return append(cs, e.Attachments...)
}

// appendIndex appends the lines of index.csv for one entry.
func appendIndex(b []byte, e ledger.Entry, openings map[slot]opening) []byte {
	for _, c := range commitments(e) {
		b = fmt.Appendf(b, "%d,%d,%d,%s,", c.Seq, c.Slot, c.Len, c.Hash)
		if o := openings[slot{c.Seq, c.Slot}]; o.here() {
			b = fmt.Appendf(b, "%x,%s\r\n", o.salt, o.sum)
		} else {
			b = append(b, ",\r\n"...)
		}
	}
	return b
}

// parseIndex reads the openings out of index.csv. What else its lines say is compared by the
// caller, who writes them again.
func parseIndex(text []byte) (map[slot]opening, error) {
	body, ok := bytes.CutPrefix(text, []byte(indexHeader))
	if !ok {
		return nil, errors.New("its first line is not as a bundle has it")
	}
	openings := make(map[slot]opening)
	for line := range strings.Lines(string(body)) {
		cells := strings.Split(strings.TrimSuffix(line, "\r\n"), ",")
		if len(cells) != 6 {
			return nil, fmt.Errorf("line %.80q: want 6 cells", line)
		}
		if cells[4] == "" && cells[5] == "" {
			continue
		}
		at, o, err := parseOpening(cells)
		if err != nil {
			return nil, fmt.Errorf("line %.80q: %w", line, err)
		}
		openings[at] = o
	}
	return openings, nil
}

func parseOpening(cells []string) (slot, opening, error) {
	seq, err := strconv.ParseInt(cells[0], 10, 64)
	if err != nil {
		return slot{}, opening{}, err
	}
	n, err := strconv.Atoi(cells[1])
	if err != nil {
		return slot{}, opening{}, err
	}
	var o opening
	if o.salt, err = hex.DecodeString(cells[4]); err != nil || len(o.salt) != saltLen {
		return slot{}, opening{}, fmt.Errorf("want a salt of %d bytes in hexadecimal", saltLen)
	}
	err = o.sum.UnmarshalText([]byte(cells[5]))
	return slot{seq, n}, o, err
}

// appendCustody appends the line of custody.csv for an entry that is here.
func appendCustody(b []byte, e ledger.Entry, openings map[slot]opening) []byte {
	mode := "live"
	if e.Backfill {
		mode = "backfill"
	}
	n := ""
	if e.Subject != "" {
		n = strconv.FormatInt(e.N, 10)
	}
	var bodies []string
	var size int64
	for _, c := range commitments(e) {
		size += c.Len
		if o := openings[slot{c.Seq, c.Slot}]; o.here() {
			bodies = append(bodies, o.sum.String())
		}
	}
	return appendRow(b, strconv.FormatInt(e.Seq, 10), disclosed, e.At.Format(timeLayout),
		e.By, e.Via, e.Software, mode, e.Type, e.Subject, n,
		strings.Join(bodies, " "), strconv.FormatInt(size, 10), e.Hash.String())
}

// appendBlank appends the line of custody.csv for an entry that is withheld.
func appendBlank(b []byte, seq int64, leaf ledger.Hash) []byte {
	return appendRow(b, strconv.FormatInt(seq, 10), withheld,
		"", "", "", "", "", "", "", "", "", "", leaf.String())
}

// appendRow quotes every cell, so that nothing depends on what one leaves unquoted.
func appendRow(b []byte, cells ...string) []byte {
	for i, cell := range cells {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(b, strings.ReplaceAll(guard(cell), `"`, `""`)...)
		b = append(b, '"')
	}
	return append(b, "\r\n"...)
}

// guard keeps a spreadsheet from running foreign text as a formula. Some take
// the full-width signs for the plain ones.
func guard(cell string) string {
	for _, sign := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(cell, sign) {
			return "'" + cell
		}
	}
	return cell
}

// formatLeafHashes returns leafhashes.txt.
func formatLeafHashes(leaves []ledger.Hash) []byte {
	b := make([]byte, 0, len(leaves)*(hexHash+1))
	for _, h := range leaves {
		b = append(append(b, h.String()...), '\n')
	}
	return b
}

// parseLeafHashes reads what formatLeafHashes writes, to the byte.
func parseLeafHashes(text []byte) ([]ledger.Hash, error) {
	const line = hexHash + 1
	if len(text)%line != 0 {
		return nil, fmt.Errorf("want lines of %d hexadecimal digits", hexHash)
	}
	leaves := make([]ledger.Hash, len(text)/line)
	for i := range leaves {
		row := text[i*line : (i+1)*line]
		if row[hexHash] != '\n' {
			return nil, fmt.Errorf("line %d: want %d hexadecimal digits", i+1, hexHash)
		}
		if err := leaves[i].UnmarshalText(row[:hexHash]); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return leaves, nil
}
