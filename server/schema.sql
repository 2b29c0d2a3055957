-- What all migrations together make. Written by npm run schema; npm test checks it.

CREATE EXTENSION btree_gist;

CREATE TABLE attribute (
  shop_id uuid NOT NULL,
  product_id uuid NOT NULL,
  nth smallint NOT NULL,
  name text NOT NULL,
  unit text NOT NULL,
  low double precision NOT NULL,
  high double precision NOT NULL,
  CONSTRAINT attribute_pkey PRIMARY KEY (shop_id, product_id, nth),
  CONSTRAINT attribute_check CHECK ((high >= low)),
  CONSTRAINT attribute_shop_id_product_id_fkey FOREIGN KEY (shop_id, product_id) REFERENCES product(shop_id, product_id)
);

CREATE TABLE claim (
  shop_id uuid NOT NULL,
  claim_id uuid NOT NULL,
  location_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  unit_id uuid,
  quantity integer NOT NULL,
  kind text NOT NULL,
  phase text NOT NULL,
  order_id uuid,
  order_number text,
  order_line_id uuid,
  asked tstzrange,
  blocked tstzrange NOT NULL,
  billed tstzrange,
  reach tstzrange GENERATED ALWAYS AS (
CASE
    WHEN (phase = 'out'::text) THEN tstzrange(lower(blocked), NULL::timestamp with time zone)
    ELSE blocked
END) STORED NOT NULL,
  buffer_minutes integer DEFAULT 0 NOT NULL,
  held_at timestamp with time zone NOT NULL,
  out_at timestamp with time zone,
  closed_at timestamp with time zone,
  CONSTRAINT claim_pkey PRIMARY KEY (shop_id, claim_id),
  CONSTRAINT claim_shop_id_unit_id_blocked_excl EXCLUDE USING gist (shop_id WITH =, unit_id WITH =, blocked WITH &&) WHERE (((unit_id IS NOT NULL) AND (phase <> 'closed'::text))),
  CONSTRAINT claim_blocked_check CHECK (((NOT isempty(blocked)) AND (NOT lower_inf(blocked)))),
  CONSTRAINT claim_check CHECK (((unit_id IS NULL) OR (quantity = 1))),
  CONSTRAINT claim_check1 CHECK (((kind = 'order'::text) = (order_id IS NOT NULL))),
  CONSTRAINT claim_check2 CHECK (((phase = 'closed'::text) = (closed_at IS NOT NULL))),
  CONSTRAINT claim_kind_check CHECK ((kind = ANY (ARRAY['order'::text, 'downtime'::text, 'transfer'::text, 'inspection'::text]))),
  CONSTRAINT claim_phase_check CHECK ((phase = ANY (ARRAY['held'::text, 'committed'::text, 'out'::text, 'returned'::text, 'closed'::text]))),
  CONSTRAINT claim_quantity_check CHECK ((quantity > 0)),
  CONSTRAINT claim_shop_id_location_id_variant_id_fkey FOREIGN KEY (shop_id, location_id, variant_id) REFERENCES stock_level(shop_id, location_id, variant_id),
  CONSTRAINT claim_shop_id_unit_id_fkey FOREIGN KEY (shop_id, unit_id) REFERENCES unit(shop_id, unit_id)
);

CREATE TABLE condition_report (
  shop_id uuid NOT NULL,
  report_id uuid NOT NULL,
  order_id uuid NOT NULL,
  order_line_id uuid NOT NULL,
  claim_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  moment text NOT NULL,
  condition text NOT NULL,
  note bytea,
  picture_ids uuid[] NOT NULL,
  damage bigint DEFAULT 0 NOT NULL,
  cleaning bigint DEFAULT 0 NOT NULL,
  by_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  undone_at timestamp with time zone,
  CONSTRAINT condition_report_pkey PRIMARY KEY (shop_id, report_id),
  CONSTRAINT condition_report_cleaning_check CHECK ((cleaning >= 0)),
  CONSTRAINT condition_report_condition_check CHECK ((condition = ANY (ARRAY['good'::text, 'worn'::text, 'damaged'::text, 'missing'::text]))),
  CONSTRAINT condition_report_damage_check CHECK ((damage >= 0)),
  CONSTRAINT condition_report_moment_check CHECK ((moment = ANY (ARRAY['checkOut'::text, 'checkIn'::text, 'inspection'::text]))),
  CONSTRAINT condition_report_shop_id_order_id_fkey FOREIGN KEY (shop_id, order_id) REFERENCES "order"(shop_id, order_id)
);

