"""The numbered migrations of the state's file; later needs are appended, never inserted, and none is ever edited."""

from __future__ import annotations

Migration = tuple[str, ...]


def _append_only(table: str) -> tuple[str, str]:
    return _refusing(table, "UPDATE"), _refusing(table, "DELETE")


def _refusing(table: str, act: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"
    )


_FIRST: Migration = (
    "CREATE TABLE origin (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL, seal TEXT NOT NULL)",
    *_append_only("origin"),
    """CREATE TABLE audit (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, act TEXT NOT NULL, actor INTEGER, about TEXT, row_hash TEXT,
        erases INTEGER, previous TEXT NOT NULL, hash TEXT NOT NULL)""",
    *_append_only("audit"),
    "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, nonce TEXT NOT NULL, seal TEXT NOT NULL)",
    _refusing("people", "UPDATE"),
    """CREATE TABLE texts (
        id INTEGER PRIMARY KEY, lead INTEGER, text TEXT NOT NULL, nonce TEXT NOT NULL, seal TEXT NOT NULL)""",
    _refusing("texts", "UPDATE"),
    """CREATE TABLE versions (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, line TEXT NOT NULL, number INTEGER NOT NULL, document TEXT NOT NULL,
        model_hash TEXT NOT NULL, scoring_hash TEXT NOT NULL, reason INTEGER, base INTEGER REFERENCES versions (id),
        restored_from INTEGER REFERENCES versions (id), author INTEGER NOT NULL, team TEXT NOT NULL,
        seal TEXT NOT NULL, UNIQUE (line, number))""",
    *_append_only("versions"),
)

