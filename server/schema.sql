-- What all migrations together make. Written by npm run schema; npm test checks it.

CREATE TABLE conversation (
  shop_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  kind text NOT NULL,
  title text DEFAULT ''::text NOT NULL,
  state text DEFAULT 'open'::text NOT NULL,
  assignee_id uuid,
  customer_id uuid,
  opened_at bigint NOT NULL,
  "position" bigint DEFAULT 0 NOT NULL,
  CONSTRAINT conversation_pkey PRIMARY KEY (shop_id, conversation_id),
  CONSTRAINT conversation_kind_check CHECK ((kind = ANY (ARRAY['enquiry'::text, 'order'::text, 'team'::text, 'community'::text, 'supply'::text]))),
  CONSTRAINT conversation_state_check CHECK ((state = ANY (ARRAY['open'::text, 'resolved'::text]))),
  CONSTRAINT conversation_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop_head(shop_id)
);

CREATE TABLE conversation_head (
  shop_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  desk boolean NOT NULL,
  last_seq integer DEFAULT 0 NOT NULL,
  last_position bigint DEFAULT 0 NOT NULL,
  last_hash bytea DEFAULT decode(repeat('00'::text, 32), 'hex'::text) NOT NULL,
  last_at bigint DEFAULT 0 NOT NULL,
  counts integer[] DEFAULT '{0,0,0,0}'::integer[] NOT NULL,
  visible integer[] DEFAULT '{0,0,0,0}'::integer[] NOT NULL,
  CONSTRAINT conversation_head_pkey PRIMARY KEY (shop_id, conversation_id),
  CONSTRAINT conversation_head_shop_id_conversation_id_fkey FOREIGN KEY (shop_id, conversation_id) REFERENCES conversation(shop_id, conversation_id)
) WITH (fillfactor=50, autovacuum_vacuum_threshold=1000);

CREATE TABLE data_key (
  shop_id uuid NOT NULL,
  key_id integer NOT NULL,
  wrapped bytea NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  retired_at timestamp with time zone,
  CONSTRAINT data_key_pkey PRIMARY KEY (shop_id, key_id),
  CONSTRAINT data_key_key_id_check CHECK ((key_id >= 0))
);

CREATE TABLE entry (
  shop_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  seq integer NOT NULL,
  "position" bigint NOT NULL,
  entry_id uuid NOT NULL,
  client_id uuid,
  author_id uuid,
  kind text NOT NULL,
  audience smallint NOT NULL,
  countable boolean NOT NULL,
  at bigint NOT NULL,
  prev integer[] NOT NULL,
  counts integer[] NOT NULL,
  own integer NOT NULL,
  jumped boolean NOT NULL,
  prev_hash bytea NOT NULL,
  hash bytea NOT NULL,
  digest bytea NOT NULL,
  salt bytea,
  sealed bytea,
  CONSTRAINT entry_pkey PRIMARY KEY (shop_id, conversation_id, seq),
  CONSTRAINT entry_seq_check CHECK ((seq > 0))
);

CREATE TABLE file (
  shop_id uuid NOT NULL,
  file_id uuid NOT NULL,
  scope text DEFAULT 'added'::text NOT NULL,
  conversation_id uuid,
  added_by uuid,
  folder text NOT NULL,
  width integer NOT NULL,
  height integer NOT NULL,
  bytes bigint NOT NULL,
  digest bytea NOT NULL,
  added_at timestamp with time zone NOT NULL,
  CONSTRAINT file_pkey PRIMARY KEY (shop_id, file_id),
  CONSTRAINT file_check CHECK (((scope = ANY (ARRAY['conversation'::text, 'evidence'::text])) = (conversation_id IS NOT NULL))),
  CONSTRAINT file_height_check CHECK ((height > 0)),
  CONSTRAINT file_scope_check CHECK ((scope = ANY (ARRAY['added'::text, 'catalogue'::text, 'conversation'::text, 'evidence'::text]))),
  CONSTRAINT file_width_check CHECK ((width > 0)),
  CONSTRAINT file_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
);

