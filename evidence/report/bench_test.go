package report_test

import (
	"io"
	"testing"
)

// BenchmarkForms makes the story's report, of fifteen findings.
func BenchmarkForms(b *testing.B) {
	breach := newStory(b, "zh-CN")
	for _, f := range forms {
		b.Run(f.name, func(b *testing.B) {
			for b.Loop() {
				if err := f.make(io.Discard, breach); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
