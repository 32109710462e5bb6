package bundle

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// The container is written here and not by archive/zip because its bytes are part of the format: a
// bundle must verify to the byte by any later version of the program and by verify.py.

const (
	localSig   = 0x04034b50
	centralSig = 0x02014b50
	endSig     = 0x06054b50
	end64Sig   = 0x06064b50
	locSig     = 0x07064b50

	localLen   = 30
	centralLen = 46

	zipVersion  = 20         // 2.0, the least that every unpacker claims
	zip64       = 45         // 4.5, for the zip64 records
	madeBy      = 3<<8 | 20  // Unix, so that the mode below is used
	utf8Flag    = 0x0800     // names are UTF-8
	epochDate   = 0x0021     // 1 January 1980, the first day that zip knows
	regularMode = 0o100644   // a file that its owner may write
	maxUint16   = 0xFFFF     // from here on a count needs zip64
	maxSize     = 0xFFFFFFFE // beyond, offsets need zip64, which some unpackers lack

	maxName   = 512       // no name in the layout comes near
	maxMember = 512 << 20 // a member is held in memory; the manifest of a million entries fits
	maxFiles  = 4 << 20   // a million entries with proofs and bodies
)

// ErrNotBundle says that the input is not a bundle at all, not even a damaged one.
var ErrNotBundle = errors.New("not a zip file that begins as a bundle does")

// member is a file in the zip. Its data starts at offset.
type member struct {
	name   string
	size   int64
	offset int64
	crc    uint32
	sum    [sha256.Size]byte
}

// fault is something wrong with the bundle, at a file of it.
type fault struct{ file, reason string }

func (f *fault) Error() string { return f.file + ": " + f.reason }

func faultf(file, format string, args ...any) error {
	return &fault{file: file, reason: fmt.Sprintf(format, args...)}
}

// zipWriter writes members, which must come in ascending order of their names.
type zipWriter struct {
	w       io.Writer
	members []member
	offset  int64
}

func (z *zipWriter) add(name string, data []byte) error {
	if n := len(z.members); n > 0 && z.members[n-1].name >= name {
		return fmt.Errorf("%q comes after %q", name, z.members[n-1].name)
	}
	if len(data) > maxMember {
		return fmt.Errorf("%q has %d bytes, at most %d", name, len(data), maxMember)
	}
	m := member{
		name: name, size: int64(len(data)), offset: z.offset + localLen + int64(len(name)),
		crc: crc32.ChecksumIEEE(data), sum: sha256.Sum256(data),
	}
	if len(z.members) == maxFiles || m.offset+m.size > maxSize {
		return fmt.Errorf("at %q the bundle passes 4 GiB or %d files: "+
			"withhold part of the entries and make several", name, maxFiles)
	}
	if err := z.write(appendLocal(nil, m)); err != nil {
		return err
	}
	z.members = append(z.members, m)
	return z.write(data)
}

// close writes the list of members.
func (z *zipWriter) close() error {
	tail := appendTail(nil, z.members, z.offset)
	if z.offset+int64(len(tail)) > maxSize {
		return errors.New("the bundle passes 4 GiB: withhold part of the entries and make several")
	}
	return z.write(tail)
}

func (z *zipWriter) write(b []byte) error {
	n, err := z.w.Write(b)
	z.offset += int64(n)
	return err
}

var le = binary.LittleEndian

// appendCommon writes the fields that local and central headers share.
func appendCommon(b []byte, m member) []byte {
	b = le.AppendUint16(b, zipVersion)
	b = le.AppendUint16(b, utf8Flag)
	b = le.AppendUint16(b, 0) // stored
	b = le.AppendUint16(b, 0) // midnight
	b = le.AppendUint16(b, epochDate)
	b = le.AppendUint32(b, m.crc)
	b = le.AppendUint32(b, uint32(m.size))
	b = le.AppendUint32(b, uint32(m.size))
	b = le.AppendUint16(b, uint16(len(m.name)))
	return le.AppendUint16(b, 0) // no extra field
}

func appendLocal(b []byte, m member) []byte {
	b = le.AppendUint32(b, localSig)
	return append(appendCommon(b, m), m.name...)
}

func appendCentral(b []byte, m member) []byte {
	b = le.AppendUint32(b, centralSig)
	b = le.AppendUint16(b, madeBy)
	b = appendCommon(b, m)
	b = le.AppendUint16(b, 0) // no comment
	b = le.AppendUint16(b, 0) // disk
	b = le.AppendUint16(b, 0) // internal attributes
	b = le.AppendUint32(b, regularMode<<16)
	b = le.AppendUint32(b, uint32(m.offset-localLen-int64(len(m.name))))
	return append(b, m.name...)
}

// appendTail writes the central directory, which begins at start, and the end records.
func appendTail(b []byte, members []member, start int64) []byte {
	from := len(b)
	for _, m := range members {
		b = appendCentral(b, m)
	}
	size := int64(len(b) - from)
	n := len(members)
	if n >= maxUint16 {
		b = appendEnd64(b, n, size, start)
		n = maxUint16
	}
	b = le.AppendUint32(b, endSig)
	b = le.AppendUint32(b, 0) // disks
	b = le.AppendUint16(b, uint16(n))
	b = le.AppendUint16(b, uint16(n))
	b = le.AppendUint32(b, uint32(size))
	b = le.AppendUint32(b, uint32(start))
	return le.AppendUint16(b, 0) // no comment
}

