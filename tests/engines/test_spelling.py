"""How texts, capitals, orders and names are spelled for each engine, with the literal that was measured to go wrong."""

from __future__ import annotations

import pytest
from sqlglot import exp

from leadscore.errors import UsageError
from leadscore.evidence import portable as p
from leadscore.evidence import spelled

FOREIGN = ("postgres", "spark", "bigquery", "snowflake", "redshift", "databricks")


def spelled_value(value: exp.Expr, dialect: str) -> str:
    return " ".join(spelled(exp.select(value), dialect).split()).removeprefix("SELECT ")


def test_a_text_of_the_model_is_compared_by_its_plain_form() -> None:
    assert spelled_value(p.plain(p.text(" VP Sales ")), "duckdb") == "'vp sales'"
    assert spelled_value(p.words(p.text("Head-of")), "duckdb") == "' head of '"


def test_a_text_beyond_ascii_is_lowered_by_the_engine_that_lowers_the_column() -> None:
    assert spelled_value(p.plain(p.text("É")), "duckdb") == "LOWER(TRIM('É', ' '))"


@pytest.mark.parametrize("dialect", FOREIGN)
def test_capitals_with_two_forms_get_their_one_letter_first(dialect: str) -> None:
    assert "TRANSLATE(TRIM(" in spelled_value(p.plain(p.column("leads", "title")), dialect)
    assert "'İΣ', 'iσ'" in spelled_value(p.plain(p.column("leads", "title")), dialect)


def test_only_postgres_needs_to_be_told_the_order_of_texts() -> None:
    sorted_by = p.by_code_point(p.column("leads", "title"))
    assert spelled_value(sorted_by, "postgres") == '"leads"."title" COLLATE "C"'
    assert spelled_value(sorted_by, "duckdb") == '"leads"."title"'
    assert spelled_value(sorted_by, "spark") == "`leads`.`title`"


def test_postgres_gets_backslashes_in_a_literal_that_no_setting_reads_otherwise() -> None:
    assert spelled_value(p.text("a\\' OR 1=1 --"), "postgres") == r"e'a\\'' OR 1=1 --'"


def test_spark_gets_no_variable_to_replace() -> None:
    assert spelled_value(p.text("${env:HOME}/${x}"), "spark") == "CONCAT('$', '{env:HOME}/$', '{x}')"
    assert spelled_value(p.text("${env:HOME}"), "postgres") == "'${env:HOME}'"


def test_a_column_that_spark_would_read_as_a_variable_is_refused_with_its_mend() -> None:
    with pytest.raises(UsageError, match="'rename' in the mapping"):
        spelled(exp.select(p.column("leads", "a ${env:HOME}")), "spark")


def test_words_of_the_sql_writer_itself_stay_texts() -> None:
    assert spelled_value(p.text("__SQLGLOT__LB__"), "duckdb") == "'__SQLGLOT__LB__'"
    assert spelled(exp.select(p.text("a\n  b")), "duckdb") == "SELECT\n  'a\n  b'"
