package evidence

import (
	"time"

	"github.com/slaledger/slaledger/sla"
)

// Record is one communication or fact, as somebody wrote it down or as an importer read it. Only
// Times.Occurred is required of every record. Its texts are UTF-8 of at most MaxText bytes, and a
// list has at most MaxList items.
type Record struct {
	Case        string        `json:"case,omitempty"`
	Channel     string        `json:"channel,omitempty"` // "ticket", "live_chat", "phone", "email", "wecom", ...
	By          sla.Role      `json:"by,omitempty"`      // the side that it comes from
	From        Person        `json:"from,omitzero"`
	To          []Person      `json:"to,omitempty"`
	Times       sla.Times     `json:"times"`
	Precision   sla.Precision `json:"precision,omitempty"`
	Source      string        `json:"source,omitempty"` // who says so: "call note of Lin Wei"
	Subject     string        `json:"subject,omitempty"`
	Text        string        `json:"text,omitempty"`
	Locator     string        `json:"locator,omitempty"` // its place in the original: message id, row
	Automatic   bool          `json:"automatic,omitempty"`
	Attachments []Attachment  `json:"attachments,omitempty"`
	Theirs      Theirs        `json:"theirs,omitzero"` // what the other side's system says of the case
	Means       []sla.Event   `json:"means,omitempty"` // what it means for the case; of an importer, a proposal
	Problems    []Problem     `json:"problems,omitempty"`
}

// Person is somebody who wrote, spoke or received.
type Person struct {
	Name    string `json:"name,omitempty"`
	Address string `json:"address,omitempty"` // mail address, number or account, as recorded
	Title   string `json:"title,omitempty"`
}

// Attachment is a file that came with a record.
type Attachment struct {
	Name      string `json:"name"`
	MediaType string `json:"media_type,omitempty"`
	SHA256    string `json:"sha256"` // lower-case hex, of the decoded bytes
	Size      int64  `json:"size"`
}

// Theirs holds the other side's own figures for a case, kept to be compared with ours.
type Theirs struct {
	Due     time.Time   `json:"due,omitzero"`
	Verdict sla.Verdict `json:"verdict,omitempty"`
	Text    string      `json:"text,omitempty"` // the verdict as their system writes it
}

// Problem is something in an original that could not be read as it should be. It is kept with the
// record; it never stops the rest.
type Problem struct {
	Where string `json:"where,omitempty"` // "row 7", "header Date"
	Text  string `json:"text"`            // what is wrong and what to do
}

// Importer turns the bytes of one original into proposals. Parse is a pure function of the bytes:
// it never fails as a whole, and says in problems what it could not read. A problem of a record is
// in that record alone. The slices it returns are the caller's, who may change them; raw it leaves as
// it is. An importer that would read the same bytes otherwise than before must bear another Version.
type Importer struct {
	Name    string
	Version string
	Parse   func(raw []byte) ([]Record, []Problem)
}
