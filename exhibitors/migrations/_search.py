"""The search's rows are kept by the database itself: functions and triggers."""

UNSPACED = (
    "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U00020000-\U0003ffff"
)
MARKS = "\u064b-\u065f\u0670\u0640\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"

# Texts and queries go through the same functions, so that they meet.
FUNCTIONS = rf"""
CREATE FUNCTION search_plain(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    -- Letters and digits with spaces between: one form of each character, no case, no accents.
    SELECT btrim(regexp_replace(
        unaccent('unaccent'::regdictionary, lower(regexp_replace(
            normalize(left(value, 20000), NFKC) COLLATE pg_c_utf8, '[{MARKS}]+', '', 'g'
        ) COLLATE pg_c_utf8)) COLLATE pg_c_utf8,
        '[^[:alnum:]]+', ' ', 'g'))
$$;

CREATE FUNCTION search_spaced(plain text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    -- The words of scripts that write spaces between them.
    SELECT btrim(regexp_replace(plain COLLATE pg_c_utf8, '[{UNSPACED}]+', ' ', 'g'))
$$;

CREATE FUNCTION search_grams(plain text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    -- Of the other scripts, each character and each pair of neighbours.
    SELECT coalesce(string_agg(concat_ws(' ', c[i], c[i] || c[i + 1]), ' '), '')
    FROM regexp_matches(translate(plain, '的了和与及或', '      ') COLLATE pg_c_utf8,
                        '[{UNSPACED}]+', 'g') AS m(run),
         string_to_array(m.run[1], NULL) AS c, generate_subscripts(c, 1) AS i
$$;

CREATE FUNCTION search_config(language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE split_part(language, '-', 1)
        WHEN 'ar' THEN 'arabic'::regconfig WHEN 'de' THEN 'german'::regconfig
        WHEN 'en' THEN 'english'::regconfig WHEN 'es' THEN 'spanish'::regconfig
        WHEN 'fr' THEN 'french'::regconfig WHEN 'id' THEN 'indonesian'::regconfig
        WHEN 'it' THEN 'italian'::regconfig WHEN 'nl' THEN 'dutch'::regconfig
        WHEN 'pt' THEN 'portuguese'::regconfig WHEN 'ru' THEN 'russian'::regconfig
        WHEN 'tr' THEN 'turkish'::regconfig ELSE 'simple'::regconfig END
$$;

CREATE FUNCTION search_document(texts jsonb, as_they_stand boolean) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
-- A text in its languages: stems, characters and pairs, and the words as they stand if wanted.
DECLARE
    found tsvector := '';
    language text; plain text; spaced text;
BEGIN
    FOR language, plain IN SELECT key, search_plain(value) FROM jsonb_each_text(texts) LOOP
        spaced := search_spaced(plain);
        found := found || to_tsvector(search_config(language), spaced)
                       || to_tsvector('simple', search_grams(plain));
        IF as_they_stand THEN found := found || to_tsvector('simple', spaced); END IF;
    END LOOP;
    RETURN found;
END $$;

CREATE FUNCTION search_words(texts jsonb) RETURNS SETOF text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    -- Those that a slip of the pen may have meant.
    SELECT DISTINCT w FROM jsonb_each_text(texts),
        regexp_split_to_table(search_spaced(search_plain(value)), ' ') w
    WHERE length(w) BETWEEN 4 AND 40 AND w !~ '[0-9]'
$$;

CREATE FUNCTION search_query(value text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
-- All words, each by any of its stems; pairs of scripts without spaces, a character if alone.
DECLARE
    plain text := search_plain(value);
    found tsquery := '';
    word text; stems text[]; dictionary regdictionary;
BEGIN
    FOR word IN SELECT DISTINCT w FROM regexp_split_to_table(search_spaced(plain), ' ') w
                WHERE w <> '' LOOP
        stems := ARRAY[word];
        FOREACH dictionary IN ARRAY ARRAY['arabic_stem', 'dutch_stem', 'english_stem',
            'french_stem', 'german_stem', 'indonesian_stem', 'italian_stem', 'portuguese_stem',
            'russian_stem', 'spanish_stem', 'turkish_stem']::regdictionary[] LOOP
            stems := stems || coalesce(ts_lexize(dictionary, word), '{{}}');
        END LOOP;
        found := found && (SELECT string_agg(DISTINCT quote_literal(s), ' | ')::tsquery
                           FROM unnest(stems) s);
    END LOOP;
    FOR word IN SELECT DISTINCT g FROM regexp_split_to_table(search_grams(plain), ' ') g
                WHERE length(g) = 2 LOOP
        found := found && quote_literal(word)::tsquery;
    END LOOP;
    IF numnode(found) = 0 AND search_grams(plain) <> '' THEN
        found := plainto_tsquery('simple', search_grams(plain));
    END IF;
    RETURN found;
END $$;
"""

