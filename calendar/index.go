package calendar

// index finds the place of a value among ascending keys in constant time when the keys are spread
// evenly, and in logarithmic time at worst.
type index struct {
	shift uint
	below []uint32 // below[b] is how many keys are less than b<<shift
}

// newIndex makes an index over keys, for values up to limit: about one bucket for each key.
func newIndex(keys []uint32, limit uint32) index {
	var x index
	for int(limit>>x.shift) > len(keys) {
		x.shift++
	}
	x.below = make([]uint32, int(limit>>x.shift)+2)
	n := 0
	for b := range x.below {
		for n < len(keys) && uint64(keys[n]) < uint64(b)<<x.shift {
			n++
		}
		x.below[b] = uint32(n)
	}
	return x
}

// last returns the index of the last key that is at most value, or -1. The value may not exceed the
// limit, and keys must be those of newIndex.
func (x *index) last(keys []uint32, value uint32) int {
	b := value >> x.shift
	low, high := x.below[b], x.below[b+1]
	for low < high {
		if middle := (low + high) / 2; keys[middle] <= value {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return int(low) - 1
}
