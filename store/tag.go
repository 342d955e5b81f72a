package store

// Tag is a word calls are filed under: the name of a classifier that fired and
// was not taken away by a person, or what a person added.
type Tag struct {
	Name  string
	Calls int // how many have it
}
