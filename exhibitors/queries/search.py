"""The search for exhibitors and products of one edition: hits, their facets, a page of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from django.db import connection, transaction

from exhibitors.models import SearchEntry
from exhibitors.queries.search_kept import Categories, categories_of
from exhibitors.queries.search_terms import Sense, Term, glossary_names, terms_of
from exhibitors.queries.search_tree import Tree
from expo.models import Edition

A_PAGE = 20
ALIKE = "0.2"  # share of trigrams from which a word may be what was meant
LIKE_ENOUGH = 0.75  # share of letters in the same order
FACETS = ("kind", "category", "country", "certificate", "hall")
MANY = "(SELECT count(*) FROM hits) > 1000"  # reading whole documents would take long

# A product's certificates are its own and those of the whole company; an exhibitor's are all.
HELD = """c.exhibitor_id = h.exhibitor_id
    AND (c.valid_until IS NULL OR c.valid_until >= CURRENT_DATE)
    AND (c.product_id IS NULL OR h.product_id IS NULL OR c.product_id = h.product_id)
"""
CONDITIONS = {
    "kind": "(CASE WHEN h.product_id IS NULL THEN 'exhibitor' ELSE 'product' END) = %(kind)s",
    "category": "h.category_id = ANY(%(category)s)",
    "country": "h.country = %(country)s",
    "certificate": f"""EXISTS (SELECT FROM exhibitors_certificate c
        WHERE {HELD} AND c.standard = %(certificate)s)""",
    "hall": "h.hall_id = %(hall)s",
}
COLUMNS = {
    "kind": "h.product_id IS NULL", "category": "h.category_id", "country": "h.country",
    "hall": "h.hall_id",
}  # fmt: skip
KINDS = {"true": "exhibitor", "false": "product"}
HITS = """
WITH hits AS MATERIALIZED (
    SELECT s.id, s.exhibitor_id, s.product_id, s.category_id, o.country, b.hall_id
    FROM exhibitors_searchentry s
    JOIN exhibitors_exhibitor e ON e.id = s.exhibitor_id AND e.state = 'approved'
    JOIN accounts_organization o ON o.id = e.organization_id
    LEFT JOIN expo_booth b ON b.id = e.booth_id
    WHERE s.edition_id = %(edition)s {}
)
"""


@dataclass(frozen=True)
class Asked:
    """What is looked for: a text, and what the hits are narrowed to (by facet)."""

    text: str = ""
    narrowed: Mapping[str, str] = field(default_factory=dict)
    page: int = 1


@dataclass(frozen=True)
class Query:
    """A tsquery to match, and one to rank by: without categories, which would take long."""

    matching: str
    ranking: str

    def loosely(self) -> "Query":
        """Any of it will do."""
        return Query(self.matching.replace(" & ", " | "), self.ranking)


@dataclass(frozen=True)
class Found:
    """One page of hits. `counts` are by facet as if it were not narrowed by that facet itself.

    `lexemes` are what to highlight. `instead` is the text that was looked for when nothing was
    found under the one asked; `loose` when not all terms had to be there.
    """

    entries: Sequence[SearchEntry]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    lexemes: frozenset[str]
    tree: Tree
    instead: str = ""
    loose: bool = False


def search(edition: Edition, asked: Asked) -> Found:
    """All terms first; then with slips of the pen mended; then any of the terms."""
    kept = categories_of(edition.category_scheme)
    tree, names = kept.tree, _names(edition, kept) if asked.text.strip() else []
    terms = terms_of(asked.text, names)
    parts = _queries(terms, tree)
    if asked.text.strip() and not parts:
        return Found([], 0, {}, frozenset(), tree)  # signs only
    found = _look(edition, asked, _joined(parts, " & "), tree)
    if found.total or not parts or asked.narrowed:
        return found
    mended = _mended(edition, terms, parts)
    if mended != [term.text for term in terms]:
        text = " ".join(mended)
        terms = terms_of(text, names)
        again = _look(edition, asked, _joined(_queries(terms, tree), " & "), tree)
        if again.total:
            return replace(again, instead=text)
    loosely = _joined(parts, " | ").loosely()
    if loosely.matching != parts[0].matching:
        return replace(_look(edition, asked, loosely, tree), loose=True)
    return found


def _names(edition: Edition, kept: Categories) -> list[Mapping[str, Sense]]:
    return [glossary_names(edition), kept.names]


def _joined(parts: Sequence[Query], by: str) -> Query:
    ranking = " | ".join(part.ranking for part in parts if part.ranking)
    return Query(by.join(part.matching for part in parts), ranking)


def _queries(terms: Sequence[Term], tree: Tree) -> list[Query]:
    """A tsquery for each term; English stop words and other languages' shortest ask for nothing."""
    texts = sorted({text for term in terms for text in (term.text, *term.sense.others)})
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT t, search_query(t)::text, ts_lexize('english_stem', t) = '{}'
                OR (length(t) <= 3 AND '{}' IN (ts_lexize('french_stem', t),
                    ts_lexize('spanish_stem', t), ts_lexize('russian_stem', t)))
            FROM unnest(%s::text[]) t""",
            [texts],
        )
        rows = {text: (query, bool(little)) for text, query, little in cursor.fetchall()}
    says_much = [term for term in terms if not rows[term.text][1]] or terms
    found = []
    for term in says_much:
        words = [rows[text][0] for text in (term.text, *sorted(term.sense.others))]
        ways = [f"( {way} )" for way in words if way]
        keys = [f"'@{key}'" for key in sorted(tree.below(term.sense.categories))]
        if ways or keys:
            found.append(Query("( " + " | ".join(ways + keys) + " )", " | ".join(ways)))
    return found


def _look(edition: Edition, asked: Asked, query: Query, tree: Tree) -> Found:
    narrowed = {name: asked.narrowed[name] for name in FACETS if asked.narrowed.get(name)}
    values: dict[str, Any] = {
        **narrowed,
        "edition": edition.pk,
        "matching": query.matching,
        "ranking": query.ranking,
        "offset": (asked.page - 1) * A_PAGE,
    }
    if "category" in narrowed:
        values["category"] = sorted(tree.under(narrowed["category"]))
    sql = HITS.format("AND s.document @@ %(matching)s::tsquery" if query.matching else "")
    by = f"ts_rank(CASE WHEN {MANY} THEN s.title ELSE s.document END, %(ranking)s::tsquery, 1)"
    page = f"""(SELECT '' AS facet, h.id::text AS value, 0 AS n FROM hits h
        {"JOIN exhibitors_searchentry s ON s.id = h.id" if query.ranking else ""}
        WHERE {_where(narrowed)}
        ORDER BY {f"{by} DESC," if query.ranking else ""} (h.product_id IS NOT NULL), h.id
        LIMIT {A_PAGE} OFFSET %(offset)s)"""
    with transaction.atomic(), connection.cursor() as cursor:
        if query.matching:
            # PostgreSQL counts reading all rows as cheap, but not the unpacking of their documents.
            cursor.execute("SELECT set_config('enable_seqscan', 'off', true)")
        cursor.execute(sql + " UNION ALL ".join([page, *_counting(narrowed)]), values)
        rows = cursor.fetchall()
    counts: dict[str, dict[str, int]] = {name: {} for name in (*FACETS, "total")}
    for facet, value, number in rows:
        if facet and value is not None:
            counts[facet][KINDS[value] if facet == "kind" else value] = number
    total = counts.pop("total").get("", 0)
    ids = [int(value) for facet, value, _number in rows if not facet]
    return Found(_entries(ids), total, counts, lexemes_of(query.matching), tree)


def _counting(narrowed: Mapping[str, str]) -> list[str]:
    """Queries for facet, value and number: of facets that narrow nothing all at once."""
    free = [name for name in COLUMNS if name not in narrowed]
    sets = ", ".join(["()", *(f"({COLUMNS[name]})" for name in free)])
    cases = " ".join(f"WHEN GROUPING({COLUMNS[name]}) = 0 THEN '{name}'" for name in free)
    texts = " ".join(
        f"WHEN GROUPING({COLUMNS[name]}) = 0 THEN ({COLUMNS[name]})::text" for name in free
    )
    at_once = f"""(SELECT {f"CASE {cases} ELSE 'total' END" if free else "'total'"},
        {f"CASE {texts} ELSE '' END" if free else "''"}, count(*)
        FROM hits h WHERE {_where(narrowed)} GROUP BY GROUPING SETS ({sets}))"""
    own = [
        f"(SELECT '{name}', ({COLUMNS[name]})::text, count(*) FROM hits h"
        f" WHERE {_where(narrowed, but=name)} GROUP BY {COLUMNS[name]})"
        for name in COLUMNS
        if name in narrowed
    ]
    certificates = f"""(SELECT 'certificate', c.standard::text, count(DISTINCT h.id)
        FROM hits h JOIN exhibitors_certificate c ON {HELD}
        WHERE {_where(narrowed, but="certificate")} GROUP BY c.standard)"""
    return [at_once, *own, certificates]


def _where(narrowed: Mapping[str, str], but: str = "") -> str:
    return " AND ".join(CONDITIONS[name] for name in narrowed if name != but) or "true"


def _entries(ids: list[int]) -> list[SearchEntry]:
    rows = SearchEntry.objects.defer("document", "title").select_related(
        "exhibitor__organization", "exhibitor__booth__hall", "product__category"
    )
    found = rows.prefetch_related("exhibitor__certificates").in_bulk(ids)
    return [found[key] for key in ids if key in found]


def lexemes_of(query: str) -> frozenset[str]:
    """What a tsquery looks for, without categories."""
    return frozenset(
        part.replace("''", "'") for part in query.split("'")[1::2] if not part.startswith("@")
    )


def _mended(edition: Edition, terms: Sequence[Term], parts: Sequence[Query]) -> list[str]:
    """The terms' texts, with those that nothing has replaced by the likeliest word of a name."""
    if len(parts) != len(terms):
        return [term.text for term in terms]
    return [
        term.text if _somewhere(edition, part.matching) else _likeliest(edition, term.text)
        for term, part in zip(terms, parts, strict=True)
    ]


def _somewhere(edition: Edition, query: str) -> bool:
    """Whether anything has it; materialized, or PostgreSQL would read all rows to find one."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH found AS MATERIALIZED (SELECT FROM exhibitors_searchentry
                WHERE edition_id = %s AND document @@ %s::tsquery)
            SELECT EXISTS (SELECT FROM found)""",
            [edition.pk, query],
        )
        return bool(cursor.fetchone()[0])


def _likeliest(edition: Edition, word: str) -> str:
    """The word of any name that is most like it; itself if none is near enough."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [ALIKE])
        cursor.execute(
            """SELECT DISTINCT w.word, similarity(w.word, %(word)s) FROM exhibitors_searchword w
            WHERE w.edition_id = %(edition)s AND w.word %% %(word)s ORDER BY 2 DESC, 1 LIMIT 20""",
            {"edition": edition.pk, "word": word},
        )
        candidates = [row[0] for row in cursor.fetchall()]
    return next(iter(get_close_matches(word, candidates, 1, LIKE_ENOUGH)), word)
