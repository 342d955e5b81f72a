package db

import (
	"errors"
	"fmt"

	"sensedesk/store"
)

// ErrIllegalMove is wrapped by the errors of moves store.CanMove does not
// allow: somebody else moved the call in between, or the caller is wrong.
var ErrIllegalMove = errors.New("illegal move")

// illegal names the move that is not allowed.
func illegal(id store.CallID, from, to store.State) error {
	return fmt.Errorf("call %d from %s to %s: %w", id, from, to, ErrIllegalMove)
}

// notFound names what there is none of: "call" or "talk".
func notFound(op, what string, id store.CallID) error {
	return store.E(store.CodeNotFound, fmt.Sprintf("%s %d", op, id), nil, "what", what)
}
