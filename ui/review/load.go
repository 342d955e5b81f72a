package review

import (
	"sensedesk/store"
	"sensedesk/ui/transcript"
)

// Result is what was read about a call, whole.
type Result struct {
	Call     store.Call
	Talk     store.Talk
	HasTalk  bool
	Operator int
	Document *transcript.Document
	Err      error // the call could not be read; the rest is empty then
}
