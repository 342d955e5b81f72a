package player

import "errors"

// openSink opens the device, once in the life of the deck.
func (d *Deck) openSink() {
	d.opening.Lock()
	defer d.opening.Unlock()
	if d.opened || d.closed {
		return
	}
	d.opened = true
	d.running.Go(func() {
		sink, err := d.tryOpen()
		if err != nil {
			d.tell(NoticeNoSound, err)
			sink = NewNull(d.opts.Now)
		}
		d.drive(sink)
	})
}

func (d *Deck) tryOpen() (Sink, error) {
	if d.opts.OpenSink == nil {
		return nil, errors.New("no sound device was given")
	}
	sink, err := d.opts.OpenSink()
	if err != nil {
		return nil, err
	}
	return &delayed{Sink: sink, by: &d.delay}, nil
}

// Reconnect tries the sound device again, after NoticeNoSound or NoticeLost.
// NoticeSound or NoticeNoCure says how it went; the place in the recording and
// whether it plays stay as they are. While a device sounds it does nothing.
func (d *Deck) Reconnect() { signal(d.again) }

// drive runs a sink until the deck is closed. A sink that loses its device is
// followed by a silent one, paused at the place last heard, and that by the
// device once it is back and asked for.
func (d *Deck) drive(sink Sink) {
	for {
		d.pull = puller{mix: d.pull.mix}
		d.runs.Store(nil)
		current := sink // the clock keeps what it was given
		d.sink.Store(&current)
		sink.Start(d)
		if sink = d.watch(sink); sink == nil {
			return
		}
	}
}

// watch waits until a sink that runs is to be followed by another, and returns
// that, or nil at the end.
func (d *Deck) watch(sink Sink) Sink {
	_, silent := sink.(*Null)
	for {
		select {
		case <-d.quit:
			_ = sink.Close() // nothing is to be saved in a device
			return nil
		case err := <-sink.Lost():
			at := d.Position()
			d.playing.Store(false)
			_ = sink.Close()
			d.Seek(at)
			select {
			case <-d.again: // asked for while all was well
			default:
			}
			d.tell(NoticeLost, err)
			return NewNull(d.opts.Now)
		case <-d.again:
			if !silent {
				continue
			}
			found, err := d.tryOpen()
			if err != nil {
				d.tell(NoticeNoCure, err)
				continue
			}
			at := d.Position()
			_ = sink.Close()
			d.Seek(at)
			d.tell(NoticeSound, nil)
			return found
		}
	}
}

func (d *Deck) isClosed() bool {
	d.opening.Lock()
	defer d.opening.Unlock()
	return d.closed
}

// Close unloads, lets go of the device and waits for everything the deck
// started. It may be called twice.
func (d *Deck) Close() error {
	d.loading.Lock()
	defer d.loading.Unlock()
	d.unload()
	d.opening.Lock()
	first := !d.closed
	d.closed = true
	d.opening.Unlock()
	if first {
		close(d.quit)
		d.running.Wait()
		close(d.notices)
	}
	return nil
}