CREATE TABLE conversation (
  shop_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  kind text NOT NULL,
  state text DEFAULT 'open'::text NOT NULL,
  assignee_id uuid,
  customer_id uuid,
  opened_at bigint NOT NULL,
  "position" bigint DEFAULT 0 NOT NULL,
  shown bigint DEFAULT 0 NOT NULL,
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
  author_class smallint NOT NULL,
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

CREATE TABLE fee_sheet (
  shop_id uuid NOT NULL,
  order_id uuid NOT NULL,
  version integer NOT NULL,
  purpose text NOT NULL,
  sheet jsonb NOT NULL,
  entry_id uuid NOT NULL,
  issued_at timestamp with time zone NOT NULL,
  confirmed_at timestamp with time zone,
  confirmed_by uuid,
  head_hash text,
  kept_seq integer,
  kept_hash text,
  CONSTRAINT fee_sheet_pkey PRIMARY KEY (shop_id, order_id, version),
  CONSTRAINT fee_sheet_check CHECK (((confirmed_at IS NULL) = (confirmed_by IS NULL))),
  CONSTRAINT fee_sheet_purpose_check CHECK ((purpose = ANY (ARRAY['offer'::text, 'settlement'::text]))),
  CONSTRAINT fee_sheet_version_check CHECK ((version > 0)),
  CONSTRAINT fee_sheet_shop_id_order_id_fkey FOREIGN KEY (shop_id, order_id) REFERENCES "order"(shop_id, order_id)
);

CREATE TABLE file (
  shop_id uuid NOT NULL,
  file_id uuid NOT NULL,
  scope text DEFAULT 'added'::text NOT NULL,
  conversation_id uuid,
  audience smallint,
  added_by uuid,
  network_blind bytea,
  folder text NOT NULL,
  width integer NOT NULL,
  height integer NOT NULL,
  bytes bigint NOT NULL,
  digest bytea NOT NULL,
  clip text,
  seconds double precision,
  added_at timestamp with time zone NOT NULL,
  CONSTRAINT file_pkey PRIMARY KEY (shop_id, file_id),
  CONSTRAINT file_check CHECK (((scope = ANY (ARRAY['conversation'::text, 'evidence'::text])) = (conversation_id IS NOT NULL))),
  CONSTRAINT file_check1 CHECK (((clip IS NULL) = (seconds IS NULL))),
  CONSTRAINT file_clip_check CHECK ((clip = ANY (ARRAY['mp4'::text, 'webm'::text]))),
  CONSTRAINT file_height_check CHECK ((height > 0)),
  CONSTRAINT file_scope_check CHECK ((scope = ANY (ARRAY['added'::text, 'catalogue'::text, 'conversation'::text, 'evidence'::text, 'withdrawn'::text]))),
  CONSTRAINT file_seconds_check CHECK ((seconds > (0)::double precision)),
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

CREATE TABLE import (
  shop_id uuid NOT NULL,
  import_id uuid NOT NULL,
  file_name text NOT NULL,
  encoding text NOT NULL,
  content bytea NOT NULL,
  pictures jsonb NOT NULL,
  mapping jsonb,
  currency jsonb,
  sample boolean DEFAULT false NOT NULL,
  state text DEFAULT 'added'::text NOT NULL,
  added_at timestamp with time zone NOT NULL,
  added_by uuid,
  CONSTRAINT import_pkey PRIMARY KEY (shop_id, import_id),
  CONSTRAINT import_encoding_check CHECK ((encoding = ANY (ARRAY['utf-8'::text, 'gb18030'::text]))),
  CONSTRAINT import_state_check CHECK ((state = ANY (ARRAY['added'::text, 'committed'::text, 'undone'::text]))),
  CONSTRAINT import_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
);

CREATE TABLE import_line (
  shop_id uuid NOT NULL,
  import_id uuid NOT NULL,
  line integer NOT NULL,
  variant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  version_before integer NOT NULL,
  version integer NOT NULL,
  before jsonb,
  quantity integer NOT NULL,
  undone_at timestamp with time zone,
  CONSTRAINT import_line_pkey PRIMARY KEY (shop_id, import_id, line),
  CONSTRAINT import_line_shop_id_import_id_fkey FOREIGN KEY (shop_id, import_id) REFERENCES import(shop_id, import_id)
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

CREATE TABLE location (
  shop_id uuid NOT NULL,
  location_id uuid NOT NULL,
  name text DEFAULT ''::text NOT NULL,
  zone text DEFAULT 'Asia/Shanghai'::text NOT NULL,
  address text DEFAULT ''::text NOT NULL,
  hours text DEFAULT ''::text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT location_pkey PRIMARY KEY (shop_id, location_id),
  CONSTRAINT location_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
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
  session_id uuid,
  CONSTRAINT one_time_link_pkey PRIMARY KEY (shop_id, link_id),
  CONSTRAINT one_time_link_token_hash_key UNIQUE (token_hash),
  CONSTRAINT one_time_link_kind_check CHECK ((kind = ANY (ARRAY['owner'::text, 'invitation'::text, 'join'::text, 'password'::text]))),
  CONSTRAINT one_time_link_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
);

CREATE TABLE "order" (
  shop_id uuid NOT NULL,
  order_id uuid NOT NULL,
  number text NOT NULL,
  conversation_id uuid NOT NULL,
  customer_id uuid,
  placed_by uuid NOT NULL,
  placed_at timestamp with time zone NOT NULL,
  location_id uuid NOT NULL,
  remark bytea,
  state jsonb NOT NULL,
  stage text NOT NULL,
  collect_at timestamp with time zone,
  due_at timestamp with time zone,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT order_pkey PRIMARY KEY (shop_id, order_id),
  CONSTRAINT order_shop_id_number_key UNIQUE (shop_id, number),
  CONSTRAINT order_stage_check CHECK ((stage = ANY (ARRAY['toConfirm'::text, 'toPay'::text, 'toCollect'::text, 'out'::text, 'toInspect'::text, 'toSettle'::text, 'toRefund'::text, 'closed'::text, 'cancelled'::text, 'expired'::text]))),
  CONSTRAINT order_shop_id_conversation_id_fkey FOREIGN KEY (shop_id, conversation_id) REFERENCES conversation(shop_id, conversation_id),
  CONSTRAINT order_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop(shop_id),
  CONSTRAINT order_shop_id_location_id_fkey FOREIGN KEY (shop_id, location_id) REFERENCES location(shop_id, location_id)
);

CREATE TABLE order_line (
  shop_id uuid NOT NULL,
  order_line_id uuid NOT NULL,
  order_id uuid NOT NULL,
  nth smallint NOT NULL,
  kind text NOT NULL,
  variant_id uuid NOT NULL,
  quantity integer NOT NULL,
  plan jsonb,
  replacement_value bigint NOT NULL,
  CONSTRAINT order_line_pkey PRIMARY KEY (shop_id, order_line_id),
  CONSTRAINT order_line_check CHECK (((kind = 'rental'::text) = (plan IS NOT NULL))),
  CONSTRAINT order_line_kind_check CHECK ((kind = ANY (ARRAY['rental'::text, 'sale'::text]))),
  CONSTRAINT order_line_quantity_check CHECK ((quantity > 0)),
  CONSTRAINT order_line_shop_id_order_id_fkey FOREIGN KEY (shop_id, order_id) REFERENCES "order"(shop_id, order_id)
);

CREATE TABLE order_number (
  shop_id uuid NOT NULL,
  day date NOT NULL,
  last integer NOT NULL,
  CONSTRAINT order_number_pkey PRIMARY KEY (shop_id, day),
  CONSTRAINT order_number_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
);

CREATE TABLE participant (
  shop_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  person_id uuid NOT NULL,
  class smallint NOT NULL,
  role text NOT NULL,
  involvement text DEFAULT 'everything'::text NOT NULL,
  from_seq integer DEFAULT 1 NOT NULL,
  received_seq integer DEFAULT 0 NOT NULL,
  read_seq integer DEFAULT 0 NOT NULL,
  read_count integer DEFAULT 0 NOT NULL,
  read_own integer DEFAULT 0 NOT NULL,
  own_count integer DEFAULT 0 NOT NULL,
  removed boolean DEFAULT false NOT NULL,
  joined_position bigint DEFAULT 0 NOT NULL,
  "position" bigint DEFAULT 0 NOT NULL,
  shown bigint[] DEFAULT '{0,0,0,0}'::bigint[] NOT NULL,
  CONSTRAINT participant_pkey PRIMARY KEY (shop_id, conversation_id, person_id),
  CONSTRAINT participant_check CHECK (((read_seq >= 0) AND (received_seq >= 0) AND (read_own <= own_count))),
  CONSTRAINT participant_class_check CHECK (((class >= 1) AND (class <= 4))),
  CONSTRAINT participant_involvement_check CHECK ((involvement = ANY (ARRAY['nothing'::text, 'mentions'::text, 'everything'::text]))),
  CONSTRAINT participant_shop_id_conversation_id_fkey FOREIGN KEY (shop_id, conversation_id) REFERENCES conversation(shop_id, conversation_id)
) WITH (fillfactor=50, autovacuum_vacuum_threshold=1000);

CREATE TABLE payment (
  shop_id uuid NOT NULL,
  payment_id uuid NOT NULL,
  order_id uuid NOT NULL,
  provider text NOT NULL,
  means text,
  amount bigint NOT NULL,
  currency character(3) DEFAULT 'CNY'::bpchar NOT NULL,
  state text NOT NULL,
  link text,
  asked_at timestamp with time zone NOT NULL,
  captured_at timestamp with time zone,
  entry_id uuid,
  CONSTRAINT payment_pkey PRIMARY KEY (shop_id, payment_id),
  CONSTRAINT payment_amount_check CHECK ((amount > 0)),
  CONSTRAINT payment_check CHECK (((state = 'captured'::text) = (captured_at IS NOT NULL))),
  CONSTRAINT payment_means_check CHECK ((means = ANY (ARRAY['cash'::text, 'transfer'::text]))),
  CONSTRAINT payment_state_check CHECK ((state = ANY (ARRAY['requested'::text, 'captured'::text, 'failed'::text, 'void'::text]))),
  CONSTRAINT payment_shop_id_order_id_fkey FOREIGN KEY (shop_id, order_id) REFERENCES "order"(shop_id, order_id)
);

CREATE TABLE person (
  shop_id uuid NOT NULL,
  person_id uuid NOT NULL,
  class text NOT NULL,
  name bytea NOT NULL,
  phone bytea,
  phone_blind bytea,
  alias_of uuid,
  aliased_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  dismissed_at timestamp with time zone,
  CONSTRAINT person_pkey PRIMARY KEY (shop_id, person_id),
  CONSTRAINT person_check CHECK (((phone IS NULL) = (phone_blind IS NULL))),
  CONSTRAINT person_check1 CHECK (((alias_of IS NULL) = (aliased_at IS NULL))),
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
  network_blind bytea NOT NULL,
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

CREATE TABLE posting (
  shop_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  nth smallint NOT NULL,
  order_id uuid NOT NULL,
  order_line_id uuid,
  account text NOT NULL,
  amount bigint NOT NULL,
  currency character(3) DEFAULT 'CNY'::bpchar NOT NULL,
  memo text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT posting_pkey PRIMARY KEY (shop_id, entry_id, nth),
  CONSTRAINT posting_amount_check CHECK ((amount <> 0)),
  CONSTRAINT posting_shop_id_order_id_fkey FOREIGN KEY (shop_id, order_id) REFERENCES "order"(shop_id, order_id)
);

CREATE TABLE price_rules (
  shop_id uuid NOT NULL,
  version integer NOT NULL,
  weekend_days smallint[] NOT NULL,
  weekend_factor_bp integer NOT NULL,
  grace_minutes integer NOT NULL,
  late_per_started_hour bigint NOT NULL,
  late_cap_days integer,
  buffer_minutes integer NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  changed_by uuid NOT NULL,
  CONSTRAINT price_rules_pkey PRIMARY KEY (shop_id, version),
  CONSTRAINT price_rules_version_check CHECK ((version > 0)),
  CONSTRAINT price_rules_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
);

CREATE TABLE product (
  shop_id uuid NOT NULL,
  product_id uuid NOT NULL,
  name text NOT NULL,
  category text DEFAULT ''::text NOT NULL,
  brand text DEFAULT ''::text NOT NULL,
  specs text DEFAULT ''::text NOT NULL,
  description text DEFAULT ''::text NOT NULL,
  picture_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
  reading jsonb DEFAULT '[]'::jsonb NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  added_at timestamp with time zone NOT NULL,
  removed_at timestamp with time zone,
  CONSTRAINT product_pkey PRIMARY KEY (shop_id, product_id),
  CONSTRAINT product_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
);

CREATE TABLE refund (
  shop_id uuid NOT NULL,
  refund_id uuid NOT NULL,
  order_id uuid NOT NULL,
  payment_id uuid NOT NULL,
  provider text NOT NULL,
  amount bigint NOT NULL,
  currency character(3) DEFAULT 'CNY'::bpchar NOT NULL,
  state text DEFAULT 'asked'::text NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  done_at timestamp with time zone,
  entry_id uuid,
  CONSTRAINT refund_pkey PRIMARY KEY (shop_id, refund_id),
  CONSTRAINT refund_amount_check CHECK ((amount > 0)),
  CONSTRAINT refund_check CHECK (((state = 'done'::text) = (done_at IS NOT NULL))),
  CONSTRAINT refund_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'done'::text]))),
  CONSTRAINT refund_shop_id_order_id_fkey FOREIGN KEY (shop_id, order_id) REFERENCES "order"(shop_id, order_id),
  CONSTRAINT refund_shop_id_payment_id_fkey FOREIGN KEY (shop_id, payment_id) REFERENCES payment(shop_id, payment_id)
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

CREATE TABLE stock_level (
  shop_id uuid NOT NULL,
  location_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  owned integer NOT NULL,
  CONSTRAINT stock_level_pkey PRIMARY KEY (shop_id, location_id, variant_id),
  CONSTRAINT stock_level_owned_check CHECK ((owned >= 0)),
  CONSTRAINT stock_level_shop_id_location_id_fkey FOREIGN KEY (shop_id, location_id) REFERENCES location(shop_id, location_id),
  CONSTRAINT stock_level_shop_id_variant_id_fkey FOREIGN KEY (shop_id, variant_id) REFERENCES variant(shop_id, variant_id)
) WITH (fillfactor=70);

CREATE TABLE stock_movement (
  shop_id uuid NOT NULL,
  movement_id uuid NOT NULL,
  location_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  kind text NOT NULL,
  quantity integer NOT NULL,
  import_id uuid,
  order_id uuid,
  by_id uuid,
  at timestamp with time zone NOT NULL,
  CONSTRAINT stock_movement_pkey PRIMARY KEY (shop_id, movement_id),
  CONSTRAINT stock_movement_kind_check CHECK ((kind = ANY (ARRAY['received'::text, 'corrected'::text, 'retired'::text, 'sold'::text, 'imported'::text, 'undone'::text]))),
  CONSTRAINT stock_movement_quantity_check CHECK ((quantity <> 0)),
  CONSTRAINT stock_movement_shop_id_location_id_variant_id_fkey FOREIGN KEY (shop_id, location_id, variant_id) REFERENCES stock_level(shop_id, location_id, variant_id)
);

CREATE TABLE unit (
  shop_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  location_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  code text NOT NULL,
  number integer NOT NULL,
  condition text DEFAULT 'good'::text NOT NULL,
  import_id uuid,
  added_at timestamp with time zone NOT NULL,
  retired_at timestamp with time zone,
  retired_reason text,
  CONSTRAINT unit_pkey PRIMARY KEY (shop_id, unit_id),
  CONSTRAINT unit_condition_check CHECK ((condition = ANY (ARRAY['good'::text, 'worn'::text, 'damaged'::text, 'missing'::text]))),
  CONSTRAINT unit_number_check CHECK ((number > 0)),
  CONSTRAINT unit_shop_id_location_id_variant_id_fkey FOREIGN KEY (shop_id, location_id, variant_id) REFERENCES stock_level(shop_id, location_id, variant_id)
);

CREATE TABLE unit_code (
  shop_id uuid NOT NULL,
  code text NOT NULL,
  unit_id uuid NOT NULL,
  label boolean NOT NULL,
  import_id uuid,
  CONSTRAINT unit_code_pkey PRIMARY KEY (shop_id, code),
  CONSTRAINT unit_code_code_check CHECK ((code = upper(code))),
  CONSTRAINT unit_code_shop_id_unit_id_fkey FOREIGN KEY (shop_id, unit_id) REFERENCES unit(shop_id, unit_id)
);

CREATE TABLE variant (
  shop_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  sku text NOT NULL,
  label text DEFAULT ''::text NOT NULL,
  tracking text NOT NULL,
  for_rent boolean NOT NULL,
  for_sale boolean NOT NULL,
  price bigint,
  replacement_value bigint DEFAULT 0 NOT NULL,
  removed_at timestamp with time zone,
  CONSTRAINT variant_pkey PRIMARY KEY (shop_id, variant_id),
  CONSTRAINT variant_price_check CHECK ((price >= 0)),
  CONSTRAINT variant_replacement_value_check CHECK ((replacement_value >= 0)),
  CONSTRAINT variant_tracking_check CHECK ((tracking = ANY (ARRAY['units'::text, 'bulk'::text]))),
  CONSTRAINT variant_shop_id_product_id_fkey FOREIGN KEY (shop_id, product_id) REFERENCES product(shop_id, product_id)
);

CREATE TABLE variant_rent (
  shop_id uuid NOT NULL,
  variant_id uuid NOT NULL,
  version integer NOT NULL,
  day_rent bigint,
  three_day_rent bigint,
  week_rent bigint,
  deposit bigint DEFAULT 0 NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT variant_rent_pkey PRIMARY KEY (shop_id, variant_id, version),
  CONSTRAINT variant_rent_day_rent_check CHECK ((day_rent >= 0)),
  CONSTRAINT variant_rent_deposit_check CHECK ((deposit >= 0)),
  CONSTRAINT variant_rent_three_day_rent_check CHECK ((three_day_rent >= 0)),
  CONSTRAINT variant_rent_week_rent_check CHECK ((week_rent >= 0)),
  CONSTRAINT variant_rent_shop_id_variant_id_fkey FOREIGN KEY (shop_id, variant_id) REFERENCES variant(shop_id, variant_id)
);

CREATE INDEX attribute_figure ON public.attribute USING btree (shop_id, unit, low);

CREATE INDEX claim_of_order ON public.claim USING btree (shop_id, order_id) WHERE (order_id IS NOT NULL);

CREATE INDEX claim_of_unit ON public.claim USING btree (shop_id, unit_id) WHERE (unit_id IS NOT NULL);

CREATE INDEX claim_taking ON public.claim USING gist (location_id, variant_id, reach) WHERE (phase <> 'closed'::text);

CREATE INDEX condition_report_of_order ON public.condition_report USING btree (shop_id, order_id);

CREATE INDEX condition_report_of_unit ON public.condition_report USING btree (shop_id, unit_id, at);

CREATE INDEX conversation_head_newest ON public.conversation_head USING btree (shop_id, last_position);

CREATE INDEX conversation_of_customer ON public.conversation USING btree (shop_id, customer_id, opened_at DESC) WHERE (customer_id IS NOT NULL);

CREATE UNIQUE INDEX entry_client ON public.entry USING btree (shop_id, conversation_id, client_id) WHERE (client_id IS NOT NULL);

CREATE UNIQUE INDEX entry_position ON public.entry USING btree (shop_id, "position");

CREATE UNIQUE INDEX file_by_id ON public.file USING btree (file_id);

CREATE INDEX file_left ON public.file USING btree (shop_id, added_at) WHERE (scope = 'added'::text);

CREATE INDEX file_of_person ON public.file USING btree (shop_id, added_by, added_at);

CREATE INDEX file_of_visitors ON public.file USING btree (shop_id, added_at) WHERE (network_blind IS NOT NULL);

CREATE INDEX import_line_of ON public.import_line USING btree (shop_id, product_id) WHERE (undone_at IS NULL);

CREATE INDEX import_newest ON public.import USING btree (shop_id, added_at DESC);

CREATE INDEX one_time_link_open ON public.one_time_link USING btree (shop_id, kind) WHERE (used_at IS NULL);

CREATE INDEX order_line_of ON public.order_line USING btree (shop_id, order_id);

CREATE INDEX order_newest ON public."order" USING btree (shop_id, placed_at DESC, order_id DESC);

CREATE INDEX order_of_conversation ON public."order" USING btree (shop_id, conversation_id);

CREATE INDEX order_of_customer ON public."order" USING btree (shop_id, customer_id, placed_at DESC) WHERE (customer_id IS NOT NULL);

CREATE INDEX order_of_stage ON public."order" USING btree (shop_id, stage, placed_at DESC) WHERE (stage <> ALL (ARRAY['closed'::text, 'cancelled'::text, 'expired'::text]));

CREATE INDEX participant_of_person ON public.participant USING btree (person_id, shop_id, conversation_id);

CREATE INDEX payment_of_order ON public.payment USING btree (shop_id, order_id);

CREATE INDEX person_alias ON public.person USING btree (shop_id, alias_of, aliased_at) WHERE (alias_of IS NOT NULL);

CREATE INDEX person_aliased ON public.person USING btree (aliased_at) WHERE (aliased_at IS NOT NULL);

CREATE UNIQUE INDEX person_phone ON public.person USING btree (shop_id, phone_blind) WHERE (phone_blind IS NOT NULL);

CREATE INDEX person_search_of ON public.person_search USING btree (shop_id, person_id);

CREATE INDEX person_staff ON public.person USING btree (shop_id, created_at) WHERE (class = 'staff'::text);

CREATE INDEX phone_code_network ON public.phone_code USING btree (shop_id, network_blind, sent_at);

CREATE INDEX phone_code_phone ON public.phone_code USING btree (shop_id, phone_blind, sent_at);

CREATE INDEX phone_code_sent ON public.phone_code USING btree (shop_id, sent_at);

CREATE INDEX posting_of_account ON public.posting USING btree (shop_id, account, at);

CREATE INDEX posting_of_order ON public.posting USING btree (shop_id, order_id);

CREATE INDEX product_of_category ON public.product USING btree (shop_id, category) WHERE (removed_at IS NULL);

CREATE INDEX refund_of_order ON public.refund USING btree (shop_id, order_id);

CREATE INDEX refund_open ON public.refund USING btree (shop_id, asked_at) WHERE (state = 'asked'::text);

CREATE INDEX session_ended ON public.session USING btree (ended_at) WHERE (ended_at IS NOT NULL);

CREATE INDEX session_of_person ON public.session USING btree (shop_id, person_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX staff_login_blind ON public.staff_login USING btree (shop_id, login_blind);

CREATE INDEX stock_movement_of ON public.stock_movement USING btree (shop_id, location_id, variant_id, at);

CREATE INDEX unit_code_of ON public.unit_code USING btree (shop_id, unit_id);

CREATE INDEX unit_of ON public.unit USING btree (shop_id, variant_id, number);

CREATE INDEX variant_of_product ON public.variant USING btree (shop_id, product_id);

CREATE UNIQUE INDEX variant_sku ON public.variant USING btree (shop_id, upper(sku)) WHERE (removed_at IS NULL);

CREATE OR REPLACE FUNCTION public.log_append(p_shop uuid, p_look boolean, p_entry uuid[], p_conversation uuid[], p_author uuid[], p_client uuid[], p_kind text[], p_audience smallint[], p_countable boolean[], p_at bigint[], p_header bytea[], p_digest bytea[], p_salt bytea[], p_sealed bytea[], p_message boolean[], p_desk boolean[], p_class smallint[], p_read integer[], p_touched_conversation uuid[], p_touched_person uuid[], p_touched_inside boolean[])
 RETURNS SETOF appended
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_material TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_sort TO 'off'
 SET join_collapse_limit TO '1'
 SET jit TO 'off'
AS $function$
declare
  v_base bigint := log_lock(p_shop);
  v_mark bigint;
begin
  if false = any(p_message) and exists (
    select from unnest(p_conversation, p_message) as t(conversation_id, message)
    where not t.message
      and not exists (select from conversation_head h where h.shop_id = p_shop and h.conversation_id = t.conversation_id)
  ) then
    raise exception 'a fact of no conversation' using errcode = 'BB405';
  end if;

  return query
  with item as materialized (
    select t.*, h.last_seq, h.last_hash, h.counts as head_counts, h.visible as head_visible, h.desk as desk_sees,
      p.own_count, coalesce(p.read_seq, 0) as read_seq, coalesce(p.class, nullif(t.class, 0), 2)::int as seer,
      (p.person_id is not null and not p.removed) or (t.desk and h.desk) as may,
      -- the classes that know the author, as bits
      case when p.removed then 0
        else (p.shown[1] >= 0)::int + (p.shown[2] >= 0)::int * 2 + (p.shown[3] >= 0)::int * 4 + (p.shown[4] >= 0)::int * 8 end as known,
      old.seq as old_seq, old.author_id as old_author, old.digest as old_digest, old.hash as old_hash, old.entry_id as old_entry,
      old.at as old_at, old.salt as old_salt, old.author_class as old_class,
      case
        when old.seq is not null then 'repeated'
        when h.conversation_id is null then 'notParticipant'
        when t.message and (t.audience = 0 or not ((p.person_id is not null and not p.removed) or (t.desk and h.desk))) then 'notParticipant'
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
      limit 1
    ) old on true
  ), placed as (
    select i.*,
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
  ), numbered as (
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
        -- Asked for in the key's order: planned on an empty table, a mere "exists" read the whole shop by its positions
        and (
          select e.seq from entry e
          where e.shop_id = p_shop and e.conversation_id = p.conversation_id and e.seq > greatest(p.read_seq, p.read)
            and e.countable and e.audience & (1 << (p.seer - 1)) <> 0 and e.author_id is distinct from p.author_id
          order by e.seq limit 1
        ) is null as new_jumped,
      log_chain(p.last_hash, p.new_seq, p.header) over (partition by p.conversation_id order by p.ord) as hash
    from placed p
    window before as (partition by p.conversation_id order by p.ord rows between unbounded preceding and 1 preceding)
  ), chained as materialized (
    select n.*, coalesce(lag(n.hash) over (partition by n.conversation_id order by n.ord), n.last_hash) as prev_hash,
      -- The classes that may know what it does to its author's mark, as bits: inside they know all of him, outside what they see of him,
      -- his entries, and his cursor as far as it moved over what they see.
      2 | (1 << (n.seer - 1)) | n.audience | case when n.new_jumped then (n.read_seq < n.new_prev[1])::int
        + (n.read_seq < n.new_prev[3])::int * 4 + (n.read_seq < n.new_prev[4])::int * 8 else 0 end as shows
    from numbered n
  ), written as (
    insert into entry (shop_id, conversation_id, seq, position, entry_id, client_id, author_id, author_class, kind, audience, countable,
      at, prev, counts, own, jumped, prev_hash, hash, digest, salt, sealed)
    select p_shop, n.conversation_id, n.new_seq, n.new_position, n.entry_id, n.client_id, n.author_id, n.seer, n.kind, n.audience,
      n.countable, n.at, n.new_prev, n.new_counts, n.new_own, n.new_jumped, n.prev_hash, n.hash, n.digest, n.salt, n.sealed
    from chained n
  ), headed as (
    insert into conversation_head as h (shop_id, conversation_id, desk, last_seq, last_position, last_hash, last_at, counts, visible)
    select distinct on (n.conversation_id) p_shop, n.conversation_id, n.desk_sees, n.new_seq, n.new_position, n.hash, n.at, n.new_counts,
      array[
        case when n.audience & 1 <> 0 then n.new_seq else n.new_prev[1] end,
        case when n.audience & 2 <> 0 then n.new_seq else n.new_prev[2] end,
        case when n.audience & 4 <> 0 then n.new_seq else n.new_prev[3] end,
        case when n.audience & 8 <> 0 then n.new_seq else n.new_prev[4] end
      ]
    from chained n
    order by n.conversation_id, n.ord desc
    on conflict (shop_id, conversation_id) do update set
      last_seq = excluded.last_seq, last_position = excluded.last_position, last_hash = excluded.last_hash, last_at = excluded.last_at,
      counts = excluded.counts, visible = excluded.visible
  ), authored as (
    -- whoever writes takes part: desk staff get their row here
    insert into participant as p (shop_id, conversation_id, person_id, class, role, received_seq, read_seq, read_count, read_own,
      own_count, joined_position, position, shown)
    select p_shop, n.conversation_id, n.author_id, max(n.seer), 'service',
      coalesce(max(n.new_seq) filter (where n.new_jumped), 0), coalesce(max(n.new_seq) filter (where n.new_jumped), 0),
      coalesce(max(n.new_counts[n.seer]) filter (where n.new_jumped), 0), coalesce(max(n.new_own) filter (where n.new_jumped), 0),
      max(n.new_own), max(n.new_position), max(n.new_position),
      array[
        case when bit_or(n.shows) & 1 <> 0 then max(n.new_position) else -1 end, max(n.new_position),
        case when bit_or(n.shows) & 4 <> 0 then max(n.new_position) else -1 end,
        case when bit_or(n.shows) & 8 <> 0 then max(n.new_position) else -1 end
      ]
    from chained n where n.author_id is not null
    group by n.conversation_id, n.author_id
    on conflict (shop_id, conversation_id, person_id) do update set
      own_count = excluded.own_count,
      received_seq = greatest(p.received_seq, excluded.received_seq),
      read_seq = greatest(p.read_seq, excluded.read_seq),
      read_count = greatest(p.read_count, excluded.read_count),
      read_own = greatest(p.read_own, excluded.read_own),
      removed = false,
      position = excluded.position,
      shown = case when p.removed then excluded.shown else array[
        greatest(p.shown[1], excluded.shown[1]), excluded.shown[2], greatest(p.shown[3], excluded.shown[3]),
        greatest(p.shown[4], excluded.shown[4])
      ] end
  ), advanced as (
    update shop_head h set position = v_base + (select count(*) from chained) where h.shop_id = p_shop
  )
  select n.ord::int, n.outcome, n.new_position, n.new_seq, n.hash, n.prev_hash, n.new_prev, n.new_counts, n.new_own, n.new_jumped,
    n.desk_sees, n.seer,
    n.author_id is not null and ((n.shows & ~coalesce(n.known, 0)) <> 0 or (n.new_jumped and (n.shows & ~n.audience) <> 0)),
    null::boolean, null::uuid, null::uuid, null::bigint, null::bytea, null::bytea
  from chained n
  union all
  select i.ord::int, i.outcome, null, i.old_seq, i.old_hash, null, null, null, null, null,
    i.desk_sees, i.old_class::int, null, i.may, i.old_entry, i.old_author, i.old_at, i.old_digest, i.old_salt
  from item i where i.outcome <> 'appended'
  order by 1;

  if cardinality(p_touched_conversation) > 0 then
    update shop_head h set position = h.position + 1 where h.shop_id = p_shop returning h.position into v_mark;
    for i in 1..cardinality(p_touched_conversation) loop
      -- Of a newcomer everybody hears, of the others those who know them.
      update participant p set
        position = v_mark, joined_position = case when p.joined_position = 0 then v_mark else p.joined_position end,
        shown = array[
          case when p.joined_position = 0 or p.shown[1] >= 0 then v_mark else -1 end, v_mark,
          case when p.joined_position = 0 or p.shown[3] >= 0 then v_mark else -1 end,
          case when p.joined_position = 0 or p.shown[4] >= 0 then v_mark else -1 end
        ]
      where p.shop_id = p_shop and p.conversation_id = p_touched_conversation[i] and p.person_id = p_touched_person[i];
      update conversation c set position = v_mark, shown = case when p_touched_inside[i] then c.shown else v_mark end
      where c.shop_id = p_shop and c.conversation_id = p_touched_conversation[i] and p_touched_person[i] is null;
      update conversation_head h set last_position = v_mark
      where h.shop_id = p_shop and h.conversation_id = p_touched_conversation[i];
    end loop;
  end if;
end $function$;

CREATE OR REPLACE FUNCTION public.log_chain_step(p_hash bytea, p_before bytea, p_seq integer, p_header bytea)
 RETURNS bytea
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
begin
  return sha256(coalesce(p_hash, p_before) || int4send(p_seq) || p_header);
end $function$;

CREATE OR REPLACE FUNCTION public.log_hand_over(p_shop uuid, p_conversation uuid, p_from uuid, p_to uuid)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into participant as p (shop_id, conversation_id, person_id, class, role, involvement, from_seq, received_seq, read_seq,
    read_count, read_own, own_count)
  select f.shop_id, f.conversation_id, p_to, f.class, 'customer', f.involvement, f.from_seq, f.received_seq, f.read_seq, f.read_count,
    f.read_own, f.own_count
  from participant f where f.shop_id = p_shop and f.conversation_id = p_conversation and f.person_id = p_from and not f.removed
  on conflict (shop_id, conversation_id, person_id) do update set
    removed = false, joined_position = case when p.removed then 0 else p.joined_position end,
    own_count = p.own_count + excluded.own_count, read_own = p.own_count + excluded.own_count,
    (received_seq, read_seq, read_count) = (
      select h.visible[p.class], h.visible[p.class], h.counts[p.class] from conversation_head h
      where h.shop_id = p_shop and h.conversation_id = p_conversation
    );
  update participant set removed = true
  where shop_id = p_shop and conversation_id = p_conversation and person_id = p_from;
$function$;

CREATE OR REPLACE FUNCTION public.log_join(p_shop uuid, p_conversation uuid, p_person uuid, p_class smallint, p_role text)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into participant as p (shop_id, conversation_id, person_id, class, role, from_seq, received_seq, read_seq, read_count)
  select p_shop, p_conversation, p_person, p_class, p_role, case when p_class in (3, 4) then h.last_seq + 1 else 1 end,
    h.visible[p_class], h.visible[p_class], h.counts[p_class]
  from conversation_head h where h.shop_id = p_shop and h.conversation_id = p_conversation
  on conflict (shop_id, conversation_id, person_id) do update set
    removed = false, joined_position = 0, class = excluded.class, role = excluded.role, from_seq = excluded.from_seq,
    received_seq = excluded.received_seq, read_seq = excluded.read_seq, read_count = excluded.read_count, read_own = p.own_count
  where p.removed
$function$;

CREATE OR REPLACE FUNCTION public.log_leave(p_shop uuid, p_conversation uuid, p_person uuid)
 RETURNS void
 LANGUAGE sql
AS $function$
  update participant set removed = true
  where shop_id = p_shop and conversation_id = p_conversation and person_id = p_person
$function$;

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
 SET enable_bitmapscan TO 'off'
 SET enable_material TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_sort TO 'off'
 SET join_collapse_limit TO '1'
 SET jit TO 'off'
AS $function$
declare
  v_base bigint := log_lock(p_shop);
begin
  return query
  with item as materialized (
    select t.conversation_id, t.person_id, coalesce(p.class, t.class) as class, h.desk as desk_sees, h.visible,
      coalesce(p.shown, '{-1,-1,-1,-1}') as known,
      coalesce(p.own_count, 0) as own_count, coalesce(p.read_seq, 0) as old_read, coalesce(p.received_seq, 0) as old_received,
      coalesce(p.read_count, 0) as old_read_count, coalesce(p.read_own, 0) as old_read_own,
      least(t.read, h.visible[coalesce(p.class, t.class)]) as new_read,
      least(greatest(t.received, t.read), h.visible[coalesce(p.class, t.class)]) as new_received
    from unnest(p_conversation, p_person, p_class, p_desk, p_received, p_read)
      as t(conversation_id, person_id, class, desk, received, read)
    -- By its key: a plain join, planned on an empty table, went through all heads of the shop for each batch, and messages waited behind it
    cross join lateral (
      select * from conversation_head h where h.shop_id = p_shop and h.conversation_id = t.conversation_id offset 0
    ) h
    left join participant p on p.shop_id = p_shop and p.conversation_id = t.conversation_id and p.person_id = t.person_id
    where (p.person_id is not null and not p.removed) or (t.desk and h.desk)
  ), moved as materialized (
    select i.*, row_number() over () as nth,
      -- as bits: whoever is outside hears of a cursor as far as it moves over what he sees
      2 | (1 << (i.class - 1)) | (
        least(i.new_read, i.visible[1]) > least(i.old_read, i.visible[1])
        or least(i.new_received, i.visible[1]) > least(i.old_received, i.visible[1])
      )::int | (
        least(i.new_read, i.visible[3]) > least(i.old_read, i.visible[3])
        or least(i.new_received, i.visible[3]) > least(i.old_received, i.visible[3])
      )::int * 4 | (
        least(i.new_read, i.visible[4]) > least(i.old_read, i.visible[4])
        or least(i.new_received, i.visible[4]) > least(i.old_received, i.visible[4])
      )::int * 8 as shows
    from item i where i.new_read > i.old_read or i.new_received > i.old_received
  ), advanced as (
    update shop_head h set position = v_base + (select count(*) from moved) where h.shop_id = p_shop and exists (select from moved)
  ), headed as (
    insert into conversation_head as h (shop_id, conversation_id, desk, last_position)
    select p_shop, m.conversation_id, bool_and(m.desk_sees), v_base + max(m.nth) from moved m group by m.conversation_id
    on conflict (shop_id, conversation_id) do update set last_position = excluded.last_position
  )
  insert into participant as p (shop_id, conversation_id, person_id, class, role, own_count, received_seq, read_seq, read_count,
    read_own, joined_position, position, shown)
  select p_shop, m.conversation_id, m.person_id, m.class, 'service', m.own_count, greatest(m.old_received, m.new_received),
    greatest(m.old_read, m.new_read),
    case when m.new_read > m.old_read then e.counts[m.class] else m.old_read_count end,
    case when m.new_read > m.old_read then m.own_count - later.own else m.old_read_own end,
    v_base + m.nth, v_base + m.nth,
    array[
      case when m.shows & 1 <> 0 then v_base + m.nth else m.known[1] end, v_base + m.nth,
      case when m.shows & 4 <> 0 then v_base + m.nth else m.known[3] end,
      case when m.shows & 8 <> 0 then v_base + m.nth else m.known[4] end
    ]
  from moved m
  -- Both in the key's order, as in log_append: the first is the entry at new_read, for seqs have no gap
  left join lateral (
    select r.counts from entry r
    where m.new_read > m.old_read and r.shop_id = p_shop and r.conversation_id = m.conversation_id and r.seq >= m.new_read
    order by r.seq limit 1
  ) e on true
  left join lateral (
    select count(*)::int as own from (
      select from entry o
      where m.new_read > m.old_read and o.shop_id = p_shop and o.conversation_id = m.conversation_id and o.seq > m.new_read
        and o.author_id = m.person_id and o.countable
      order by o.seq
    ) o
  ) later on true
  on conflict (shop_id, conversation_id, person_id) do update set
    received_seq = excluded.received_seq, read_seq = excluded.read_seq, read_count = excluded.read_count,
    read_own = excluded.read_own, position = excluded.position, shown = excluded.shown
  returning p.*;
end $function$;

CREATE OR REPLACE FUNCTION public.posting_stays()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'postings are never changed: post a correction';
end $function$;

CREATE OR REPLACE FUNCTION public.posting_sums_to_zero()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from posting where shop_id = new.shop_id and entry_id = new.entry_id group by currency having sum(amount) <> 0) then
    raise exception 'the postings of entry % do not sum to zero', new.entry_id;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.stock_taking(p_shop uuid, p_variants uuid[], p_since bigint, p_until bigint, p_except_order uuid, p_lock boolean)
 RETURNS TABLE(variant_id uuid, owned integer, quantity integer, phase text, from_ms bigint, until_ms bigint)
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET jit TO 'off'
AS $function$
declare
  v_location uuid := (select l.location_id from location l where l.shop_id = p_shop);
  v_span tstzrange := tstzrange(to_timestamp(p_since / 1000.0), to_timestamp(p_until / 1000.0));
  v_variant uuid;
begin
  if p_lock then
    perform from stock_level l where l.shop_id = p_shop and l.location_id = v_location and l.variant_id = any(p_variants)
    order by l.variant_id for update;
  end if;
  foreach v_variant in array p_variants loop
    return query
      select l.variant_id, l.owned, c.quantity, c.phase, (date_part('epoch', lower(c.blocked)) * 1000)::bigint,
        (date_part('epoch', upper(c.blocked)) * 1000)::bigint
      from stock_level l
      left join claim c on c.location_id = v_location and c.variant_id = v_variant and c.reach && v_span and c.phase <> 'closed'
        and c.shop_id = p_shop and (p_except_order is null or c.order_id is distinct from p_except_order)
      where l.shop_id = p_shop and l.location_id = v_location and l.variant_id = v_variant;
  end loop;
end $function$;

CREATE TRIGGER posting_immutable BEFORE DELETE OR UPDATE ON public.posting FOR EACH ROW EXECUTE FUNCTION posting_stays();

CREATE CONSTRAINT TRIGGER posting_sum AFTER INSERT ON public.posting DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION posting_sums_to_zero();
