-- Attributes with a history: run in a UTC session over leads, activities, stages, deals, deal_leads and changes.
WITH hand_offs AS (
  /* the first entry of each lead to the hand-off stage */
  SELECT
    "stages"."lead_id",
    MIN("stages"."entered_at") AS entered_at
  FROM stages
  WHERE
    LOWER(TRANSLATE(TRIM(' ' FROM "stages"."stage"), 'İΣ', 'iσ')) = 'mql'
    AND NOT "stages"."entered_at" IS NULL
  GROUP BY
    "stages"."lead_id"
), landmarks AS (
  /* leads some days after arrival, or at an earlier hand-off */
  SELECT
    "leads"."lead_id",
    "leads"."created_at",
    CASE
      WHEN "hand_offs"."entered_at" < "leads"."created_at" + INTERVAL '14 DAY'
      THEN "hand_offs"."entered_at"
      ELSE "leads"."created_at" + INTERVAL '14 DAY'
    END AS as_of
  FROM leads
  LEFT JOIN hand_offs
    ON "hand_offs"."lead_id" = "leads"."lead_id"
  WHERE
    NOT "leads"."created_at" IS NULL
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
        WHEN LOWER(TRANSLATE(TRIM(' ' FROM "activities"."actor"), 'İΣ', 'iσ')) = 'lead'
        OR (
          "activities"."actor" IS NULL
          AND NOT LOWER(TRANSLATE(TRIM(' ' FROM "activities"."kind"), 'İΣ', 'iσ')) IN ('call', 'meeting', 'email_sent', 'email_delivered', 'bounced')
        )
        THEN "activities"."occurred_at"
        ELSE NULL
      END
    ) AS own_at
  FROM windows
  JOIN activities
    ON "activities"."lead_id" = "windows"."lead_id"
    AND "activities"."occurred_at" <= "windows"."as_of"
  GROUP BY
    "windows"."lead_id",
    "windows"."as_of"
), attributes_at AS (
  /* attributes whose history is known, as they were at the landmark */
  SELECT
    "latest_changes"."lead_id",
    "latest_changes"."as_of",
    MAX(
      CASE
        WHEN "latest_changes"."field" = 'title'
        THEN "latest_changes"."value"
        ELSE NULL
      END
    ) AS a0,
    MAX(
      CASE
        WHEN "latest_changes"."field" = 'company_size'
        THEN "latest_changes"."number"
        ELSE NULL
      END
    ) AS a1
  FROM (
    SELECT
      "landmarks"."lead_id",
      "landmarks"."as_of",
      "changes"."field",
      "changes"."value",
      "changes"."number",
      ROW_NUMBER() OVER (
        PARTITION BY "landmarks"."lead_id", "landmarks"."as_of", "changes"."field"
        ORDER BY "changes"."changed_at" DESC NULLS LAST, "changes"."value" COLLATE "C" DESC NULLS LAST
      ) AS nth
    FROM landmarks
    JOIN changes
      ON "changes"."lead_id" = "landmarks"."lead_id"
      AND "changes"."changed_at" <= "landmarks"."as_of"
    WHERE
      "changes"."field" IN ('title', 'company_size')
  ) AS latest_changes
  WHERE
    "latest_changes"."nth" = 1
  GROUP BY
    "latest_changes"."lead_id",
    "latest_changes"."as_of"
), facts AS (
  /* all that the rules ask about a lead at its landmark, in one row */
  SELECT
    "landmarks"."lead_id",
    "landmarks"."as_of",
    "landmarks"."created_at",
    "activity_counts"."own_at" AS own_at,
    "attributes_at"."a0" AS a0,
    "attributes_at"."a1" AS a1
  FROM landmarks
  LEFT JOIN activity_counts
    ON "activity_counts"."lead_id" = "landmarks"."lead_id"
    AND "activity_counts"."as_of" = "landmarks"."as_of"
  LEFT JOIN attributes_at
    ON "attributes_at"."lead_id" = "landmarks"."lead_id"
    AND "attributes_at"."as_of" = "landmarks"."as_of"
), evidence AS (
  /* units of each rule, in hundredths, by its place */
  SELECT
    "facts"."lead_id",
    "facts"."as_of",
    "facts"."own_at",
    CAST(CASE
      WHEN LOWER(TRANSLATE(TRIM(' ' FROM "facts"."a0"), 'İΣ', 'iσ')) = 'vp'
      THEN 100
      ELSE 0
    END AS INT) AS r0,
    CAST(CASE WHEN "facts"."a1" >= CAST(50.0e0 AS DOUBLE PRECISION) THEN 100 ELSE 0 END AS INT) AS r1
  FROM facts
), group_points AS (
  /* points of each group within its floor and cap, in ten-thousandths */
  SELECT
    "evidence"."lead_id",
    "evidence"."as_of",
    "evidence"."own_at",
    CAST("evidence"."r0" AS BIGINT) * CAST(1000 AS BIGINT) + CAST("evidence"."r1" AS BIGINT) * CAST(1000 AS BIGINT) AS g0,
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
  "banded"."score" DESC NULLS LAST,
  "banded"."own_at" DESC NULLS LAST,
  "banded"."lead_id" COLLATE "C",
  "banded"."as_of"
