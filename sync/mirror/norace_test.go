//go:build !race

package mirror_test

// some is how many talks a test takes.
const some = 2500
