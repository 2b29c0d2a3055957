-- Shops and the people known to them (spec/people.md). Names, phones and login names are stored sealed; they are found by keyed hashes.

create table shop (
  shop_id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9](-?[a-z0-9])*$'),
  name text not null,
  chat boolean not null default true,
  rental boolean not null default true,
  sale boolean not null default true,
  hold_minutes int not null default 30 check (hold_minutes between 1 and 10080),
  practice boolean not null default false,
  -- a practice shop's clock runs this far ahead of the world's
  clock_ahead_ms bigint not null default 0,
  sample boolean not null default false,
  named boolean not null default false, -- its owner gave it a name
  created_at timestamptz not null,
  check (practice or clock_ahead_ms = 0)
);

-- A physical store or warehouse. Each shop is made with one, and everything of it stands there.
create table location (
  shop_id uuid not null references shop,
  location_id uuid not null,
  name text not null default '', -- none: called as the shop is
  zone text not null default 'Asia/Shanghai',
  address text not null default '',
  hours text not null default '',
  created_at timestamptz not null,
  primary key (shop_id, location_id)
);

create table person (
  shop_id uuid not null references shop,
  person_id uuid not null,
  class text not null check (class in ('guest', 'customer', 'staff')),
  name bytea not null,
  phone bytea,
  phone_blind bytea, -- of the whole number: a phone is one person's
  alias_of uuid, -- a guest who turned out to be this person: what he wrote stays his (log.md L4)
  aliased_at timestamptz, -- the database's own clock, as session.ended_at
  created_at timestamptz not null,
  dismissed_at timestamptz,
  primary key (shop_id, person_id),
  check ((phone is null) = (phone_blind is null)),
  check ((alias_of is null) = (aliased_at is null))
);
create unique index person_phone on person (shop_id, phone_blind) where phone_blind is not null;
create index person_aliased on person (aliased_at) where aliased_at is not null;
create index person_alias on person (shop_id, alias_of, aliased_at) where alias_of is not null;
create index person_staff on person (shop_id, created_at) where class = 'staff';

-- Keyed hashes a customer is found by: last four digits, name, pieces of the name.
create table person_search (
  shop_id uuid not null references shop,
  blind bytea not null,
  person_id uuid not null,
  primary key (shop_id, blind, person_id)
);
create index person_search_of on person_search (shop_id, person_id);

create table person_role (
  shop_id uuid not null references shop,
  person_id uuid not null,
  role text not null check (role in ('owner', 'manager', 'service', 'warehouse', 'purchasing', 'finance', 'rider')),
  primary key (shop_id, person_id, role),
  foreign key (shop_id, person_id) references person
);

create table staff_login (
  shop_id uuid not null references shop,
  person_id uuid not null,
  login bytea not null,
  login_blind bytea not null,
  password_hash text not null, -- argon2id
  primary key (shop_id, person_id),
  foreign key (shop_id, person_id) references person
);
create unique index staff_login_blind on staff_login (shop_id, login_blind);

create table session (
  shop_id uuid not null references shop,
  session_id uuid not null,
  token_hash bytea not null unique,
  person_id uuid not null,
  surface text not null check (surface in ('storefront', 'console')),
  device text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  -- the database's own clock: every node asks for what ended since it last looked, and a shop's clock may be moved
  ended_at timestamptz,
  primary key (shop_id, session_id),
  foreign key (shop_id, person_id) references person
);
create index session_of_person on session (shop_id, person_id) where ended_at is null;
create index session_ended on session (ended_at) where ended_at is not null;

-- Codes sent to phones; kept for a day because the limits count them.
create table phone_code (
  shop_id uuid not null references shop,
  code_id uuid not null,
  phone_blind bytea not null,
  network_blind bytea not null, -- of whoever asked
  purpose text not null,
  bound bytea not null, -- hash of the session or device that asked
  salt bytea not null,
  code_hash bytea not null,
  tries_left int not null check (tries_left >= 0),
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  spent_at timestamptz, -- used, or replaced by a newer one
  primary key (shop_id, code_id)
);
create index phone_code_phone on phone_code (shop_id, phone_blind, sent_at);
create index phone_code_network on phone_code (shop_id, network_blind, sent_at);
create index phone_code_sent on phone_code (shop_id, sent_at);

-- Links that work once: the owner's, invitations, joining at the counter, a new password.
create table one_time_link (
  shop_id uuid not null references shop,
  link_id uuid not null,
  kind text not null check (kind in ('owner', 'invitation', 'join', 'password')),
  token_hash bytea not null unique,
  content bytea not null, -- sealed JSON
  created_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (shop_id, link_id)
);
create index one_time_link_open on one_time_link (shop_id, kind) where used_at is null;