_SECOND: Migration = (
    """CREATE TABLE leads (
        id INTEGER PRIMARY KEY, lead_id TEXT NOT NULL UNIQUE, nonce TEXT NOT NULL, seal TEXT NOT NULL)""",
    _refusing("leads", "UPDATE"),
    """CREATE TABLE feedback (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, lead INTEGER NOT NULL, rating TEXT NOT NULL, reason_code TEXT,
        concerns TEXT NOT NULL, version INTEGER REFERENCES versions (id), model_hash TEXT NOT NULL, score TEXT,
        band TEXT, handed_over_at TEXT, fired TEXT NOT NULL, named TEXT NOT NULL, text INTEGER,
        author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    "CREATE INDEX feedback_of_lead ON feedback (lead)",
    "CREATE INDEX feedback_since ON feedback (at)",
    *_append_only("feedback"),
    """CREATE TABLE stamps (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, feedback INTEGER NOT NULL REFERENCES feedback (id),
        kind TEXT NOT NULL, text INTEGER, author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    "CREATE INDEX stamps_of_feedback ON stamps (feedback)",
    *_append_only("stamps"),
    """CREATE TABLE verdicts (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, feedback INTEGER NOT NULL REFERENCES feedback (id),
        verdict TEXT NOT NULL, text INTEGER, author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    "CREATE INDEX verdicts_of_feedback ON verdicts (feedback)",
    *_append_only("verdicts"),
)

_THIRD: Migration = (
    """CREATE TABLE actions (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, what INTEGER NOT NULL, owner INTEGER NOT NULL, due TEXT NOT NULL,
        source TEXT NOT NULL, author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    *_append_only("actions"),
    """CREATE TABLE steps (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, action INTEGER NOT NULL REFERENCES actions (id), kind TEXT NOT NULL,
        due TEXT, text INTEGER, author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    "CREATE INDEX steps_of_action ON steps (action)",
    *_append_only("steps"),
)

_FOURTH: Migration = (
    """CREATE TABLE notes (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, month TEXT NOT NULL, about TEXT NOT NULL, text INTEGER NOT NULL,
        author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    *_append_only("notes"),
)

_FIFTH: Migration = (
    """CREATE TABLE promises (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, side TEXT NOT NULL, since TEXT NOT NULL, leads_a_month INTEGER,
        touch_within_minutes INTEGER, attempts INTEGER, attempt_days INTEGER, accept_within_days INTEGER,
        source TEXT NOT NULL, seen INTEGER REFERENCES promises (id), author INTEGER NOT NULL, team TEXT NOT NULL,
        seal TEXT NOT NULL)""",
    *_append_only("promises"),
)

_SIXTH: Migration = (
    """CREATE TABLE rooms (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, title TEXT NOT NULL, line TEXT NOT NULL, code TEXT NOT NULL,
        document TEXT NOT NULL, model_hash TEXT NOT NULL, author INTEGER NOT NULL, team TEXT NOT NULL,
        seal TEXT NOT NULL)""",
    *_append_only("rooms"),
    """CREATE TABLE marks (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, room INTEGER NOT NULL REFERENCES rooms (id), kind TEXT NOT NULL,
        author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    "CREATE INDEX marks_of_room ON marks (room, kind)",
    *_append_only("marks"),
    """CREATE TABLE members (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, room INTEGER NOT NULL REFERENCES rooms (id), token_hash TEXT UNIQUE,
        author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    "CREATE INDEX members_of_room ON members (room)",
    *_append_only("members"),
    """CREATE TABLE answers (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, room INTEGER REFERENCES rooms (id), topic TEXT NOT NULL,
        item TEXT NOT NULL, value INTEGER, text INTEGER, author INTEGER NOT NULL, team TEXT NOT NULL,
        seal TEXT NOT NULL)""",
    "CREATE INDEX answers_of_topic ON answers (topic, room)",
    *_append_only("answers"),
    """CREATE TABLE rounds (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, room INTEGER NOT NULL REFERENCES rooms (id), number INTEGER NOT NULL,
        rules TEXT NOT NULL, sizes TEXT NOT NULL, author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL,
        UNIQUE (room, number))""",
    *_append_only("rounds"),
    """CREATE TABLE votes (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, round INTEGER NOT NULL REFERENCES rounds (id),
        member INTEGER NOT NULL REFERENCES members (id), rule TEXT NOT NULL, size TEXT NOT NULL, nonce TEXT NOT NULL,
        seal TEXT NOT NULL)""",
    "CREATE INDEX votes_of_round ON votes (round, member, rule)",
    *_append_only("votes"),
    """CREATE TABLE reveals (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, round INTEGER NOT NULL UNIQUE REFERENCES rounds (id),
        author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    *_append_only("reveals"),
    """CREATE TABLE weights (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, room INTEGER NOT NULL REFERENCES rooms (id),
        round INTEGER REFERENCES rounds (id), rule TEXT NOT NULL, points TEXT NOT NULL, rationale INTEGER,
        dissent INTEGER, author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    "CREATE INDEX weights_of_room ON weights (room)",
    *_append_only("weights"),
    """CREATE TABLE signatures (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, version INTEGER NOT NULL REFERENCES versions (id),
        model_hash TEXT NOT NULL, scoring_hash TEXT NOT NULL, author INTEGER NOT NULL, team TEXT NOT NULL,
        seal TEXT NOT NULL, UNIQUE (version, team))""",
    *_append_only("signatures"),
    """CREATE TABLE agreements (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, version INTEGER NOT NULL REFERENCES versions (id),
        model_hash TEXT NOT NULL, document TEXT NOT NULL, document_hash TEXT NOT NULL, head_entries INTEGER NOT NULL,
        head_hash TEXT NOT NULL, author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    *_append_only("agreements"),
    """CREATE TABLE pilots (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, version INTEGER NOT NULL REFERENCES versions (id),
        model_hash TEXT NOT NULL, starts_on TEXT NOT NULL, weeks INTEGER NOT NULL, comparison TEXT NOT NULL,
        author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    *_append_only("pilots"),
)

_SEVENTH: Migration = (
    """CREATE TABLE keys (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, room INTEGER NOT NULL REFERENCES rooms (id),
        member INTEGER NOT NULL REFERENCES members (id), token_hash TEXT NOT NULL UNIQUE, author INTEGER NOT NULL,
        team TEXT NOT NULL, seal TEXT NOT NULL)""",
    "CREATE INDEX keys_of_room ON keys (room, member)",
    *_append_only("keys"),
    """CREATE TABLE room_models (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, room INTEGER NOT NULL REFERENCES rooms (id), document TEXT NOT NULL,
        model_hash TEXT NOT NULL, author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    "CREATE INDEX room_models_of_room ON room_models (room)",
    *_append_only("room_models"),
)

_EIGHTH: Migration = (
    """CREATE TABLE tries (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, revision TEXT NOT NULL, outcome TEXT NOT NULL,
        document TEXT NOT NULL, model_hash TEXT NOT NULL, scoring_hash TEXT NOT NULL, author INTEGER, team TEXT,
        seal TEXT NOT NULL, UNIQUE (revision, outcome, scoring_hash))""",
    *_append_only("tries"),
    """CREATE TABLE openings (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, revision TEXT NOT NULL UNIQUE, document TEXT NOT NULL,
        document_hash TEXT NOT NULL, author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    *_append_only("openings"),
)

MIGRATIONS: tuple[Migration, ...] = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH, _SEVENTH, _EIGHTH)
"""Number n of a file's schema = how many of these it has seen; later needs are appended, never inserted."""
