-- One row of the read model for each published structure, as of %(day)s; of any structure, for its preview.
-- The verdicts mirror procurement.directory.standing_answers; tests/search/ holds the two together.
WITH wanted AS (
  SELECT s.*,
         COALESCE(NULLIF(s.brand, ''), s.name) AS display_name,
         f.label AS form_label, f.family AS form_family, COALESCE(f.ess_rule, 'a_verifier') AS ess_rule,
         b.number AS band_number, b.label AS band_label,
         t.ancestor_ids,
         CASE WHEN t.kind = 'arrondissement' THEN replace(t.name, ' Arrondissement', '') ELSE s.city END AS place_name,
         COALESCE(s.latitude, t.latitude) AS at_latitude, COALESCE(s.longitude, t.longitude) AS at_longitude
    FROM suppliers_structure s
    LEFT JOIN suppliers_legalform f ON f.code = s.legal_form_id
    LEFT JOIN suppliers_employeeband b ON b.code = s.employee_band_id
    LEFT JOIN suppliers_territory t ON t.id = s.territory_id
   WHERE (s.status = 'published' /*or any*/) /*scope*/
),
reaching AS (  -- an establishment's own certificates, and those of its legal unit
  SELECT w.id AS reached_id, c.*
    FROM wanted w JOIN suppliers_certification c
      ON c.structure_id = w.id AND (c.scope = 'siret' OR c.siren = '')
   UNION ALL
  SELECT w.id, c.*
    FROM wanted w JOIN suppliers_certification c
      ON c.scope = 'siren' AND c.siren = w.siren AND c.siren <> ''
    JOIN suppliers_structure h  -- what nobody has validated yet says nothing of the others
      ON h.id = c.structure_id AND (h.id = w.id OR h.status NOT IN ('draft', 'pending'))
),
certificates AS (
  SELECT r.*, k.number AS kind_number, k.label AS kind_label, k.short_label, k."group" AS kind_group,
         COALESCE(r.verified_on, r.listed_on) AS proof_date,
         CASE
           WHEN r.verification = 'rejected' OR r.revoked_on <= %(day)s THEN 'INVALID'
           WHEN r.valid_from > %(day)s THEN 'NOT_YET'
           WHEN r.valid_until < %(day)s THEN 'EXPIRED'
           WHEN r.verification = 'verified'
                AND (r.valid_until IS NOT NULL
                     OR r.kind_id = ANY(%(kinds_without_term)s)
                     OR r.listed_on BETWEEN (%(day)s::date - make_interval(months => %(window)s))::date AND %(day)s)
             THEN 'VALID'
           ELSE 'UNVERIFIED'
         END AS state
    FROM reaching r JOIN suppliers_certificationkind k ON k.code = r.kind_id
),
turning_points AS (
  SELECT reached_id, min(LEAST(
           CASE WHEN valid_from > %(day)s THEN valid_from END,
           CASE WHEN revoked_on > %(day)s THEN revoked_on END,
           CASE WHEN listed_on > %(day)s THEN listed_on END,
           CASE WHEN valid_until >= %(day)s THEN valid_until + 1 END,
           -- the window's end falls up to three days later when the month six months before is shorter
           CASE WHEN listed_until + 4 > %(day)s THEN GREATEST(listed_until, %(day)s::date) + 1 END,
           CASE WHEN make_date(annex_year + 1, 1, 1) > %(day)s THEN make_date(annex_year + 1, 1, 1) END
         )) AS next_change_on
    FROM (SELECT *, (listed_on + make_interval(months => %(window)s))::date AS listed_until
            FROM certificates OFFSET 0) AS c
   GROUP BY reached_id
),
rules AS (
  SELECT * FROM jsonb_to_recordset(%(rules)s::jsonb) AS r(kind text, article text, article_rank int, rule text)
),
reasons AS (
  SELECT c.reached_id, r.article, r.article_rank, c.kind_id, c.proof_date,
         CASE
           WHEN c.state IN ('INVALID', 'NOT_YET', 'EXPIRED') THEN c.state
           WHEN r.rule IN ('share', 'prison') AND c.target_share < %(required_share)s THEN 'share_too_low'
           WHEN c.state = 'UNVERIFIED' AND c.verification = 'verified' THEN 'end_unknown'
           WHEN c.state = 'UNVERIFIED' THEN 'UNVERIFIED'
           WHEN c.kind_id = ANY(%(siae_kinds)s) AND c.annex_year < date_part('year', %(day)s::date) THEN 'annex_missing'
           WHEN r.rule = 'equivalent' THEN 'equivalent'
           WHEN r.rule <> 'approved' AND c.target_share IS NULL THEN 'share_unknown'
           WHEN r.rule = 'share_or_check' AND c.target_share < %(required_share)s THEN 'share_not_reached'
           WHEN r.rule = 'prison' THEN 'prison_decides'
           WHEN r.rule = 'approved' THEN 'approved'
           ELSE 'share_reached'
         END AS reason,
         c.kind_id = ANY(%(labour_supply_kinds)s) AS supplies_labour,
         c.kind_id = ANY(%(siae_kinds)s) AND c.annex_year IS NULL AS annex_unknown
    FROM certificates c JOIN rules r ON r.kind = c.kind_id
),
verdicts AS (
  SELECT r.*, CASE WHEN r.reason IN ('approved', 'share_reached') THEN 'ELIGIBLE' ELSE 'TO_CHECK' END AS answer
    FROM reasons r JOIN wanted w ON w.id = r.reached_id AND w.admin_state <> 'F'
   WHERE r.reason NOT IN ('INVALID', 'NOT_YET', 'EXPIRED', 'share_too_low')
),
membership AS (  -- the proof of ESS membership, where the legal form is not one by itself
  SELECT DISTINCT ON (c.reached_id) c.reached_id, c.kind_id, c.proof_date
    FROM certificates c JOIN wanted w ON w.id = c.reached_id
   WHERE c.state = 'VALID'
     AND (c.kind_id IN ('ESUS', 'ESS_COMMERCIALE') OR (c.kind_id = 'ESS_STATUT' AND w.ess_rule = 'a_verifier'))
   ORDER BY c.reached_id, c.proof_date DESC NULLS LAST, c.kind_id COLLATE "C"
),
ess AS (
  SELECT w.id AS reached_id,
         CASE
           WHEN w.is_public_body THEN 'no'
           WHEN w.ess_rule = 'de_droit' OR m.kind_id IS NOT NULL OR w.rcs_ess_mention IS TRUE THEN 'yes'
           WHEN w.ess_rule = 'a_verifier' AND w.sirene_ess = 'O' THEN 'yes'
           WHEN w.ess_rule = 'a_verifier' AND w.sirene_ess = '' THEN 'unknown'
           ELSE 'no'
         END AS status,
         CASE WHEN w.ess_rule <> 'de_droit' THEN m.kind_id END AS kind_id,
         CASE WHEN w.ess_rule <> 'de_droit' THEN m.proof_date END AS proof_date
    FROM wanted w LEFT JOIN membership m ON m.reached_id = w.id
),
answers AS (  -- a note is told when every certificate that gives the same answer carries it
  SELECT DISTINCT ON (v.reached_id, v.article_rank)
         v.reached_id, v.article, v.article_rank, v.reason, v.kind_id, v.proof_date, v.answer,
         array_remove(ARRAY[CASE WHEN bool_and(v.supplies_labour) OVER same THEN 'labour_supply' END,
                            CASE WHEN bool_and(v.annex_unknown) OVER same THEN 'annex_unknown' END], NULL) AS notes
    FROM verdicts v
  WINDOW same AS (PARTITION BY v.reached_id, v.article_rank, v.answer)
   ORDER BY v.reached_id, v.article_rank, v.answer, v.proof_date DESC NULLS LAST,
            v.kind_id COLLATE "C", v.reason COLLATE "C"
),
all_answers AS (
  SELECT * FROM answers
   UNION ALL
  SELECT e.reached_id, 'L2113-15', %(ess_article)s,
         CASE e.status WHEN 'yes' THEN 'lot_decides' ELSE 'ess_unknown' END, e.kind_id, e.proof_date, 'TO_CHECK',
         CASE WHEN e.status = 'unknown' THEN '{ask_statutes}'
              WHEN w.ess_rule = 'de_droit' AND w.sirene_ess = 'N' THEN '{sirene_conflict}'
              ELSE '{}' END::text[]
    FROM ess e JOIN wanted w ON w.id = e.reached_id
   WHERE e.status <> 'no' AND w.admin_state <> 'F'
),
activity AS (
  SELECT a.* FROM suppliers_activity a JOIN wanted w ON w.id = a.structure_id
),
activity_sector AS (
  SELECT a.id AS activity_id, a.structure_id, a.position AS slot, s.id AS sector_id, s.parent_id, s.code, s.label,
         s.position AS rank
    FROM activity a
    JOIN suppliers_activity_sectors x ON x.activity_id = a.id
    JOIN suppliers_sector s ON s.id = x.sector_id
),
activity_zone AS (
  SELECT a.id AS activity_id, a.structure_id, a.position AS slot, t.id AS territory_id, t.name
    FROM activity a
    JOIN suppliers_activity_territories x ON x.activity_id = a.id
    JOIN suppliers_territory t ON t.id = x.territory_id
   WHERE a.zone_kind = 'territories'
   UNION ALL
  SELECT a.id, a.structure_id, a.position, t.id, 'toute la France'
    FROM activity a JOIN suppliers_territory t ON t.code = 'FR'
   WHERE a.zone_kind = 'france'
),
wide_territory AS MATERIALIZED (
  SELECT id, latitude, ll_to_earth(latitude, longitude) AS centre FROM suppliers_territory
   WHERE kind NOT IN ('commune', 'arrondissement', 'pays') AND latitude IS NOT NULL
),
circle AS MATERIALIZED (  -- a degree of latitude is 111 km: comparing latitudes spares most of the distances
  SELECT a.structure_id, a.position AS slot, ll_to_earth(w.at_latitude, w.at_longitude) AS centre,
         gc_to_sec(a.radius_km * 1000) AS chord,
         w.at_latitude - a.radius_km / 110.0 AS south, w.at_latitude + a.radius_km / 110.0 AS north
    FROM activity a JOIN wanted w ON w.id = a.structure_id
   WHERE a.zone_kind = 'radius' AND w.at_latitude IS NOT NULL
),
reached_territory AS (
  SELECT c.structure_id, c.slot, t.id AS territory_id
    FROM circle c JOIN wide_territory t
      ON t.latitude BETWEEN c.south AND c.north AND cube_distance(c.centre, t.centre) <= c.chord
),
reference_counts AS (
  SELECT r.structure_id, count(*) AS how_many
    FROM suppliers_clientreference r JOIN wanted w ON w.id = r.structure_id GROUP BY r.structure_id
),
coded AS (
  SELECT structure_id, slot * %(slot)s + %(SECTOR)s + sector_id AS code FROM activity_sector
   UNION ALL
  SELECT structure_id, slot * %(slot)s + %(SECTOR)s + parent_id FROM activity_sector WHERE parent_id IS NOT NULL
   UNION ALL
  SELECT structure_id, position * %(slot)s + %(SERVICE_TYPE)s
         + array_position(%(service_types)s::text[], service_type::text) FROM activity
   UNION ALL
  SELECT structure_id, slot * %(slot)s + %(ZONE)s + territory_id FROM activity_zone
   UNION ALL
  SELECT structure_id, position * %(slot)s + %(RADIUS)s + radius_km FROM activity WHERE zone_kind = 'radius'
   UNION ALL
  SELECT structure_id, slot * %(slot)s + %(REACHED)s + territory_id FROM reached_territory
   UNION ALL
  SELECT reached_id, %(CERTIFICATION)s + kind_number FROM certificates WHERE state IN ('VALID', 'UNVERIFIED')
   UNION ALL
  SELECT reached_id, %(VALID_CERTIFICATION)s + kind_number FROM certificates WHERE state = 'VALID'
   UNION ALL
  SELECT reached_id, %(ARTICLE)s + article_rank FROM all_answers
   UNION ALL
  SELECT reached_id, %(ELIGIBLE_ARTICLE)s + article_rank FROM all_answers WHERE answer = 'ELIGIBLE'
   UNION ALL
  SELECT e.reached_id, %(FAMILY)s
         + array_position(%(families)s::text[], COALESCE(NULLIF(w.form_family, ''), 'societe_commerciale_ess')::text)
    FROM ess e JOIN wanted w ON w.id = e.reached_id WHERE e.status = 'yes'
   UNION ALL
  SELECT id, %(LOCATED_IN)s + unnest(ancestor_ids) FROM wanted
   UNION ALL
  SELECT id, %(BAND)s + band_number FROM wanted WHERE band_number IS NOT NULL
   UNION ALL
  SELECT id, %(CLOSED)s + 1 FROM wanted WHERE admin_state = 'F'
   UNION ALL
  SELECT w.id, %(CAPACITY)s + said.what
    FROM wanted w,
         LATERAL (VALUES (%(has_headcount)s, w.headcount IS NOT NULL),
                         (%(has_lead_time)s, w.lead_time_days IS NOT NULL),
                         (%(has_largest_order)s, w.largest_order_excl_tax IS NOT NULL),
                         (%(has_cocontracting)s, w.open_to_cocontracting IS TRUE)) AS said (what, is_said)
   WHERE said.is_said
   UNION ALL
  SELECT structure_id, %(CAPACITY)s + %(has_references)s FROM reference_counts
   UNION ALL
  SELECT id, %(CONFIRMED)s + (confirmed_on - date '2000-01-01') FROM wanted WHERE confirmed_on >= date '2000-01-01'
),
codes AS (
  SELECT structure_id, array_agg(DISTINCT code::int ORDER BY code::int) AS codes FROM coded GROUP BY structure_id
),
certificate_cards AS (
  SELECT reached_id,
         json_agg(json_build_object('kind', kind_id, 'label', kind_label,
                                      'short_label', short_label, 'group', kind_group, 'state', state,
                                      'valid_until', valid_until, 'proof_date', proof_date,
                                      'listed_on', listed_on, 'verification', verification, 'number', number)
                   ORDER BY kind_number, state DESC, valid_until DESC NULLS LAST, id) AS certifications,
         bool_or(kind_id IN ('EA', 'EATT', 'ESAT', 'EA_PENIT')) AS is_handicap,
         bool_or(kind_group IN ('siae', 'insertion_autre') OR kind_id = 'SIAE_PENIT') AS is_insertion
    FROM certificates WHERE state IN ('VALID', 'UNVERIFIED') GROUP BY reached_id
),
renewal_cards AS (  -- what would open an article, had it not just ended
  SELECT reached_id,
         json_agg(json_build_object('kind', kind_id, 'valid_until', valid_until) ORDER BY kind_number) AS renewals
    FROM (SELECT c.reached_id, c.kind_id, c.kind_number,
                 max(c.valid_until) FILTER (WHERE c.state = 'EXPIRED') AS valid_until
            FROM certificates c
           WHERE c.kind_id IN (SELECT kind FROM rules)
           GROUP BY c.reached_id, c.kind_id, c.kind_number
          HAVING bool_or(c.state = 'EXPIRED' AND c.renewal_declared)
                 AND NOT bool_or(c.state IN ('VALID', 'UNVERIFIED'))) AS ended
   GROUP BY reached_id
),
answer_cards AS (
  SELECT reached_id,
         json_agg(json_build_object('article', article, 'answer', answer, 'reason', reason, 'kind', kind_id,
                                      'proof_date', proof_date, 'notes', notes) ORDER BY article_rank) AS articles
    FROM all_answers GROUP BY reached_id
),
sector_cards AS (
  SELECT structure_id, json_agg(label ORDER BY slot, rank, label) AS sectors
    FROM (SELECT structure_id, label, min(slot) AS slot, min(rank) AS rank
            FROM activity_sector GROUP BY structure_id, label) AS once
   GROUP BY structure_id
),
zone_texts AS (
  SELECT activity_id, string_agg(name, ', ' ORDER BY name COLLATE "C") AS zone FROM activity_zone GROUP BY activity_id
),
offer_sectors AS (
  SELECT activity_id, json_agg(code ORDER BY rank, code) AS sectors FROM activity_sector GROUP BY activity_id
),
offer_cards AS (
  SELECT a.structure_id,
         json_agg(json_build_object('type', a.service_type, 'sectors', COALESCE(o.sectors, '[]'),
                                      'zone', COALESCE(z.zone, a.radius_km || ' km alentour', ''))
                   ORDER BY a.position) AS offers,
         string_agg(array_to_string(a.keywords, ' ') || ' ' || a.description, ' ' ORDER BY a.position) AS offer_text
    FROM activity a
    LEFT JOIN zone_texts z ON z.activity_id = a.id
    LEFT JOIN offer_sectors o ON o.activity_id = a.id
   GROUP BY a.structure_id
),
synonyms AS (
  SELECT sector_id, string_agg(term, ' . ' ORDER BY term COLLATE "C") AS terms
    FROM suppliers_sectorsynonym GROUP BY sector_id
),
sector_texts AS (
  SELECT structure_id, string_agg(said, ' . ' ORDER BY said COLLATE "C") AS sector_text
    FROM (SELECT DISTINCT x.structure_id, x.label || COALESCE(' . ' || y.terms, '') AS said
            FROM activity_sector x LEFT JOIN synonyms y ON y.sector_id = x.sector_id) AS once
   GROUP BY structure_id
)
SELECT w.id AS structure_id,
       lower(unaccent(w.display_name)) COLLATE "C" AS sort_name,
       atlas_vector(w.name, w.brand, COALESCE(st.sector_text, ''), COALESCE(oc.offer_text, ''),
                    w.description || ' . ' || w.city) AS vector,
       COALESCE(codes.codes, '{}') AS codes,
       w.at_latitude AS latitude,
       w.at_longitude AS longitude,
       atlas_place(w.at_latitude, w.at_longitude) AS place,
       w.confirmed_on,
       GREATEST(w.confirmed_on, w.source_date) AS fresh_on,
       json_build_object(
         'id', w.id, 'siret', w.siret, 'name', w.display_name, 'legal_name', w.name,
         'city', w.place_name, 'postal_code', w.postal_code,
         'family', CASE WHEN e.status = 'yes' THEN COALESCE(NULLIF(w.form_family, ''), 'societe_commerciale_ess')
                        ELSE '' END,
         'legal_form', COALESCE(w.form_label, ''), 'form', COALESCE(w.legal_form_id, ''),
         'approximate', w.latitude IS NULL OR w.geo_precision = 'commune',
         'sectors', COALESCE(sc.sectors, '[]'), 'offers', COALESCE(oc.offers, '[]'),
         'certifications', COALESCE(cc.certifications, '[]'), 'renewals', COALESCE(rw.renewals, '[]'),
         'articles', COALESCE(ac.articles, '[]'),
         'headcount', w.headcount, 'band', COALESCE(w.band_label, ''), 'lead_time_days', w.lead_time_days,
         'references', COALESCE(rc.how_many, 0), 'confirmed_on', w.confirmed_on,
         'source', w.source, 'source_date', w.source_date, 'claimed', w.claimed_at IS NOT NULL,
         'closed', w.admin_state = 'F', 'left_list_on', w.left_list_on, 'is_demo', w.is_demo,
         'shape', CASE WHEN cc.is_handicap THEN 'sq' WHEN cc.is_insertion THEN 'ci' WHEN e.status = 'yes' THEN 'di'
                       ELSE 'ro' END
       )::text AS card,
       tp.next_change_on
  FROM wanted w
  JOIN ess e ON e.reached_id = w.id
  LEFT JOIN codes ON codes.structure_id = w.id
  LEFT JOIN turning_points tp ON tp.reached_id = w.id
  LEFT JOIN certificate_cards cc ON cc.reached_id = w.id
  LEFT JOIN renewal_cards rw ON rw.reached_id = w.id
  LEFT JOIN answer_cards ac ON ac.reached_id = w.id
  LEFT JOIN sector_cards sc ON sc.structure_id = w.id
  LEFT JOIN offer_cards oc ON oc.structure_id = w.id
  LEFT JOIN sector_texts st ON st.structure_id = w.id
  LEFT JOIN reference_counts rc ON rc.structure_id = w.id
