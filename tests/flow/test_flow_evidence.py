"""What an auditor gets in a year: scenario 20, from saved pages to a pack, and the same draft again."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from bank_web import LIST, BankWeb, Runs
from builders import BUSINESS, CUSTOMER
from sqlalchemy import text
from test_flow_files import linked, workbook

from ingest.model import DraftKind
from ingest.publish.pack.bundle import pack
from ingest.publish.pack.check import Checked, check, row_hash
from ingest.review.carrying import accept
from ingest.review.decisions import approve
from ingest.review.revisions import revision_for_review


def publish(runs: Runs) -> int:
    """The first bulletin of the June notice, signed by everybody who has to."""
    with runs.store.reading() as tx:
        draft = next(d for d in tx.drafts.queue() if "2026年6月" in d.title and d.kind is DraftKind.BULLETIN)
    done = approve(runs.store, CUSTOMER, draft.id, draft.version, runs.store.clock)
    if done.entry_id is None:
        done = approve(runs.store, BUSINESS, draft.id, draft.version, runs.store.clock)
    assert done.entry_id
    return done.entry_id


def packed(runs: Runs, entry_id: int) -> bytes:
    with runs.store.reading() as tx:
        made = pack(tx, entry_id, bank_name="湖滨银行", time_zone="Asia/Shanghai")
    assert made
    return made


def written(folder: Path, raw: bytes) -> Path:
    file = folder / "evidence.zip"
    file.write_bytes(raw)
    return file


def changed(raw: bytes, name: str, content: bytes | None, *, manifest: bool = False) -> bytes:
    """The pack with one file changed (None: left out), with or without its line in the manifest."""
    import hashlib

    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        files = {n: archive.read(n) for n in archive.namelist()}
    files.pop(name, None)
    if content is not None:
        files[name] = content
    if manifest:
        listed = json.loads(files["manifest.json"])
        listed["files"][name] = {"sha256": hashlib.sha256(content or b"").hexdigest(), "size": len(content or b"")}
        files["manifest.json"] = json.dumps(listed).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n, data in files.items():
            archive.writestr(n, data)
    return out.getvalue()


def inside(raw: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read(name)


def codes(found: Checked) -> set[str]:
    return {misfit.code for misfit in found.misfits}


@pytest.fixture
def raw(runs: Runs, bank: BankWeb) -> bytes:
    bank.pages["/n/6.html"], bank.pages["/files/fees.xlsx"] = linked("fees.xlsx"), workbook("8元/本")
    runs.one(LIST)
    return packed(runs, publish(runs))


def test_a_pack_holds_the_bytes_the_words_the_people_and_the_record_and_is_whole(
    runs: Runs, bank: BankWeb, raw: bytes, tmp_path: Path
) -> None:
    found = check(written(tmp_path, raw))
    assert found.misfits == () and found.entry == 1 and found.rows >= 3
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = set(archive.namelist())
    assert {"source/page.html", "source/file-1.xlsx", "facts.json", "versions/001.json", "audit.jsonl"} <= names
    assert inside(raw, "source/page.html") == bank.pages["/n/6.html"]
    assert inside(raw, "source/file-1.xlsx") == bank.pages["/files/fees.xlsx"]
    page = inside(raw, "summary.html").decode()
    assert "已发布条目 1 的证据" in page and "Evidence of published entry 1" in page and "<script" not in page
    assert packed(runs, 1) == raw


TAMPERED = [
    ("source/page.html", b"<html>other</html>", {"misfit_hash", "misfit_source"}, {"misfit_source"}),
    ("document.txt", b"other", {"misfit_hash", "misfit_text", "misfit_place"}, {"misfit_text", "misfit_place"}),
    ("facts.json", None, {"misfit_missing", "misfit_shape"}, {"misfit_missing", "misfit_shape"}),
    ("note.txt", b"hello", {"misfit_extra"}, set()),
]


@pytest.mark.parametrize(("name", "content", "plainly", "cleverly"), TAMPERED)
def test_whatever_is_changed_is_found_and_named(raw, tmp_path, name, content, plainly, cleverly):
    assert codes(check(written(tmp_path, changed(raw, name, content)))) == plainly
    clever = codes(check(written(tmp_path, changed(raw, name, content, manifest=content is not None))))
    assert clever == (cleverly or set())


def test_words_that_nobody_signed_are_found_also_where_every_hash_was_made_to_fit(raw, tmp_path):
    from ingest.publish.pack.check import _words

    version, entry = (json.loads(inside(raw, name)) for name in ("versions/001.json", "entry.json"))
    for file in (version, entry):
        file["content"]["headline"] = "免费"
        file["words"] = _words(DraftKind.BULLETIN, file["content"])
    signed = [{**a, "words": version["words"]} for a in json.loads(inside(raw, "approvals.json"))]
    for name, value in (("versions/001.json", version), ("entry.json", entry), ("approvals.json", signed)):
        raw = changed(raw, name, json.dumps(value).encode(), manifest=True)
    assert codes(check(written(tmp_path, raw))) == {"misfit_signed", "misfit_published"}


def test_a_row_that_was_rewritten_breaks_its_hash_or_the_chain(raw, tmp_path):
    rows = [json.loads(line) for line in inside(raw, "audit.jsonl").decode().splitlines()]
    rows[-1]["actor"] = "somebody else"
    lines = "\n".join(map(json.dumps, rows)).encode()
    assert "misfit_row" in codes(check(written(tmp_path, changed(raw, "audit.jsonl", lines, manifest=True))))
    rows[-1]["hash"] = row_hash(rows[-1])
    lines = "\n".join(map(json.dumps, rows)).encode()
    assert codes(check(written(tmp_path, changed(raw, "audit.jsonl", lines, manifest=True)))) & {
        "misfit_head",
        "misfit_unsigned",
    }


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18])
def test_a_file_that_is_no_pack_is_told(tmp_path, content):
    assert codes(check(written(tmp_path, content))) == {"misfit_no_pack"}


def test_a_revision_and_what_was_carried_are_in_the_pack_of_the_new_entry(runs, bank, raw, tmp_path):
    bank.pages["/files/fees.xlsx"] = workbook("9元/本")
    runs.one(LIST)
    with runs.store.reading() as tx:
        newest = tx.conn.execute(text("SELECT max(id) FROM revisions")).scalar_one()
    view = revision_for_review(runs.store, CUSTOMER, newest)
    seen = {p.entry.id: p.draft.version if p.draft else None for p in view.proposals}
    [made] = accept(runs.store, CUSTOMER, newest, seen, runs.store.clock)
    with runs.store.reading() as tx:
        draft = tx.drafts.get(made.draft_id)
    assert draft.unsupported == (), draft.unsupported
    done = approve(runs.store, CUSTOMER, draft.id, draft.version, runs.store.clock)
    if done.entry_id is None:
        done = approve(runs.store, BUSINESS, draft.id, draft.version, runs.store.clock)
    new = packed(runs, done.entry_id)
    assert check(written(tmp_path, new)).misfits == ()
    assert json.loads(inside(new, "versions/002.json"))["cause"] == "carried"
    assert json.loads(inside(packed(runs, 1), "entry.json"))["superseded_by"] == done.entry_id
