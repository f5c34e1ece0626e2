"""What `kg build` makes of files, folders, patterns and standard input."""

from __future__ import annotations

import builtins
import codecs
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Protocol

import pytest

from kg.errors import DocumentError, MissingPartError
from kg.model import Document
from kg.reading.decoding import LIMIT
from kg.reading.documents import read

SENTENCE = "Italy has banned the app."


class Write(Protocol):
    def __call__(self, name: str, content: str | bytes = SENTENCE) -> Path: ...


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, content: str | bytes = SENTENCE) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def only(*sources: str | Path) -> Document:
    (document,) = read(sources)
    return document


def ids(*sources: str | Path) -> list[str]:
    return [document.id for document in read(sources)]


def refusal(*sources: str | Path, stdin: io.BytesIO | None = None) -> str:
    with pytest.raises(DocumentError) as caught:
        list(read(sources, stdin=stdin))
    message = str(caught.value)
    assert "\n" not in message
    return message


class TestSources:
    def test_a_file_is_called_after_its_stem(self, write: Write) -> None:
        write("news/report.txt")
        assert only("news/report.txt") == Document(id="report", text=SENTENCE, source="news/report.txt")

    def test_a_lone_path_is_a_source(self, write: Write) -> None:
        path = write("report.txt")
        assert [document.id for document in read(path)] == ["report"]
        assert [document.id for document in read("report.txt")] == ["report"]

    def test_a_folder_is_read_to_the_bottom_without_hidden_files(self, write: Write) -> None:
        for name in ("f/b.txt", "f/a.md", "f/deep/er/c.html", "f/no_suffix", "f/.hidden.txt", "f/.git/d.txt"):
            write(name)
        write("f/picture.png", b"\x89PNG\r\n")
        assert ids("f") == ["a", "b", "c", "no_suffix"]

    def test_links_that_lead_back_are_followed_once(self, write: Write, tmp_path: Path) -> None:
        write("f/a.txt")
        write("elsewhere/b.txt")
        (tmp_path / "f/loop").symlink_to(tmp_path / "f")
        (tmp_path / "f/more").symlink_to(tmp_path / "elsewhere")
        assert ids("f") == ["a", "b"]

    def test_a_pattern_that_the_shell_left_alone(self, write: Write) -> None:
        for name in ("n/b.txt", "n/a.txt", "n/c.md", "n/deep/d.txt"):
            write(name)
        assert ids("n/*.txt") == ["a", "b"]
        assert ids("n/**/*.txt") == ["a", "b", "d"]
        assert ids("n/[a-c].*") == ["a", "b", "c"]

    def test_a_file_whose_name_looks_like_a_pattern(self, write: Write) -> None:
        write("draft [1].txt")
        assert ids("draft [1].txt") == ["draft [1]"]

    def test_a_file_named_twice_is_read_once(self, write: Write, tmp_path: Path) -> None:
        path = write("news/report.txt")
        (tmp_path / "other.txt").symlink_to(path)
        one_way = list(read(["news", "./news/report.txt", path]))
        assert one_way == list(read([path, "news"])) == [only("news/report.txt")]
        assert ids("news/report.txt", "other.txt") == ["other"]

    def test_standard_input(self) -> None:
        (document,) = read(["-"], stdin=io.BytesIO(SENTENCE.encode()))
        assert document == Document(id="stdin", text=SENTENCE, source="-")

    def test_standard_input_of_the_process(self) -> None:
        program = "from kg.reading.documents import read; print([d.text for d in read(['-'])])"
        command = [sys.executable, "-c", program]
        done = subprocess.run(command, input="Piped.", capture_output=True, text=True, check=True)
        assert done.stdout == "['Piped.']\n"

    def test_a_named_pipe(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        with subprocess.Popen(["sh", "-c", "echo Piped. > pipe"]):
            assert only("pipe").text == "Piped.\n"

    @pytest.mark.parametrize(
        ("content", "text", "title"),
        [
            (b"---\ntitle: T\n---\n*Piped.*", "Piped.", "T"),
            (b'{"text": "Piped.", "title": "T"}\n', "Piped.", "T"),
            (b"<!DOCTYPE html><html><title>T</title><p>Piped.</p></html>", "Piped.", "T"),
        ],
    )
    def test_the_beginning_of_a_stream_tells_its_format(self, content: bytes, text: str, title: str) -> None:
        (document,) = read(["-"], stdin=io.BytesIO(content))
        assert (document.text, document.title) == (text, title)

    def test_an_unknown_suffix_is_text(self, write: Write) -> None:
        write("report.story", "# *As it stands*")
        assert only("report.story").text == "# *As it stands*"


class TestIds:
    def test_files_of_one_name_are_told_apart_by_their_folders(self, write: Write) -> None:
        names = ("x/2024/report.txt", "x/2025/report.txt", "x/2025/other.txt")
        for name in names:
            write(name)
        expected = {"x/2024/report.txt": "2024/report", "x/2025/report.txt": "2025/report", "x/2025/other.txt": "other"}
        assert {d.source: d.id for d in read(names)} == expected
        assert {d.source: d.id for d in read(reversed(names))} == expected

    def test_a_file_beside_a_folder_and_one_far_away(self, write: Write, tmp_path: Path) -> None:
        write("report.txt")
        write("n/report.txt")
        assert sorted(ids("report.txt", "n")) == ["n/report", "report"]
        assert sorted(ids("report.txt", tmp_path / "n")) == ["n/report", "report"]

    def test_files_of_one_folder_need_no_folder(self, write: Write) -> None:
        write("n/report.txt")
        write("n/report.md")
        assert ids("n") == ["report.md", "report.txt"]

    def test_as_many_folders_as_it_takes_for_all_of_them(self, write: Write) -> None:
        names = ("a/x/report.txt", "b/x/report.txt", "b/y/report.txt")
        for name in names:
            write(name)
        assert ids(*names) == ["a/x/report", "b/x/report", "b/y/report"]

    def test_files_that_differ_in_their_suffix_alone_keep_it(self, write: Write) -> None:
        for name in ("n/report.txt", "n/report.md", "m/report.txt"):
            write(name)
        assert sorted(ids("n", "m")) == ["m/report", "n/report.md", "n/report.txt"]

    def test_two_rows_with_one_id_are_an_error_that_names_both_files(self, write: Write) -> None:
        write("a.jsonl", '{"id": "7", "text": "One."}')
        write("b.jsonl", '{"id": 7, "text": "Two."}')
        assert refusal("a.jsonl", "b.jsonl") == "b.jsonl: the id '7' is that of a document in a.jsonl, too"


class TestPlainText:
    def test_the_text_is_not_altered(self, write: Write) -> None:
        text = "\n  DeepSeek\u2011R1 “costs”\u00a0less.  \n\n\n— *Sic*. &amp;\n"
        write("a.txt", text)
        assert only("a.txt").text == text

    def test_line_ends_of_every_system(self, write: Write) -> None:
        write("a.txt", "one\r\ntwo\rthree\n")
        assert only("a.txt").text == "one\ntwo\nthree\n"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
    def test_encodings(self, write: Write, encoding: str) -> None:
        text = "“Zürich’s café” – Søren paid £5 million, that is €6 million…"
        write("a.txt", text.encode(encoding))
        assert only("a.txt").text == text

    @pytest.mark.parametrize("mark", [codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE])
    def test_both_orders_of_utf16(self, write: Write, mark: bytes) -> None:
        order = "utf-16-be" if mark == codecs.BOM_UTF16_BE else "utf-16-le"
        write("a.txt", mark + "Zürich".encode(order))
        assert only("a.txt").text == "Zürich"

    @pytest.mark.parametrize(
        ("text", "encoding"),
        [
            ("El niño comió. São Paulo.", "latin-1"),
            ("Италия запретила китайское приложение, сообщила компания. Это было в январе.", "cp1251"),
            ("東京の会社。", "shift_jis"),
            ("Italy banned DeepSeek, says Giorgia.", "utf-16-le"),
            ("Italy banned DeepSeek, says Giorgia.", "utf-16-be"),
        ],
    )
    def test_encodings_without_a_mark(self, write: Write, text: str, encoding: str) -> None:
        write("a.txt", text.encode(encoding))
        assert only("a.txt").text == text

    @pytest.mark.parametrize(
        ("content", "byte"),
        [
            (b"Italy banned \xff it.", "byte 13 (0xff)"),
            (b"Italy banned \xc3\x28 it.", "byte 13 (0xc3)"),
            ("“Zürich” said ".encode() + b"\xff" + " naïve".encode(), "byte 19 (0xff)"),
            ("A café".encode()[:-1], "byte 5 (0xc3)"),
            (
                "Société Générale bought it. ".encode("cp1252") + b"\xff\xfe Caf\xc3\xa9 M\xc3\xbcnchen \x80\x81",
                "byte 4 (0xe9)",
            ),
            ("Société Générale l'a achetée. ".encode("cp1252") * 2 + "Café Élan à Zürich".encode(), "byte 4 (0xe9)"),
        ],
    )
    def test_broken_utf8_names_the_byte(self, write: Write, content: bytes, byte: str) -> None:
        write("a.txt", content)
        assert refusal("a.txt") == f"a.txt: {byte} is not UTF-8, and no other encoding fits"

    @pytest.mark.parametrize("suffix", [".ttl", ".trig", ".nq", ".graphml", ".svg", ".json"])
    def test_what_could_be_taken_for_prose_is_refused(self, write: Write, suffix: str) -> None:
        write(f"a{suffix}", "Italy banned DeepSeek.")
        assert refusal(f"a{suffix}").endswith(", not a document")

    def test_broken_utf16(self, write: Write) -> None:
        write("a.txt", codecs.BOM_UTF16_LE + b"\x00\xd8a\x00")
        assert refusal("a.txt").startswith("a.txt: byte 2 is not UTF-16")


class TestMarkdown:
    def test_front_matter_becomes_metadata(self, write: Write) -> None:
        write(
            "a.md",
            "---\ntitle: 'Italy: it''s over'\ndate: 30 January 2025\nkind: newspaper # daily\n"
            "tags:\n  - ai\nurl: https://news.example/a\n---\n\nItaly acted.\n",
        )
        assert only("a.md") == Document(
            id="a",
            text="Italy acted.",
            title="Italy: it's over",
            published="2025-01-30",
            kind="newspaper",
            source="https://news.example/a",
        )

    def test_front_matter_with_a_folded_title_and_other_line_ends(self, write: Write) -> None:
        write("a.md", "---\r\ntitle: >\r\n  Italy\r\n  acts\r\nsource: The Paper\r\n---\r\nIt did.\r\n")
        assert (only("a.md").title, only("a.md").source, only("a.md").text) == ("Italy acts", "The Paper", "It did.")

    def test_a_rule_is_no_front_matter(self, write: Write) -> None:
        write("a.md", "---\n\nItaly acted.")
        assert only("a.md").text == "Italy acted."

    def test_markup_becomes_plain_text_with_a_line_for_each_block(self, write: Write) -> None:
        write(
            "a.md",
            "# Italy *acts*\n\nThe [regulator](https://x.example) **banned**\n`R1` &amp; others. ![a map](m.png)\n\n"
            "- First, the\n  app\n- Then the \\*rest\\*\n\n1. Last\n\n> Quoted.\n\n"
            "| Who | What |\n|--|--|\n| Italy | it |\n\n"
            "<div>Set <b>apart</b><script>evil()</script></div>\n\nA<script>evil()</script> tag.\n",
        )
        document = only("a.md")
        assert document.title == "Italy acts"
        assert document.text.split("\n\n") == [
            "Italy acts",
            "The regulator banned R1 & others.",
            "First, the app",
            "Then the *rest*",
            "Last",
            "Quoted.",
            "Who | What",
            "Italy | it",
            "Set apart",
            "A tag.",
        ]

    def test_plain_text_keeps_what_looks_like_front_matter(self, write: Write) -> None:
        write("a.txt", "---\ntitle: T\n---\n")
        assert only("a.txt").text == "---\ntitle: T\n---\n"


class TestDates:
    @pytest.mark.parametrize(
        ("stated", "published"),
        [
            ("2025", "2025"),
            ("2025-01", "2025-01"),
            ("2025-01-28", "2025-01-28"),
            ("2025-1-5", "2025-01-05"),
            ("2025-01-28T23:30:00-05:00", "2025-01-28"),
            ("Jan. 28, 2025", "2025-01-28"),
            ("Tue, 28 Jan 2025 10:00:00 EST", "2025-01-28"),
            ("January 2025", "2025-01"),
            ("28/01/2025", "2025-01-28"),
            ("03/04/2025", "2025"),
            ("28 January", ""),
            ("Tuesday", ""),
            ("99", ""),
            ("2025-02-30", ""),
            ("yesterday", ""),
        ],
    )
    def test_dates_are_as_precise_as_stated(self, write: Write, stated: str, published: str) -> None:
        write("a.md", f"---\ndate: {stated}\n---\n{SENTENCE}")
        assert only("a.md").published == published


PAGE = """<!doctype html><html><head><meta charset="{charset}"><title>Zürich acts - News</title>
<meta property="og:title" content="Zürich acts"><link rel="canonical" href="https://news.example/a">
<meta property="article:published_time" content="2025-01-30T10:00:00Z"><script>var x = "evil one";</script></head>
<body><nav><a href="/">Home</a> <a href="/w">World</a></nav><article><h1>Zürich acts</h1>
<p>The canton has banned the app, <b>its regulator</b> said.</p><script>document.write("evil two")</script>
<ul><li>The firm did not comment on it.</li></ul><style>p {{ color: red }}</style></article>
<footer>Copyright 2019</footer></body></html>"""


class TestHtml:
    def test_main_text_title_date_and_address(self, write: Write) -> None:
        write("a.html", PAGE.format(charset="utf-8"))
        assert only("a.html") == Document(
            id="a",
            text="Zürich acts\n\nThe canton has banned the app, its regulator said.\n\nThe firm did not comment on it.",
            title="Zürich acts",
            published="2025-01-30",
            source="https://news.example/a",
        )

    def test_the_encoding_that_a_page_declares(self, write: Write) -> None:
        write("a.htm", PAGE.format(charset="ISO-8859-2").replace("ü", "ř").encode("iso-8859-2"))
        assert only("a.htm").title == "Zřrich acts"

    def test_a_page_without_a_date_has_none(self, write: Write) -> None:
        write("a.html", f"<p>{SENTENCE}</p><footer>Copyright 2019</footer>")
        assert only("a.html").published == ""

    def test_a_page_of_scripts_alone(self, write: Write) -> None:
        write("a.html", "<html><body><script>evil()</script></body></html>")
        assert refusal("a.html") == "a.html: no main text in this page"


def pdf(*lines: str, title: str = "") -> bytes:
    """A PDF of one page."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    content = f"BT /F1 12 Tf 72 720 Td 14 TL {shown} ET" if lines else ""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    page = "/MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R {page} >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        font,
        f"<< /Title ({title}) >>",
    ]
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")


class TestPdf:
    def test_lines_become_paragraphs(self, write: Write) -> None:
        lines = (
            "Italy acts",
            "Italy has banned the app from every store in the country, its re-",
            "gulator said on Thursday, and nobody at the firm would say a word",
            "about it.",
            "The shares fell.",
        )
        write("a.pdf", pdf(*lines, title="Italy  acts"))
        assert only("a.pdf") == Document(
            id="a",
            text="Italy acts\n\n"
            "Italy has banned the app from every store in the country, its regulator said on Thursday, "
            "and nobody at the firm would say a word about it.\n\n"
            "The shares fell.",
            title="Italy acts",
            source="a.pdf",
        )

    def test_its_beginning_tells_a_pdf_from_text(self) -> None:
        (document,) = read(["-"], stdin=io.BytesIO(pdf("Piped.")))
        assert document.text == "Piped."

    def test_a_pdf_without_text(self, write: Write) -> None:
        write("scan.pdf", pdf())
        assert refusal("scan.pdf").startswith("scan.pdf: no text in this PDF")

    @pytest.mark.parametrize("content", [b"%PDF-1.4 garbage", pdf(SENTENCE)[:200], b"%PDF-"])
    def test_a_damaged_pdf(self, write: Write, content: bytes) -> None:
        write("a.pdf", content)
        assert refusal("a.pdf").startswith("a.pdf: this PDF cannot be read: ")

    def test_text_with_the_wrong_suffix(self, write: Write) -> None:
        write("a.pdf", SENTENCE)
        assert refusal("a.pdf") == "a.pdf: not a PDF"


class TestRows:
    def test_json_lines(self, write: Write) -> None:
        rows = [
            {"id": "one", "title": "T", "date": "Jan 2025", "url": "https://n.example/1", "text": "First\r\nline."},
            {"ID": 2, "Content": "Second.", "title": None, "tags": [1]},
            {"body": "Third."},
        ]
        write("news.jsonl", "\n\n".join(map(json.dumps, rows)) + "\n")
        assert list(read(["news.jsonl"])) == [
            Document(id="one", title="T", published="2025-01", source="https://n.example/1", text="First\nline."),
            Document(id="2", source="news.jsonl", text="Second."),
            Document(id="news#3", source="news.jsonl", text="Third."),
        ]

    @pytest.mark.parametrize(("suffix", "mark"), [(".csv", ","), (".csv", ";"), (".tsv", "\t")])
    def test_csv(self, write: Write, suffix: str, mark: str) -> None:
        header = mark.join(("Title", "article", "date"))
        row = mark.join(("T", '"One, two; ""three""\r\nand four"', "2025"))
        write(f"news{suffix}", f"\ufeff{header}\r\n\r\n{row}\r\n")
        assert list(read([f"news{suffix}"])) == [
            Document(
                id="news#1", title="T", published="2025", source=f"news{suffix}", text='One, two; "three"\nand four'
            )
        ]

    @pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
    def test_tables_of_other_encodings(self, write: Write, encoding: str) -> None:
        write("a.csv", "id;text\nz;Zürich – acted\n".encode(encoding))
        assert only("a.csv").text == "Zürich – acted"

    def test_a_long_text_is_one_cell(self, write: Write) -> None:
        write("a.csv", f'text\n"{SENTENCE * 20_000}"\n')
        assert only("a.csv").text == SENTENCE * 20_000

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("a.jsonl", '{"text": "One."}\n\n{"text": }\n', "a.jsonl:3: this line is not JSON"),
            ("a.jsonl", "[" * 100_000, "a.jsonl:1: this line is not JSON"),
            ("a.jsonl", '{"text": "One."}\n"two"', "a.jsonl:2: this line is not a JSON object"),
            ("a.jsonl", '{"words": "One."}', "a.jsonl:1: no column with the text (text, content, body, article)"),
            ("a.jsonl", '{"text": " "}', "a.jsonl:1: this row has no text"),
            ("a.jsonl", r'{"text": "\ud83d"}', "a.jsonl:1: half a surrogate pair"),
            ("a.jsonl", "\n\n", "a.jsonl: no documents in it"),
            ("a.csv", "words\nOne.\n", "a.csv:2: no column with the text"),
            ("a.csv", 'id,text\n1,"One.\nTwo."\n2,Three, four\n', "a.csv:4: 3 cells in this row, but 2 columns"),
            ("a.csv", 'id,text\n1,One.\n2,"Two.\n', "a.csv:3: this row is not CSV"),
            ("a.csv", "id,text\n1\n", "a.csv:2: this row has no text"),
            ("a.csv", "id,text\n", "a.csv: no documents in it"),
        ],
    )
    def test_errors_name_the_line(self, write: Write, name: str, content: str, message: str) -> None:
        write(name, content)
        assert refusal(name).startswith(message)

    def test_bytes_that_break_the_encoding_of_the_beginning(self, write: Write) -> None:
        first = json.dumps({"text": "x" * 1_000_000})
        write("a.jsonl", first.encode() + b'\n{"text": "caf\xe9"}\n')
        assert refusal("a.jsonl") == "a.jsonl:2: this line is not UTF-8, as the first lines are"


class TestRefusals:
    def test_what_is_not_there(self) -> None:
        assert refusal("gone.txt") == "gone.txt: no such file or folder"
        assert refusal("*.txt") == "*.txt: no file matches this pattern"
        assert len(refusal("a word " * 10_000)) < 300

    @pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl", "a.csv", "a"])
    @pytest.mark.parametrize("content", ["", " \n\t\n"])
    def test_an_empty_file(self, write: Write, name: str, content: str) -> None:
        write(name, content)
        assert refusal(name) in {f"{name}: the file is empty", f"{name}: no documents in it"}

    def test_empty_standard_input(self) -> None:
        assert refusal("-", stdin=io.BytesIO()) == "-: the file is empty"

    def test_metadata_alone(self, write: Write) -> None:
        write("a.md", "---\ntitle: T\n---\n")
        assert refusal("a.md") == "a.md: no text in it"

    @pytest.mark.parametrize(
        ("content", "what"),
        [
            (b"\x7fELF\x02\x01", "a program"),
            (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
            (b"PK\x03\x04abc", "a ZIP archive or an office document"),
            (b"text\x00text", "binary data (byte 4 is 0)"),
        ],
    )
    @pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.csv", "a.jsonl", "a.docx", "a"])
    def test_binary_files(self, write: Write, name: str, content: bytes, what: str) -> None:
        write(name, content)
        assert refusal(name) == f"{name}: {what}, not a document"

    @pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
    def test_a_line_of_fifty_megabytes(self, write: Write, name: str) -> None:
        write(name, b"a" * 50_000_000)
        assert refusal(name) == f"{name}: larger than 20 MB, the most that one document may have"

    def test_a_row_of_fifty_megabytes(self, write: Write) -> None:
        write("a.jsonl", b'{"text": "One."}\n{"text": "' + b"a" * 50_000_000 + b'"}')
        assert refusal("a.jsonl") == "a.jsonl:2: this line has more than 20 MB"

    def test_a_quotation_that_never_ends(self, write: Write) -> None:
        write("a.csv", b'text\n"' + b"word\n" * (LIMIT // 5 + 1))
        assert refusal("a.csv").startswith("a.csv:2: this row is not CSV: field larger than")

    def test_a_folder_without_documents(self, tmp_path: Path, write: Write) -> None:
        (tmp_path / "empty").mkdir()
        write("pictures/a.png")
        for folder in ("empty", "pictures"):
            assert refusal(folder).startswith(f"{folder}: no documents in this folder (.txt, ")

    def test_a_link_to_itself(self, tmp_path: Path) -> None:
        (tmp_path / "loop.txt").symlink_to("loop.txt")
        assert refusal("loop.txt") == f"loop.txt: {os.strerror(40).lower()}"
        assert refusal(".") == f"loop.txt: {os.strerror(40).lower()}"

    def test_a_link_to_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "broken.txt").symlink_to("gone.txt")
        assert refusal("broken.txt") == "broken.txt: no such file or directory"

    def test_a_file_that_may_not_be_read(self, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
        write("secret.txt")

        def refuse(path: Path, *_: Any, **__: Any) -> None:
            raise PermissionError(13, os.strerror(13), str(path))

        monkeypatch.setattr(Path, "open", refuse)
        assert refusal("secret.txt") == "secret.txt: permission denied"

    def test_a_device(self) -> None:
        assert refusal("/dev/zero") == "/dev/zero: not a file"

    @pytest.mark.parametrize(
        ("name", "content", "library", "message"),
        [
            ("a.html", PAGE, "trafilatura", "reading HTML needs kg-evidence[html]: pip install 'kg-evidence[html]'"),
            ("a.pdf", pdf(SENTENCE), "pypdf", "reading PDF needs kg-evidence[pdf]: pip install 'kg-evidence[pdf]'"),
        ],
    )
    def test_a_missing_extra(
        self, write: Write, monkeypatch: pytest.MonkeyPatch, name: str, content: str | bytes, library: str, message: str
    ) -> None:
        write(name, content)
        real = builtins.__import__

        def without(wanted: str, *rest: Any, **named: Any) -> Any:
            if wanted.split(".")[0] == library:
                raise ImportError(wanted)
            return real(wanted, *rest, **named)

        monkeypatch.setattr(builtins, "__import__", without)
        with pytest.raises(MissingPartError) as caught:
            list(read([name]))
        assert str(caught.value) == message


def test_a_folder_leaves_out_files_about_the_folder(tmp_path: Path) -> None:
    for name in ("news.md", "README.md", "SOURCES.md", "LICENSE", "Report.txt", "G7.txt"):
        (tmp_path / name).write_text("Italy banned DeepSeek.")
    assert sorted(document.id for document in read([tmp_path])) == ["G7", "Report", "news"]
    assert [document.id for document in read([tmp_path / "README.md"])] == ["README"]
