package store

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

// The metadata keys every audio connection demands (SpeechSense documentation,
// upload of data), and where a phone number is found in what CRMs add.
const (
	fieldDate         = "date"
	fieldOperatorID   = "operator_id"
	fieldOperatorName = "operator_name"
	fieldClientID     = "client_id"
	fieldClientName   = "client_name"
	fieldOutgoing     = "direction_outgoing"
	fieldCallID       = "call_id"
	fieldBotID        = "bot_id"
)

// CallOfTalk makes the call of a talk that is known only from the server, as
// far as the talk's own fields tell: who talked with whom, when, in which
// direction. Values a talk does not carry stay empty; without a date the call
// begins when the talk was created. operatorChannel is the 0-based channel of
// the operator, which tells the direction of a talk that does not name it:
// whoever was called speaks first.
//
// The account is the talk's connection, or its first project when it names no
// connection.
func CallOfTalk(t Talk, operatorChannel int) Call {
	fields := make(map[string]string, len(t.Fields))
	for _, f := range t.Fields {
		if f.Value != "" {
			fields[f.Name] = f.Value
		}
	}
	c := Call{
		Source: SourceSpeechSense, Account: t.ConnectionID, SourceID: string(t.ID),
		UniqueID: cmp.Or(fields[fieldCallID], string(t.ID)),
		State:    t.Outcome(),

		Duration:     lengthOfTalk(t),
		Direction:    directionOfTalk(t, fields[fieldOutgoing], operatorChannel),
		OperatorID:   fields[fieldOperatorID],
		OperatorName: fields[fieldOperatorName],
		ClientID:     fields[fieldClientID],
		ClientName:   fields[fieldClientName],
		ClientPhone:  phoneOfTalk(fields),

		ConnectionID: t.ConnectionID,
		TalkID:       t.ID,
		Summary:      strings.Join(strings.Fields(strings.Join(t.StatementValues("summary"), " ")), " "),
	}
	if c.Account == "" && len(t.ProjectIDs) > 0 {
		c.Account = t.ProjectIDs[0]
	}
	var dated bool
	if c.StartedAt, dated = parseDate(fields[fieldDate]); !dated {
		c.StartedAt = t.CreatedAt
	}
	if c.State == StateRecognitionFailed {
		c.Reason = CodeRecognitionFailed
		for _, f := range t.Failures {
			c.ReasonArg = map[string]string{"text": f.Message}
			break
		}
	}
	for _, key := range []string{fieldDate, fieldOperatorID, fieldOperatorName, fieldClientID, fieldClientName, fieldOutgoing} {
		delete(fields, key)
	}
	for key, v := range fields {
		if c.Meta == nil {
			c.Meta = make(map[string]string, len(fields))
		}
		c.Meta[strings.ToLower(key)] = v
	}
	return c
}

// lengthOfTalk is the length of the recording as the service measured it, or
// where the last phrase ends.
func lengthOfTalk(t Talk) time.Duration {
	ms := t.Conversation.DurationMS
	if ms == 0 {
		for _, p := range t.Phrases {
			ms = max(ms, p.EndMS)
		}
	}
	return time.Duration(ms) * time.Millisecond
}

func directionOfTalk(t Talk, outgoing string, operatorChannel int) Direction {
	if out, err := strconv.ParseBool(outgoing); err == nil {
		if out {
			return DirectionOutgoing
		}
		return DirectionIncoming
	}
	switch {
	case len(t.Phrases) == 0:
		return DirectionOther
	case t.Phrases[0].Channel == operatorChannel: // phrases are ordered by time
		return DirectionIncoming
	}
	return DirectionOutgoing
}

// phoneOfTalk looks for the client's number where exporters put it: under a key
// of its own, or as the client's id.
func phoneOfTalk(fields map[string]string) string {
	for _, key := range []string{"client_phone", "phone_number", "phone"} {
		if fields[key] != "" {
			return fields[key]
		}
	}
	if id := fields[fieldClientID]; len(id) >= 11 && strings.Trim(id, "+0123456789") == "" {
		return id
	}
	return ""
}

// parseDate reads a metadata date. One without a zone is UTC, as in the service.
func parseDate(v string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", time.DateOnly} {
		if t, err := time.Parse(layout, v); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
