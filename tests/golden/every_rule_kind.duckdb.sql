-- Every kind of rule: run in a UTC session over leads, activities, stages, deals, deal_leads and changes.
-- For data with all kinds of activity that it names and these columns of leads: title, email, industry, country, company_size, annual_revenue, company.
-- Tables that the data does not have must be there, empty.  Where columns or kinds are missing,
-- or a day was named in a zone other than UTC, write it for that data: leadscore sql --workspace
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
    "landmarks"."as_of",
    "landmarks"."as_of" - INTERVAL '30' DAY AS since_30,
    "landmarks"."as_of" - INTERVAL '60' DAY AS since_60,
    "landmarks"."as_of" - INTERVAL '90' DAY AS since_90
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
    CAST(SUM(
      CASE
        WHEN LOWER(TRIM("activities"."kind", ' ')) = 'webinar_attended'
        AND "activities"."occurred_at" > "windows"."since_90"
        THEN CASE
          WHEN "activities"."occurred_at" > "windows"."since_30"
          THEN 100
          WHEN "activities"."occurred_at" > "windows"."since_60"
          THEN 50
          ELSE 25
        END
        ELSE 0
      END
    ) AS BIGINT) AS n0,
    COUNT(
      CASE
        WHEN LOWER(TRIM("activities"."kind", ' ')) IN ('page_visit', 'in_app')
        AND STRPOS(LOWER(TRIM("activities"."detail", ' ')), 'pricing') > 0
        AND "activities"."occurred_at" > "windows"."since_30"
        THEN 1
      END
    ) AS n1,
    COUNT(
      CASE
        WHEN LOWER(TRIM("activities"."kind", ' ')) = 'call'
        AND "activities"."value" >= CAST(10.0e0 AS DOUBLE)
        THEN 1
      END
    ) AS n2,
    COUNT(
      CASE
        WHEN LOWER(TRIM("activities"."kind", ' ')) = 'email_click'
        AND "activities"."occurred_at" > "windows"."since_90"
        THEN 1
      END
    ) AS n3,
    COUNT(
      CASE
        WHEN LOWER(TRIM("activities"."kind", ' ')) = 'email_delivered'
        AND "activities"."occurred_at" > "windows"."since_90"
        THEN 1
      END
    ) AS n4,
    COUNT(CASE WHEN LOWER(TRIM("activities"."kind", ' ')) = 'unsubscribed' THEN 1 END) AS n5
  FROM windows
  JOIN activities
    ON "activities"."lead_id" = "windows"."lead_id"
    AND "activities"."occurred_at" <= "windows"."as_of"
  GROUP BY
    "windows"."lead_id",
    "windows"."as_of"
), governed AS (
  /* which attributes have a dated history: one row of 0 and 1 */
  SELECT
    MAX(CASE WHEN "changes"."field" = 'title' THEN 1 ELSE 0 END) AS a0,
    MAX(CASE WHEN "changes"."field" = 'email' THEN 1 ELSE 0 END) AS a1,
    MAX(CASE WHEN "changes"."field" = 'industry' THEN 1 ELSE 0 END) AS a2,
    MAX(CASE WHEN "changes"."field" = 'country' THEN 1 ELSE 0 END) AS a3,
    MAX(CASE WHEN "changes"."field" = 'company_size' THEN 1 ELSE 0 END) AS a4,
    MAX(CASE WHEN "changes"."field" = 'annual_revenue' THEN 1 ELSE 0 END) AS a5,
    MAX(CASE WHEN "changes"."field" = 'company' THEN 1 ELSE 0 END) AS a6
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
    ) AS a0,
    MAX(
      CASE
        WHEN "latest_changes"."field" = 'email'
        THEN "latest_changes"."value"
        ELSE NULL
      END
    ) AS a1,
    MAX(
      CASE
        WHEN "latest_changes"."field" = 'industry'
        THEN "latest_changes"."value"
        ELSE NULL
      END
    ) AS a2,
    MAX(
      CASE
        WHEN "latest_changes"."field" = 'country'
        THEN "latest_changes"."value"
        ELSE NULL
      END
    ) AS a3,
    MAX(
      CASE
        WHEN "latest_changes"."field" = 'company_size'
        THEN "latest_changes"."number"
        ELSE NULL
      END
    ) AS a4,
    MAX(
      CASE
        WHEN "latest_changes"."field" = 'annual_revenue'
        THEN "latest_changes"."number"
        ELSE NULL
      END
    ) AS a5,
    MAX(
      CASE
        WHEN "latest_changes"."field" = 'company'
        THEN "latest_changes"."value"
        ELSE NULL
      END
    ) AS a6
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
      "changes"."field" IN (
        'title',
        'email',
        'industry',
        'country',
        'company_size',
        'annual_revenue',
        'company'
      )
  ) AS latest_changes
  WHERE
    "latest_changes"."nth" = 1
  GROUP BY
    "latest_changes"."lead_id",
    "latest_changes"."as_of"
), open_deals AS (
  /* leads that had a deal open at the landmark, by themselves or by their account */
  SELECT
    "deals_at"."lead_id",
    "deals_at"."as_of",
    1 AS open_deal
  FROM (
    SELECT
      "landmarks"."lead_id",
      "landmarks"."as_of"
    FROM landmarks
    JOIN deal_leads
      ON "deal_leads"."lead_id" = "landmarks"."lead_id"
    JOIN deals
      ON "deals"."deal_id" = "deal_leads"."deal_id"
      AND (
        "deals"."opened_at" <= "landmarks"."as_of"
        AND NOT COALESCE(
          LOWER(TRIM("deals"."outcome", ' ')) IN ('won', 'lost')
          AND "deals"."closed_at" <= "landmarks"."as_of",
          FALSE
        )
      )
  ) AS deals_at
  GROUP BY
    "deals_at"."lead_id",
    "deals_at"."as_of"
), facts AS (
  /* all that the rules ask about a lead at its landmark, in one row */
  SELECT
    "landmarks"."lead_id",
    "landmarks"."as_of",
    "landmarks"."created_at",
    "activity_counts"."own_at" AS own_at,
    COALESCE("activity_counts"."n0", 0) AS n0,
    COALESCE("activity_counts"."n1", 0) AS n1,
    COALESCE("activity_counts"."n2", 0) AS n2,
    COALESCE("activity_counts"."n3", 0) AS n3,
    COALESCE("activity_counts"."n4", 0) AS n4,
    COALESCE("activity_counts"."n5", 0) AS n5,
    COALESCE("open_deals"."open_deal", 0) AS open_deal,
    CASE WHEN "governed"."a0" = 1 THEN "attributes_at"."a0" ELSE "leads"."title" END AS a0,
    CASE WHEN "governed"."a1" = 1 THEN "attributes_at"."a1" ELSE "leads"."email" END AS a1,
    CASE WHEN "governed"."a2" = 1 THEN "attributes_at"."a2" ELSE "leads"."industry" END AS a2,
    CASE WHEN "governed"."a3" = 1 THEN "attributes_at"."a3" ELSE "leads"."country" END AS a3,
    CASE
      WHEN "governed"."a4" = 1
      THEN "attributes_at"."a4"
      ELSE "leads"."company_size"
    END AS a4,
    CASE
      WHEN "governed"."a5" = 1
      THEN "attributes_at"."a5"
      ELSE "leads"."annual_revenue"
    END AS a5,
    CASE WHEN "governed"."a6" = 1 THEN "attributes_at"."a6" ELSE "leads"."company" END AS a6
  FROM landmarks
  JOIN leads
    ON "leads"."lead_id" = "landmarks"."lead_id"
  LEFT JOIN activity_counts
    ON "activity_counts"."lead_id" = "landmarks"."lead_id"
    AND "activity_counts"."as_of" = "landmarks"."as_of"
  CROSS JOIN governed
  LEFT JOIN attributes_at
    ON "attributes_at"."lead_id" = "landmarks"."lead_id"
    AND "attributes_at"."as_of" = "landmarks"."as_of"
  LEFT JOIN open_deals
    ON "open_deals"."lead_id" = "landmarks"."lead_id"
    AND "open_deals"."as_of" = "landmarks"."as_of"
), evidence AS (
  /* units of each rule, in hundredths, by its place */
  SELECT
    "facts"."lead_id",
    "facts"."as_of",
    "facts"."own_at",
    CAST(CASE
      WHEN CASE
        WHEN STRPOS(LOWER(TRIM("facts"."a0", ' ')), 'vp') = 0
        THEN FALSE
        WHEN STRPOS(' ' || LOWER(TRIM("facts"."a0", ' ')) || ' ', ' vp ') > 0
        THEN TRUE
        ELSE STRPOS(
          ' ' || TRANSLATE(
            LOWER(TRIM("facts"."a0", ' ')),
            '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~',
            '                                '
          ) || ' ',
          ' vp '
        ) > 0
      END
      THEN 100
      ELSE 0
    END AS INT) AS r0,
    CAST(CASE
      WHEN LOWER(TRIM("facts"."a0", ' ')) IN ('head of growth', LOWER(TRIM('Leiterin Größe', ' ')))
      THEN 100
      ELSE 0
    END AS INT) AS r1,
    CAST(CASE WHEN STRPOS(LOWER(TRIM("facts"."a1", ' ')), 'o''hara\') = 1 THEN 100 ELSE 0 END AS INT) AS r2,
    CAST(CASE
      WHEN NOT LOWER(TRIM("facts"."a2", ' ')) IN ('agency', '${env:home}')
      THEN 100
      ELSE 0
    END AS INT) AS r3,
    CAST(CASE WHEN NOT "facts"."a3" IS NULL THEN 100 ELSE 0 END AS INT) AS r4,
    CAST(CASE
      WHEN "facts"."a4" IS NULL
      THEN 0
      ELSE CASE
        WHEN "facts"."a4" < CAST(50.0e0 AS DOUBLE)
        THEN 20
        WHEN "facts"."a4" < CAST(200.0e0 AS DOUBLE)
        THEN 60
        ELSE 100
      END
    END AS INT) AS r5,
    CAST(CASE
      WHEN "facts"."a5" >= CAST(1000000.0e0 AS DOUBLE)
      AND "facts"."a5" <= CAST(50000000.0e0 AS DOUBLE)
      THEN 100
      ELSE 0
    END AS INT) AS r6,
    CAST(LEAST("facts"."n0", CAST(200 AS BIGINT)) AS INT) AS r7,
    CAST(CASE
      WHEN "facts"."n1" >= 3
      THEN LEAST("facts"."n1" * 100, CAST(100 AS BIGINT))
      ELSE 0
    END AS INT) AS r8,
    CAST(LEAST("facts"."n2" * 100, CAST(100 AS BIGINT)) AS INT) AS r9,
    CAST(CASE
      WHEN "facts"."n4" >= 5 AND "facts"."n3" * 5 >= "facts"."n4" * 1
      THEN 100
      ELSE 0
    END AS INT) AS r10,
    CAST(CASE
      WHEN "facts"."created_at" <= "facts"."as_of" - INTERVAL '60' DAY
      AND (
        "facts"."own_at" IS NULL
        OR "facts"."own_at" <= "facts"."as_of" - INTERVAL '60' DAY
      )
      THEN 100
      ELSE 0
    END AS INT) AS r11,
    CAST(CASE
      WHEN (
        CASE WHEN "facts"."a0" IS NULL THEN 0 ELSE 1 END + CASE WHEN "facts"."a3" IS NULL THEN 0 ELSE 1 END + CASE WHEN "facts"."a4" IS NULL THEN 0 ELSE 1 END
      ) >= 3
      THEN 100
      WHEN (
        CASE WHEN "facts"."a0" IS NULL THEN 0 ELSE 1 END + CASE WHEN "facts"."a3" IS NULL THEN 0 ELSE 1 END + CASE WHEN "facts"."a4" IS NULL THEN 0 ELSE 1 END
      ) >= 2
      THEN 67
      WHEN (
        CASE WHEN "facts"."a0" IS NULL THEN 0 ELSE 1 END + CASE WHEN "facts"."a3" IS NULL THEN 0 ELSE 1 END + CASE WHEN "facts"."a4" IS NULL THEN 0 ELSE 1 END
      ) >= 1
      THEN 33
      ELSE 0
    END AS INT) AS r12,
    CAST(CASE
      WHEN COALESCE(
        CASE
          WHEN STRPOS(LOWER(TRIM("facts"."a0", ' ')), 'vp') = 0
          THEN FALSE
          WHEN STRPOS(' ' || LOWER(TRIM("facts"."a0", ' ')) || ' ', ' vp ') > 0
          THEN TRUE
          ELSE STRPOS(
            ' ' || TRANSLATE(
              LOWER(TRIM("facts"."a0", ' ')),
              '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~',
              '                                '
            ) || ' ',
            ' vp '
          ) > 0
        END,
        FALSE
      )
      AND COALESCE(
        COALESCE("facts"."a4" < CAST(200.0e0 AS DOUBLE), FALSE)
        OR COALESCE(
          NOT (
            LEAST("facts"."n5" * 100, CAST(100 AS BIGINT)) > 0
          ) AND NOT (
            FALSE
          ),
          FALSE
        ),
        FALSE
      )
      THEN 100
      ELSE 0
    END AS INT) AS r13,
    CAST(CASE WHEN LOWER(TRIM("facts"."a6", ' ')) = 'acme' THEN 100 ELSE 0 END AS INT) AS r14
  FROM facts
  WHERE
    NOT (
      COALESCE("facts"."open_deal" = 1, FALSE)
      OR COALESCE(STRPOS(LOWER(TRIM("facts"."a1", ' ')), '@ourselves.') > 0, FALSE)
    )
), group_points AS (
  /* points of each group within its floor and cap, in ten-thousandths */
  SELECT
    "evidence"."lead_id",
    "evidence"."as_of",
    "evidence"."own_at",
    LEAST(
      CAST("evidence"."r0" AS BIGINT) * CAST(1000 AS BIGINT) + CAST("evidence"."r1" AS BIGINT) * CAST(500 AS BIGINT) + CAST("evidence"."r2" AS BIGINT) * CAST(250 AS BIGINT) + CAST("evidence"."r3" AS BIGINT) * CAST(100 AS BIGINT) + CAST("evidence"."r4" AS BIGINT) * CAST(300 AS BIGINT) + CAST("evidence"."r5" AS BIGINT) * CAST(2000 AS BIGINT) + CAST("evidence"."r6" AS BIGINT) * CAST(700 AS BIGINT),
      CAST(400000 AS BIGINT)
    ) AS g0,
    LEAST(
      GREATEST(
        CAST("evidence"."r7" AS BIGINT) * CAST(2000 AS BIGINT) + CAST("evidence"."r8" AS BIGINT) * CAST(1500 AS BIGINT) + CAST("evidence"."r9" AS BIGINT) * CAST(800 AS BIGINT) + CAST("evidence"."r10" AS BIGINT) * CAST(800 AS BIGINT) + CAST("evidence"."r13" AS BIGINT) * CAST(3000 AS BIGINT),
        CAST(0 AS BIGINT)
      ),
      CAST(600000 AS BIGINT)
    ) AS g1,
    GREATEST(CAST("evidence"."r11" AS BIGINT) * CAST(-1000 AS BIGINT), CAST(-300000 AS BIGINT)) AS g2,
    CAST("evidence"."r12" AS BIGINT) * CAST(500 AS BIGINT) AS g3,
    CASE WHEN CAST("evidence"."r14" AS BIGINT) >= CAST(1 AS BIGINT) THEN 1 ELSE 0 END AS knocked_out,
    CASE
      WHEN CAST("evidence"."r7" AS BIGINT) >= CAST(1 AS BIGINT)
      OR CAST("evidence"."r8" AS BIGINT) >= CAST(1 AS BIGINT)
      THEN 1
      ELSE 0
    END AS has_intent
  FROM evidence
), lead_scores AS (
  /* the sum of the groups, from 0 to 100 points */
  SELECT
    "group_points"."lead_id",
    "group_points"."as_of",
    "group_points"."own_at",
    "group_points"."g0",
    "group_points"."g1",
    "group_points"."g2",
    "group_points"."g3",
    "group_points"."knocked_out",
    CASE
      WHEN "group_points"."has_intent" = 1 AND "group_points"."g1" >= CAST(200000 AS BIGINT)
      THEN 1
      ELSE 0
    END AS gate,
    LEAST(
      GREATEST(
        "group_points"."g0" + "group_points"."g1" + "group_points"."g2" + "group_points"."g3",
        CAST(0 AS BIGINT)
      ),
      CAST(1000000 AS BIGINT)
    ) AS score
  FROM group_points
), banded AS (
  /* what the score says */
  SELECT
    "lead_scores"."lead_id",
    "lead_scores"."as_of",
    "lead_scores"."own_at",
    "lead_scores"."g0",
    "lead_scores"."g1",
    "lead_scores"."g2",
    "lead_scores"."g3",
    "lead_scores"."knocked_out",
    "lead_scores"."score",
    CASE
      WHEN "lead_scores"."knocked_out" = 1
      THEN 'out'
      WHEN "lead_scores"."score" >= 750000 AND "lead_scores"."gate" = 1
      THEN 'ready'
      WHEN "lead_scores"."score" >= 500000
      THEN 'hand_over'
      WHEN "lead_scores"."score" * 2 >= 500000
      THEN 'nurture'
      ELSE 'nurture'
    END AS band,
    CASE
      WHEN "lead_scores"."knocked_out" = 1
      THEN CAST(NULL AS TEXT)
      WHEN "lead_scores"."score" >= 750000 AND "lead_scores"."gate" = 1
      THEN 'A'
      WHEN "lead_scores"."score" >= 500000
      THEN 'B'
      WHEN "lead_scores"."score" * 2 >= 500000
      THEN 'C'
      ELSE 'D'
    END AS grade,
    CASE
      WHEN "lead_scores"."knocked_out" = 1
      THEN CAST(NULL AS TEXT)
      WHEN "lead_scores"."score" >= 750000 AND "lead_scores"."gate" = 1
      THEN 'hot'
      WHEN "lead_scores"."score" >= 500000
      THEN 'warm'
      WHEN "lead_scores"."score" * 2 >= 500000
      THEN 'cold'
      ELSE 'cold'
    END AS temperature
  FROM lead_scores
)
SELECT
  "banded"."lead_id",
  "banded"."as_of",
  CAST(CAST("banded"."score" AS DECIMAL(18, 4)) * 0.0001 AS DECIMAL(18, 4)) AS score,
  CAST(CAST("banded"."g0" AS DECIMAL(18, 4)) * 0.0001 AS DECIMAL(18, 4)) AS "demographic",
  CAST(CAST("banded"."g1" AS DECIMAL(18, 4)) * 0.0001 AS DECIMAL(18, 4)) AS "behaviour",
  CAST(CAST("banded"."g2" AS DECIMAL(18, 4)) * 0.0001 AS DECIMAL(18, 4)) AS "negative",
  CAST(CAST("banded"."g3" AS DECIMAL(18, 4)) * 0.0001 AS DECIMAL(18, 4)) AS "completeness",
  "banded"."band",
  "banded"."grade",
  "banded"."temperature"
FROM banded
ORDER BY
  "banded"."score" DESC,
  "banded"."own_at" DESC,
  "banded"."lead_id",
  "banded"."as_of"
