-- The log of a shop: heads, conversations, participants, entries (spec/log.md).
-- Times are epoch milliseconds: they stand under the chain hash and must come back exactly as they went in.
-- Per-class arrays are ordered customer, staff, rider, supplier (protocol audience.ts).

create table shop_head (
  shop_id uuid primary key,
  position bigint not null default 0,
  -- pg_postmaster_start_time() at the last look at the past; the append refuses to go on after another one (L1, S1)
  database_started timestamptz not null
) with (fillfactor = 10, autovacuum_vacuum_threshold = 1000);

create table incarnation (
  shop_id uuid not null references shop_head,
  incarnation_id uuid not null,
  from_position bigint not null,
  began_at timestamptz not null default now(),
  reason text not null check (reason in ('begun', 'restored', 'failedOver', 'unwitnessed')),
  primary key (shop_id, incarnation_id)
);

-- What people may change about a conversation; its place in the log is in conversation_head, written under the head lock only.
create table conversation (
  shop_id uuid not null references shop_head,
  conversation_id uuid not null,
  kind text not null check (kind in ('enquiry', 'order', 'team', 'community', 'supply')),
  state text not null default 'open' check (state in ('open', 'resolved')),
  assignee_id uuid,
  customer_id uuid,
  opened_at bigint not null,
  position bigint not null default 0,
  -- the newest change that those outside the shop may know of: they hear neither of assignee nor of state (L8)
  shown bigint not null default 0,
  primary key (shop_id, conversation_id)
);
create index conversation_of_customer on conversation (shop_id, customer_id, opened_at desc) where customer_id is not null;

create table conversation_head (
  shop_id uuid not null,
  conversation_id uuid not null,
  -- desk staff see it without a participant's row: an enquiry or an order
  desk boolean not null,
  last_seq int not null default 0,
  last_position bigint not null default 0,
  last_hash bytea not null default decode(repeat('00', 32), 'hex'),
  last_at bigint not null default 0,
  counts int[] not null default '{0,0,0,0}',
  visible int[] not null default '{0,0,0,0}',
  foreign key (shop_id, conversation_id) references conversation
) with (fillfactor = 50, autovacuum_vacuum_threshold = 1000);
-- "my changed conversations first" (L2, S2) and the inbox, newest first (S3)
create index conversation_head_newest on conversation_head (shop_id, last_position);
-- After the other one: on the empty table of a new shop both cost the same, the younger is taken, and the plan is kept. A look-up by the
-- other index went through all heads of the shop.
alter table conversation_head add primary key (shop_id, conversation_id);

create table participant (
  shop_id uuid not null,
  conversation_id uuid not null,
  person_id uuid not null,
  -- 1 customer, 2 staff, 3 rider, 4 supplier: the index into the per-class arrays
  class smallint not null check (class between 1 and 4),
  role text not null,
  involvement text not null default 'everything' check (involvement in ('nothing', 'mentions', 'everything')),
  -- a rider or supplier sees what came since he joined (L8)
  from_seq int not null default 1,
  received_seq int not null default 0,
  read_seq int not null default 0,
  read_count int not null default 0,
  read_own int not null default 0,
  own_count int not null default 0,
  removed boolean not null default false,
  joined_position bigint not null default 0,
  position bigint not null default 0,
  -- per class, the newest change it may know of; -1: it doesn't know him (L8)
  shown bigint[] not null default '{0,0,0,0}',
  primary key (shop_id, conversation_id, person_id),
  foreign key (shop_id, conversation_id) references conversation,
  check (read_seq >= 0 and received_seq >= 0 and read_own <= own_count)
) with (fillfactor = 50, autovacuum_vacuum_threshold = 1000);
-- the conversation stands in it, so that whichever of the two indexes a plan takes, one row is read and not all of a clerk's; the person
-- first, so that no plan made on empty tables takes it for "everybody in this conversation"
create index participant_of_person on participant (person_id, shop_id, conversation_id);

create table entry (
  shop_id uuid not null,
  conversation_id uuid not null,
  seq int not null check (seq > 0),
  position bigint not null,
  entry_id uuid not null,
  client_id uuid,
  author_id uuid,
  author_class smallint not null,
  kind text not null,
  audience smallint not null,
  countable boolean not null,
  at bigint not null,
  prev int[] not null,
  counts int[] not null,
  own int not null,
  jumped boolean not null,
  prev_hash bytea not null,
  hash bytea not null,
  digest bytea not null,
  -- null once recalled or erased: the digest stays and the chain still verifies (L6)
  salt bytea,
  sealed bytea,
  primary key (shop_id, conversation_id, seq)
);
create unique index entry_position on entry (shop_id, position);
create unique index entry_client on entry (shop_id, conversation_id, client_id) where client_id is not null;

-- The first row of every command that moves money or stock (L4); the answer is sealed.
create table idempotency_key (
  shop_id uuid not null references shop_head,
  person_id uuid not null,
  key uuid not null,
  route text not null,
  fingerprint bytea not null,
  answer bytea,
  at bigint not null,
  primary key (shop_id, person_id, key)
);

-- Heads signed with a key outside the database: at every money fact and daily (L6).
create table head_signature (
  shop_id uuid not null,
  conversation_id uuid not null,
  seq int not null,
  hash bytea not null,
  at bigint not null,
  signature bytea not null,
  primary key (shop_id, conversation_id, seq)
);
