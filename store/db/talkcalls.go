package db

import (
	"context"
	"slices"
	"strings"

	"sensedesk/store"
)

// talksAtOnce is how many ids one query names; SQLite takes thousands.
const talksAtOnce = 500

// CallsOfTalks returns the calls that have these talks; a talk nobody here has
// is absent. Should two calls have one, that of this desk is returned.
func (d *DB) CallsOfTalks(ctx context.Context, ids []store.TalkID) (map[store.TalkID]store.Call, error) {
	out := make(map[store.TalkID]store.Call, len(ids))
	for part := range slices.Chunk(ids, talksAtOnce) {
		args := make([]any, 0, len(part)+1)
		for _, id := range part {
			args = append(args, id)
		}
		calls, err := readCalls(ctx, d.reader, "SELECT "+callColumns+" FROM "+callTables+
			" WHERE c.talk_id <> '' AND c.talk_id IN (?"+strings.Repeat(", ?", len(part)-1)+") ORDER BY c.source = ? DESC, c.id DESC",
			append(args, store.SourceSpeechSense)...)
		if err != nil {
			return nil, coded("find the calls of talks", err)
		}
		for _, c := range calls { // the best one comes last
			out[c.TalkID] = c
		}
	}
	return out, nil
}
