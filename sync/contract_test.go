package sync_test

import (
	"sensedesk/store/db"
	"sensedesk/store/recordings"
	engine "sensedesk/sync"
	"sensedesk/sync/bitrix24"
	"sensedesk/sync/speechsense"
)

var (
	_ engine.Store      = (*db.DB)(nil)
	_ engine.Recordings = (*recordings.Folder)(nil)
	_ engine.Source     = (*bitrix24.Source)(nil)
	_ engine.Speech     = (*speechsense.Client)(nil)
)
