package bundle

import (
	_ "embed" // the texts
	"slices"
)

// The texts that every bundle of this version has.
var (
	//go:embed texts/README.en.md
	readmeEN []byte

	//go:embed texts/README.zh-CN.md
	readmeZH []byte

	//go:embed texts/verify.py
	script []byte
)

// shipped holds, for each text, the SHA-256 of every edition that a release of this
// program put into bundles of version 1. A bundle with another text fails, for a doctored script
// or instruction would tell its reader anything. When a text changes, its digest is
// added here, the old ones stay, and texts_test.go says which one is missing.
var shipped = map[string][]string{
	readmeENName: {
		"eb34e71fca7ea76574c6cb73fbed411d20d250e581d06b63b733fd83e15b64ab",
	},
	readmeZHName: {
		"f4535e82fb947ed22fee7733a2dc37d920fad08387b60b2eb9c1f8e11ca6090c",
	},
	scriptName: {
		"3d50e050f693461920f2aefede2aaf8478b95116bc283bac21eff2022c721d6a",
	},
}

func isShipped(name, sum string) bool { return slices.Contains(shipped[name], sum) }
