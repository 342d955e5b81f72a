-- Which SpeechSense profile sent a call ('' = the first one), to which address
-- ('' = not known) and under which metadata key its marker went. They stay as
-- they were at the sending, whatever the settings say later. What was sent before
-- there were profiles was sent by the first one, with the settings' marker key.

ALTER TABLE calls ADD COLUMN profile TEXT NOT NULL DEFAULT '';
ALTER TABLE calls ADD COLUMN server TEXT NOT NULL DEFAULT '';
ALTER TABLE calls ADD COLUMN marker_key TEXT NOT NULL DEFAULT '';

UPDATE calls SET marker_key = coalesce((SELECT json_extract(body, '$.speechsense.marker_key') FROM settings), 'call_id')
WHERE send_begun > 0;
