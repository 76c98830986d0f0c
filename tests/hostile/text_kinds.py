"""Delimited texts that a careless reader loses rows of, hangs on, or falls over."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from random import Random

from tests.hostile.kinds import heavy_kind, kind, put

MB = 1024 * 1024
ROWS = "id,Name,Size\n" + "".join(f"L{n},Firm {n},{n * 10}\n" for n in range(1, 30))


@kind
def nothing_at_all(folder: Path, chance: Random) -> Path:
    return put(folder, "empty.csv", b"")


@kind
def blank_lines_only(folder: Path, chance: Random) -> Path:
    return put(folder, "blank.csv", "\n\r\n\n   \n" * 50)


@kind
def a_mark_and_no_text(folder: Path, chance: Random) -> Path:
    return put(folder, "bom.csv", b"\xef\xbb\xbf")


@kind
def a_header_and_no_rows(folder: Path, chance: Random) -> Path:
    return put(folder, "header.csv", "id,Name,Size\n")


@kind
def two_marks(folder: Path, chance: Random) -> Path:
    return put(folder, "boms.csv", b"\xef\xbb\xbf\xef\xbb\xbf" + ROWS.encode())


@kind
def a_mark_in_the_middle(folder: Path, chance: Random) -> Path:
    return put(folder, "joined.csv", b"\xef\xbb\xbf" + ROWS.encode() + b"\xef\xbb\xbf" + ROWS.encode())


@kind
def utf_16_without_a_mark(folder: Path, chance: Random) -> Path:
    return put(folder, "wide.csv", ROWS.encode("utf-16-le"))


@kind
def utf_16_cut_in_a_letter(folder: Path, chance: Random) -> Path:
    return put(folder, "cut.csv", ROWS.encode("utf-16")[:-1])


@kind
def utf_32(folder: Path, chance: Random) -> Path:
    return put(folder, "utf32.csv", ROWS.encode("utf-32"))


@kind
def two_encodings_in_one_file(folder: Path, chance: Random) -> Path:
    return put(folder, "mixed.csv", ROWS.encode() + "L30,Köln,1\n".encode() + "L31,Köln,1\n".encode("cp1252"))


@kind
def a_fault_far_from_the_start(folder: Path, chance: Random) -> Path:
    return put(folder, "late.csv", ROWS.encode() * 3000 + b"L99,\x81\x8d,1\n")


@kind
def half_a_surrogate_pair(folder: Path, chance: Random) -> Path:
    return put(folder, "half.csv", ROWS + "L40,\ud83d,1\n")


@kind
def overlong_utf_8(folder: Path, chance: Random) -> Path:
    return put(folder, "overlong.csv", ROWS.encode() + b"L41,\xc0\xaf\xe0\x80\xaf,1\n")


@kind
def nothing_but_nul(folder: Path, chance: Random) -> Path:
    return put(folder, "nul.csv", b"\x00" * 70_000)


@kind
def nul_in_cells(folder: Path, chance: Random) -> Path:
    return put(folder, "nuls.csv", b"id,Name,Size\n1,a\x00b,1\n2,\x00,2\n\x00,c,3\n")


@kind
def random_bytes(folder: Path, chance: Random) -> Path:
    return put(folder, "noise.csv", chance.randbytes(50_000))


@kind
def every_byte_there_is(folder: Path, chance: Random) -> Path:
    return put(folder, "bytes.csv", b"id,Name\n1," + bytes(range(256)) + b"\n")


@kind
def every_control_character(folder: Path, chance: Random) -> Path:
    cells = "".join(f'{n},"a{chr(n)}b",{n}\n' for n in range(1, 32))
    return put(folder, "controls.csv", "id,Name,Size\n" + cells)


@kind
def a_quotation_mark_never_closed(folder: Path, chance: Random) -> Path:
    return put(folder, "open.csv", ROWS + 'L30,"open,1\n' + ROWS)


@kind
def a_quotation_mark_opened_in_the_header(folder: Path, chance: Random) -> Path:
    return put(folder, "open-header.csv", 'id,"Name,Size\n' + ROWS)


@kind
def quotation_marks_that_nobody_doubled(folder: Path, chance: Random) -> Path:
    return put(folder, "undoubled.csv", 'id,Name\n1,"the "big" one"\n2,"a "" b"\n3,5" pipe\n4,"x"y\n5,"x" \n')


@heavy_kind
def a_storm_of_quotation_marks(folder: Path, chance: Random) -> Path:
    storm = "".join(chance.choice(['"', '""', ',"', '",', "\n", "a"]) for _ in range(600_000))
    return put(folder, "storm.csv", "id,Name\n" + storm)


@heavy_kind
def pairs_of_quotation_marks_without_end(folder: Path, chance: Random) -> Path:
    return put(folder, "pairs.csv", 'id,Name\n1,"' + '"",' * 300_000)


@kind
def mixed_line_ends(folder: Path, chance: Random) -> Path:
    return put(folder, "ends.csv", "id,Name\r1,a\r\n2,b\n3,c\r\r\n4,d\n\r5,e\u20286,f\u0085\x0b7,g\x1c8,h\n")


@kind
def no_line_end_at_all(folder: Path, chance: Random) -> Path:
    return put(folder, "one.csv", "id,Name,Size")


@kind
def rows_of_every_width(folder: Path, chance: Random) -> Path:
    rows = "".join(",".join("x" * chance.randint(0, 3) for _ in range(n % 40)) + "\n" for n in range(4000))
    return put(folder, "ragged.csv", ROWS + rows)


@kind
def a_delimiter_that_changes(folder: Path, chance: Random) -> Path:
    return put(folder, "changing.csv", ROWS + ROWS.replace(",", ";") + ROWS.replace(",", "\t"))


@kind
def two_tables_in_one_file(folder: Path, chance: Random) -> Path:
    return put(folder, "tables.csv", ROWS + "\nStage,Day\nsql,2026-01-01\n")


@kind
def notes_and_comments(folder: Path, chance: Random) -> Path:
    return put(folder, "notes.csv", "# Export, of today\n\n" + ROWS + "# Total; 29 rows\n")


@kind
def the_same_header_many_times(folder: Path, chance: Random) -> Path:
    header = ",".join(["id", *["Name"] * 900, *["name"] * 900])
    return put(folder, "same.csv", f"{header}\n" + ",".join(["1"] * 1801) + "\n")


@kind
def a_header_without_a_name(folder: Path, chance: Random) -> Path:
    return put(folder, "nameless.csv", ",,, ,\n1,2,3,4,5\n")


@kind
def headers_of_half_a_megabyte(folder: Path, chance: Random) -> Path:
    return put(folder, "long-names.csv", "id," + "n" * 500_000 + "," + "a@" + "." * 400_000 + "@\n1,2,3\n")


@kind
def headers_that_are_formulas(folder: Path, chance: Random) -> Path:
    header = '=cmd|\' /C calc\'!A0,+1+1,-2,@SUM(1),"\t=1+1","=HYPERLINK(""http://127.0.0.1/"",""x"")"'
    return put(folder, "formulas.csv", f"{header}\n1,=1+1,-2+3,@x,\t=1,=2\n")


@kind
def headers_that_are_html_and_sql(folder: Path, chance: Random) -> Path:
    header = 'id,<img src=x onerror=alert(1)>,"\'); DROP TABLE leads;--","x"" FROM leads; --",../../etc/passwd'
    return put(folder, "names.csv", f"{header}\n1,2,3,4,5\n")


@kind
def headers_that_are_the_products_own_words(folder: Path, chance: Random) -> Path:
    return put(
        folder, "own.csv", "lead_id,created_at,rowid,seq,\x1fseq,tbl,reason,cells,file,keep,rename\n" + "1," * 11
    )


@kind
def headers_from_right_to_left(folder: Path, chance: Random) -> Path:
    header = "id,\u202egnp.exe,\u200bName,Name,\u0627\u0644\u0627\u0633\u0645,N\u0301ame"
    return put(folder, "rtl.csv", f"{header}\n1,\u202eabc,\u200b,\ufeff,\u0645\u0631\u062d\u0628\u0627,\u2066x\n")


@kind
def headers_that_are_yaml(folder: Path, chance: Random) -> Path:
    header = '"{a: b}","- x","&anchor","*alias","!!python/object:os.system","key: value","# no","%TAG","yes","null","|"'
    return put(folder, "yaml.csv", f"{header}\n" + ",".join("1" * 11) + "\n")


@kind
def terminal_codes(folder: Path, chance: Random) -> Path:
    return put(folder, "terminal.csv", "id,\x1b[31mName\x1b[0m\n1,\x1b]0;title\x07\x1b[2J\n2,\x08\x08\x08\n")


@kind
def days_that_are_none(folder: Path, chance: Random) -> Path:
    days = ["0000-00-00", "0000-01-01", "99999-01-01", "2026-02-30", "2026-13-01", "1899-12-31", "2200-01-01", "0",
            "2026-01-01T25:00:00Z", "2026-01-01T0:0:60Z", "2026-01-01 00:00+99:99", "-1", "٢٠٢٦-٠١-٠١"]  # fmt: skip
    return put(folder, "days.csv", "id,Created\n" + "".join(f"{n},{day}\n" for n, day in enumerate(days)))


@kind
def numbers_that_are_none(folder: Path, chance: Random) -> Path:
    numbers = ["NaN", "nan", "inf", "-Infinity", "1e999", "-1e999", "1" * 400, "0x10", "1_000", "٣", "½", "1e-400",
               "9007199254740993", "--1", "1,2,3", "(5)", "$", "1.2.3", "1e", "00", "-0"]  # fmt: skip
    return put(folder, "numbers.csv", "id,Size\n" + "".join(f'{n},"{text}"\n' for n, text in enumerate(numbers)))


@kind
def spaces_that_make_patterns_slow(folder: Path, chance: Random) -> Path:
    slow = ["1" + " " * 900_000 + "x", "USD" * 300_000, "(" * 500_000, "1" * 900_000, " 1 2 3" * 150_000]
    return put(folder, "slow.csv", "id,Size\n" + "".join(f"{n},{text}\n" for n, text in enumerate(slow)))


@kind
def one_id_for_everybody(folder: Path, chance: Random) -> Path:
    return put(folder, "same-id.csv", "id,Name\n" + "".join(f"7,Firm {n}\n" for n in range(5000)))


@heavy_kind
def a_hundred_thousand_columns(folder: Path, chance: Random) -> Path:
    header = ",".join(f"c{n}" for n in range(100_000))
    return put(folder, "wide.csv", f"{header}\n" + ",".join(["1"] * 100_000) + "\n")


@heavy_kind
def a_row_of_ten_million_cells(folder: Path, chance: Random) -> Path:
    return put(folder, "long-row.csv", ROWS + "," * 10_000_000 + "\n" + ROWS)


@heavy_kind
def two_thousand_columns_of_many_rows(folder: Path, chance: Random) -> Path:
    header = ",".join(["id", *(f"c{n}" for n in range(1999))])
    return put(folder, "block.csv", f"{header}\n" + "".join(f"{n}{',x' * 1999}\n" for n in range(5000)))


@heavy_kind
def a_line_of_a_hundred_megabytes(folder: Path, chance: Random) -> Path:
    return put(folder, "line.csv", b"id,Name\n1," + b"x" * (100 * MB))


@heavy_kind
def a_hundred_megabytes_before_the_first_line_end(folder: Path, chance: Random) -> Path:
    return put(folder, "first.csv", b"x" * (100 * MB) + b"\nid,Name\n1,2\n")


@heavy_kind
def cells_of_ten_megabytes(folder: Path, chance: Random) -> Path:
    return put(folder, "cells.csv", "id,Name\n" + f"1,{'x' * 10 * MB}\n" * 3)


@heavy_kind
def words_of_a_megabyte(folder: Path, chance: Random) -> Path:
    row = ",".join("w" * 990_000 for _ in range(4))
    return put(folder, "words.csv", "id,a,b,c,d\n" + "".join(f"{n},{n}{row}\n" for n in range(38)))


@kind
def gzip_under_another_name(folder: Path, chance: Random) -> Path:
    return put(folder, "packed.csv", gzip.compress(ROWS.encode(), mtime=0))


@kind
def gzip_in_gzip_in_gzip(folder: Path, chance: Random) -> Path:
    content = ROWS.encode()
    for _ in range(5):
        content = gzip.compress(content, mtime=0)
    return put(folder, "nested.csv.gz", content)


@kind
def gzip_cut_short(folder: Path, chance: Random) -> Path:
    return put(folder, "cut.csv.gz", gzip.compress(ROWS.encode() * 500, mtime=0)[:-20])


@kind
def gzip_with_a_false_checksum(folder: Path, chance: Random) -> Path:
    content = bytearray(gzip.compress(ROWS.encode(), mtime=0))
    content[-6] ^= 255
    return put(folder, "checksum.csv.gz", bytes(content))


@kind
def gzip_followed_by_rubbish(folder: Path, chance: Random) -> Path:
    return put(folder, "tail.csv.gz", gzip.compress(ROWS.encode(), mtime=0) + b"rubbish" * 9)


@kind
def gzip_of_nothing(folder: Path, chance: Random) -> Path:
    return put(folder, "nothing.csv.gz", gzip.compress(b"", mtime=0))


@heavy_kind
def a_gzip_bomb(folder: Path, chance: Random) -> Path:
    """Eight gigabytes of one letter in eight megabytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b"x" * (64 * MB)
    parts = [packer.compress(b"id,Name\n1,"), *(packer.compress(block) for _ in range(128)), packer.flush()]
    return put(folder, "bomb.csv.gz", b"".join(parts))


@heavy_kind
def a_gzip_bomb_of_short_rows(folder: Path, chance: Random) -> Path:
    """Two gigabytes of rows that are all the same."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b"1,2\n" * (8 * MB)
    parts = [packer.compress(b"id,Name\n"), *(packer.compress(block) for _ in range(64)), packer.flush()]
    return put(folder, "rows.csv.gz", b"".join(parts))