CREATE TABLE head_signature (
  shop_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  seq integer NOT NULL,
  hash bytea NOT NULL,
  at bigint NOT NULL,
  signature bytea NOT NULL,
  CONSTRAINT head_signature_pkey PRIMARY KEY (shop_id, conversation_id, seq)
);

CREATE TABLE idempotency_key (
  shop_id uuid NOT NULL,
  person_id uuid NOT NULL,
  key uuid NOT NULL,
  route text NOT NULL,
  fingerprint bytea NOT NULL,
  answer bytea,
  at bigint NOT NULL,
  CONSTRAINT idempotency_key_pkey PRIMARY KEY (shop_id, person_id, key),
  CONSTRAINT idempotency_key_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop_head(shop_id)
);

CREATE TABLE incarnation (
  shop_id uuid NOT NULL,
  incarnation_id uuid NOT NULL,
  from_position bigint NOT NULL,
  began_at timestamp with time zone DEFAULT now() NOT NULL,
  reason text NOT NULL,
  CONSTRAINT incarnation_pkey PRIMARY KEY (shop_id, incarnation_id),
  CONSTRAINT incarnation_reason_check CHECK ((reason = ANY (ARRAY['begun'::text, 'restored'::text, 'failedOver'::text, 'unwitnessed'::text]))),
  CONSTRAINT incarnation_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop_head(shop_id)
);

CREATE TABLE master_key_kept (
  shop_id uuid NOT NULL,
  fingerprint bytea NOT NULL,
  kept_by uuid NOT NULL,
  kept_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT master_key_kept_pkey PRIMARY KEY (shop_id, fingerprint)
);

CREATE TABLE migration (
  version integer NOT NULL,
  name text NOT NULL,
  digest text NOT NULL,
  breaking boolean NOT NULL,
  applied_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT migration_pkey PRIMARY KEY (version)
);

CREATE TABLE one_time_link (
  shop_id uuid NOT NULL,
  link_id uuid NOT NULL,
  kind text NOT NULL,
  token_hash bytea NOT NULL,
  content bytea NOT NULL,
  created_by uuid,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT one_time_link_pkey PRIMARY KEY (shop_id, link_id),
  CONSTRAINT one_time_link_token_hash_key UNIQUE (token_hash),
  CONSTRAINT one_time_link_kind_check CHECK ((kind = ANY (ARRAY['owner'::text, 'invitation'::text, 'join'::text]))),
  CONSTRAINT one_time_link_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
);

CREATE TABLE participant (
  shop_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  person_id uuid NOT NULL,
  class smallint NOT NULL,
  role text NOT NULL,
  involvement text DEFAULT 'everything'::text NOT NULL,
  from_seq integer DEFAULT 1 NOT NULL,
  until_seq integer,
  received_seq integer DEFAULT 0 NOT NULL,
  read_seq integer DEFAULT 0 NOT NULL,
  read_count integer DEFAULT 0 NOT NULL,
  read_own integer DEFAULT 0 NOT NULL,
  own_count integer DEFAULT 0 NOT NULL,
  removed boolean DEFAULT false NOT NULL,
  joined_position bigint DEFAULT 0 NOT NULL,
  "position" bigint DEFAULT 0 NOT NULL,
  CONSTRAINT participant_pkey PRIMARY KEY (shop_id, conversation_id, person_id),
  CONSTRAINT participant_check CHECK (((read_seq >= 0) AND (received_seq >= 0) AND (read_own <= own_count))),
  CONSTRAINT participant_class_check CHECK (((class >= 1) AND (class <= 4))),
  CONSTRAINT participant_involvement_check CHECK ((involvement = ANY (ARRAY['nothing'::text, 'mentions'::text, 'everything'::text]))),
  CONSTRAINT participant_shop_id_conversation_id_fkey FOREIGN KEY (shop_id, conversation_id) REFERENCES conversation(shop_id, conversation_id)
) WITH (fillfactor=50, autovacuum_vacuum_threshold=1000);

