package store

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Code names a situation a person can be told about. The catalogue holds, for
// every code and language, what happened ("error.<code>") and what to do
// ("error.<code>.cure").
type Code string

// The codes, grouped by what the engine does with them.
const (
	// Configuration: the run pauses; no call is marked failed for it.
	CodeKeyMissing        Code = "key_missing"        // no SpeechSense key stored
	CodeKeyRefused        Code = "key_refused"        // UNAUTHENTICATED
	CodeRightMissing      Code = "right_missing"      // PERMISSION_DENIED
	CodeIDUnknown         Code = "id_unknown"         // NOT_FOUND for an id of the settings
	CodeConnectionMissing Code = "connection_missing" // no connection id in the settings
	CodeBalance           Code = "balance"            // FAILED_PRECONDITION: billing or wrong connection type
	CodeServiceMissing    Code = "service_missing"    // UNIMPLEMENTED under both names
	CodeAddress           Code = "address"            // the address cannot be used
	CodeTLS               Code = "tls"                // certificate refused
	CodeTLSOff            Code = "tls_off"            // plaintext with a key in the cloud
	CodeWebhookMissing    Code = "webhook_missing"    // no webhook stored
	CodeWebhookShape      Code = "webhook_shape"      // what was pasted is no webhook
	CodeWebhookRefused    Code = "webhook_refused"    // the portal does not know it (any more)
	CodeScopeMissing      Code = "scope_missing"      // arg scope
	CodePortalRight       Code = "portal_right"       // ACCESS_DENIED on the statistics
	CodePortalPlan        Code = "portal_plan"        // REST only on paid plans, PAYMENT_REQUIRED
	CodePortalBlocked     Code = "portal_blocked"     // OVERLOAD_LIMIT
	CodePortalGone        Code = "portal_gone"        // PORTAL_DELETED
	CodePortalChanged     Code = "portal_changed"     // the checkpoint belongs to another portal
	CodeListingUnordered  Code = "listing_unordered"  // ids do not grow: going on would lose calls
	CodeDates             Code = "dates"              // from is after to
	CodeUsersUnknown      Code = "users_unknown"      // arg ids: the portal has no such users
	CodeSettingsInvalid   Code = "settings_invalid"   // args key, value
	CodeKeyringMissing    Code = "keyring_missing"    // no secret service on this machine
	CodeKeyringLocked     Code = "keyring_locked"     // it did not answer or was not unlocked
	CodeKeyringRefused    Code = "keyring_refused"    // it said no
	CodeAlreadyRunning    Code = "already_running"    // another process holds the data folder
	CodeDiskFull          Code = "disk_full"          // nothing can be written
	CodeDataUnreadable    Code = "data_unreadable"    // the database cannot be opened
	CodeDataNewer         Code = "data_newer"         // written by a later version
	CodeNoDisplay         Code = "no_display"         // a window was asked for where there is none
	CodeNoSound           Code = "no_sound"           // no sound device; the transcript follows silently
	CodeSoundUnsupported  Code = "sound_unsupported"  // arg format: this player cannot play it, the upload can
	CodeRecordingMissing  Code = "recording_missing"  // no recording on this computer
	CodeNotFound          Code = "not_found"          // arg what: no such call, file, key …

	// Passing: tried again by itself.
	CodeNetwork Code = "network" // no connection, time-out, DNS
	CodeBusy    Code = "busy"    // quota, rate limit, 5xx

	// Permanent for one call.
	CodeShort             Code = "short"              // shorter than the minimum length (skipped)
	CodeUser              Code = "user"               // not one of the chosen users (skipped)
	CodeDirection         Code = "direction"          // not one of the chosen directions (skipped)
	CodeDate              Code = "date"               // outside of the dates (skipped)
	CodeNoTalk            Code = "no_talk"            // nobody talked and nothing was recorded (skipped)
	CodeNoRecording       Code = "no_recording"       // none appeared (waiting, then skipped)
	CodeFileRight         Code = "file_right"         // no right on the file of the recording
	CodeFileGone          Code = "file_gone"          // the file no longer exists
	CodeNotSound          Code = "not_sound"          // arg got: a web page or an error text instead of a recording
	CodeFileCut           Code = "file_cut"           // args got, want: fewer bytes than announced
	CodeFileTooLarge      Code = "file_too_large"     // over the size limit
	CodeFormatUnsupported Code = "format_unsupported" // arg format: SpeechSense does not recognise it
	CodeEmpty             Code = "empty"              // zero bytes
	CodeTooLong           Code = "too_long"           // over four hours
	CodeRefused           Code = "refused"            // INVALID_ARGUMENT; arg text: the server's words
	CodePagesRepeat       Code = "pages_repeat"       // args got, want: the service's pages of a listing go round in circles
	CodeFilterIgnored     Code = "filter_ignored"     // arg key: the service does not filter by it
	CodeNotLinked         Code = "not_linked"         // a call that is still to be sent takes its recording from its source
	CodeOutcomeUnknown    Code = "outcome_unknown"    // the answer to an upload was lost
	CodeSeveralTalks      Code = "several_talks"      // arg talks: more than one talk carries this call's marker
	CodeRecognitionFailed Code = "recognition_failed" // arg text
	CodeResultOverdue     Code = "result_overdue"     // a day has passed without a result
	CodeFieldKey          Code = "field_key"          // arg key: no name of a metadata key
	CodeFieldLong         Code = "field_long"         // arg key: over 1024 bytes
	CodeFieldLost         Code = "field_lost"         // arg key: accepted, and the service does not show it: the connection does not declare it
	CodeFieldType         Code = "field_type"         // arg type: the value does not fit the key's type
	CodeNoResult          Code = "no_result"          // there is no transcript of the call to write to a file
	CodeScore             Code = "score"              // a score is a number from 0 to 100
	CodeCardInvalid       Code = "card_invalid"       // args key, what: a score card that cannot be used
	CodeScoreUnfinished   Code = "score_unfinished"   // arg n: criteria without an answer; such a score is not signed
	CodeQueryInvalid      Code = "query_invalid"      // args key, what: a condition of a search that cannot be asked for
	CodeQueryKey          Code = "query_key"          // arg key: the server does not search by it, or not in this way
	CodeChatUnreadable    Code = "chat_unreadable"    // arg file: no format of chats that is known here
	CodeChatLine          Code = "chat_line"          // args file, line: this line cannot be read
	CodeChatColumns       Code = "chat_columns"       // arg file: a table without columns for time, author and text
	CodeChatEmpty         Code = "chat_empty"         // no messages, or one without a text
	CodeChatRoles         Code = "chat_roles"         // arg who: nobody knows whether operator or client
	CodeChatNoOperator    Code = "chat_no_operator"   // nobody is the operator
	CodeChatNoClient      Code = "chat_no_client"     // nobody is the client
	CodeChatDate          Code = "chat_date"          // arg n: this message has no date or an earlier one than the message before
	CodeInternal          Code = "internal"           // anything else; details are in the log
)

