"""Files that are something else under the name of a table."""

from __future__ import annotations

import bz2
import io
import lzma
import sqlite3
import tarfile
import zipfile
from pathlib import Path
from random import Random

from tests.hostile.kinds import kind, put
from tests.hostile.text_kinds import ROWS
from tests.hostile.workbook_kinds import workbook


@kind
def a_pdf(folder: Path, chance: Random) -> Path:
    return put(folder, "report.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF")


@kind
def a_picture(folder: Path, chance: Random) -> Path:
    return put(folder, "photo.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + chance.randbytes(500))


@kind
def a_photograph(folder: Path, chance: Random) -> Path:
    return put(folder, "photo.xlsx", b"\xff\xd8\xff\xe0\x00\x10JFIF" + chance.randbytes(500))


@kind
def an_animation(folder: Path, chance: Random) -> Path:
    return put(folder, "moving.csv", b"GIF89a\x01\x00\x01\x00\x80" + chance.randbytes(300))


@kind
def a_program(folder: Path, chance: Random) -> Path:
    return put(folder, "program.csv", b"\x7fELF\x02\x01\x01" + bytes(9) + chance.randbytes(500))


@kind
def a_program_for_windows(folder: Path, chance: Random) -> Path:
    return put(folder, "setup.csv", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + chance.randbytes(500))


@kind
def a_web_page(folder: Path, chance: Random) -> Path:
    page = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head>\n<body><form>a, b</form></body></html>\n"
    return put(folder, "export.csv", page)


@kind
def a_web_page_called_a_workbook(folder: Path, chance: Random) -> Path:
    return put(folder, "export.xls", "<html><table><tr><td>id</td></tr><tr><td>1</td></tr></table></html>")


@kind
def a_feed_of_xml(folder: Path, chance: Random) -> Path:
    return put(folder, "feed.csv", '<?xml version="1.0"?>\n<leads>\n<lead id="1"/>\n</leads>\n')


@kind
def a_database(folder: Path, chance: Random) -> Path:
    made = folder / "made.db"
    with sqlite3.connect(made) as held:
        held.execute("CREATE TABLE leads (id TEXT)")
    held.close()
    return put(folder, "leads.csv", made.read_bytes())


@kind
def another_database(folder: Path, chance: Random) -> Path:
    return put(folder, "leads.csv", bytes(8) + b"DUCK" + chance.randbytes(4000))


@kind
def a_zip_of_tables(folder: Path, chance: Random) -> Path:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("leads.csv", ROWS)
    return put(folder, "leads.csv", held.getvalue())


@kind
def a_zip_called_a_workbook(folder: Path, chance: Random) -> Path:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("leads.csv", ROWS)
    return put(folder, "leads.xlsx", held.getvalue())


@kind
def a_workbook_called_a_table(folder: Path, chance: Random) -> Path:
    return put(folder, "leads.csv", workbook())


@kind
def a_table_called_a_workbook(folder: Path, chance: Random) -> Path:
    return put(folder, "leads.xlsx", ROWS)


@kind
def a_table_called_parquet(folder: Path, chance: Random) -> Path:
    return put(folder, "leads.parquet", ROWS)


@kind
def a_tar(folder: Path, chance: Random) -> Path:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as packed:
        packed.addfile(tarfile.TarInfo("leads.csv"), io.BytesIO())
    return put(folder, "leads.csv", held.getvalue())


@kind
def packed_by_bzip2(folder: Path, chance: Random) -> Path:
    return put(folder, "leads.csv.bz2", bz2.compress(ROWS.encode()))


@kind
def packed_by_xz(folder: Path, chance: Random) -> Path:
    return put(folder, "leads.csv", lzma.compress(ROWS.encode()))


@kind
def packed_by_zstd(folder: Path, chance: Random) -> Path:
    return put(folder, "leads.csv", b"\x28\xb5\x2f\xfd" + chance.randbytes(200))


@kind
def an_arrow_file(folder: Path, chance: Random) -> Path:
    return put(folder, "leads.csv", b"ARROW1\x00\x00" + chance.randbytes(400))


@kind
def a_rich_text(folder: Path, chance: Random) -> Path:
    return put(folder, "leads.csv", "{\\rtf1\\ansi id, name\\par 1, x\\par}\n")


@kind
def a_mail(folder: Path, chance: Random) -> Path:
    return put(
        folder, "leads.csv", "From: a@x.example\r\nSubject: export\r\nContent-Type: text/csv\r\n\r\nid,Name\r\n1,x\r\n"
    )
