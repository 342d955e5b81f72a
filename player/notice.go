package player

// NoticeKind says what a person should know about the playing.
type NoticeKind string

// The kinds of notices.
const (
	NoticeNoSound NoticeKind = "no_sound" // no sound device: the transcript follows silently
	NoticeLost    NoticeKind = "lost"     // the device has gone while in use; playing was paused at its place
	NoticeSound   NoticeKind = "sound"    // Reconnect found a device: the recording is heard again
	NoticeNoCure  NoticeKind = "no_cure"  // Reconnect found none; the transcript follows silently as before
	NoticeDamaged NoticeKind = "damaged"  // the recording cannot be read further and ends here
)

// Notice is one of them, with its cause.
type Notice struct {
	Kind NoticeKind
	Err  error
}

// tell leaves a notice for whoever reads Notices; nobody waits for them.
func (d *Deck) tell(kind NoticeKind, err error) {
	select {
	case d.notices <- Notice{Kind: kind, Err: err}:
	default:
	}
}
