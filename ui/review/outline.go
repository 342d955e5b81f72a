package review

import (
	"context"
	"fmt"
	"os"
	"time"

	"sensedesk/player"
	"sensedesk/player/decode"
	"sensedesk/player/peaks"
	"sensedesk/store"
)

// Shelf keeps outlines by the content hash of the recording and the version of
// what measured it. *db.DB is one.
type Shelf interface {
	Peaks(ctx context.Context, hash string, version int) ([]byte, error) // nil, nil when there are none
	SavePeaks(ctx context.Context, hash string, version int, data []byte) error
}

// Outlines measures recordings and keeps what it measured, so that a recording
// is decoded for its outline once. It is the Waves of the app.
type Outlines struct{ shelf Shelf }

// NewOutlines returns outlines kept on a shelf.
func NewOutlines(shelf Shelf) *Outlines { return &Outlines{shelf} }

// Wave implements Waves. A recording that breaks off has an outline up to there
// and no error; it is not kept, as a better decoder may get further.
func (o *Outlines) Wave(ctx context.Context, rec store.Recording, path string, progress func(Wave)) (Wave, error) {
	if kept, err := o.shelf.Peaks(ctx, rec.Hash, peaks.Version); err == nil && kept != nil {
		if p, err := peaks.Unmarshal(kept); err == nil {
			return complete(p, Wave{}), nil
		}
	}
	f, err := os.Open(path)
	if err != nil {
		return Wave{}, fmt.Errorf("draw recording: %w", err)
	}
	defer f.Close() // only read from
	st, err := f.Stat()
	if err != nil {
		return Wave{}, fmt.Errorf("draw recording: %w", err)
	}
	dec, err := decode.OpenCoarse(f, st.Size())
	if err != nil {
		return Wave{}, fmt.Errorf("draw recording: %w", err)
	}
	var known Wave
	p, err := peaks.Compute(ctx, dec, func(ready *peaks.Peaks, _ float64) {
		known = waveOf(ready, known)
		progress(known)
	})
	if p == nil {
		return Wave{}, fmt.Errorf("draw recording: %w", err)
	}
	if err == nil {
		if data, err := p.Marshal(); err == nil {
			_ = o.shelf.SavePeaks(ctx, rec.Hash, peaks.Version, data) // not kept: measured again next time
		}
	}
	return complete(p, known), nil
}

// complete is the outline of a recording measured to its end.
func complete(p *peaks.Peaks, known Wave) Wave {
	w := waveOf(p, known)
	for _, r := range p.Silences() {
		w.Silence = append(w.Silence, player.Span{From: time.Duration(r.StartMS) * time.Millisecond, To: time.Duration(r.EndMS) * time.Millisecond})
	}
	return w
}

// waveOf turns measurements into heights; what known has already is not worked
// out again. A level is in half decibels, 255 being full scale.
func waveOf(p *peaks.Peaks, known Wave) Wave {
	w := Wave{Bin: p.BinLength(), Lanes: make([][]uint8, len(p.Channels))}
	for c := range p.Channels {
		if c < len(known.Lanes) && known.Bin == w.Bin { // of a very long recording bins are joined under way
			w.Lanes[c] = known.Lanes[c]
		}
		for _, level := range p.Channels[c].Level[len(w.Lanes[c]):] {
			w.Lanes[c] = append(w.Lanes[c], Loudness(float64(int(level)-255)/2))
		}
	}
	return w
}
