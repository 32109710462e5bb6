-- The seal of a log is its signed checkpoint. The triggers below are a belt against mistakes;
-- who can write to the file can take them off.

create table log (
	id         integer primary key,
	origin     text    not null unique,
	vkey       text    not null,
	secret     blob    not null,
	size       integer not null check (size >= 0),
	checkpoint blob    not null
) strict;

-- One row an entry. Beside the bytes that are signed stand what is looked up by: the subject
-- and its counter (null without one) and the idempotency hash (null without one).
create table entry (
	log     integer not null references log (id),
	seq     integer not null check (seq >= 0),
	leaf    blob    not null,
	hash    blob    not null check (length(hash) = 32),
	subject text,
	n       integer check ((n is null) = (subject is null)),
	key     blob,
	primary key (log, seq)
) strict;

create unique index entry_subject on entry (log, subject, n) where subject is not null;
create unique index entry_key on entry (log, key) where key is not null;

-- What may be erased: the bytes that an entry commits to, in chunks, and in the
-- first chunk their salt.
create table body (
	log   integer not null references log (id),
	seq   integer not null,
	slot  integer not null,
	chunk integer not null,
	salt  blob check ((salt is null) = (chunk > 0)),
	data  blob not null,
	primary key (log, seq, slot, chunk)
) strict;

create trigger entry_keep before delete on entry
begin
	select raise(abort, 'entries are never deleted');
end;

create trigger entry_fixed before update on entry
begin
	select raise(abort, 'entries are never changed');
end;

create trigger log_keep before delete on log
begin
	select raise(abort, 'logs are never deleted');
end;

create trigger log_fixed before update on log
when new.id <> old.id or new.origin <> old.origin or new.vkey <> old.vkey
	or new.size < old.size
begin
	select raise(abort, 'a log keeps its name and key and never shrinks');
end;

create trigger body_fixed before update on body
begin
	select raise(abort, 'bodies are never changed');
end;
