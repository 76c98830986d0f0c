-- Smallest: run in a UTC session over leads, activities, stages, deals, deal_leads and changes.
-- For data with all kinds of activity that it names and these columns of leads: title.
-- Tables that the data does not have must be there, empty.  Where columns or kinds are missing,
-- or a day was named in a zone other than UTC, write it for that data: leadscore sql --workspace
WITH landmarks AS (
  /* leads that existed at the date, all with the same landmark */
  SELECT
    "leads"."lead_id",
    "leads"."created_at",
    CAST('2026-10-31 23:59:59.999999' AS TIMESTAMP) AS as_of
  FROM leads
  WHERE
    "leads"."created_at" <= CAST('2026-10-31 23:59:59.999999' AS TIMESTAMP)
), windows AS (
  /* the start of every window that rules look back to, the same for all leads */
  SELECT
    CAST('2026-10-31 23:59:59.999999' AS TIMESTAMP) AS as_of
), activity_counts AS (
  /* what each lead had done, and what was done to it, up to its landmark */
  SELECT
    "activities"."lead_id",
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
    ) AS own_at
  FROM activities
  CROSS JOIN windows
  WHERE
    "activities"."occurred_at" <= "windows"."as_of"
  GROUP BY
    "activities"."lead_id"
), governed AS (
  /* which attributes have a dated history: one row of 0 and 1 */
  SELECT
    MAX(CASE WHEN "changes"."field" = 'title' THEN 1 ELSE 0 END) AS a0
  FROM changes
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
    ) AS a0
  FROM (
    SELECT
      "landmarks"."lead_id",
      "landmarks"."as_of",
      "changes"."field",
      "changes"."value",
      "changes"."number",
      ROW_NUMBER() OVER (
        PARTITION BY "landmarks"."lead_id", "landmarks"."as_of", "changes"."field"
        ORDER BY "changes"."changed_at" DESC, "changes"."value" DESC
      ) AS nth
    FROM landmarks
    JOIN changes
      ON "changes"."lead_id" = "landmarks"."lead_id"
      AND "changes"."changed_at" <= "landmarks"."as_of"
    WHERE
      "changes"."field" IN ('title')
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
    CASE WHEN "governed"."a0" = 1 THEN "attributes_at"."a0" ELSE "leads"."title" END AS a0
  FROM landmarks
  JOIN leads
    ON "leads"."lead_id" = "landmarks"."lead_id"
  LEFT JOIN activity_counts
    ON "activity_counts"."lead_id" = "landmarks"."lead_id"
  CROSS JOIN governed
  LEFT JOIN attributes_at
    ON "attributes_at"."lead_id" = "landmarks"."lead_id"
    AND "attributes_at"."as_of" = "landmarks"."as_of"
), evidence AS (
  /* units of each rule, in hundredths, by its place */
  SELECT
    "facts"."lead_id",
    "facts"."as_of",
    "facts"."own_at",
    CAST(CASE WHEN LOWER(TRIM("facts"."a0", ' ')) = 'vp' THEN 100 ELSE 0 END AS INT) AS r0
  FROM facts
), group_points AS (
  /* points of each group within its floor and cap, in ten-thousandths */
  SELECT
    "evidence"."lead_id",
    "evidence"."as_of",
    "evidence"."own_at",
    CAST("evidence"."r0" AS BIGINT) * CAST(1000 AS BIGINT) AS g0,
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
