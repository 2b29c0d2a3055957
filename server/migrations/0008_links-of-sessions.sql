-- The session that a link was made in: whoever revokes it takes the link along (spec/people.md P9, P18).
alter table one_time_link add column session_id uuid;
