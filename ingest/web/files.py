"""FAQ entries out of the house and into it: exports, and an import that shows its difference first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from ingest.answer.exporting import MEDIA_TYPES, Format, House, export
from ingest.answer.importing import Fate, bring_in, difference, keep_file, kept_file
from ingest.answer.rows import Refused
from ingest.errors import InputError
from ingest.review.access import Permission, require
from ingest.web.account import in_words
from ingest.web.security import genuine
from ingest.web.visitor import ForeignRequest, Member, SignedForm, Visitor, redirect

router = APIRouter()
Sha = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


@router.get("/export")
def choose(visitor: Member) -> Response:
    require(visitor.actor, Permission.EXPORT_EVIDENCE)
    return visitor.page("export.html", formats=list(Format))


@router.get("/export/faq.{form}")
def download(visitor: Member, form: str) -> Response:
    known = next((one for one in Format if one.value == form), None)
    if known is None:
        raise HTTPException(404)
    options = visitor.options
    house = House(options.bank_name, options.time_zone)
    raw = export(visitor.store, visitor.actor, known, visitor.t.language, house, options.clock)
    name = f"faq-{options.now().date()}.{known.value}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(raw, media_type=MEDIA_TYPES[known], headers=headers)


@router.get("/import")
def ask(visitor: Member) -> Response:
    require(visitor.actor, Permission.CURATE)
    return visitor.page("import.html", found=None, refused=None, done=None)


async def uploaded(request: Request) -> tuple[str, bytes]:
    """The token of the form and the bytes of its file. Raises ForeignRequest."""
    if request.state.foreign or request.state.oversized:
        raise ForeignRequest
    async with request.form(max_files=1, max_fields=5) as fields:
        file, token = fields.get("file"), fields.get("csrf")
        raw = await file.read() if isinstance(file, UploadFile) else b""
        return (token if isinstance(token, str) else ""), raw


@router.post("/import")
def look(visitor: Member, sent: Annotated[tuple[str, bytes], Depends(uploaded)]) -> Response:
    """Nothing is made of it yet."""
    token, raw = sent
    if not genuine(visitor.token, token):
        raise ForeignRequest
    try:
        sha = keep_file(visitor.store, visitor.actor, raw, visitor.options.clock)
    except InputError as error:
        return _refused(visitor, error)
    return redirect(f"/import/{sha}")


@router.get("/import/{sha}")
def show(visitor: Member, sha: Sha) -> Response:
    found = difference(visitor.store, kept_file(visitor.store, visitor.actor, sha))
    done = visitor.request.query_params.get("done", "")
    return visitor.page(
        "import.html",
        found=found,
        refused=None,
        fates=[(fate, [line for line in found.lines if line.fate is fate]) for fate in Fate],
        done=int(done) if done.isascii() and done.isdigit() and len(done) < 9 else None,
        why=lambda one: why(visitor, one),
    )


@router.post("/import/{sha}")
def apply(visitor: Member, fields: SignedForm, sha: Sha) -> Response:
    raw = kept_file(visitor.store, visitor.actor, sha)
    made = bring_in(visitor.store, visitor.actor, raw, visitor.options.questions, visitor.options.clock)
    return redirect(f"/import/{sha}?done={len(made)}")


def why(visitor: Visitor, refused: Refused) -> str:
    return visitor.t(f"import.why.{refused.why}", value=refused.value[:80])


def _refused(visitor: Visitor, error: InputError) -> Response:
    return visitor.page("import.html", 422, found=None, refused=in_words(visitor, error), done=None)
