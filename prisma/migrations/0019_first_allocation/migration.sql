-- Children whom nobody was ever allocated to are every manager's. To find them, every child and every
-- allocation was read for each of a manager's pages: each child now knows its first day with anybody.
-- AlterTable
ALTER TABLE "child" ADD COLUMN "allocated_from" DATE;

UPDATE child SET allocated_from = first.day
FROM (SELECT case_number, min(valid_from) AS day FROM allocation GROUP BY case_number) AS first
WHERE first.case_number = child.case_number;

CREATE INDEX child_never_allocated ON child (coalesce(allocated_from, 'infinity'::date), case_number)
WHERE status = 'open';

CREATE FUNCTION note_first_allocation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  concerned TEXT;
BEGIN
  FOREACH concerned IN ARRAY
    CASE TG_OP
      WHEN 'INSERT' THEN ARRAY[NEW.case_number]
      WHEN 'DELETE' THEN ARRAY[OLD.case_number]
      ELSE ARRAY[OLD.case_number, NEW.case_number]
    END
  LOOP
    UPDATE child SET allocated_from = first.day
    FROM (SELECT min(valid_from) AS day FROM allocation WHERE case_number = concerned) AS first
    WHERE child.case_number = concerned AND child.allocated_from IS DISTINCT FROM first.day;
  END LOOP;
  RETURN NULL;
END
$$;

CREATE TRIGGER first_allocation AFTER INSERT OR UPDATE OF case_number, valid_from OR DELETE ON allocation
FOR EACH ROW EXECUTE FUNCTION note_first_allocation();

-- A child who comes after an allocation to them.
CREATE FUNCTION find_first_allocation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.allocated_from := (SELECT min(valid_from) FROM allocation WHERE case_number = NEW.case_number);
  RETURN NEW;
END
$$;

CREATE TRIGGER first_allocation BEFORE INSERT ON child
FOR EACH ROW EXECUTE FUNCTION find_first_allocation();
