package chats

import (
	"context"

	"sensedesk/store"
)

// Staff tells who works here. *db.DB is one.
type Staff interface {
	Checkpoints(ctx context.Context) ([]store.Checkpoint, error) // the accounts there are
	People(ctx context.Context, kind store.SourceKind, account string) ([]store.Person, error)
}

// Employees are the names of everybody who works in an account that is known:
// the operators of Options.
func Employees(ctx context.Context, staff Staff) (names []string, err error) {
	accounts, err := staff.Checkpoints(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range accounts {
		people, err := staff.People(ctx, a.Source, a.Account)
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			names = append(names, p.Name)
		}
	}
	return names, nil
}
