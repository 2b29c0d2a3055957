-- What writes the log: messages and facts, cursors, participation (spec/log.md). All of it under the head lock.

-- One call appends a batch. Its outcomes come back in the order of the items.
create type appended as (
  ord int, outcome text, "position" bigint, seq int, hash bytea, prev_hash bytea,
  prev int[], counts int[], own int, jumped boolean, desk boolean, author_class int,
  -- somebody must be told the author's mark, whom the entry alone doesn't tell it
  untold boolean,
  -- of a repeated clientId: what the log holds; the caller compares author and content, the latter by salt and digest (L4)
  may boolean, old_entry uuid, old_author uuid, old_at bigint, old_digest bytea, old_salt bytea
);

-- Locks the head, then reads it in a later statement: in one statement the snapshot would be older than the lock (L1).
create function log_lock(p_shop uuid) returns bigint language plpgsql as $$
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
end $$;

-- The chain as a running aggregate: the hash before the first item, then each item's own (L6).
create function log_chain_step(p_hash bytea, p_before bytea, p_seq int, p_header bytea) returns bytea language plpgsql immutable as $$
begin
  return sha256(coalesce(p_hash, p_before) || int4send(p_seq) || p_header);
end $$;
create aggregate log_chain(p_before bytea, p_seq int, p_header bytea) (sfunc = log_chain_step, stype = bytea);

-- Appends items in order; each is a message (p_message: its author must take part, or be desk staff) or a fact. A fact of no conversation
-- raises: it must take its transaction with it (L3). A message for nobody (audience 0) is only looked up.
-- p_look: look the clientIds up first; without it a repeated clientId raises unique_violation and the caller tries again with it. What the
-- log holds already is answered as that, whoever has left meanwhile (L4).
-- p_touched_*: rows of participant (or, person null, of conversation) that this transaction changed: they get the position after
-- the entries; p_touched_inside: in what only the shop knows of a conversation.
-- Nested loops only: a plan made on empty tables once ran ten times slower than this.
create function log_append(
  p_shop uuid, p_look boolean, p_entry uuid[], p_conversation uuid[], p_author uuid[], p_client uuid[], p_kind text[],
  p_audience smallint[], p_countable boolean[], p_at bigint[], p_header bytea[], p_digest bytea[], p_salt bytea[], p_sealed bytea[],
  p_message boolean[], p_desk boolean[], p_class smallint[], p_read int[],
  p_touched_conversation uuid[], p_touched_person uuid[], p_touched_inside boolean[]
) returns setof appended language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_material = off set enable_hashjoin = off set enable_mergejoin = off
set enable_sort = off set join_collapse_limit = 1 set jit = off as $$
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
end $$;

-- Moves cursors forward (L2, I4); returns the participants that moved, each at a position of its own. A cursor is clamped to what the
-- person's class may see. Items are unique by (conversation, person).
create function log_move(
  p_shop uuid, p_conversation uuid[], p_person uuid[], p_class smallint[], p_desk boolean[], p_received int[], p_read int[]
) returns setof participant language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_material = off set enable_hashjoin = off set enable_mergejoin = off
set enable_sort = off set join_collapse_limit = 1 set jit = off as $$
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
end $$;

-- Changes of participation in a conversation that others may write to at the same moment. They run under the head lock, in the packet
-- that commits: a participant's row is also written by every append, and whoever holds it while waiting for the head would deadlock.

-- A joiner starts at the head (L9). Customers and staff see the whole history of their class, riders and suppliers what comes from now
-- on (L8).
create function log_join(p_shop uuid, p_conversation uuid, p_person uuid, p_class smallint, p_role text) returns void language sql as $$
  insert into participant as p (shop_id, conversation_id, person_id, class, role, from_seq, received_seq, read_seq, read_count)
  select p_shop, p_conversation, p_person, p_class, p_role, case when p_class in (3, 4) then h.last_seq + 1 else 1 end,
    h.visible[p_class], h.visible[p_class], h.counts[p_class]
  from conversation_head h where h.shop_id = p_shop and h.conversation_id = p_conversation
  on conflict (shop_id, conversation_id, person_id) do update set
    removed = false, joined_position = 0, class = excluded.class, role = excluded.role, from_seq = excluded.from_seq,
    received_seq = excluded.received_seq, read_seq = excluded.read_seq, read_count = excluded.read_count, read_own = p.own_count
  where p.removed
$$;

-- A leaver sees nothing more from that moment (L8).
create function log_leave(p_shop uuid, p_conversation uuid, p_person uuid) returns void language sql as $$
  update participant set removed = true
  where shop_id = p_shop and conversation_id = p_conversation and person_id = p_person
$$;

-- What a guest took part in goes on as the person he turned out to be (L4): with his cursors, or from the head where both took part.
create function log_hand_over(p_shop uuid, p_conversation uuid, p_from uuid, p_to uuid) returns void language sql as $$
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
$$;