// appendEnd64 writes the zip64 end record and its locator.
func appendEnd64(b []byte, n int, size, start int64) []byte {
	b = le.AppendUint32(b, end64Sig)
	b = le.AppendUint64(b, 44) // what follows
	b = le.AppendUint16(b, 3<<8|zip64)
	b = le.AppendUint16(b, zip64)
	b = le.AppendUint64(b, 0) // disks
	b = le.AppendUint64(b, uint64(n))
	b = le.AppendUint64(b, uint64(n))
	b = le.AppendUint64(b, uint64(size))
	b = le.AppendUint64(b, uint64(start))
	b = le.AppendUint32(b, locSig)
	b = le.AppendUint32(b, 0)
	b = le.AppendUint64(b, uint64(start+size))
	return le.AppendUint32(b, 1)
}

// zipReader reads what zipWriter writes and nothing else.
type zipReader struct {
	in      *bufio.Reader
	size    int64
	offset  int64
	members []member
}

// readZip returns the members of the zip in r. Every byte of it is either the
// data of a member, whose CRC-32 and SHA-256 are computed, or equal to what zipWriter would
// have written there. The error is ErrNotBundle, a *fault, or that of r.
func readZip(r io.ReaderAt, size int64) ([]member, error) {
	z := &zipReader{in: bufio.NewReaderSize(io.NewSectionReader(r, 0, size), 1<<16), size: size}
	if err := z.checkStart(); err != nil {
		return nil, err
	}
	for {
		sig, err := z.in.Peek(4)
		if err != nil && err != io.EOF {
			return nil, err
		}
		if len(sig) < 4 || le.Uint32(sig) != localSig {
			return z.members, z.checkTail()
		}
		if err := z.readMember(); err != nil {
			return z.members, err
		}
	}
}

// checkStart tells a bundle from something else by the first member.
func (z *zipReader) checkStart() error {
	start, err := z.in.Peek(localLen + len(bagInfoName))
	if err != nil && err != io.EOF {
		return err
	}
	if len(start) < 4 || le.Uint32(start) != localSig {
		return ErrNotBundle
	}
	if z.size > maxSize {
		return faultf("the zip", "%d bytes; a bundle has less than 4 GiB", z.size)
	}
	if len(start) < localLen || string(start[localLen:]) != bagInfoName {
		return faultf("the zip", "its first file is not %q: it is no bundle of this format", bagInfoName)
	}
	return nil
}

func (z *zipReader) readMember() error {
	m, err := z.readHeader()
	if err != nil {
		return err
	}
	if n := len(z.members); n > 0 && z.members[n-1].name >= m.name {
		return faultf(m.name, "it stands after %q: twice there, or out of order", z.members[n-1].name)
	}
	if len(z.members) == maxFiles {
		return faultf(m.name, "more than %d files", maxFiles)
	}
	if m.size > maxMember || m.size > z.size-z.offset {
		return faultf(m.name, "cut off, or larger than allowed: it claims %d bytes", m.size)
	}
	m.offset = z.offset
	sum, crc := sha256.New(), crc32.NewIEEE()
	n, err := io.CopyN(io.MultiWriter(sum, crc), z.in, m.size)
	z.offset += n
	if err != nil {
		return err
	}
	if crc.Sum32() != m.crc {
		return faultf(m.name, "its bytes do not have the CRC-32 in the zip")
	}
	sum.Sum(m.sum[:0])
	z.members = append(z.members, m)
	return nil
}

// readHeader reads a local header and insists on the one spelling.
func (z *zipReader) readHeader() (member, error) {
	head := make([]byte, localLen)
	if z.size-z.offset < localLen {
		return member{}, faultf(z.place(), "cut off in the header of the file after it")
	}
	if _, err := io.ReadFull(z.in, head); err != nil {
		return member{}, err
	}
	z.offset += localLen
	nameLen := int64(le.Uint16(head[26:]))
	if nameLen > maxName || nameLen > z.size-z.offset {
		return member{}, faultf(z.place(), "the name of the file after it has %d bytes", nameLen)
	}
	name := make([]byte, nameLen)
	if _, err := io.ReadFull(z.in, name); err != nil {
		return member{}, err
	}
	z.offset += nameLen
	if err := checkMemberName(string(name)); err != nil {
		return member{}, faultf(fmt.Sprintf("%q", name), "%v", err)
	}
	m := member{name: string(name), crc: le.Uint32(head[14:]), size: int64(le.Uint32(head[18:]))}
	if !bytes.Equal(appendLocal(nil, m), append(head, name...)) {
		return member{}, faultf(m.name, "its header in the zip is not as a bundle has it "+
			"(compression, date, flags, sizes or extra fields)")
	}
	return m, nil
}

// checkTail compares the rest with the list that the members must have.
func (z *zipReader) checkTail() error {
	tail := appendTail(nil, z.members, z.offset)
	if int64(len(tail)) != z.size-z.offset {
		return faultf(z.place(), "after it come %d bytes where the list of files needs %d: "+
			"the zip is cut off, has something added, or is damaged there",
			z.size-z.offset, len(tail))
	}
	got := make([]byte, len(tail))
	if _, err := io.ReadFull(z.in, got); err != nil {
		return err
	}
	if bytes.Equal(got, tail) {
		return nil
	}
	at := 0
	for _, m := range z.members {
		n := centralLen + len(m.name)
		if !bytes.Equal(got[at:at+n], tail[at:at+n]) {
			return faultf(m.name, "the list at the end of the zip says otherwise of it")
		}
		at += n
	}
	return faultf("the zip", "the record at its end is not as a bundle has it")
}

// place names where the reader stands.
func (z *zipReader) place() string {
	if len(z.members) == 0 {
		return "the zip"
	}
	return z.members[len(z.members)-1].name
}
