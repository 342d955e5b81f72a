package ui

import (
	"sensedesk/store"
	"sensedesk/ui/queue"
	"sensedesk/ui/review"
)

func (s *Shell) newQueue() screen {
	return queue.New(queue.Deps{
		Ctx: s.ctx, Post: s.o.Post, Printer: s.print, DB: s.o.DB, Now: s.o.Now, Shuffle: s.o.Shuffle,
		OnListen: s.listen,
		OnOpen:   func(id store.CallID) { s.goTo(route{placeReview, id}) },
		OnChanged: func() {
			s.rail.count()
			if desk, ok := s.screens[placeReview].(*review.Screen); ok && s.at.place == placeReview {
				s.inQueue(desk, s.at.call)
				desk.SetHasNext(s.hasNext(s.at.call))
			}
		},
		Toast: s.toast, SavePath: s.askSavePath,
	})
}

// queue is the queue of calls; it is made when it is first needed.
func (s *Shell) queue() *queue.Screen { return s.screenOf(placeQueue).(*queue.Screen) }

// queueCount is how many calls wait in the queue, for the side bar.
func (s *Shell) queueCount() string {
	q, ok := s.screens[placeQueue].(*queue.Screen)
	if !ok || q.Left() == 0 {
		return ""
	}
	return s.print.Int(q.Left())
}

// listen plays a call of the queue; speed 0 leaves the speed as it is.
func (s *Shell) listen(id store.CallID, speed float64) {
	s.goTo(route{placeReview, id})
	desk, ok := s.screens[placeReview].(*review.Screen)
	if !ok {
		return
	}
	if speed > 0 {
		desk.SetSpeed(speed)
	}
	desk.Play()
}

// inQueue tells the desk where in the queue a call is.
func (s *Shell) inQueue(desk *review.Screen, id store.CallID) {
	n, of, left, ok := s.queue().Place(id)
	if !ok {
		desk.SetQueue(nil, nil)
		return
	}
	desk.SetQueue(&review.InQueue{Place: n, Of: of, Left: left}, func() { s.queue().Leave() })
}

// nextInQueue goes on in the queue; false when the call is in none.
func (s *Shell) nextInQueue() bool {
	if _, _, _, ok := s.queue().Place(s.at.call); !ok {
		return false
	}
	if next, ok := s.queue().Next(s.at.call); ok {
		s.listen(next, 0)
	} else {
		s.goTo(route{place: placeQueue})
	}
	return true
}
