//go:build race

package mirror_test

// some is how many talks a test takes; under the race detector SQLite in Go is
// some twenty times slower.
const some = 400