CREATE TABLE person (
  shop_id uuid NOT NULL,
  person_id uuid NOT NULL,
  class text NOT NULL,
  name bytea NOT NULL,
  phone bytea,
  phone_blind bytea,
  alias_of uuid,
  created_at timestamp with time zone NOT NULL,
  dismissed_at timestamp with time zone,
  CONSTRAINT person_pkey PRIMARY KEY (shop_id, person_id),
  CONSTRAINT person_check CHECK (((phone IS NULL) = (phone_blind IS NULL))),
  CONSTRAINT person_class_check CHECK ((class = ANY (ARRAY['guest'::text, 'customer'::text, 'staff'::text]))),
  CONSTRAINT person_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
);

CREATE TABLE person_role (
  shop_id uuid NOT NULL,
  person_id uuid NOT NULL,
  role text NOT NULL,
  CONSTRAINT person_role_pkey PRIMARY KEY (shop_id, person_id, role),
  CONSTRAINT person_role_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'manager'::text, 'service'::text, 'warehouse'::text, 'purchasing'::text, 'finance'::text, 'rider'::text]))),
  CONSTRAINT person_role_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop(shop_id),
  CONSTRAINT person_role_shop_id_person_id_fkey FOREIGN KEY (shop_id, person_id) REFERENCES person(shop_id, person_id)
);

CREATE TABLE person_search (
  shop_id uuid NOT NULL,
  blind bytea NOT NULL,
  person_id uuid NOT NULL,
  CONSTRAINT person_search_pkey PRIMARY KEY (shop_id, blind, person_id),
  CONSTRAINT person_search_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
);

CREATE TABLE phone_code (
  shop_id uuid NOT NULL,
  code_id uuid NOT NULL,
  phone_blind bytea NOT NULL,
  ip_blind bytea NOT NULL,
  purpose text NOT NULL,
  bound bytea NOT NULL,
  salt bytea NOT NULL,
  code_hash bytea NOT NULL,
  tries_left integer NOT NULL,
  sent_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  spent_at timestamp with time zone,
  CONSTRAINT phone_code_pkey PRIMARY KEY (shop_id, code_id),
  CONSTRAINT phone_code_tries_left_check CHECK ((tries_left >= 0)),
  CONSTRAINT phone_code_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
);

CREATE TABLE session (
  shop_id uuid NOT NULL,
  session_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  person_id uuid NOT NULL,
  surface text NOT NULL,
  device text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  last_seen_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT session_pkey PRIMARY KEY (shop_id, session_id),
  CONSTRAINT session_token_hash_key UNIQUE (token_hash),
  CONSTRAINT session_surface_check CHECK ((surface = ANY (ARRAY['storefront'::text, 'console'::text]))),
  CONSTRAINT session_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop(shop_id),
  CONSTRAINT session_shop_id_person_id_fkey FOREIGN KEY (shop_id, person_id) REFERENCES person(shop_id, person_id)
);

CREATE TABLE shop (
  shop_id uuid NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  zone text DEFAULT 'Asia/Shanghai'::text NOT NULL,
  address text DEFAULT ''::text NOT NULL,
  hours text DEFAULT ''::text NOT NULL,
  chat boolean DEFAULT true NOT NULL,
  rental boolean DEFAULT true NOT NULL,
  sale boolean DEFAULT true NOT NULL,
  hold_minutes integer DEFAULT 30 NOT NULL,
  practice boolean DEFAULT false NOT NULL,
  clock_ahead_ms bigint DEFAULT 0 NOT NULL,
  sample boolean DEFAULT false NOT NULL,
  named boolean DEFAULT false NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT shop_pkey PRIMARY KEY (shop_id),
  CONSTRAINT shop_slug_key UNIQUE (slug),
  CONSTRAINT shop_check CHECK ((practice OR (clock_ahead_ms = 0))),
  CONSTRAINT shop_hold_minutes_check CHECK (((hold_minutes >= 1) AND (hold_minutes <= 10080))),
  CONSTRAINT shop_slug_check CHECK ((slug ~ '^[a-z0-9](-?[a-z0-9])*$'::text))
);

