package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"sensedesk/store"
	"sensedesk/store/secrets"
	"sensedesk/sync/drill"

	engine "sensedesk/sync"
)

// drill runs the check that nothing is lost and nothing paid twice, with this
// very program as its victim.
func (p *program) drill(ctx context.Context, kills int, tell func(drill.Progress)) (drill.Result, error) {
	self, err := os.Executable()
	if err != nil {
		return drill.Result{}, fmt.Errorf("find this program: %w", err)
	}
	return drill.Run(ctx, drill.Options{Program: []string{self, drill.Command}, Kills: kills, Tell: tell})
}

// drillChild is one pass of the drill in a process of its own. It speaks to
// the drill only, so it needs no catalogue, and it never sees the keyring.
func drillChild(ctx context.Context, in io.Reader, out, complaints io.Writer) int {
	err := new(program).drillPass(ctx, in, out)
	switch {
	case err == nil:
		return drill.ChildDone
	case store.CodeOf(err).Class() == store.ClassPassing:
		return drill.ChildEarly
	}
	fmt.Fprintln(complaints, "sensedesk:", err)
	return drill.ChildFailed
}

func (p *program) drillPass(ctx context.Context, in io.Reader, out io.Writer) (err error) {
	var job drill.Child
	if err := json.NewDecoder(in).Decode(&job); err != nil {
		return fmt.Errorf("read what to do: %w", err)
	}
	w, err := p.open(ctx, job.Home, secrets.Memory())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close(context.WithoutCancel(ctx))) }()
	if err := w.take(); err != nil {
		return err
	}
	w.clients.unpaced = true
	err = errors.Join(
		w.secrets.Set(ctx, store.SecretBitrix24, job.Webhook),
		w.secrets.Set(ctx, store.SecretSpeechSense, job.Key),
		w.db.SaveSettings(ctx, job.Settings),
	)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, drill.Begun)
	report, err := w.engine.Pass(ctx, engine.PassOptions{Wait: job.Wait})
	return errors.Join(err, json.NewEncoder(out).Encode(report))
}
