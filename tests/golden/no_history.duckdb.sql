-- Attributes without a history: run in a UTC session over leads, activities, stages, deals, deal_leads and changes.
WITH hand_offs AS (
  /* the first entry of each lead to the hand-off stage */
  SELECT
    "stages"."lead_id",
    MIN("stages"."entered_at") AS entered_at
  FROM stages
  WHERE
    LOWER(TRIM("stages"."stage", ' ')) = 'mql' AND NOT "stages"."entered_at" IS NULL
  GROUP BY
    "stages"."lead_id"
), landmarks AS (
  /* leads that were handed over, at that moment */
  SELECT
    "leads"."lead_id",
    "leads"."created_at",
    "hand_offs"."entered_at" AS as_of
  FROM leads
  JOIN hand_offs
    ON "hand_offs"."lead_id" = "leads"."lead_id"
), windows AS (
  /* the start of every window that rules look back to, once a lead */
  SELECT
    "landmarks"."lead_id",
    "landmarks"."as_of"
  FROM landmarks
), activity_counts AS (
  /* what each lead had done, and what was done to it, up to its landmark */
  SELECT
    "windows"."lead_id",
    "windows"."as_of",
    MAX(
      CASE
        WHEN LOWER(TRIM("activities"."actor", ' ')) = 'lead'
        OR (
          "activities"."actor" IS NULL
          AND NOT LOWER(TRIM("activities"."kind", ' ')) IN ('call', 'meeting', 'email_sent', 'email_delivered', 'bounced')
        )
        THEN "activities"."occurred_at"
        ELSE NULL
      END
    ) AS own_at,
    COUNT(CASE WHEN LOWER(TRIM("activities"."kind", ' ')) = 'page_visit' THEN 1 END) AS n0
  FROM windows
  JOIN activities
    ON "activities"."lead_id" = "windows"."lead_id"
    AND "activities"."occurred_at" <= "windows"."as_of"
  GROUP BY
    "windows"."lead_id",
    "windows"."as_of"
), attribute_tests AS (
  /* what rules ask of attributes without a history, once a lead: units, NULL is unknown */
  SELECT
    "leads"."lead_id",
    "leads"."title" AS a0,
    "leads"."company_size" AS a1,
    CASE
      WHEN "leads"."title" IS NULL
      THEN NULL
      ELSE CASE
        WHEN CASE
          WHEN STRPOS(LOWER(TRIM("leads"."title", ' ')), 'vp') = 0
          THEN FALSE
          WHEN STRPOS(' ' || LOWER(TRIM("leads"."title", ' ')) || ' ', ' vp ') > 0
          THEN TRUE
          ELSE STRPOS(
            ' ' || TRANSLATE(
              LOWER(TRIM("leads"."title", ' ')),
              '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~',
              '                                '
            ) || ' ',
            ' vp '
          ) > 0
        END
        THEN 100
        ELSE 0
      END
    END AS t0,
    CASE
      WHEN "leads"."company_size" IS NULL
      THEN NULL
      ELSE CASE
        WHEN "leads"."company_size" IS NULL
        THEN 0
        ELSE CASE WHEN "leads"."company_size" < CAST(100.0e0 AS DOUBLE) THEN 50 ELSE 100 END
      END
    END AS t1,
    CASE
      WHEN (
        CASE WHEN "leads"."title" IS NULL THEN 0 ELSE 1 END + CASE WHEN "leads"."company_size" IS NULL THEN 0 ELSE 1 END
      ) >= 2
      THEN 100
      WHEN (
        CASE WHEN "leads"."title" IS NULL THEN 0 ELSE 1 END + CASE WHEN "leads"."company_size" IS NULL THEN 0 ELSE 1 END
      ) >= 1
      THEN 50
      ELSE 0
    END AS t2,
    CASE
      WHEN NOT (
        COALESCE(
          COALESCE(LOWER(TRIM("leads"."title", ' ')) = 'owner', FALSE)
          OR COALESCE("leads"."company_size" < CAST(10.0e0 AS DOUBLE), FALSE),
          FALSE
        )
      )
      AND NOT (
        FALSE
      )
      THEN 100
      ELSE 0
    END AS t3,
    CASE
      WHEN "leads"."company_size" IS NULL
      THEN NULL
      ELSE CASE
        WHEN NOT "leads"."company_size" IN (CAST(50.0e0 AS DOUBLE), CAST(200.0e0 AS DOUBLE))
        THEN 100
        ELSE 0
      END
    END AS t4
  FROM leads
), facts AS (
  /* all that the rules ask about a lead at its landmark, in one row */
  SELECT
    "landmarks"."lead_id",
    "landmarks"."as_of",
    "landmarks"."created_at",
    "activity_counts"."own_at" AS own_at,
    COALESCE("activity_counts"."n0", 0) AS n0,
    "attribute_tests"."a0" AS a0,
    "attribute_tests"."a1" AS a1,
    "attribute_tests"."t0",
    "attribute_tests"."t1",
    "attribute_tests"."t2",
    "attribute_tests"."t3",
    "attribute_tests"."t4"
  FROM landmarks
  JOIN attribute_tests
    ON "attribute_tests"."lead_id" = "landmarks"."lead_id"
  LEFT JOIN activity_counts
    ON "activity_counts"."lead_id" = "landmarks"."lead_id"
    AND "activity_counts"."as_of" = "landmarks"."as_of"
), evidence AS (
  /* units of each rule, in hundredths, by its place */
  SELECT
    "facts"."lead_id",
    "facts"."as_of",
    "facts"."own_at",
    CAST(COALESCE("facts"."t0", 0) AS INT) AS r0,
    CAST(COALESCE("facts"."t1", 0) AS INT) AS r1,
    CAST("facts"."t2" AS INT) AS r2,
    CAST("facts"."t3" AS INT) AS r3,
    CAST(CASE
      WHEN COALESCE("facts"."t0" > 0, FALSE)
      AND LEAST("facts"."n0" * 100, CAST(100 AS BIGINT)) > 0
      THEN 100
      ELSE 0
    END AS INT) AS r4
  FROM facts
  WHERE
    NOT (
      COALESCE("facts"."t4" > 0, FALSE)
    )
), group_points AS (
  /* points of each group within its floor and cap, in ten-thousandths */
  SELECT
    "evidence"."lead_id",
    "evidence"."as_of",
    "evidence"."own_at",
    CAST("evidence"."r0" AS BIGINT) * CAST(1000 AS BIGINT) + CAST("evidence"."r1" AS BIGINT) * CAST(2000 AS BIGINT) + CAST("evidence"."r2" AS BIGINT) * CAST(500 AS BIGINT) + CAST("evidence"."r3" AS BIGINT) * CAST(300 AS BIGINT) + CAST("evidence"."r4" AS BIGINT) * CAST(3000 AS BIGINT) AS g0,
    CASE WHEN FALSE THEN 1 ELSE 0 END AS knocked_out,
    CASE WHEN TRUE THEN 1 ELSE 0 END AS has_intent
  FROM evidence
), lead_scores AS (
  /* the sum of the groups, from 0 to 100 points */
  SELECT
    "group_points"."lead_id",
    "group_points"."as_of",
    "group_points"."own_at",
    "group_points"."g0",
    "group_points"."knocked_out",
    CASE WHEN "group_points"."has_intent" = 1 AND TRUE THEN 1 ELSE 0 END AS gate,
    LEAST(GREATEST("group_points"."g0", CAST(0 AS BIGINT)), CAST(1000000 AS BIGINT)) AS score
  FROM group_points
), banded AS (
  /* what the score says */
  SELECT
    "lead_scores"."lead_id",
    "lead_scores"."as_of",
    "lead_scores"."own_at",
    "lead_scores"."g0",
    "lead_scores"."knocked_out",
    "lead_scores"."score",
    CASE WHEN "lead_scores"."knocked_out" = 1 THEN 'out' ELSE CAST(NULL AS TEXT) END AS band,
    CASE
      WHEN "lead_scores"."knocked_out" = 1
      THEN CAST(NULL AS TEXT)
      ELSE CAST(NULL AS TEXT)
    END AS grade,
    CASE
      WHEN "lead_scores"."knocked_out" = 1
      THEN CAST(NULL AS TEXT)
      ELSE CAST(NULL AS TEXT)
    END AS temperature
  FROM lead_scores
)
SELECT
  "banded"."lead_id",
  "banded"."as_of",
  CAST(CAST("banded"."score" AS DECIMAL(18, 4)) * 0.0001 AS DECIMAL(18, 4)) AS score,
  CAST(CAST("banded"."g0" AS DECIMAL(18, 4)) * 0.0001 AS DECIMAL(18, 4)) AS "ungrouped",
  "banded"."band",
  "banded"."grade",
  "banded"."temperature"
FROM banded
ORDER BY
  "banded"."score" DESC,
  "banded"."own_at" DESC,
  "banded"."lead_id",
  "banded"."as_of"
