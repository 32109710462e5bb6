package bundle

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/slaledger/slaledger/ledger"
)

// VerifyOptions say what the reader knows from elsewhere. The zero value knows nothing.
type VerifyOptions struct {
	// Key is the verifier key of the log, as the contract or another source that
	// does not come with the bundle states it. "" means that there is none: authorship is then NOT SHOWN.
	Key string
}

// Verify checks the bundle of size bytes in r. Whatever is wrong with the bundle is a FAIL in
// the verdict that names the file; no byte can be changed without one, save in the
// files that the package comment names. The error is for what is no bundle (ErrNotBundle), what
// could not be read, and a VerifyOptions.Key that is no key.
//
// It reads the bundle twice and holds the largest of its files in memory, at most 512 MiB. Nothing
// is unpacked.
func Verify(r io.ReaderAt, size int64, o VerifyOptions) (*Verdict, error) {
	v, err := verify(r, size, o)
	if err != nil {
		return nil, fmt.Errorf("bundle: verify: %w", err)
	}
	return v, nil
}

func verify(r io.ReaderAt, size int64, o VerifyOptions) (*Verdict, error) {
	if o.Key != "" {
		if err := checkKey(o.Key); err != nil {
			return nil, fmt.Errorf("key %.200q: %w", o.Key, err)
		}
	}
	c := &checker{r: r}
	var err error
	c.members, err = readZip(r, size)
	var broken *fault
	switch {
	case errors.As(err, &broken):
		c.fail(broken.file, "%s", broken.reason)
		c.unread = true
	case err != nil:
		return nil, err
	default:
		if err := c.checkAll(); err != nil {
			return nil, err
		}
	}
	v := c.verdict(o)
	whole := sha256.New()
	if _, err := io.Copy(whole, io.NewSectionReader(r, 0, size)); err != nil {
		return nil, err
	}
	whole.Sum(v.SHA256[:0])
	return v, nil
}

// checkKey reports whether s is a verifier key. A reader who mistypes the key must hear that, and not
// that the bundle is forged.
func checkKey(s string) error {
	parts := strings.SplitN(s, "+", 3)
	if len(parts) != 3 {
		return errors.New("want a verifier key, name+hash+key, as in the contract")
	}
	raw, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(raw) != 1+ed25519.PublicKeySize {
		return errors.New("it is damaged or not an Ed25519 key: copy it again")
	}
	again, err := ledger.VerifierKey(parts[0], ed25519.PublicKey(raw[1:]))
	if err != nil {
		return err
	}
	if again != s {
		return errors.New("its name, hash and key do not belong together: copy it again")
	}
	return nil
}

// verdict puts what was found into words.
func (c *checker) verdict(o VerifyOptions) *Verdict {
	v := &Verdict{
		Origin: c.checkpoint.Origin, Size: c.checkpoint.Size, Root: c.checkpoint.Root,
		Here: c.here, Software: c.info.software, Demo: c.info.demo,
	}
	v.Integrity = c.integrity()
	v.TimeBounds = c.timeBounds()
	v.Completeness = c.completeness()
	v.Authorship = c.authorship(o.Key)
	return v
}

func (c *checker) sound() bool { return len(c.faults) == 0 }

func (c *checker) integrity() Line {
	if !c.sound() {
		return Line{Fail, capped(c.faults)}
	}
	detail := []string{
		fmt.Sprintf("files in the bundle: %d; they are those in its list, with the digests there",
			len(c.members)),
		fmt.Sprintf("entries here: %d; each stands in the log under the checkpoint's root", c.here),
		fmt.Sprintf("originals here: %d; they are the bytes that entries commit to", len(c.used)),
	}
	detail = append(detail, capped(c.loose)...)
	return Line{Pass, append(detail, "not shown: that what was recorded is true")}
}

func (c *checker) timeBounds() Line {
	detail := []string{"there is no time from outside (anchor) in this bundle"}
	if c.sound() && c.here > 0 {
		detail = append(detail, fmt.Sprintf("the recorder's own clock said %s for the earliest entry "+
			"that is here and %s for the latest: that is its claim and no more",
			c.first.Format(timeLayout), c.last.Format(timeLayout)))
		if c.late > 0 {
			detail = append(detail, fmt.Sprintf("entries that say they were brought in "+
				"later, from elsewhere (backfill): %d", c.late))
		}
		detail = append(detail, capped(c.backward)...)
	}
	return Line{NotShown, detail}
}

func (c *checker) completeness() Line {
	if len(c.gaps) > 0 {
		return Line{Fail, capped(c.gaps)}
	}
	if !c.sound() {
		return Line{NotShown, []string{"it rests on integrity, which failed"}}
	}
	blanks := c.checkpoint.Size - c.here
	detail := []string{fmt.Sprintf("entries in the log up to the checkpoint: %d; here: %d; "+
		"withheld (blanks): %d", c.checkpoint.Size, c.here, blanks)}
	if blanks > 0 {
		detail = append(detail, "numbers withheld: "+c.blankRanges())
		detail = append(detail, capped(c.inBlanks)...)
		detail = append(detail, "not shown: what the withheld entries say, "+
			"and, but for those named, of which cases they are")
	}
	detail = append(detail, capped(c.absent)...)
	return Line{Pass, append(detail,
		"not shown: entries after the checkpoint, and whatever was never recorded")}
}

func (c *checker) authorship(key string) Line {
	if c.unread || c.checkpoint.Text == "" {
		return Line{NotShown, []string{"the checkpoint could not be read"}}
	}
	if key == "" {
		return Line{NotShown, []string{
			"no key was given to check against: take it from the contract",
			keyName + " is only what the bundle says of itself",
		}}
	}
	name, _, _ := strings.Cut(key, "+")
	if _, err := ledger.ParseCheckpoint([]byte(c.checkpoint.Text), key); err != nil {
		return Line{Fail, []string{
			fmt.Sprintf("%s: not signed with the key given, %q", checkpointName, key)}}
	}
	if !c.sound() {
		return Line{NotShown, []string{fmt.Sprintf("the checkpoint is signed with the key %q, but "+
			"what is here is not what was signed: see integrity", name)}}
	}
	if c.info.demo || strings.Contains(name, demoMark) {
		return Line{NotShown, []string{
			"DEMO: the signature is valid, but the key is published and anybody can sign with it"}}
	}
	return Line{Pass, []string{
		fmt.Sprintf("the checkpoint over %d entries of the log %q is signed with the key %q",
			c.checkpoint.Size, c.checkpoint.Origin, name),
		"not shown: who holds that key; where you have it from must say",
	}}
}

// demoMark in a key's name says that the key is published.
const demoMark = "DEMO"

// blankRanges lists the numbers of the withheld entries: "2, 5-6".
func (c *checker) blankRanges() string {
	var ranges []string
	for i := 0; i < len(c.present); i++ {
		if c.present[i] {
			continue
		}
		from := i
		for i+1 < len(c.present) && !c.present[i+1] {
			i++
		}
		if from == i {
			ranges = append(ranges, fmt.Sprint(from))
		} else {
			ranges = append(ranges, fmt.Sprintf("%d-%d", from, i))
		}
	}
	return strings.Join(capped(ranges), ", ")
}
