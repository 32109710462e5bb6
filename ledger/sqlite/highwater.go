package sqlite

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// waterEvery is how often a high-water mark is written at most. Writing and syncing it with
// every append would double the cost of an append.
const waterEvery = time.Second

// maxWater is the largest mark that is read; a checkpoint takes some hundred bytes.
const maxWater = 64 << 10

// highWater keeps the latest committed checkpoint of each log in a file beside the database. A
// mark may lag behind the database and never leads it.
type highWater struct {
	path string // of the database

	mu      sync.Mutex
	pending map[string][]byte // by origin: committed, not yet written
	last    time.Time         // of the last writing
	timer   *time.Timer       // set while a writing is due
	closed  bool
	err     error // of the last writing; the commit it followed stands, so Close tells
}

func (h *highWater) file(origin string) string {
	sum := sha256.Sum256([]byte(origin))
	return h.path + "-head-" + hex.EncodeToString(sum[:8])
}

// read returns the mark on file, nil if there is none.
func (h *highWater) read(origin string) ([]byte, error) {
	f, err := os.Open(h.file(origin))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxWater)) // not nil when empty: that is damage
}

// note takes in a checkpoint that has been committed.
func (h *highWater) note(origin string, checkpoint []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.pending == nil {
		h.pending = make(map[string][]byte)
	}
	h.pending[origin] = checkpoint
	wait := waterEvery - time.Since(h.last)
	switch {
	case wait <= 0 || h.closed:
		h.write()
	case h.timer == nil:
		h.timer = time.AfterFunc(wait, h.flush)
	}
}

func (h *highWater) flush() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.write()
}

func (h *highWater) close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	h.write()
	return h.err
}

// write puts the pending marks on disk. The caller holds the lock.
func (h *highWater) write() {
	if h.timer != nil {
		h.timer.Stop()
		h.timer = nil
	}
	for origin, checkpoint := range h.pending {
		if h.err = replaceFile(h.file(origin), checkpoint); h.err == nil {
			delete(h.pending, origin)
		}
	}
	h.last = time.Now()
}

// replaceFile puts data in the place of the file in one step, so that a crash leaves the old or
// the new mark and nothing between.
func replaceFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".tmp*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
