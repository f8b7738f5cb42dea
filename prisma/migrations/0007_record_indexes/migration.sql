-- A breach note asks which exports were made since a message stood on the wrong record.
CREATE INDEX audit_event_exports ON audit_event (recorded_at) WHERE action = 'export';
-- Nothing looks recordings up by their exchange.
DROP INDEX "contact_recording_exchange_id_idx";