# Rows of both kinds; what cannot be told from the row itself is looked up.
WRITERS = """
CREATE FUNCTION search_write_exhibitors(wanted integer[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO exhibitors_searchentry (edition_id, exhibitor_id, document, title)
    SELECT e.edition_id, e.id,
        setweight(search_document(o.name, true), 'A')
            || setweight(search_document(e.description, false), 'C')
            || setweight(to_tsvector('simple', search_plain(o.city)), 'D'),
        setweight(search_document(o.name, true), 'A')
    FROM exhibitors_exhibitor e JOIN accounts_organization o ON o.id = e.organization_id
    WHERE e.id = ANY(wanted) ORDER BY e.id
    ON CONFLICT (exhibitor_id) WHERE product_id IS NULL DO UPDATE SET
        edition_id = EXCLUDED.edition_id, document = EXCLUDED.document, title = EXCLUDED.title;
    INSERT INTO exhibitors_searchword (edition_id, word)
    SELECT DISTINCT e.edition_id, w FROM exhibitors_exhibitor e
    JOIN accounts_organization o ON o.id = e.organization_id, search_words(o.name) w
    WHERE e.id = ANY(wanted) AND NOT EXISTS (
        SELECT FROM exhibitors_searchword x WHERE x.edition_id = e.edition_id AND x.word = w)
$$;

CREATE FUNCTION search_write_products(wanted integer[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO exhibitors_searchentry
        (edition_id, exhibitor_id, product_id, category_id, document, title)
    SELECT p.edition_id, p.exhibitor_id, p.id, p.category_id,
        setweight(search_document(p.name, true), 'A')
            || setweight(to_tsvector('simple', p.hs_code), 'B')
            || setweight(search_document(p.description, false), 'C')
            || setweight(search_document(o.name, true), 'D')
            || CASE WHEN p.category_id IS NULL THEN ''::tsvector
                    ELSE array_to_tsvector(ARRAY['@' || p.category_id]) END,
        setweight(search_document(p.name, true), 'A')
    FROM exhibitors_product p
    JOIN exhibitors_exhibitor e ON e.id = p.exhibitor_id
    JOIN accounts_organization o ON o.id = e.organization_id
    WHERE p.id = ANY(wanted) ORDER BY p.id
    ON CONFLICT (product_id) DO UPDATE SET
        edition_id = EXCLUDED.edition_id, exhibitor_id = EXCLUDED.exhibitor_id,
        category_id = EXCLUDED.category_id, document = EXCLUDED.document, title = EXCLUDED.title;
    INSERT INTO exhibitors_searchword (edition_id, word)
    SELECT DISTINCT p.edition_id, w FROM exhibitors_product p, search_words(p.name) w
    WHERE p.id = ANY(wanted) AND NOT EXISTS (
        SELECT FROM exhibitors_searchword x WHERE x.edition_id = p.edition_id AND x.word = w)
$$;

CREATE FUNCTION search_exhibitors_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_write_exhibitors(ARRAY(SELECT id FROM new_rows));
    RETURN NULL;
END $$;

CREATE FUNCTION search_exhibitors_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed integer[] := ARRAY(
        SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
        WHERE (n.edition_id, n.organization_id, n.description)
            IS DISTINCT FROM (o.edition_id, o.organization_id, o.description));
    renamed integer[] := ARRAY(
        SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
        WHERE n.organization_id <> o.organization_id);
BEGIN
    IF changed <> '{}' THEN PERFORM search_write_exhibitors(changed); END IF;
    IF renamed <> '{}' THEN
        PERFORM search_write_products(
            ARRAY(SELECT id FROM exhibitors_product WHERE exhibitor_id = ANY(renamed)));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION search_products_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_write_products(ARRAY(SELECT id FROM new_rows));
    RETURN NULL;
END $$;

CREATE FUNCTION search_products_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed integer[] := ARRAY(
        SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
        WHERE (n.edition_id, n.exhibitor_id, n.category_id, n.hs_code, n.name, n.description)
            IS DISTINCT FROM
              (o.edition_id, o.exhibitor_id, o.category_id, o.hs_code, o.name, o.description));
BEGIN
    IF changed <> '{}' THEN PERFORM search_write_products(changed); END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION search_organizations_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed integer[] := ARRAY(
        SELECT e.id FROM new_rows n JOIN old_rows o USING (id)
        JOIN exhibitors_exhibitor e ON e.organization_id = n.id
        WHERE (n.name, n.city) IS DISTINCT FROM (o.name, o.city));
BEGIN
    IF changed <> '{}' THEN
        PERFORM search_write_exhibitors(changed);
        PERFORM search_write_products(
            ARRAY(SELECT id FROM exhibitors_product WHERE exhibitor_id = ANY(changed)));
    END IF;
    RETURN NULL;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER search_came AFTER INSERT ON exhibitors_exhibitor
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_exhibitors_came();
CREATE TRIGGER search_changed AFTER UPDATE ON exhibitors_exhibitor
    REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_exhibitors_changed();
CREATE TRIGGER search_came AFTER INSERT ON exhibitors_product
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_products_came();
CREATE TRIGGER search_changed AFTER UPDATE ON exhibitors_product
    REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_products_changed();
CREATE TRIGGER search_changed AFTER UPDATE ON accounts_organization
    REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_organizations_changed();

-- Whatever deletes an exhibitor or a product takes its row along, Django or not.
ALTER TABLE exhibitors_searchentry
    ADD CONSTRAINT search_exhibitor FOREIGN KEY (exhibitor_id)
        REFERENCES exhibitors_exhibitor ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT search_product FOREIGN KEY (product_id)
        REFERENCES exhibitors_product ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""

BACK = """
DROP TRIGGER search_came ON exhibitors_exhibitor;
DROP TRIGGER search_changed ON exhibitors_exhibitor;
DROP TRIGGER search_came ON exhibitors_product;
DROP TRIGGER search_changed ON exhibitors_product;
DROP TRIGGER search_changed ON accounts_organization;
DROP FUNCTION search_exhibitors_came, search_exhibitors_changed, search_products_came,
    search_products_changed, search_organizations_changed, search_write_exhibitors,
    search_write_products, search_query, search_words, search_document, search_config,
    search_grams, search_spaced, search_plain;
"""