CREATE TABLE shop_head (
  shop_id uuid NOT NULL,
  "position" bigint DEFAULT 0 NOT NULL,
  database_started timestamp with time zone NOT NULL,
  CONSTRAINT shop_head_pkey PRIMARY KEY (shop_id)
) WITH (fillfactor=10, autovacuum_vacuum_threshold=1000);

CREATE TABLE staff_login (
  shop_id uuid NOT NULL,
  person_id uuid NOT NULL,
  login bytea NOT NULL,
  login_blind bytea NOT NULL,
  password_hash text NOT NULL,
  CONSTRAINT staff_login_pkey PRIMARY KEY (shop_id, person_id),
  CONSTRAINT staff_login_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop(shop_id),
  CONSTRAINT staff_login_shop_id_person_id_fkey FOREIGN KEY (shop_id, person_id) REFERENCES person(shop_id, person_id)
);

CREATE INDEX conversation_head_newest ON public.conversation_head USING btree (shop_id, last_position);

CREATE INDEX conversation_of_customer ON public.conversation USING btree (shop_id, customer_id, opened_at DESC) WHERE (customer_id IS NOT NULL);

CREATE UNIQUE INDEX entry_client ON public.entry USING btree (shop_id, conversation_id, client_id) WHERE (client_id IS NOT NULL);

CREATE UNIQUE INDEX entry_position ON public.entry USING btree (shop_id, "position");

CREATE UNIQUE INDEX file_by_id ON public.file USING btree (file_id);

CREATE INDEX file_left ON public.file USING btree (shop_id, added_at) WHERE (scope = 'added'::text);

CREATE INDEX one_time_link_open ON public.one_time_link USING btree (shop_id, kind) WHERE (used_at IS NULL);

CREATE INDEX participant_of_person ON public.participant USING btree (shop_id, person_id);

CREATE UNIQUE INDEX person_phone ON public.person USING btree (shop_id, phone_blind) WHERE (phone_blind IS NOT NULL);

CREATE INDEX person_search_of ON public.person_search USING btree (shop_id, person_id);

CREATE INDEX person_staff ON public.person USING btree (shop_id, created_at) WHERE (class = 'staff'::text);

CREATE INDEX phone_code_ip ON public.phone_code USING btree (shop_id, ip_blind, sent_at);

CREATE INDEX phone_code_phone ON public.phone_code USING btree (shop_id, phone_blind, sent_at);

CREATE INDEX phone_code_sent ON public.phone_code USING btree (shop_id, sent_at);

CREATE INDEX session_ended ON public.session USING btree (ended_at) WHERE (ended_at IS NOT NULL);

