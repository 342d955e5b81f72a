-- Calls by the name of a tag: of the service, and of a person.
CREATE INDEX classifiers_name ON classifiers (name, call_id, count, classifier_id);

CREATE INDEX desk_tags ON desk_values (call_id) WHERE key = 'tags';