// Class is what the engine does about a code.
type Class int

// The classes.
const (
	ClassPermanent     Class = iota // this call stops, the run goes on
	ClassPassing                    // tried again with growing pauses
	ClassConfiguration              // the run pauses until a person acts
	ClassUnknown                    // outcome of an upload not known
)

// configuration lists the codes that pause a run.
var configuration = map[Code]bool{
	CodeKeyMissing: true, CodeKeyRefused: true, CodeRightMissing: true, CodeIDUnknown: true, CodeConnectionMissing: true,
	CodeBalance: true, CodeServiceMissing: true, CodeAddress: true, CodeTLS: true, CodeTLSOff: true,
	CodeWebhookMissing: true, CodeWebhookShape: true, CodeWebhookRefused: true, CodeScopeMissing: true, CodePortalRight: true,
	CodePortalPlan: true, CodePortalBlocked: true, CodePortalGone: true, CodePortalChanged: true, CodeListingUnordered: true,
	CodeDates: true, CodeUsersUnknown: true, CodeSettingsInvalid: true, CodeKeyringMissing: true, CodeKeyringLocked: true, CodeKeyringRefused: true,
	CodeAlreadyRunning: true, CodeDiskFull: true, CodeDataUnreadable: true, CodeDataNewer: true,
}

// Class returns what the engine does about c.
func (c Code) Class() Class {
	switch {
	case c == CodeNetwork || c == CodeBusy:
		return ClassPassing
	case c == CodeOutcomeUnknown:
		return ClassUnknown
	case configuration[c]:
		return ClassConfiguration
	}
	return ClassPermanent
}

// Error is an error with a code. Its text is for the log and «details» and
// never holds a secret: whoever makes it strips keys, webhooks and signed links.
type Error struct {
	Code Code
	Op   string            // what was being done: "list calls of romashka.bitrix24.kz"
	Args map[string]string // values for the catalogue's sentence
	Err  error             // cause; may be nil
}

// E makes an Error; args come in pairs of name and value.
func E(code Code, op string, err error, args ...string) *Error {
	e := &Error{Code: code, Op: op, Err: err}
	for i := 0; i+1 < len(args); i += 2 {
		if e.Args == nil {
			e.Args = map[string]string{}
		}
		e.Args[args[i]] = args[i+1]
	}
	return e
}

// Error returns "op: code (args): cause".
func (e *Error) Error() string {
	var b strings.Builder
	if e.Op != "" {
		b.WriteString(e.Op + ": ")
	}
	b.WriteString(string(e.Code))
	if len(e.Args) > 0 {
		var kv []string
		for _, k := range slices.Sorted(maps.Keys(e.Args)) {
			kv = append(kv, fmt.Sprintf("%s=%q", k, e.Args[k]))
		}
		b.WriteString(" (" + strings.Join(kv, ", ") + ")")
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is(err, store.Code…) work through the Code's own Error.
func (e *Error) Is(target error) bool {
	c, ok := target.(Code)
	return ok && c == e.Code
}

// Error lets a bare Code stand as the target of errors.Is.
func (c Code) Error() string { return string(c) }

// CodeOf returns the outermost code in err's chain, CodeInternal when there is
// none, and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}

// ArgsOf returns the sentence values of the outermost Error in err's chain.
func ArgsOf(err error) map[string]string {
	var e *Error
	if errors.As(err, &e) {
		return e.Args
	}
	return nil
}
