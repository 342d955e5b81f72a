// Package keys says which keys do what, on every platform and on Latin, Russian
// and Kazakh layouts, and builds the main menu from the same table.
//
// Combinations with Ctrl or Cmd are menu shortcuts: only those fire while a text
// field has the focus (measured on Fyne 2.7.1), and they go by the physical key.
// Bare letters arrive as the rune of the layout with an empty key name, so they
// are matched by sets of runes. Space, arrows, Home, End and F-keys are the same
// everywhere.
package keys

// Command is something a key or a menu item does.
type Command string

// The commands.
const (
	PlayPause      Command = "play"
	Back           Command = "back"    // 5 seconds
	Forward        Command = "forward" // 5 seconds
	PreviousPhrase Command = "previous_phrase"
	NextPhrase     Command = "next_phrase"
	PreviousEvent  Command = "previous_event" // negative, pause, note …
	NextEvent      Command = "next_event"
	EventKind      Command = "event_kind" // which events the two stop at
	ZoomIn         Command = "zoom_in"    // of the time line
	ZoomOut        Command = "zoom_out"
	ZoomAll        Command = "zoom_all" // the whole call
	Slower         Command = "slower"
	Faster         Command = "faster"
	NormalSpeed    Command = "normal_speed"
	HalfFaster     Command = "half_faster" // 1.5×
	DoubleSpeed    Command = "double_speed"
	Follow         Command = "follow" // back to the phrase that sounds
	NextCall       Command = "next_call"
	CopyText       Command = "copy_text"
	Score          Command = "score"   // the reviewer's score
	Data           Command = "data"    // all that the service said of the call
	Comment        Command = "comment" // and pause
	Bookmark       Command = "bookmark"
	EditPhrase     Command = "edit_phrase"
	Tags           Command = "tags"
	Undo           Command = "undo"
	Redo           Command = "redo"

	Repeat        Command = "repeat"         // the phrase that sounds
	SlowBack      Command = "slow_back"      // a step slower, and back 3 seconds
	SkipSilence   Command = "skip_silence"   // on and off
	MuteOperator  Command = "mute_operator"  // on and off
	MuteClient    Command = "mute_client"    // on and off
	AloneOperator Command = "alone_operator" // without the client, on and off
	AloneClient   Command = "alone_client"   // without the operator, on and off
	SwapSides     Command = "swap_sides"     // left and right on the way to the ears, on and off
	WiderSide     Command = "wider_side"     // the column beside the text
	NarrowerSide  Command = "narrower_side"

	ScoreTab  Command = "score_tab" // the page where the call is scored
	NextTab   Command = "next_tab"
	Criterion Command = "criterion" // a digit: chooses a criterion, then answers it
	Evidence  Command = "evidence"  // the phrase here is what the answer rests on
	Confirm   Command = "confirm"   // what is proposed is the answer
	Sign      Command = "sign"

	Find     Command = "find"
	Refresh  Command = "refresh"
	Import   Command = "import" // a chat from a file
	Export   Command = "export"
	Leave    Command = "leave" // one step back: out of a search, a call, a screen
	Calls    Command = "calls"
	Queue    Command = "queue" // calls to listen to
	Upload   Command = "upload"
	Server   Command = "server" // what is in SpeechSense
	Settings Command = "settings"
	Help     Command = "help"
	KeyMap   Command = "keys" // the map of keys
	Run      Command = "run"  // start or stop the upload
	Quit     Command = "quit"
)

// Group is a heading of the map of keys, and a menu.
type Group struct {
	ID       string
	Commands []Command
}

// Groups lists all commands in the order shown.
func Groups() []Group {
	return []Group{
		{"app", []Command{Run, Refresh, Import, Export, Settings, Quit}},
		{"go", []Command{Calls, Queue, Upload, Server, Find, Leave}},
		{"listen", []Command{
			PlayPause, Back, Forward, PreviousPhrase, NextPhrase, PreviousEvent, NextEvent,
			EventKind, ZoomIn, ZoomOut, ZoomAll,
			Slower, Faster, NormalSpeed, HalfFaster, DoubleSpeed, Follow, NextCall, CopyText, Score, Data,
			Repeat, SlowBack, SkipSilence, MuteOperator, MuteClient, AloneOperator, AloneClient, SwapSides, WiderSide, NarrowerSide,
		}},
		{"score", []Command{ScoreTab, NextTab, Criterion, Evidence, Confirm, Sign}},
		{"write", []Command{Comment, Bookmark, EditPhrase, Tags, Undo, Redo}},
		{"help", []Command{Help, KeyMap}},
	}
}
