package bitrix24

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"sensedesk/store"
)

// diskFile is what is needed of disk.file.get.
type diskFile struct {
	link string // signed and short-lived; a secret
	size int64  // bytes; -1 = not said
}

// Open begins to download a call's recording. size is what was announced, in
// bytes, -1 when nothing was; the reader ends with an error when the connection
// breaks, but whoever stores the bytes has to compare their number with size.
// The caller closes the reader; ending ctx ends it too.
//
// The way there: the Disk file of the row, with a second link when the first
// has expired; the file the row names now, when the former was replaced; the
// exchange's own link. Codes, besides those of every request: no_recording,
// file_right, file_gone, not_sound (arg got), scope_missing (arg "disk").
func (s *Source) Open(ctx context.Context, row store.Row) (body io.ReadCloser, size int64, err error) {
	switch fileID, isFile := strings.CutPrefix(row.RecordRef, refFile); {
	case isFile:
		body, size, err = s.openFile(ctx, fileID)
		if err == nil || !elsewhere(err) {
			return body, size, err
		}
		return s.openAgain(ctx, row, fileID, err)
	case row.RecordRef == refURL:
		return s.openAgain(ctx, row, "", store.E(store.CodeNoRecording, s.op("open recording"), nil))
	}
	return nil, 0, store.E(store.CodeNoRecording, s.op("open recording"), nil)
}

// elsewhere tells whether the recording may be had another way.
func elsewhere(err error) bool {
	switch store.CodeOf(err) {
	case store.CodeFileGone, store.CodeFileRight, store.CodeScopeMissing, store.CodeNotSound:
		return true
	}
	return false
}

// openAgain reads the row anew: an outside exchange may have attached another
// file, which deletes the former, or there is a link of its own. tried is the
// file that failed with cause.
func (s *Source) openAgain(ctx context.Context, row store.Row, tried string, cause error) (io.ReadCloser, int64, error) {
	rows, err := s.statRows(ctx, []string{row.SourceID})
	if err != nil {
		return nil, 0, err
	}
	now, ok := rows[digits(row.SourceID)]
	if !ok {
		return nil, 0, cause
	}
	if fileID, isFile := strings.CutPrefix(now.RecordRef, refFile); isFile && fileID != tried {
		body, size, err := s.openFile(ctx, fileID)
		if err == nil || !elsewhere(err) {
			return body, size, err
		}
		cause = err
	}
	if !isWebLink(now.recordURL) {
		return nil, 0, cause
	}
	body, size, err := s.download(ctx, now.recordURL)
	if err != nil && tried != "" && ctx.Err() == nil {
		return nil, 0, cause // what was wrong with the portal's file says more than a dead link
	}
	return body, size, err
}

// openFile downloads a Disk file; an expired or replaced one gets a second link.
func (s *Source) openFile(ctx context.Context, fileID string) (io.ReadCloser, int64, error) {
	for try := 1; ; try++ {
		file, err := s.diskFile(ctx, fileID)
		if err != nil {
			return nil, 0, err
		}
		body, size, err := s.download(ctx, file.link)
		switch {
		case err != nil && try == 1 && elsewhere(err) && ctx.Err() == nil:
			continue
		case err != nil:
			return nil, 0, err
		case file.size < 0:
			return body, size, nil
		case size >= 0 && size != file.size && try == 1: // replaced between the two requests
			body.Close()
			continue
		}
		return body, file.size, nil
	}
}

// diskFile asks for a fresh link. The parameter is lower-case id: ID answers
// ERROR_ARGUMENT (leshchenko1979/fast_bitrix24#99).
func (s *Source) diskFile(ctx context.Context, fileID string) (diskFile, error) {
	const method = "disk.file.get"
	a, err := s.call(ctx, s.steady(), method, map[string]any{"id": json.Number(fileID)})
	if err != nil {
		return diskFile{}, err
	}
	f, err := object(a.result)
	if err != nil {
		return diskFile{}, s.unexpected(method, err)
	}
	out := diskFile{link: text(f["DOWNLOAD_URL"]), size: -1}
	if n, err := strconv.ParseInt(text(f["SIZE"]), 10, 64); err == nil && n >= 0 {
		out.size = n
	}
	if strings.HasPrefix(out.link, "/") && !strings.HasPrefix(out.link, "//") {
		out.link = strings.TrimSuffix(s.hook.root, "/") + out.link
	}
	if !isWebLink(out.link) {
		return diskFile{}, store.E(store.CodeFileGone, s.op(method), errors.New("no link to download from"))
	}
	return out, nil
}
