-- The raw payload has a hash of its own, so that `casethread verify` can say that it is as it came.
-- The database takes it when the row is inserted, whoever inserts it, and never again.
ALTER TABLE "delivery" ADD COLUMN "sha256" BYTEA;
ALTER TABLE "delivery" DISABLE TRIGGER append_only_rows;
UPDATE "delivery" SET "sha256" = sha256("raw");
ALTER TABLE "delivery" ENABLE TRIGGER append_only_rows;
ALTER TABLE "delivery" ALTER COLUMN "sha256" SET NOT NULL;

CREATE FUNCTION hash_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.sha256 := sha256(NEW.raw);
  RETURN NEW;
END $$;

CREATE TRIGGER hash_delivery BEFORE INSERT ON "delivery"
  FOR EACH ROW EXECUTE FUNCTION hash_delivery();
