-- Whether a family was told that messages are kept is asked with every reply.
CREATE INDEX send_intent_notice ON send_intent (contact_id) WHERE kind = 'notice';
