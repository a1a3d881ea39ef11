-- Makes records that wait to be dealt with anonymous in time, as clicks are. Breaks no running version.

-- A record without what tells one person from others, with as many fields as before; one that is too short to say where that stands stays
-- as it is. Doing it twice changes nothing.
create function clicks.impersonal_record(record text, personal_from integer) returns text
  language sql immutable parallel safe
as $$
  select case when cardinality(fields) < personal_from then record else
    array_to_string(fields[1 : personal_from - 1], E'\t')
      || E'\t' || clicks.impersonal(array_to_string(fields[personal_from : personal_from + 3], E'\t'))
      || repeat(E'\t\\N', cardinality(fields) - personal_from - 3)
  end
  from (select string_to_array(record, E'\t') as fields) as split
$$;
grant update (record) on clicks.parked to tributary_system;