CREATE INDEX session_of_person ON public.session USING btree (shop_id, person_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX staff_login_blind ON public.staff_login USING btree (shop_id, login_blind);

CREATE OR REPLACE FUNCTION public.log_append(p_shop uuid, p_look boolean, p_entry uuid[], p_conversation uuid[], p_author uuid[], p_client uuid[], p_kind text[], p_audience smallint[], p_countable boolean[], p_at bigint[], p_header bytea[], p_digest bytea[], p_salt bytea[], p_sealed bytea[], p_message boolean[], p_desk boolean[], p_class smallint[], p_read integer[], p_touched_conversation uuid[], p_touched_person uuid[])
 RETURNS SETOF appended
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET jit TO 'off'
AS $function$
declare
  v_base bigint := log_lock(p_shop);
  v_mark bigint;
begin
  return query
  with recursive item as materialized (
    select t.*, h.last_seq, h.last_hash, h.counts as head_counts, h.visible as head_visible, h.desk as desk_sees,
      p.own_count, p.read_seq, coalesce(p.class, nullif(t.class, 0), 2)::int as seer,
      old.seq as old_seq, old.author_id as old_author, old.digest as old_digest, old.hash as old_hash, old.entry_id as old_entry,
      old.at as old_at, old.salt as old_salt,
      case
        when h.conversation_id is null then 'notParticipant'
        when t.message and not (p.person_id is not null and not p.removed) and not (t.desk and h.desk) then 'notParticipant'
        when old.seq is not null then 'repeated'
        else 'appended'
      end as outcome
    from unnest(p_entry, p_conversation, p_author, p_client, p_kind, p_audience, p_countable, p_at, p_header, p_digest, p_salt,
        p_sealed, p_message, p_desk, p_class, p_read) with ordinality
      as t(entry_id, conversation_id, author_id, client_id, kind, audience, countable, at, header, digest, salt, sealed, message,
        desk, class, read, ord)
    left join conversation_head h on h.shop_id = p_shop and h.conversation_id = t.conversation_id
    left join participant p on p.shop_id = p_shop and p.conversation_id = t.conversation_id and p.person_id = t.author_id
    left join lateral (
      select e.* from entry e
      where p_look and t.client_id is not null
        and e.shop_id = p_shop and e.conversation_id = t.conversation_id and e.client_id = t.client_id
    ) old on true
  ), placed as (
    select i.*,
      row_number() over (partition by i.conversation_id order by i.ord) as nth,
      (i.last_seq + row_number() over (partition by i.conversation_id order by i.ord))::int as new_seq,
      v_base + row_number() over (order by i.ord) as new_position,
      case when i.author_id is null then 0 else coalesce(i.own_count, 0)
        + sum(i.countable::int) over (partition by i.conversation_id, i.author_id order by i.ord) end::int as new_own,
      array[
        i.head_counts[1] + sum((i.countable and i.audience & 1 <> 0)::int) over earlier,
        i.head_counts[2] + sum((i.countable and i.audience & 2 <> 0)::int) over earlier,
        i.head_counts[3] + sum((i.countable and i.audience & 4 <> 0)::int) over earlier,
        i.head_counts[4] + sum((i.countable and i.audience & 8 <> 0)::int) over earlier
      ]::int[] as new_counts
    from item i where i.outcome = 'appended'
    window earlier as (partition by i.conversation_id order by i.ord)
  ), numbered as materialized (
    select p.*,
      array[
        coalesce(max(p.new_seq) filter (where p.audience & 1 <> 0) over before, p.head_visible[1]),
        coalesce(max(p.new_seq) filter (where p.audience & 2 <> 0) over before, p.head_visible[2]),
        coalesce(max(p.new_seq) filter (where p.audience & 4 <> 0) over before, p.head_visible[3]),
        coalesce(max(p.new_seq) filter (where p.audience & 8 <> 0) over before, p.head_visible[4])
      ]::int[] as new_prev,
      -- the cursor jumps over the own message only if nothing countable of others lies between (L9)
      p.author_id is not null
        and p.new_counts[p.seer] - p.head_counts[p.seer]
          = sum((p.countable and p.audience & (1 << (p.seer - 1)) <> 0)::int)
            over (partition by p.conversation_id, p.author_id order by p.ord)
        and not exists (
          select 1 from entry e
          where e.shop_id = p_shop and e.conversation_id = p.conversation_id and e.seq > greatest(coalesce(p.read_seq, 0), p.read)
            and e.countable and e.audience & (1 << (p.seer - 1)) <> 0 and e.author_id is distinct from p.author_id
        ) as new_jumped
    from placed p
    window before as (partition by p.conversation_id order by p.ord rows between unbounded preceding and 1 preceding)
  ), chain as (
    select n.ord, n.conversation_id, n.nth, n.last_hash as prev_hash,
      sha256(n.last_hash || int4send(n.new_seq) || n.header) as hash
    from numbered n where n.nth = 1
    union all
    select n.ord, n.conversation_id, n.nth, c.hash, sha256(c.hash || int4send(n.new_seq) || n.header)
    from chain c join numbered n on n.conversation_id = c.conversation_id and n.nth = c.nth + 1
  ), written as (
    insert into entry (shop_id, conversation_id, seq, position, entry_id, client_id, author_id, kind, audience, countable, at,
      prev, counts, own, jumped, prev_hash, hash, digest, salt, sealed)
    select p_shop, n.conversation_id, n.new_seq, n.new_position, n.entry_id, n.client_id, n.author_id, n.kind, n.audience, n.countable,
      n.at, n.new_prev, n.new_counts, n.new_own, n.new_jumped, c.prev_hash, c.hash, n.digest, n.salt, n.sealed
    from numbered n join chain c on c.ord = n.ord
  ), headed as (
    update conversation_head h set
      last_seq = l.new_seq, last_position = l.new_position, last_hash = l.hash, last_at = l.at, counts = l.new_counts,
      visible = array[
        case when l.audience & 1 <> 0 then l.new_seq else l.new_prev[1] end,
        case when l.audience & 2 <> 0 then l.new_seq else l.new_prev[2] end,
        case when l.audience & 4 <> 0 then l.new_seq else l.new_prev[3] end,
        case when l.audience & 8 <> 0 then l.new_seq else l.new_prev[4] end
      ]
    from (
      select distinct on (n.conversation_id) n.*, c.hash from numbered n join chain c on c.ord = n.ord
      order by n.conversation_id, n.ord desc
    ) l
    where h.shop_id = p_shop and h.conversation_id = l.conversation_id
  ), authored as (
    -- whoever writes takes part: desk staff get their row here
    insert into participant as p (shop_id, conversation_id, person_id, class, role, received_seq, read_seq, read_count, read_own,
      own_count, joined_position, position)
    select p_shop, n.conversation_id, n.author_id, max(n.seer), 'service',
      coalesce(max(n.new_seq) filter (where n.new_jumped), 0), coalesce(max(n.new_seq) filter (where n.new_jumped), 0),
      coalesce(max(n.new_counts[n.seer]) filter (where n.new_jumped), 0), coalesce(max(n.new_own) filter (where n.new_jumped), 0),
      max(n.new_own), max(n.new_position), max(n.new_position)
    from numbered n where n.author_id is not null
    group by n.conversation_id, n.author_id
    on conflict (shop_id, conversation_id, person_id) do update set
      own_count = excluded.own_count,
      received_seq = greatest(p.received_seq, excluded.received_seq),
      read_seq = greatest(p.read_seq, excluded.read_seq),
      read_count = greatest(p.read_count, excluded.read_count),
      read_own = greatest(p.read_own, excluded.read_own),
      removed = false,
      position = excluded.position
  ), advanced as (
    update shop_head h set position = v_base + (select count(*) from numbered) where h.shop_id = p_shop
  )
  select i.ord::int, i.outcome, n.new_position, coalesce(n.new_seq, i.old_seq), coalesce(c.hash, i.old_hash), c.prev_hash,
    n.new_prev, n.new_counts, n.new_own, n.new_jumped, i.desk_sees, i.old_entry, i.old_author, i.old_at, i.old_digest, i.old_salt
  from item i left join numbered n on n.ord = i.ord left join chain c on c.ord = i.ord
  order by i.ord;

  if cardinality(p_touched_conversation) > 0 then
    update shop_head h set position = h.position + 1 where h.shop_id = p_shop returning h.position into v_mark;
    update participant p set
      position = v_mark, joined_position = case when p.joined_position = 0 then v_mark else p.joined_position end
    from unnest(p_touched_conversation, p_touched_person) as t(conversation_id, person_id)
    where p.shop_id = p_shop and p.conversation_id = t.conversation_id and p.person_id = t.person_id;
    update conversation c set position = v_mark
    from unnest(p_touched_conversation, p_touched_person) as t(conversation_id, person_id)
    where c.shop_id = p_shop and c.conversation_id = t.conversation_id and t.person_id is null;
    update conversation_head h set last_position = v_mark
    from (select distinct t.conversation_id from unnest(p_touched_conversation) as t(conversation_id)) t
    where h.shop_id = p_shop and h.conversation_id = t.conversation_id;
  end if;
end $function$;

CREATE OR REPLACE FUNCTION public.log_lock(p_shop uuid)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
declare
  v_position bigint;
  v_started timestamptz;
begin
  perform 1 from shop_head where shop_id = p_shop for no key update;
  select h.position, h.database_started into v_position, v_started from shop_head h where h.shop_id = p_shop;
  if not found then
    raise exception 'no such shop' using errcode = 'BB404';
  end if;
  if v_started <> pg_postmaster_start_time() then
    raise exception 'the database was started anew: look at the past first' using errcode = 'BB001';
  end if;
  return v_position;
end $function$;

CREATE OR REPLACE FUNCTION public.log_move(p_shop uuid, p_conversation uuid[], p_person uuid[], p_class smallint[], p_desk boolean[], p_received integer[], p_read integer[])
 RETURNS SETOF participant
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET jit TO 'off'
AS $function$
declare
  v_base bigint := log_lock(p_shop);
begin
  return query
  with item as materialized (
    select t.conversation_id, t.person_id, coalesce(p.class, t.class) as class,
      coalesce(p.own_count, 0) as own_count, coalesce(p.read_seq, 0) as old_read, coalesce(p.received_seq, 0) as old_received,
      coalesce(p.read_count, 0) as old_read_count, coalesce(p.read_own, 0) as old_read_own,
      least(t.read, h.visible[coalesce(p.class, t.class)]) as new_read,
      least(greatest(t.received, t.read), h.visible[coalesce(p.class, t.class)]) as new_received
    from unnest(p_conversation, p_person, p_class, p_desk, p_received, p_read)
      as t(conversation_id, person_id, class, desk, received, read)
    join conversation_head h on h.shop_id = p_shop and h.conversation_id = t.conversation_id
    left join participant p on p.shop_id = p_shop and p.conversation_id = t.conversation_id and p.person_id = t.person_id
    where (p.person_id is not null and not p.removed) or (t.desk and h.desk)
  ), moved as materialized (
    select i.*, row_number() over () as nth from item i where i.new_read > i.old_read or i.new_received > i.old_received
  ), advanced as (
    update shop_head h set position = v_base + (select count(*) from moved) where h.shop_id = p_shop and exists (select from moved)
  ), headed as (
    update conversation_head h set last_position = m.last
    from (select conversation_id, v_base + max(nth) as last from moved group by conversation_id) m
    where h.shop_id = p_shop and h.conversation_id = m.conversation_id
  )
  insert into participant as p (shop_id, conversation_id, person_id, class, role, received_seq, read_seq, read_count, read_own,
    joined_position, position)
  select p_shop, m.conversation_id, m.person_id, m.class, 'service', greatest(m.old_received, m.new_received),
    greatest(m.old_read, m.new_read),
    case when m.new_read > m.old_read then e.counts[m.class] else m.old_read_count end,
    case when m.new_read > m.old_read then m.own_count - later.own else m.old_read_own end,
    v_base + m.nth, v_base + m.nth
  from moved m
  left join entry e on e.shop_id = p_shop and e.conversation_id = m.conversation_id and e.seq = m.new_read
  left join lateral (
    select count(*)::int as own from entry o
    where m.new_read > m.old_read and o.shop_id = p_shop and o.conversation_id = m.conversation_id and o.seq > m.new_read
      and o.author_id = m.person_id and o.countable
  ) later on true
  on conflict (shop_id, conversation_id, person_id) do update set
    received_seq = excluded.received_seq, read_seq = excluded.read_seq, read_count = excluded.read_count,
    read_own = excluded.read_own, position = excluded.position
  returning p.*;
end $function$;
