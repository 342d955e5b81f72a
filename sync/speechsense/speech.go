package speechsense

import (
	"io"
	"sensedesk/store"
)

type Upload struct {
	ConnectionID string
	Fields       map[string]string
	Container    store.Container
	Size         int64
	Open         func() (io.ReadCloser, error)
	Progress     func(sent int64)
}
type Result struct {
	Talk store.Talk
	Raw  []byte
}
