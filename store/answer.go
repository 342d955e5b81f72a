package store

// Answer is an answer of SpeechSense about a talk, as it came, in a form that
// people and their programs can read.
type Answer struct {
	Bytes   int          // length of the answer as it is kept
	JSON    string       // the whole answer as indented JSON; fields under the names of the API
	Newer   []NewerField // what JSON cannot name
	Details Details      // made of this answer anew
}

// NewerField is a value of an answer in a field that the API got after this
// program was made.
type NewerField struct {
	Path   string // names of the API from the talk down to the message it stands in; empty = the talk itself
	Number int    // of the field in that message
	Value  string // a number, a text, or bytes in hexadecimal
}
